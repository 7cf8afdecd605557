"""Teams and people as forms really have them: nobody's teams, two files of one team, names that hold too much."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from sqlalchemy import select

from hackathon.database import unit_of_work
from hackathon.extensions import db
from hackathon.models import Person, SubmissionVersion, Team
from tests.exchange.importing.importer import Rows, as_csv, counts, preview, reasons, take_in
from tests.exchange.importing.test_teams import ADA, BOB, DAN, DEVPOST, EVE, project
from tests.exchange.importing.test_workbooks import notes

pytestmark = pytest.mark.usefixtures("event")


def teams() -> list[str]:
    return sorted(db.session.scalars(select(Team.name).where(~Team.sample)))


class TestNobodysTeam:
    """field.md 3: people who wrote 없음 became one team."""

    WORDS = ("없음", "-", "N/A", "개인", "미정", " 없 음 ", "NA", "개인 참가", "—")

    def test_people_who_name_none_are_in_none(self) -> None:
        rows: list[list[Any]] = [["이름", "이메일", "팀 이름"]]
        for at, word in enumerate(word for word in self.WORDS for _ in range(2)):
            rows.append([f"가나{'다라마바사아자차카타파하거너더러머버'[at]}", f"p{at}@example.org", word])
        rows += [["김하나", "h@example.org", "바람"], ["이두리", "d@example.org", "바람"]]
        plan = take_in(rows, "teams")
        assert (counts(plan), teams()) == ((1, 0, 0, 0), ["바람"])
        assert 'Rows whose team is "개인" name no team and are passed over: rows 8, 9.' in notes(plan)

    @pytest.mark.parametrize("name", ["Null", "X", "NaN", "무지개"])
    def test_honest_names_stay(self, name: str) -> None:
        take_in([["팀명", "팀장"], [name, "김민수(m@example.org)"]], "teams")
        assert teams() == [name]

    def test_nor_are_they_titles_codes_tracks_captains_or_members(self) -> None:
        rows = [
            ["번호", "팀명", "트랙", "작품명", "팀장", "팀원"],
            ["-", "바람", "해당 없음", "N/A", "김민수(m@example.org)", "없음"],
        ]
        assert counts(take_in(rows, "teams")) == (1, 0, 0, 0)
        team = db.session.scalars(select(Team).where(Team.name == "바람")).one()
        assert (team.code, team.track, len(team.members)) == ("T001", None, 1)
        assert db.session.scalars(select(SubmissionVersion)).all() == []

    def test_applicants_do_not_share_a_team_called_none(self) -> None:
        rows = [["이름", "이메일", "팀명"], ["김하나", "a@example.org", "없음"], ["김하니", "b@example.org", "없음"]]
        plan = preview(rows)
        assert (counts(plan), [sample[4] for sample in plan.samples], plan.alike) == ((2, 0, 0, 0), ["", ""], [])


FORM: Rows = [
    ["Team name", "Captain", "Members"],
    ["Team Ada", "Ada Lovelace (ada@example.org)", "Bob Ross bob@example.org, Eve Moneypenny (eve@example.org)"],
]
SITE: Rows = [DEVPOST, project("Orbit", ADA, BOB, EVE)]


class TestFormAndProjectSite:
    """organizer.md S2-6: form first, project site second, 48 of 48 rows were refused."""

    def test_the_form_first(self) -> None:
        take_in(FORM, "teams")
        plan = take_in(SITE, "teams")
        assert (counts(plan), reasons(plan), teams()) == ((0, 1, 0, 0), [], ["Team Ada"])
        version = db.session.scalars(select(SubmissionVersion)).one()
        assert (version.title, version.summary) == ("Orbit", "What it does")
        assert "These teams were found by their members; they keep the names they have here: row 2." in notes(plan)
        assert counts(take_in(SITE, "teams")) == (0, 0, 1, 0)

    def test_its_address_finds_the_team_from_then_on(self) -> None:
        take_in(FORM, "teams")
        take_in(SITE, "teams")
        moved = [DEVPOST, project("Orbit 2", DAN, slug="orbit")]
        plan = take_in(moved, "teams")
        assert (counts(plan)[0], teams()) == (0, ["Team Ada"])

    def test_the_project_site_first(self) -> None:
        take_in(SITE, "teams")
        plan = take_in(FORM, "teams")
        assert (counts(plan), reasons(plan), teams()) == ((0, 0, 1, 0), [], ["Orbit"])

    def test_one_member_of_many_makes_no_team(self) -> None:
        take_in(FORM, "teams")
        plan = preview([DEVPOST, project("Other", DAN, BOB)], "teams")
        assert reasons(plan) == [(2, "members", "Bob Ross is in T001 already")]

    def test_a_devpost_link_is_the_key(self) -> None:
        """field.md §2: `DEVPOST LINK` was not recognised."""
        rows = [["Project Title", "DEVPOST LINK"], ["Orbit", "https://devpost.com/software/orbit"]]
        take_in(rows, "teams")
        again = take_in([rows[0], ["Orbit, renamed", rows[1][1]]], "teams")
        assert (again.table.columns["DEVPOST LINK"], counts(again)[0]) == ("key", 0)


@pytest.mark.parametrize(
    "cell", ["김하나/20240001/010-0000-1234", "김하나 01000001234", "김하나 (010 0000 1234)", "Ada 20240001"]
)
def test_a_name_that_holds_a_number_is_refused(cell: str) -> None:
    """field.md 8: it would stand in public lists."""
    rows = [["이름/학번/전화번호", "이메일"], [cell, "a@example.org"]]
    plan = preview(rows, mapping={"이름/학번/전화번호": "name"})
    assert (counts(plan), reasons(plan)[0][1]) == ((0, 0, 0, 1), "name")
    assert "a name holds no number" in reasons(plan)[0][2]


def test_names_keep_joiners_and_lose_what_turns_a_row_around() -> None:
    """field.md 11."""
    family, persian = "\U0001f468\u200d\U0001f469\u200d\U0001f467 팀", "می\u200cخواهم"
    rows = [
        ["팀명", "팀장"],
        [f"{family}\u202e", "a(a@example.org)"],
        [persian, "b(b@example.org)"],
        ["바\u200d람", "c(c@example.org)"],
    ]
    take_in(as_csv(rows), "teams")
    assert teams() == sorted([family, unicodedata.normalize("NFC", persian), "바람"])


def test_people_are_stored_without_overrides() -> None:
    with unit_of_work():
        pass
    take_in([["이름", "이메일"], ["김\u202e민수", "m@example.org"]])
    assert db.session.scalars(select(Person.name).where(Person.email == "m@example.org")).one() == "김민수"


class TestTwoRowsOfOneThing:
    """field.md 5, its kind: the first of two rows that differ was taken, and the correction refused."""

    HEAD = ("팀명", "작품명", "팀장")

    def test_of_a_team_none_is_taken_until_one_is_chosen(self) -> None:
        rows = [self.HEAD, ("바람", "옛 제목", "김민수(m@example.org)"), ("바람", "새 제목", "김민수(m@example.org)")]
        plan = preview(rows, "teams")
        said = "rows 2, 3 say different things of 바람; none is taken"
        assert (counts(plan), reasons(plan)) == ((0, 0, 0, 2), [(2, "team", said), (3, "team", said)])
        take_in(rows, "teams", chosen=frozenset({3}))
        assert db.session.scalars(select(SubmissionVersion.title)).all() == ["새 제목"]

    def test_the_same_row_twice_is_one(self) -> None:
        row = ("바람", "제목", "김민수(m@example.org)")
        assert reasons(preview([self.HEAD, row, row], "teams")) == [(3, "team", "the same team stands in row 2")]


def test_two_codes_of_teams_that_look_alike_are_one_code() -> None:
    """rules.md X3."""
    rows = [["번호", "팀명"], ["t1", "바람"], ["T001", "구름"], ["T 01", "돌"]]
    assert reasons(preview(rows, "teams")) == [(3, "code", "row 2 has this code"), (4, "code", "row 2 has this code")]
