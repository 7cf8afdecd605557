"""Standings for a notebook: a DataFrame of numbers, a short line, a small table."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from scoring.exact import Exact, IntArray
from scoring.standings.outcome import Outcome
from scoring.standings.output import csv_header, csv_row

if TYPE_CHECKING:
    import pandas as pd

FIRST_ROWS, FIRST_ENTRIES = 20, 3
# Below this an int64 is a float without loss, and so is its quotient the nearest one.
_PLAIN = 2**53


def standings_frame(outcome: Outcome, *, exact: bool) -> pd.DataFrame:
    """The columns of the CSV: scores and criteria as floats (as Fractions with `exact`), `exact` as text, `tied` as flags."""
    import pandas as pd  # slow to import, and only data analysts need it

    return pd.DataFrame(dict(zip(csv_header(outcome), _columns(outcome, exact=exact), strict=True)))


def _columns(outcome: Outcome, *, exact: bool) -> Sequence[Any]:
    order, found = outcome.order.entries, outcome.columns
    scores = outcome.scores.take(order)
    fractions, numbers = _fractions(scores), _fractions if exact else _floats
    return [
        found.ranks,
        [outcome.panel.entries[at] for at in order.tolist()],
        fractions if exact else _floats(scores),
        [str(score) for score in fractions],
        outcome.panel.counts[order],
        found.tied,
        found.decided_by,
        *(numbers(points.take(order)) for points in found.criteria.values()),
        *(cells for values in outcome.by_source.values() for cells in _of_source(values.take(order), exact=exact)),
    ]


def _of_source(scores: Exact, *, exact: bool) -> tuple[Any, list[str]]:
    fractions = _fractions(scores)
    return (fractions if exact else _floats(scores)), [str(score) for score in fractions]


def _fractions(numbers: Exact) -> list[Fraction]:
    return [Fraction(one, numbers.scale) for one in numbers.ints.tolist()]


def _floats(numbers: Exact) -> IntArray:
    """Each number as the nearest float."""
    ints, scale = numbers.ints, numbers.scale
    if ints.dtype != object and scale < _PLAIN and np.all(np.abs(ints) < _PLAIN):
        return ints / np.float64(scale)
    return np.array([one / scale for one in ints.tolist()], dtype=np.float64)


def short_text(outcome: Outcome) -> str:
    """One line: how many are ranked, and who leads."""
    first = [f"{rank}. {entry} {score}" for rank, entry, score in _first(outcome)]
    more = ["…"] if len(outcome.order.entries) > FIRST_ENTRIES else []
    listed = f": {', '.join([*first, *more])}" if first else ""
    return f"<Standings: {_counted(outcome)}{listed}>"


def _counted(outcome: Outcome) -> str:
    absent = f", {len(outcome.unranked)} unranked" if outcome.unranked else ""
    return f"{'provisional, ' if outcome.provisional else ''}{len(outcome.order.entries)} ranked{absent}"


def _first(outcome: Outcome) -> list[tuple[int, str, str]]:
    return [(row.rank, row.entry, row.shown) for row in outcome.rows[:FIRST_ENTRIES]]


def html_table(outcome: Outcome) -> str:
    """The first rows as an HTML table without `exact`, and how many more there are."""
    header = csv_header(outcome)
    kept = [at for at, name in enumerate(header) if not name.startswith(("exact", "source_exact:"))]
    head = "".join(f"<th>{escape(header[at])}</th>" for at in kept)
    rows = (csv_row(outcome, row) for row in outcome.rows[:FIRST_ROWS])
    body = "".join(f"<tr>{''.join(_html_cell(cells[at]) for at in kept)}</tr>" for cells in rows)
    if len(outcome.rows) > FIRST_ROWS:
        body += f'<tr><td colspan="{len(kept)}">…</td></tr>'
    return f"<table><caption>{_counted(outcome)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _html_cell(cell: object) -> str:
    shown = "" if cell is None else str(cell)
    return f"<td>{escape(shown)}</td>"
