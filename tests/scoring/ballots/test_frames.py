"""Ballots from a DataFrame: the same table as a file of the same cells, whatever the types of its columns."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from scoring import Ballots, Policy, ScoringError
from tests.scoring.builders import TWO, policy_of, sentences

COLUMNS = ["entry", "judge", "creativity", "technical"]


@pytest.fixture
def policy() -> Policy:
    return policy_of(criteria=TWO)


def table(ballots: Ballots) -> list[list[str]]:
    return list(ballots.texts())


KINDS: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "as it is": lambda frame: frame,
    "objects": lambda frame: frame.astype(object),
    "floats": lambda frame: frame.astype({"creativity": float, "technical": float}),
    "small integers": lambda frame: frame.astype({"creativity": "int8", "technical": "uint16"}),
    "nullable": lambda frame: frame.astype({"entry": "string", "creativity": "Int64", "technical": "Float64"}),
    "categories": lambda frame: frame.astype(dict.fromkeys(COLUMNS, "category")),
    "text": lambda frame: frame.astype(str),
    "decimals": lambda frame: frame.assign(technical=frame["technical"].map(lambda mark: Decimal(int(mark)))),
    "another index": lambda frame: frame.set_index(pd.Index([7, 7, 3, 0])),
    "shuffled": lambda frame: frame.iloc[[2, 0, 3, 1]],
    "mixed cells": lambda frame: frame.assign(creativity=np.array(["7", 8, 9.0, Decimal(3)], dtype=object)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_type_of_column_gives_the_same_ballots(policy: Policy, kind: str) -> None:
    frame = pd.DataFrame(
        [["T2", "J1", 7, 1], ["T1", "J1", 8, 2], ["T1", "J2", 9, 3], ["T2", "J2", 3, 4]], columns=COLUMNS
    )
    rows = [dict(zip(COLUMNS, cells, strict=True)) for cells in frame.itertuples(index=False, name=None)]
    assert table(Ballots.from_frame(KINDS[kind](frame), policy.rubric)) == table(Ballots.from_rows(rows, policy.rubric))


def test_a_missing_mark_is_empty_and_a_row_of_nothing_is_no_ballot(policy: Policy) -> None:
    cells: list[list[Any]] = [["T1", "J1", 7, np.nan], [None] * 4, ["", " ", None, ""], ["T1", "J2", None, pd.NA]]
    ballots = Ballots.from_frame(pd.DataFrame(cells, columns=COLUMNS), policy.rubric)
    assert table(ballots)[1:] == [["T1", "J1", "7", ""], ["T1", "J2", "", ""]]
    assert ballots.row.tolist() == [2, 5]


def test_a_row_with_a_mark_and_no_entry_is_a_fault(policy: Policy) -> None:
    frame = pd.DataFrame([["T1", "J1", 7, 1], [None, "J1", 7, 1]], columns=COLUMNS)
    with pytest.raises(ScoringError) as error:
        Ballots.from_frame(frame, policy.rubric)
    assert sentences(error) == ['row 3, column entry, value "": this cell must not be empty.']


def test_true_is_no_mark_even_beside_one(policy: Policy) -> None:
    frame = pd.DataFrame([["T1", "J1", 1, 1], ["T1", "J2", True, 1.0]], columns=COLUMNS).astype(object)
    with pytest.raises(ScoringError) as error:
        Ballots.from_frame(frame, policy.rubric)
    assert sentences(error) == ['row 3, column creativity, value "True": the mark is not a finite number.']


def test_faults_of_a_frame_are_named_by_row_and_column(policy: Policy) -> None:
    cells = [["T1", "J1", 7, 11], ["T1", "J1", np.inf, 1], ["T2", "J1", "x", 1]]
    with pytest.raises(ScoringError) as error:
        Ballots.from_frame(pd.DataFrame(cells, columns=COLUMNS), policy.rubric)
    assert sentences(error) == [
        'row 2, column technical, value "11": the mark lies outside the scale (0 to 10).',
        'row 3, column judge, value "J1": the ballot of judge J1 for entry T1 stands in row 2 already.',
        'row 3, column creativity, value "inf": the mark is not a finite number.',
        'row 4, column creativity, value "x": the mark is not a finite number.',
    ]


def test_numbers_as_codes_are_read_as_a_sheet_shows_them(policy: Policy) -> None:
    frame = pd.DataFrame([[1.0, 7, 1, 1], [2.0, 7, 1, 1]], columns=COLUMNS)
    assert Ballots.from_frame(frame, policy.rubric).entries == ("1", "2")


def test_other_columns_are_ignored_and_a_used_one_stands_there_once(policy: Policy) -> None:
    frame = pd.DataFrame([["T1", "J1", 7, 1, "x", "y"]], columns=[*COLUMNS, "note", "note"])
    assert Ballots.from_frame(frame, policy.rubric).ignored == ("note", "note")
    frame.columns = pd.Index([*COLUMNS, "judge", "note"])
    with pytest.raises(ScoringError) as error:
        Ballots.from_frame(frame, policy.rubric)
    assert sentences(error) == ["row 1, column judge: this column stands there more than once."]


def test_an_empty_frame_has_no_ballots(policy: Policy) -> None:
    assert len(Ballots.from_frame(pd.DataFrame(columns=COLUMNS), policy.rubric)) == 0
