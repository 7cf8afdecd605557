"""Judges, conflicts and ballots from files."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from hackathon.database import unit_of_work
from hackathon.domain.ballots import ballots
from hackathon.domain.base.errors import Invalid
from hackathon.domain.people import people
from hackathon.domain.rounds import rounds
from hackathon.domain.rounds.events import get_event
from hackathon.extensions import db
from hackathon.models import Judge, Person, Recusal, Revision, Round, Seat
from tests.exchange.importing.importer import counts, preview, reasons, take_in
from tests.factories import HOUR, NOON, make_event, seal, the_entry, the_judge

JUDGES = [
    ["번호", "성명", "이메일", "소속", "심사 단계", "위원장"],
    ["J01", "한결", "h@example.org", "가람", "예선", "위원장"],
    ["", "노을", "n@example.org", "", "first", ""],
]
BALLOTS: list[list[Any]] = [
    ["심사위원", "팀", "창의성", "기술 구현력", "의견"],
    ["J02", "T001", 9, 8, "좋습니다"],
    ["J02", "팀 T002", "7", "6", ""],
]
OPEN = NOON + HOUR


@pytest.fixture
def bare(sqlite_app: Flask) -> None:
    with unit_of_work():
        make_event()


@pytest.mark.usefixtures("bare")
class TestCodesGivenByHand:
    """contract.md F8: `user add --role chair` before the file took J01, and the file's J01 was refused."""

    def by_hand(self, name: str, email: str) -> None:
        with unit_of_work():
            people.invite(get_event(), name=name, email=email, role="chair")

    def codes(self) -> dict[str | None, str]:
        return dict(db.session.execute(select(Person.email, Judge.code).join(Judge)).all())

    def test_codes_of_files_win_and_the_other_is_told(self) -> None:
        self.by_hand("위원장", "chair@example.org")
        plan = take_in(JUDGES, "judges")
        assert (counts(plan), reasons(plan)) == ((2, 0, 0, 0), [])
        assert self.codes() == {"h@example.org": "J01", "chair@example.org": "J02", "n@example.org": "J03"}
        said = "J01 is J02 from now on: the file gives J01 to another judge."
        assert said in [str(note) for note in plan.table.notes.sentences()]

    def test_whoever_is_in_the_file_gets_the_files_code(self) -> None:
        self.by_hand("노을", "n@example.org")
        rows = [*JUDGES[:2], ["J05", *JUDGES[2][1:]]]
        plan = take_in(rows, "judges")
        assert (counts(plan), self.codes()) == ((1, 1, 0, 0), {"h@example.org": "J01", "n@example.org": "J05"})
        assert next((each.field, each.old, each.new) for each in plan.changes) == ("code", "J01", "J05")
        assert counts(take_in(rows, "judges")) == (0, 0, 2, 0)

    def test_two_may_change_places(self) -> None:
        self.by_hand("한결", "h@example.org")
        self.by_hand("노을", "n@example.org")
        take_in([JUDGES[0], ["J02", *JUDGES[1][1:]], ["J01", *JUDGES[2][1:]]], "judges")
        assert self.codes() == {"h@example.org": "J02", "n@example.org": "J01"}

    def test_a_row_without_a_code_takes_none_that_a_later_row_brings(self) -> None:
        take_in([JUDGES[0], JUDGES[2], JUDGES[1]], "judges")
        assert self.codes() == {"h@example.org": "J01", "n@example.org": "J02"}


def test_whoever_has_assignments_keeps_the_code(round: Round) -> None:
    plan = preview([["번호", "성명", "이메일"], ["J01", "한결", "h@example.org"]], "judges")
    assert reasons(plan) == [(2, "code", "J01 is another judge's code")]


@pytest.mark.usefixtures("bare")
class TestJudges:
    def test_they_get_codes_seats_and_roles_once(self) -> None:
        assert counts(take_in(JUDGES, "judges")) == (2, 0, 0, 0)
        assert counts(take_in(JUDGES, "judges")) == (0, 0, 2, 0)
        seats = db.session.execute(select(Judge.code, Seat.chair).join(Seat)).all()
        assert sorted(map(tuple, seats)) == [("J01", True), ("J02", False)]
        assert the_judge("J01").person.role_names == {"chair"}

    @pytest.mark.parametrize(
        "rows", [[["name", "email", "notes"], ["Ada", "ada@example.org", "MIT"]], [["Ada", "ada@example.org", "MIT"]]]
    )
    def test_lists_of_other_tools(self, rows: list[list[str]]) -> None:
        assert counts(take_in(rows, "judges")) == (1, 0, 0, 0)
        person = db.session.scalars(select(Person).where(Person.name == "Ada")).one()
        assert (person.email, person.affiliation) == ("ada@example.org", "MIT")

    @pytest.mark.parametrize(
        ("row", "field", "said"),
        [
            (["J01", "다른", "d@example.org", "", "first", ""], "code", "row 2 has this code"),
            (
                ["J09", "다른", "d@example.org", "", "semifinal", ""],
                "round",
                "there is no round semifinal; rounds: first",
            ),
            (["J09", "다른", "d@example.org", "", "first", "예"], "chair", "has a chair already"),
            (["J09", "전혀다른이", "h@example.org", "", "first", ""], "email", "gives this address to somebody else"),
            (["J0*", "다른", "d@example.org", "", "", ""], "code", "cannot be a code"),
        ],
    )
    def test_rows_that_cannot_be(self, row: list[str], field: str, said: str) -> None:
        plan = preview([*JUDGES[:2], row], "judges")
        assert (plan.refused[0].row, plan.refused[0].field) == (3, field)
        assert said in str(plan.refused[0].reason)

    def test_a_row_for_every_round_is_one_judge(self) -> None:
        plan = take_in([JUDGES[0], JUDGES[1], ["J01", "한결", "h@example.org", "", "", ""]], "judges")
        assert len(plan.added) == 1


