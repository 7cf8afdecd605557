"""The same table in every dress it may wear."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from scoring import Ballots, Policy, ScoringError
from scoring.reading.tables import read_sheet
from tests.scoring.builders import policy_of, sentences, write

CRITERIA = '[[criteria]]\nkey = "창의성"\npoints = 10\nscale = { max = 10, step = 0.5 }\n'
TEXT = "entry,judge,창의성\n똠방,J1,7\n펲시,J1,8.5\n똠방,뷁,\n"
ROWS: list[list[Any]] = [["entry", "judge", "창의성"], ["똠방", "J1", 7], ["펲시", "J1", 8.5], ["똠방", "뷁", None]]


@pytest.fixture
def policy() -> Policy:
    return policy_of(criteria=CRITERIA)


@pytest.fixture
def plain(tmp_path: Path, policy: Policy) -> Ballots:
    return Ballots.from_csv(write(tmp_path / "plain.csv", TEXT), policy.rubric)


def same(ballots: Ballots, plain: Ballots) -> bool:
    return (ballots.entries, ballots.judges, ballots.digest) == (plain.entries, plain.judges, plain.digest)


def workbook(path: Path, rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.create_sheet("second").append(["nothing"])
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_ballots_are_the_same_in_every_encoding(tmp_path: Path, policy: Policy, plain: Ballots, encoding: str) -> None:
    path = write(tmp_path / "b.csv", TEXT, encoding=encoding)
    assert same(Ballots.from_csv(path, policy.rubric), plain)
    assert read_sheet(path).encoding == ("utf-8-sig" if encoding.startswith("utf-8") else encoding)


@pytest.mark.parametrize(("old", "new"), [(",", ";"), (",", "\t"), ("\n", "\r\n"), ("\n", "\r"), ("\n", ",,\n")])
def test_ballots_are_the_same_with_any_delimiter_and_line_end(
    tmp_path: Path, policy: Policy, plain: Ballots, old: str, new: str
) -> None:
    path = write(tmp_path / "b.csv", TEXT.replace(old, new))
    assert same(Ballots.from_csv(path, policy.rubric), plain)


def test_blank_rows_anywhere_below_the_header(tmp_path: Path, policy: Policy, plain: Ballots) -> None:
    path = write(tmp_path / "b.csv", TEXT.replace("펲시", "\n,,\n  \n펲시") + "\n\n,,\n")
    assert same(Ballots.from_csv(path, policy.rubric), plain)


def test_a_short_row_lacks_marks(tmp_path: Path, policy: Policy, plain: Ballots) -> None:
    path = write(tmp_path / "b.csv", TEXT.replace("뷁,", "뷁"))
    assert same(Ballots.from_csv(path, policy.rubric), plain)


def test_the_order_of_rows_and_columns_does_not_matter(tmp_path: Path, policy: Policy, plain: Ballots) -> None:
    path = write(tmp_path / "b.csv", "창의성,메모,judge,entry\n8.50,x,J1,펲시\n,x,뷁,똠방\n7.0,x,J1,똠방\n")
    ballots = Ballots.from_csv(path, policy.rubric)
    assert same(ballots, plain)
    assert ballots.ignored == ("메모",)


def test_a_workbook_holds_the_same_ballots_as_csv(tmp_path: Path, policy: Policy, plain: Ballots) -> None:
    assert same(Ballots.from_csv(workbook(tmp_path / "b.xlsx", ROWS), policy.rubric), plain)


def test_a_workbook_is_known_by_its_content_not_its_name(tmp_path: Path, policy: Policy, plain: Ballots) -> None:
    assert same(Ballots.from_csv(workbook(tmp_path / "b.xlsx", ROWS).rename(tmp_path / "b.csv"), policy.rubric), plain)


def test_numbers_as_codes_are_the_same_in_a_workbook_and_in_csv(tmp_path: Path, policy: Policy) -> None:
    book = workbook(tmp_path / "b.xlsx", [["entry", "judge", "창의성"], [101, 7, 3], ["00123", 7, 3]])
    text = write(tmp_path / "b.csv", "entry,judge,창의성\n101,7,3\n00123,7,3\n")
    assert (
        Ballots.from_csv(book, policy.rubric).entries
        == Ballots.from_csv(text, policy.rubric).entries
        == ("00123", "101")
    )


@pytest.mark.parametrize(("cell", "shown"), [(dt.date(2025, 3, 1), "2025-03-01"), (True, "True"), ("여덟", "여덟")])
def test_cells_of_a_workbook_that_are_no_numbers(tmp_path: Path, policy: Policy, cell: object, shown: str) -> None:
    path = workbook(tmp_path / "b.xlsx", [["entry", "judge", "창의성"], [], ["T1", "J1", cell]])
    with pytest.raises(ScoringError) as error:
        Ballots.from_csv(path, policy.rubric)
    assert sentences(error) == [f'row 3, column 창의성, value "{shown}": the mark is not a finite number.']


@pytest.mark.parametrize(
    ("rows", "said"), [([], "the file is empty."), (ROWS[:1], "the file has a header but no rows.")]
)
def test_a_workbook_without_rows_is_a_fault(tmp_path: Path, policy: Policy, rows: list[list[Any]], said: str) -> None:
    with pytest.raises(ScoringError) as error:
        Ballots.from_csv(workbook(tmp_path / "b.xlsx", rows), policy.rubric)
    assert sentences(error) == [said]


def test_a_frame_holds_the_same_ballots_as_csv(policy: Policy, plain: Ballots) -> None:
    frame = pd.DataFrame(ROWS[1:], columns=ROWS[0])
    assert same(Ballots.from_frame(frame, policy.rubric), plain)


def test_a_frame_of_plain_integers(policy: Policy) -> None:
    frame = pd.DataFrame({"entry": [1, 2], "judge": [1, 1], "창의성": [3, 4]})
    assert Ballots.from_frame(frame, policy.rubric).entries == ("1", "2")


def test_a_frame_that_lacks_a_column(policy: Policy) -> None:
    with pytest.raises(ScoringError) as error:
        Ballots.from_frame(pd.DataFrame({"entry": ["T1"], "창의성": [3]}), policy.rubric)
    assert sentences(error) == ["row 1, column judge: this column is required but missing."]


def test_rows_of_mappings_hold_the_same_ballots_as_csv(policy: Policy, plain: Ballots) -> None:
    rows = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
    assert same(Ballots.from_rows(rows, policy.rubric), plain)


def test_ballots_cannot_be_changed(plain: Ballots) -> None:
    with pytest.raises(ValueError, match="read-only"):
        plain.marks[0, 0] = 9


def test_the_digest_sees_every_mark_and_key(tmp_path: Path, policy: Policy, plain: Ballots) -> None:
    changes = [("7", "8"), ("펲시", "펲씨"), ("뷁", "뷀"), ("뷁,", "뷁,0")]
    digests = {
        Ballots.from_csv(write(tmp_path / "b.csv", TEXT.replace(*change)), policy.rubric).digest for change in changes
    }
    assert len(digests | {plain.digest}) == 5


def test_the_digest_can_be_made_by_hand(plain: Ballots) -> None:
    lines = [
        ["entry", "judge", "source", "창의성"],
        ["똠방", "J1", "", "7"],
        ["똠방", "뷁", "", ""],
        ["펲시", "J1", "", "8.5"],
    ]
    text = "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
    assert plain.digest == hashlib.sha256(text.encode()).hexdigest()
