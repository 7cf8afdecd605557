"""What must hold for every method, whatever the ballots."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import Ballots, Policy, Standings, rank
from tests.scoring.builders import ranked

METHODS = {
    "mean": "", "median": "", "trimmed-mean": "drop = { high = 1, low = 0 }\n", "z-score": "", "rank-sum": "",
    "majority": "", "adjusted": 'judges = "fixed"\n', "adjusted, random": "",
}  # fmt: skip
every_method = pytest.mark.parametrize("method", METHODS)
# Complete panels, so that every method can rank them; few different marks, so that ties are common.
panels = st.tuples(st.integers(1, 5), st.integers(2, 4)).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 5), min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)
Marks = Mapping[str, Mapping[str, int]]
quick = settings(max_examples=25, deadline=None)


def ranking(method: str) -> str:
    return f'[ranking]\nmethod = "{method.partition(",")[0]}"\n{METHODS[method]}ties = ["countback"]\n'


def marks_of(table: list[list[int]]) -> dict[str, dict[str, int]]:
    return {f"T{at}": {f"J{judge}": mark for judge, mark in enumerate(row)} for at, row in enumerate(table)}


def shuffled(marks: Marks, method: str, seed: int) -> Standings:
    text = '[[criteria]]\nkey = "idea"\npoints = 100\n' + ranking(method)
    policy = Policy.from_text(text)
    rows: list[dict[str, Any]] = [
        {"entry": entry, "judge": judge, "idea": mark} for entry, mine in marks.items() for judge, mark in mine.items()
    ]
    Random(seed).shuffle(rows)
    return rank(Ballots.from_rows(rows, policy.rubric), policy)


@every_method
@quick
@given(table=panels, seed=st.integers(0, 1000))
def test_the_order_of_the_rows_changes_no_byte(method: str, table: list[list[int]], seed: int) -> None:
    marks = marks_of(table)
    assert shuffled(marks, method, seed).to_json() == ranked(marks, ranking(method)).to_json()


@every_method
@quick
@given(table=panels, seed=st.integers(0, 1000))
def test_the_names_of_the_judges_change_no_byte(method: str, table: list[list[int]], seed: int) -> None:
    names = [f"J{at}" for at in range(len(table[0]))]
    new = dict(zip(names, Random(seed).sample(names, len(names)), strict=True))
    marks = marks_of(table)
    renamed = {entry: {new[judge]: mark for judge, mark in given.items()} for entry, given in marks.items()}
    assert ranked(renamed, ranking(method)).to_csv() == ranked(marks, ranking(method)).to_csv()


@every_method
@quick
@given(table=panels, factor=st.sampled_from(["0.5", "3", "0.001", "12345"]))
def test_scaling_all_points_changes_no_rank(method: str, table: list[list[int]], factor: str) -> None:
    criteria = f'[[criteria]]\nkey = "idea"\npoints = {factor}\nscale = {{ max = 5 }}\n'
    marks = marks_of(table)
    one = ranked(marks, ranking(method), criteria=criteria.replace(factor, "5", 1))
    assert ranked(marks, ranking(method), criteria=criteria).ranks == one.ranks


@every_method
@quick
@given(table=panels)
def test_scores_tie_exactly_where_ballots_are_the_same(method: str, table: list[list[int]]) -> None:
    marks = marks_of([*table, table[0]])
    scores = {row.entry: row.score for row in ranked(marks, ranking(method)).rows}
    assert scores["T0"] == scores[f"T{len(table)}"]


@pytest.mark.parametrize("method", ["mean", "rank-sum", "majority"])
@quick
@given(table=panels, entry=st.integers(0, 4), judge=st.integers(0, 3))
def test_a_point_more_never_lowers_a_rank(method: str, table: list[list[int]], entry: int, judge: int) -> None:
    at, seat = entry % len(table), judge % len(table[0])
    better = [list(row) for row in table]
    better[at][seat] += 1
    plain = ranking(method).replace('ties = ["countback"]\n', "")
    before, after = (ranked(marks_of(marks), plain).ranks[f"T{at}"] for marks in (table, better))
    assert after <= before