class TestConflicts:
    ROWS = (
        (["심사위원", "팀", "구분", "사유"]),
        ["J02", "T001", "제척", "같은 회사"],
        ["j03@example.org", "팀 T002", "회피", ""],
    )

    def test_they_become_recusals_once(self, round: Round) -> None:
        assert counts(take_in(self.ROWS, "conflicts")) == (2, 0, 0, 0)
        assert counts(take_in(self.ROWS, "conflicts")) == (0, 0, 2, 0)
        kinds = db.session.scalars(select(Recusal.kind).order_by(Recusal.id)).all()
        assert kinds == ["statutory", "self"]

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            (["J77", "T001", "", ""], "there is no judge J77"),
            (["J02", "T099", "", ""], "there is no team T099"),
            (["J02", "T001", "아무거나", ""], "no kind of conflict"),
            (["", "T001", "", ""], "no judge is named"),
        ],
    )
    def test_rows_that_cannot_be(self, round: Round, row: list[str], said: str) -> None:
        plan = preview([self.ROWS[0], row], "conflicts")
        assert said in str(plan.refused[0].reason)

    def test_two_rows_that_differ_are_refused_until_one_is_chosen(self, round: Round) -> None:
        """field.md 5, its kind."""
        rows = [*self.ROWS, ["j2", "t1", "회피", "다른 사유"]]
        plan = preview(rows, "conflicts")
        said = "rows 2, 4 say different things of J02 – T001; none is taken"
        assert reasons(plan) == [(2, "kind", said), (4, "kind", said)]
        assert counts(preview(rows, "conflicts", chosen=frozenset({4}))) == (2, 0, 0, 1)

    def test_none_in_a_locked_round(self, round: Round) -> None:
        with unit_of_work():
            round.locked_at = NOON
        assert [field for _, field, _ in reasons(preview(self.ROWS, "conflicts"))] == ["round", "round"]


class TestBallots:
    def test_they_count_and_the_same_file_again_changes_nothing(self, round: Round) -> None:
        plan = take_in(BALLOTS, "ballots", round=round, at=OPEN)
        assert counts(plan) == (2, 0, 0, 0)
        assert [(row.entry, row.judge) for row in ballots.counted(round)] == [("T001", "J02"), ("T002", "J02")]
        assert counts(take_in(BALLOTS, "ballots", round=round, at=OPEN)) == (0, 0, 2, 0)
        assert db.session.query(Revision).count() == 2

    def test_a_corrected_file_makes_a_newer_revision(self, round: Round) -> None:
        take_in(BALLOTS, "ballots", round=round, at=OPEN)
        plan = take_in([BALLOTS[0], ["J02", "T001", 5, 8, "좋습니다"]], "ballots", round=round, at=OPEN)
        assert counts(plan) == (0, 1, 0, 0)
        assert [(each.field, each.old, each.new) for each in plan.changes] == [("creativity", "9", "5")]

    def test_a_ballot_from_the_tablet_is_not_replaced(self, round: Round) -> None:
        with unit_of_work():
            seal(round, "J02", "T001", 8, 7)
        plan = take_in(BALLOTS, "ballots", round=round, at=OPEN)
        assert reasons(plan) == [(2, "judge", "a ballot that the judge sent is there already")]

    @pytest.mark.parametrize(
        ("row", "field", "said"),
        [
            (["J02", "T001", "11", "8", ""], "creativity", "not on the scale"),
            (["J02", "T001", "", "8", ""], "creativity", "missing"),
            (["J02", "T001", "many", "8", ""], "creativity", "no mark"),
            (["J02", "T001", "7.5", "8", ""], "creativity", "not on the scale"),
            (["J02", "T009", "7", "8", ""], "entry", "no team"),
            (["J99", "T001", "7", "8", ""], "judge", "no judge"),
        ],
    )
    def test_rows_that_cannot_be(self, round: Round, row: list[str], field: str, said: str) -> None:
        plan = preview([BALLOTS[0], row], "ballots", round=round)
        assert (plan.refused[0].field, said in str(plan.refused[0].reason)) == (field, True)

    def test_not_of_a_judge_who_is_recused_or_not_assigned_or_twice(self, round: Round) -> None:
        with unit_of_work():
            rounds.recuse(round, the_judge("J02"), the_entry(round, "T001"), kind="self", reason="")
        plan = preview([*BALLOTS, BALLOTS[2]], "ballots", round=round)
        assert [row for row, _, _ in reasons(plan)] == [2, 4]

    def test_after_the_round_they_are_held_once(self, round: Round) -> None:
        late = NOON + 7 * HOUR
        plan = take_in(BALLOTS, "ballots", round=round, at=late)
        assert counts(plan) == (2, 0, 0, 0)
        assert any("held for the chair" in str(note) for note in plan.table.notes.sentences())
        assert ballots.counted(round) == []
        assert counts(take_in(BALLOTS, "ballots", round=round, at=late)) == (0, 0, 2, 0)

    def test_they_need_their_round(self, round: Round) -> None:
        with pytest.raises(Invalid, match="need their round"):
            preview([["entry", "judge", "creativity", "technical"], ["T001", "J01", 1, 1]], "ballots")
