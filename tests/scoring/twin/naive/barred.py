"""Who may not win, of the naive twin: cut-offs and places given up, each a rule by which an entry is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tests.scoring.twin.naive.figures import exact
from tests.scoring.twin.naive.scores import Scored, mean_points


def bars(scored: Scored, entry: str) -> list[str]:
    """The rules that keep a ranked entry from advancing and winning."""
    found = list(_lines(scored, entry))
    if entry in scored.case.decisions.get("waived", []):
        found.append("waived")
    return found


def _lines(scored: Scored, entry: str) -> Iterator[str]:
    cutoff = scored.rules.cutoff
    inclusive = cutoff.get("inclusive", True)
    if "total" in cutoff:
        sign = -1 if scored.rules.lower_is_better else 1
        if _below(sign * scored.final[entry], sign * exact(cutoff["total"]), inclusive=inclusive):
            yield "cutoff:total"
    for key, line in cutoff.get("criterion", {}).items():
        if _below(mean_points(scored, entry, key), exact(line), inclusive=inclusive):
            yield f"cutoff:criterion:{key}"
    for key, line in cutoff.get("any_judge", {}).items():
        marks = [ballot.marks[key] for ballot in scored.of(entry)]
        if any(mark is not None and _below(mark, exact(line), inclusive=inclusive) for mark in marks):
            yield f"cutoff:any_judge:{key}"
    if len(scored.of(entry)) < cutoff.get("ballots", 0):
        yield "cutoff:ballots"


def _below(value: Fraction, line: Fraction, *, inclusive: bool) -> bool:
    return value < line or (value == line and not inclusive)
