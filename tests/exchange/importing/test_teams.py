"""Teams of a file: in Korean lists, in Devpost's exports of several shapes, in the lists of other tools."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from hackathon.database import unit_of_work
from hackathon.domain.rounds.events import get_event
from hackathon.domain.teams import teams
from hackathon.extensions import db
from hackathon.models import Person, SubmissionVersion, Team
from tests.exchange.importing.importer import as_csv, counts, preview, reasons, take_in
from tests.factories import fill_round, seal

pytestmark = pytest.mark.usefixtures("event")

LIST = [
    ["팀명", "팀장", "팀원"],
    ["바람", "김민수(m@example.org)", "이서연 s@example.org, 박지훈 / 010-1111-2222"],
    ["구름", "최유진(y@example.org)", "한가람(g@example.org)"],
]
DEVPOST = [
    "Project Title",
    "Submission Url",
    "Project Status",
    "Judging Status",
    "Highest Step Completed",
    "Project Created At",
    "About The Project",
    '"Try it out" Links',
    "Video Demo Link",
    "Opt-In Prizes",
    "Built With",
    "Submitter First Name",
    "Submitter Last Name",
    "Submitter Email",
    "Notes",
    "Team Colleges/Universities",
    "Additional Team Member Count",
    "Team Member 1 First Name",
    "Team Member 1 Last Name",
    "Team Member 1 Email",
]


def project(
    title: str, *members: tuple[str, str, str], slug: str = "", status: str = "Submitted (Gallery/Visible)"
) -> list[Any]:
    url = f"https://x.devpost.com/submissions/{slug or title.lower()}"
    first, *others = members
    facts = [
        title,
        url,
        status,
        "Pending",
        "Submit",
        "11/08/2025 13:00:00",
        "What it does",
        "https://example.org/try",
        "",
        "Best AI",
        "python",
    ]
    return [*facts, *first, "", "MIT", len(others), *(cell for member in others for cell in member)]


ADA, BOB, EVE, DAN = (
    ("Ada", "Lovelace", "ada@example.org"),
    ("Bob", "Ross", "bob@example.org"),
    ("Eve", "Moneypenny", "eve@example.org"),
    ("Dan", "Brown", "dan@example.org"),
)
TABLE = [
    DEVPOST,
    project("Orbit", ADA, BOB, EVE, DAN),
    project("Solo", ("Sam", "Spade", "sam@example.org")),
    project("Untitled", ("Una", "Known", "una@example.org")),
    project("Half", ("Hal", "Fway", "hal@example.org"), status="Draft"),
]


def members(code: str) -> list[tuple[str | None, bool]]:
    team = db.session.scalars(select(Team).where(Team.code == code)).one()
    return [(person.name, captain) for person, captain in teams.members_of(team)]


def test_a_list_with_members_in_one_cell() -> None:
    assert counts(take_in(LIST, "teams")) == (2, 0, 0, 0)
    assert members("T001") == [("김민수", True), ("이서연", False), ("박지훈", False)]
    assert counts(take_in(LIST, "teams")) == (0, 0, 2, 0)


def test_one_row_a_person_with_the_team_and_who_is_captain() -> None:
    rows = [
        ["이름", "이메일", "팀명", "팀장 여부"],
        ["김민수", "m@example.org", "바람", "아니오"],
        ["이서연", "s@example.org", "바 람 ", "O"],
        ["홀로", "h@example.org", "", ""],
    ]
    plan = take_in(rows, "teams")
    assert counts(plan) == (1, 0, 0, 0)
    assert members("T001") == [("이서연", True), ("김민수", False)]
    assert any("no team" in str(note) for note in plan.table.notes.sentences())


def test_devpost_members_to_the_right_of_the_header() -> None:
    plan = take_in(TABLE, "teams")
    assert counts(plan) == (2, 0, 0, 2)
    assert members("T001") == [
        ("Ada Lovelace", True),
        ("Bob Ross", False),
        ("Eve Moneypenny", False),
        ("Dan Brown", False),
    ]
    assert [(row, field) for row, field, _ in reasons(plan)] == [(4, "title"), (5, "status")]
    assert counts(take_in(TABLE, "teams")) == (0, 0, 2, 2)


def test_devpost_one_row_a_prize_and_a_table_number() -> None:
    rows = [["Opt-In Prize", "Table Number", *DEVPOST[:9], *DEVPOST[10:]]]
    for prize, row in (("Best AI", TABLE[1]), ("Best Hack", TABLE[1]), ("Best AI", TABLE[2])):
        rows.append([prize, "12", *row[:9], *row[10:]])
    plan = take_in(rows, "teams")
    assert counts(plan) == (2, 0, 0, 0)
    assert any("one row a prize" in str(note) for note in plan.table.notes.sentences())


@pytest.mark.parametrize("width", range(26, 39))
def test_a_header_of_thirty_over_rows_of_other_widths(width: int) -> None:
    header = [*DEVPOST[:17], *(f"Custom question {n}?" for n in range(1, 11)), *DEVPOST[17:]]
    assert len(header) == 30
    people = [cell for n in range(4) for cell in (f"First{n}", f"Last{n}", f"m{n}@example.org")]
    row = [*project("Orbit", ADA)[:17], *(["answer"] * 10), *people][:width]
    plan = preview([header, row, *TABLE[2:3]], "teams")
    assert len(plan.added) + len(plan.refused) == 2


def test_projects_with_one_title_are_told_apart_by_their_address() -> None:
    rows = [DEVPOST, project("Orbit", ADA, slug="a"), project("Orbit", BOB, slug="b")]
    assert counts(take_in(rows, "teams")) == (2, 0, 0, 0)
    assert set(db.session.scalars(select(Team.name))) == {"Orbit", "Orbit (2)"}
    assert counts(take_in(list(rows), "teams")) == (0, 0, 2, 0)


def test_what_a_project_is_comes_in_as_its_submission_once() -> None:
    take_in(TABLE, "teams")
    take_in(TABLE, "teams")
    versions = db.session.scalars(select(SubmissionVersion).order_by(SubmissionVersion.id)).all()
    assert [(each.version, each.title) for each in versions] == [(1, "Orbit"), (1, "Solo")]
    assert versions[0].links[0]["url"] == "https://example.org/try"


@pytest.mark.parametrize(
    "rows",
    [
        [["Name", "Location", "Description"], ["Orbit", "Table 1", "A thing"], ["Solo", "Table 2", "Another"]],
        [["Orbit", "Table 1", "A thing"], ["Solo", "Table 2", "Another"]],
        [
            ["name", "description", "url", "try_link", "video_link", "challenge_list"],
            ["Orbit", "A", "https://x.org/1", "", "", ""],
            ["Solo", "B", "https://x.org/2", "", "", ""],
        ],
    ],
    ids=["gavel", "gavel without a header", "jury"],
)
def test_lists_of_other_tools_name_projects_without_members(rows: list[list[str]]) -> None:
    plan = take_in(rows, "teams")
    assert "Orbit" in set(db.session.scalars(select(Team.name)))
    assert any("without any" in str(note) for note in plan.table.notes.sentences())
    assert len(take_in(rows, "teams").added) == 0


def test_codes_go_on_after_the_highest_and_given_ones_are_kept() -> None:
    take_in([["code", "team"], ["7", "일곱"], ["A-1", "다른"]], "teams")
    take_in([["team"], ["다음"]], "teams")
    assert dict(db.session.execute(select(Team.name, Team.code)).all()) == {
        "일곱": "T007",
        "다른": "A-1",
        "다음": "T008",
    }


@pytest.mark.parametrize(
    ("row", "field", "said"),
    [
        (["바람", "T9", "김민수(m@example.org)", ""], "team", "the same team stands in row 2"),
        (["돌", "T001", "돌이(d@example.org)", ""], "code", "row 2 has this code"),
        (["돌", "", "김민수(m@example.org)", ""], "members", "in the team of row 2 too"),
        (["돌", "", "nobody@example.org", ""], "members", "nobody here has the address"),
        (["돌", "!", "돌이(d@example.org)", ""], "code", "cannot be a code"),
        (["", "", "돌이(d@example.org)", ""], "team", "no name"),
        (
            ["돌", "", "가(1@x.org)", "나(2@x.org), 다(3@x.org), 라(4@x.org), 마(5@x.org), 바(6@x.org)"],
            "members",
            "not 6",
        ),
    ],
)
def test_teams_that_cannot_be(row: list[str], field: str, said: str) -> None:
    plan = preview(
        [["팀명", "번호", "팀장", "팀원"], ["바람", "T001", "김민수(m@example.org)", "이서연(s@example.org)"], row],
        "teams",
    )
    assert counts(plan) == (1, 0, 0, 1)
    assert (plan.refused[0].row, plan.refused[0].field) == (3, field)
    assert said in str(plan.refused[0].reason)


def test_somebody_in_another_team_stays_there() -> None:
    take_in(LIST, "teams")
    plan = take_in([["팀명", "팀장"], ["돌", "m@example.org"]], "teams")
    assert reasons(plan) == [(2, "members", "김민수 is in T001 already")]


def test_members_by_name_are_the_applicants_of_that_name() -> None:
    take_in(
        [
            ["이름", "이메일"],
            ["김민수", "m@example.org"],
            ["이서연", "s@example.org"],
            ["동명이", "1@example.org"],
            ["동명이", "2@example.org"],
        ]
    )
    rows = [["팀명", "팀장", "팀원"], ["바람", "김민수", "이서연"], ["구름", "동명이", ""]]
    plan = take_in(rows, "teams")
    assert counts(plan) == (1, 0, 0, 1)
    assert "several have this name" in str(plan.refused[0].reason)
    assert db.session.query(Person).count() == 4
    assert counts(preview(rows, "teams")) == (0, 0, 1, 1)


def test_a_longer_list_adds_the_member_and_a_shorter_one_takes_nobody_out() -> None:
    take_in(LIST, "teams")
    plan = take_in([LIST[0], ["구름", "최유진(y@example.org)", "새사람(n@example.org)"]], "teams")
    assert counts(plan) == (0, 1, 0, 0)
    assert [name for name, _ in members("T002")] == ["최유진", "한가람", "새사람"]
    assert any("stay in their teams" in str(note) for note in plan.table.notes.sentences())


def test_after_the_first_ballot_no_team_is_renamed() -> None:
    with unit_of_work():
        seal(fill_round(get_event()), "J01", "T001", 8, 8)
    plan = take_in([["code", "team", "track"], ["T001", "새 이름", "A"]], "teams")
    assert reasons(plan) == [(2, "name", "nothing is overwritten after the first ballot: name")]
    assert db.session.scalars(select(Team.name).where(Team.code == "T001")).one() == "팀 T001"


def test_almost_equal_names_are_listed() -> None:
    plan = preview(as_csv([["team"], ["푸른별빛바다"], ["푸른별빚바다"]]), "teams")
    assert [each.rows for each in plan.alike] == [(2, 3)]
