"""Ballots in the shapes in which people have them: each gives the ballots, or one question before any row (field.md 5–7)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from hackathon.database import unit_of_work
from hackathon.domain.ballots import ballots
from hackathon.domain.base.errors import Invalid
from hackathon.extensions import db
from hackathon.models import AuditEntry, Round
from tests.exchange.importing.importer import Rows, as_csv, as_xlsx, counts, preview, reasons, take_in
from tests.exchange.importing.test_workbooks import notes, workbook
from tests.factories import HOUR, NOON, the_judge

OPEN = NOON + HOUR
Marks = dict[tuple[str, str], str]
WANTED: Marks = {
    ("J01", "T001"): '{"creativity":9,"technical":8}',
    ("J01", "T002"): '{"creativity":7,"technical":6}',
    ("J02", "T001"): '{"creativity":5,"technical":4}',
    ("J02", "T002"): '{"creativity":3,"technical":2}',
}


@pytest.fixture(autouse=True)
def names(round: Round) -> None:
    with unit_of_work():
        for code, name in (("J01", "심하나"), ("J02", "한결"), ("J03", "노을")):
            the_judge(code).person.name = name


def given(round: Round) -> Marks:
    return {(row.judge, row.entry): row.marks for row in ballots.counted(round)}


PLAIN: list[list[Any]] = [
    ["심사위원", "팀", "창의성", "기술 구현력"],
    ["J01", "T001", 9, 8],
    ["J01", "T002", 7, 6],
    ["J02", "T001", 5, 4],
    ["J02", "T002", 3, 2],
]
LONG: list[list[Any]] = [
    ["심사위원", "팀", "평가항목", "점수"],
    *(
        [judge, team, name, mark]
        for judge, team, *marks in PLAIN[1:]
        for name, mark in zip(("창의성", "기술 구현력"), marks, strict=True)
    ),
]
WIDE: list[list[Any]] = [
    ["2026 심사 집계표", "", "", "", ""],
    ["팀", "심하나", "", "한결 위원", ""],
    ["", "창의성", "기술 구현력", "창의성", "기술 구현력"],
    ["T001", 9, 8, 5, 4],
    ["T002", 7, 6, 3, 2],
]


def a_sheet(judge: str, *rows: list[Any]) -> list[list[Any]]:
    return [["2026 시험 행사 심사표"], [], [judge], [], ["팀", "창의성", "기술 구현력"], *rows]


SHAPES: dict[str, bytes] = {
    "one row a ballot": as_csv(PLAIN),
    "codes as people write them": as_csv(
        [PLAIN[0], ["j1", "t1", 9, 8], ["Ｊ01", "2", 7, 6], ["J-02", " T 001", 5, 4], ["한결 위원", "t002", 3, 2]]
    ),
    "a row a criterion": as_csv(LONG),
    "a row a criterion, in any order": as_csv([LONG[0], *reversed(LONG[1:])]),
    "the wide sheet, judge above criterion": as_xlsx(WIDE, merged=[(0, 0, 0, 4), (1, 1, 1, 2), (1, 3, 1, 4)]),
    "the wide sheet as CSV": as_csv(WIDE),
    "the wide sheet, criterion above judge": as_csv(
        [
            ["팀", "창의성", "", "기술 구현력", ""],
            ["", "심하나", "한결", "심하나", "한결"],
            ["T001", 9, 5, 8, 4],
            ["T002", 7, 3, 6, 2],
        ]
    ),
    "one sheet a judge, the name above": workbook(
        {
            "1": a_sheet("심사위원: 심하나 (서명)", ["T001", 9, 8], ["T002", 7, 6]),
            "2": a_sheet("심사위원 : 한결", ["T001", 5, 4], ["T002", 3, 2]),
        }
    ),
    "one sheet a judge, named by the sheet": workbook(
        {
            "심하나": [["팀", "창의성", "기술 구현력"], ["T001", 9, 8], ["T002", 7, 6]],
            "J02": [["팀", "창의성", "기술 구현력"], ["T001", 5, 4], ["T002", 3, 2]],
        }
    ),
    "one sheet a criterion": workbook(
        {
            "창의성": [["팀", "심하나", "한결"], ["T001", 9, 5], ["T002", 7, 3]],
            "기술 구현력": [["팀", "심하나", "한결"], ["T001", 8, 4], ["T002", 6, 2]],
        }
    ),
    "a Google form with a grid": as_csv(
        [["타임스탬프", "심사위원 성함", "심사 대상 팀", "평가해 주세요 [창의성]", "평가해 주세요 [기술 구현력]"]]
        + [["2026. 11. 28 오후 3:05:12", *row] for row in PLAIN[1:]]
    ),
    "a Microsoft form with a grid": as_csv(
        [["Completion time", "심사위원 성함", "심사 대상 팀", "평가.창의성", "평가.기술 구현력"]]
        + [["2026-11-28 15:05", *row] for row in PLAIN[1:]]
    ),
    "the scale in the heading": as_csv([["심사위원", "팀", "창의성(10점)", "기술 구현력 [0-10]"], *PLAIN[1:]]),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_the_same_ballots(round: Round, shape: str) -> None:
    plan = take_in(SHAPES[shape], "ballots", round=round, at=OPEN)
    assert (counts(plan), reasons(plan)) == ((4, 0, 0, 0), [])
    assert given(round) == WANTED
    again = take_in(SHAPES[shape], "ballots", round=round, at=OPEN)
    assert counts(again) == (0, 0, 4, 0)


def test_one_sheet_a_judge_in_a_text_file(round: Round) -> None:
    plan = take_in(as_csv(a_sheet("심사위원: 심하나", ["T001", 9, 8])), "ballots", round=round, at=OPEN)
    assert counts(plan) == (1, 0, 0, 0)
    assert given(round) == {("J01", "T001"): WANTED["J01", "T001"]}


def test_totals_of_judges_are_not_taken_apart(round: Round) -> None:
    """The 집계표 of totals: one number a judge where the rubric has two criteria."""
    with pytest.raises(Invalid, match=r"J01, J02 hold one number a judge, but there are 2 criteria"):
        preview([["팀", "심하나", "한결"], ["T001", 80, 70]], "ballots", round=round)


def test_a_criterion_without_a_column_is_said_once(round: Round) -> None:
    """field.md 7: every row said that its mark is missing."""
    with pytest.raises(Invalid, match="no column for technical was found"):
        preview([row[:3] for row in PLAIN], "ballots", round=round)


@pytest.mark.parametrize(
    "heading", ["창의성(40)", "창의성 (40점)", "창의성/40", "창의성 [0-5]", "창의성(1~5)", "Creativity (max 40)"]
)
def test_a_number_in_a_heading_that_is_not_the_scales_end_stops_before_any_row(round: Round, heading: str) -> None:
    """field.md 6: 8 of 40 came in as 8 of 10."""
    rows: Rows = [["심사위원", "팀", heading, "기술 구현력"], ["J01", "T001", 8, 9]]
    with pytest.raises(Invalid, match="marks of creativity go up to 10") as error:
        preview(rows, "ballots", round=round)
    assert error.value.field == "columns"
    assert counts(preview(rows, "ballots", round=round, mapping={heading: "creativity"})) == (1, 0, 0, 0)


def test_marks_that_all_stay_low_are_said(round: Round) -> None:
    rows: Rows = [PLAIN[0], *([judge, f"T00{team}", team, 9] for judge in ("J01", "J02") for team in (1, 2, 3))]
    said = "All marks of creativity stay within half of its scale; please check that they were given on it."
    assert said in notes(preview(rows, "ballots", round=round))


def test_a_total_that_does_not_equal_the_marks_is_said(round: Round) -> None:
    """field.md 9."""
    totals = ["합계", 17, 14, 9]
    rows: Rows = [[*row, total] for row, total in zip(PLAIN, totals, strict=False)]
    assert "The total that the file gives is not the sum of the marks, nor their points: row 3." in notes(
        preview(rows, "ballots", round=round)
    )


class TestTwoBallotsOfOneJudge:
    """field.md 5: the first, outdated one was imported and the correction refused."""

    ROWS: tuple[list[Any], ...] = (
        ["타임스탬프", *PLAIN[0]],
        ["2026-11-28 15:05", "J01", "T001", 2, 2],
        ["2026-11-28 15:07", "J02", "T001", 5, 4],
        ["2026-11-28 15:09", "J01", "T001", 9, 9],
    )

    def test_neither_is_taken_and_both_are_refused_by_number(self, round: Round) -> None:
        plan = take_in(self.ROWS, "ballots", round=round, at=OPEN)
        assert (counts(plan), list(given(round))) == ((1, 0, 0, 2), [("J02", "T001")])
        said = "rows 2, 4 say different things of J01 T001; none is taken"
        assert reasons(plan) == [(2, "judge", said), (4, "judge", said)]

    def test_the_one_sent_last_is_offered_and_the_one_chosen_is_taken(self, round: Round) -> None:
        (choice,) = preview(self.ROWS, "ballots", round=round).report("en")["choices"]
        assert (choice["key"], choice["offered"], choice["chosen"]) == ("J01 T001", 4, None)
        assert choice["rows"][0] == {"row": 2, "id": 2, "words": "creativity 2, technical 2, 2026-11-28 15:05"}
        plan = take_in(self.ROWS, "ballots", round=round, at=OPEN, chosen=frozenset({4}))
        assert reasons(plan) == [(2, "judge", "row 4 was chosen for J01 T001")]
        assert given(round)["J01", "T001"] == '{"creativity":9,"technical":9}'

    def test_without_time_stamps_none_is_offered(self, round: Round) -> None:
        rows: Rows = [row[1:] for row in self.ROWS]
        assert preview(rows, "ballots", round=round).contests[0].offered is None

    def test_the_same_ballot_twice_is_one(self, round: Round) -> None:
        plan = preview([PLAIN[0], PLAIN[1], PLAIN[1]], "ballots", round=round)
        assert reasons(plan) == [(3, "judge", "row 2 holds this ballot already")]

    def test_two_marks_for_one_criterion_in_the_long_form(self, round: Round) -> None:
        rows: Rows = [*LONG[:3], [*LONG[1][:3], 1]]
        plan = preview(rows, "ballots", round=round)
        assert {row for row, _, _ in reasons(plan)} == {2, 3, 4}


def test_codes_that_look_alike_are_matched_and_twins_are_not_guessed(round: Round) -> None:
    """rules.md X3."""
    with unit_of_work():
        the_judge("J03").code = "J1"
    plan = preview([PLAIN[0], ["j001", "T001", 9, 8], ["J1", "T001", 9, 8]], "ballots", round=round)
    assert [(row, field) for row, field, _ in reasons(plan)] == [(2, "judge")]
    assert "two have this name: j001" in reasons(plan)[0][2]


def test_the_import_is_one_act_with_its_importer(round: Round) -> None:
    take_in(PLAIN, "ballots", round=round, at=OPEN)
    acts = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "file.imported")).all()
    assert [act.facts["added"] for act in acts] == [4]
