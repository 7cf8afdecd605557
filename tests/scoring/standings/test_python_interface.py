"""The Python interface: numbers come out, sensible shapes go in, and every other argument is named in a ScoringError."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import scoring
from scoring import Adjustment, Ballots, Decisions, Policy, Rubric, ScoringError, Standings, rank
from tests.scoring.builders import MEAN, TWO, ballots_of, policy_of, ranked, sentences

MARKS = {
    "T1": [(8, 8), (9, 9), (6, 7)],
    "T2": [(7, 7), (7, 7), (9, 9)],
    "T3": [(7, 7), (7, 7), (9, 9)],
    "T4": [(None, 1)],
}


@pytest.fixture
def standings() -> Standings:
    return ranked(MARKS, MEAN + 'ties = ["criteria-by-points"]\n', criteria=TWO)


# --- numbers come out -----------------------------------------------------------------------------------------------


def test_to_frame_gives_numbers_that_can_be_averaged(standings: Standings) -> None:
    """rules.md L1: `df.score.mean()` and a plot failed, for all was text."""
    frame = standings.to_frame()
    assert frame["score"].tolist() == [float(row.score) for row in standings.rows]
    assert frame["score"].mean() == pytest.approx(77.3333, abs=0.0001)
    assert {str(frame[name].dtype) for name in ("score", "creativity", "technical")} == {"float64"}
    assert (str(frame["rank"].dtype), str(frame["ballots"].dtype), str(frame["tied"].dtype)) == (
        "int64",
        "int64",
        "bool",
    )


@pytest.mark.parametrize(
    "ranking", [MEAN, MEAN + "decimals = 1\n", '[ranking]\nmethod = "rank-sum"\n', '[ranking]\nmethod = "adjusted"\n']
)
@pytest.mark.parametrize("exact", [False, True])
def test_the_frame_says_what_the_rows_say(ranking: str, exact: bool) -> None:
    marks = {**MARKS, "T4": [(1, 2), (1, 3), (9, 0)], "T5": [(9, 9), (9, 9), (9, 9)]}
    found = ranked(marks, ranking + 'ties = ["criterion:technical", "countback"]\n', criteria=TWO)
    number: Callable[[Fraction], Any] = (lambda value: value) if exact else float
    frame = found.to_frame(exact=exact)
    expected = [
        [row.rank, row.entry, number(row.score), str(row.score), row.ballots, row.tied, row.decided_by]
        + [number(points) for points in row.criteria.values()]
        for row in found.rows
    ]
    assert [
        list(cells) for cells in frame.astype(object).where(frame.notna(), None).itertuples(index=False)
    ] == expected


def test_exact_numbers_stay_fractions(standings: Standings) -> None:
    frame = standings.to_frame(exact=True)
    assert frame["score"].tolist() == [row.score for row in standings.rows]
    assert isinstance(frame["creativity"][0], Fraction)


def test_a_representation_is_one_short_line(standings: Standings) -> None:
    """rules.md L2: `repr(standings)` was pages long."""
    assert repr(standings) == "<Standings: 3 ranked, 1 unranked: 1. T1 78.67, 2. T2 76.67, 2. T3 76.67>"
    assert repr(standings.policy) == "<Policy: mean, 2 criteria, 100 points>"
    assert repr(standings.ballots) == "<Ballots: 10 ballots, 4 entries, 3 judges, 2 criteria>"


def test_provisional_standings_of_nobody_are_short_and_have_a_frame() -> None:
    found = ranked({"T1": [None]}, provisional=True)
    assert repr(found) == "<Standings: provisional, 0 ranked, 1 unranked>"
    assert list(found.to_frame().columns) == [
        "rank",
        "entry",
        "score",
        "exact",
        "ballots",
        "tied",
        "decided_by",
        "idea",
    ]
    assert "<caption>provisional, 0 ranked, 1 unranked</caption>" in found._repr_html_()


def test_a_notebook_shows_a_table_in_which_codes_stay_text() -> None:
    found = ranked({"<b>T1</b>": [80], **{f"T{at}": [at] for at in range(30)}})
    html = found._repr_html_()
    assert "<b>" not in html
    assert "&lt;b&gt;T1" in html
    assert "<caption>31 ranked</caption>" in html
    assert html.count("<tr>") == 22  # the head, twenty rows, and one that says there are more


def test_explain_speaks_english_unless_asked(standings: Standings) -> None:
    assert standings.explain("T4") == standings.explain("T4", language="en") == "T4 has no rank: no complete ballot."
    assert standings.explain("T4", language="ko").startswith("T4: 순위가 없습니다")


@pytest.mark.parametrize("ask", ["explain", "why", "get", "totals_of"])
def test_an_unknown_entry_is_a_scoring_error(standings: Standings, ask: str) -> None:
    """contract.md §2, Python interface: `standings.explain("T99")` was a bare KeyError."""
    with pytest.raises(ScoringError) as error:
        getattr(standings, ask)("T99")
    assert str(error.value).startswith("no entry with the code T99 has a place in these standings")
    assert isinstance(error.value, KeyError)


# --- what goes in ---------------------------------------------------------------------------------------------------


def test_a_policy_from_a_dictionary() -> None:
    text = 'criteria = [{key = "idea", points = 10.5}]\nranking = {method = "mean", ties = ["low"]}'
    data = {"criteria": [{"key": "idea", "points": 10.5}], "ranking": {"method": "mean", "ties": ("low",)}}
    assert Policy.from_dict(data).digest == Policy.from_text(text).digest


@pytest.mark.parametrize("data", [{1: 2}, {"criteria": 5}, {"criteria": [{"key": 5, "points": "x"}]}, {"ranking": []}])
def test_a_dictionary_that_is_no_policy_is_a_scoring_error(data: dict[Any, Any]) -> None:
    with pytest.raises(ScoringError):
        Policy.from_dict(data)


SHAPES: dict[str, Any] = {
    "adjustments": [Adjustment("T1", 5, "x"), Adjustment("T2", Decimal("-2.5"))],
    "tuples": [("T1", 5, "x"), ("T2", -2.5)],
    "mapping": {"T1": 5, "T2": "-2.5"},
    "mappings": [{"entry": "T1", "points": 5, "reason": "x"}, {"entry": "T2", "points": -2.5}],
    "frame": pd.DataFrame({"entry": ["T1", "T2"], "points": [5, -2.5], "reason": ["x", None]}),
    "series": pd.Series({"T1": 5, "T2": -2.5}),
    "generator": (pair for pair in [("T1", 5), ("T2", -2.5)]),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_adjustments_in_any_sensible_shape(shape: str) -> None:
    found = ranked({"T1": [80], "T2": [80]}, adjustments=SHAPES[shape])
    assert [(row.entry, row.shown) for row in found.rows] == [("T1", "85.00"), ("T2", "77.50")]


def test_a_frame_of_adjustments_names_its_rows() -> None:
    frame = pd.DataFrame({"entry": ["T1", "T9"], "points": [float("nan"), 1]})
    with pytest.raises(ScoringError) as error:
        ranked({"T1": [80]}, adjustments=frame)
    assert sentences(error)[0].startswith("row 2, column points")


def rubric() -> Rubric:
    return policy_of().rubric


def ballots() -> Ballots:
    return ballots_of(policy_of(), {"T1": [80], "T2": [70]})


FRAME = pd.DataFrame({"entry": ["T1"], "judge": ["J1"], "idea": [5]})
WRONG: list[tuple[str, Callable[[], object]]] = [
    ("ballots", lambda: rank(FRAME, policy_of())),  # type: ignore[arg-type]
    ("policy", lambda: rank(ballots(), "policy.toml")),  # type: ignore[arg-type]
    ("policy", lambda: rank(ballots(), Path("policy.toml"))),  # type: ignore[arg-type]
    ("policy", lambda: rank(ballots(), {"ranking": {}})),  # type: ignore[arg-type]
    ("entries", lambda: rank(ballots(), policy_of(), entries="T1")),
    ("entries", lambda: rank(ballots(), policy_of(), entries=FRAME)),  # type: ignore[arg-type]
    ("entries", lambda: rank(ballots(), policy_of(), entries=5)),  # type: ignore[arg-type]
    ("adjustments", lambda: rank(ballots(), policy_of(), adjustments="T1")),  # type: ignore[arg-type]
    ("adjustments", lambda: rank(ballots(), policy_of(), adjustments=[("T1",)])),
    ("adjustments", lambda: rank(ballots(), policy_of(), adjustments=[5])),  # type: ignore[list-item]
    ("adjustments", lambda: rank(ballots(), policy_of(), adjustments=5)),  # type: ignore[arg-type]
    ("carry", lambda: rank(ballots(), policy_of(), carry=[("T1", 5)])),  # type: ignore[arg-type]
    ("decisions", lambda: rank(ballots(), policy_of(), decisions={"order": []})),  # type: ignore[arg-type]
    ("policy", lambda: scoring.measure_agreement(ballots(), "p.toml")),  # type: ignore[arg-type]
    ("ballots", lambda: scoring.measure_robustness([], policy_of())),  # type: ignore[arg-type]
    ("decisions", lambda: scoring.measure_robustness(ballots(), policy_of(), decisions="d")),  # type: ignore[arg-type]
    ("rubric", lambda: Ballots.from_frame(FRAME, policy_of())),  # type: ignore[arg-type]
    ("frame", lambda: Ballots.from_frame([["T1"]], rubric())),  # type: ignore[arg-type]
    ("rows", lambda: Ballots.from_rows("T1", rubric())),  # type: ignore[arg-type]
    ("rows", lambda: Ballots.from_rows([("T1", "J1", 5)], rubric())),  # type: ignore[list-item]
    ("rows", lambda: Ballots.from_rows(FRAME, rubric())),  # type: ignore[arg-type]
    ("rubric", lambda: Ballots.from_csv("b.csv", "p.toml")),  # type: ignore[arg-type]
    ("path", lambda: Ballots.from_csv(5, rubric())),  # type: ignore[arg-type]
    ("path", lambda: Policy.from_toml({"ranking": {}})),  # type: ignore[arg-type]
    ("text", lambda: Policy.from_text(5)),  # type: ignore[arg-type]
    ("data", lambda: Policy.from_dict([1])),  # type: ignore[arg-type]
    ("path", lambda: Decisions.from_toml(5)),  # type: ignore[arg-type]
    ("data", lambda: Decisions.from_data("order")),  # type: ignore[arg-type]
    ("entries", lambda: scoring.allocate("T1", ["J1"], per_entry=1)),
    ("judges", lambda: scoring.allocate(["T1"], None, per_entry=1)),  # type: ignore[arg-type]
    ("per_entry", lambda: scoring.allocate(["T1"], ["J1"], per_entry="1")),  # type: ignore[arg-type]
    ("conflicts", lambda: scoring.allocate(["T1"], ["J1"], per_entry=1, conflicts=["J1"])),  # type: ignore[list-item]
    ("entries", lambda: scoring.draw("T1", seed="x")),
    ("seed", lambda: scoring.draw(["T1"], seed=5)),  # type: ignore[arg-type]
    ("text", lambda: Decisions.from_text(5)),  # type: ignore[arg-type]
    ("sheet", lambda: Ballots.from_sheet("b.csv", rubric())),  # type: ignore[arg-type]
    ("samples", lambda: scoring.measure_robustness(ballots(), policy_of(), samples="x")),  # type: ignore[arg-type]
    ("form", lambda: rank(ballots(), policy_of(), form=1)),  # type: ignore[arg-type]
    ("path", lambda: scoring.verify_results(5)),  # type: ignore[arg-type]
]  # fmt: skip


@pytest.mark.parametrize(("argument", "call"), WRONG)
def test_a_wrong_type_is_a_scoring_error_that_names_the_argument(argument: str, call: Callable[[], object]) -> None:
    """rules.md L2: AttributeError, TypeError and ValueError came from inside."""
    with pytest.raises(ScoringError) as error:
        call()
    assert [fault.code for fault in error.value.faults] == ["wrong-argument"]
    assert str(error.value).startswith(f"the argument {argument} must be ")
    assert error.value.faults[0].sentence("ko").startswith(f"인자 {argument}에는 ")


# --- the notebook of the reference ----------------------------------------------------------------------------------

REFERENCE = Path(scoring.__file__).parent / "README.md"
NOTEBOOK = next(
    block
    for block in re.findall(r"```python\n(.*?)```", REFERENCE.read_text(encoding="utf-8"), re.DOTALL)
    if "DataFrame" in block
)


def test_the_notebook_of_the_reference_runs(capsys: pytest.CaptureFixture[str]) -> None:
    cells: dict[str, Any] = {}
    exec(compile(NOTEBOOK, str(REFERENCE), "exec"), cells)
    said = capsys.readouterr().out.splitlines()
    assert said == [
        (
            "{'T2': 79.0, 'T1': 79.0} T1 is in place 2 with 79.00 points from 2 ballots, level with T2; "
            "the mean mark for “craft” decided (T1 7.5, T2 8.5). 0.0"
        ),
        'row 2, column idea, value "11": the mark lies outside the scale (0 to 10).',
    ]
    assert repr(cells["standings"]) == "<Standings: 2 ranked: 1. T2 79.00, 2. T1 79.00>"
