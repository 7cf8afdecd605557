"""Places as scores: the rank sum, and the majority rule of the Skating System. Lower is better."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from scoring.exact import Exact, IntArray
from scoring.faults import Fault, make_fault, quote, raise_any
from scoring.methods.panel import Panel
from scoring.policy.settings import Aggregation
from scoring.text import Text, joined, text

MOST_NAMES = 5


def rank_sum(panel: Panel, settings: Aggregation) -> Exact:
    """Every judge's totals become places, equal totals sharing the average place; an entry's score is the sum of its
    places, and the lowest is best.

    Raises ScoringError naming every entry that lacks a judge.
    Source: M. Friedman, "The use of ranks to avoid the assumption of normality", JASA 32 (1937) 675–701; the same order
    as J.-C. de Borda's count (1784), whose points run the other way.

    >>> from scoring import Ballots, Policy, rank
    >>> policy = Policy.from_text('criteria = [{key = "idea", points = 9}]\\nranking = {method = "rank-sum"}')
    >>> marks = {"J1": {"T1": 9, "T2": 9, "T3": 1}, "J2": {"T1": 5, "T2": 6, "T3": 4}}
    >>> rows = [{"entry": e, "judge": j, "idea": n} for j, given in marks.items() for e, n in given.items()]
    >>> [(row.entry, str(row.score)) for row in rank(Ballots.from_rows(rows, policy.rubric), policy).rows]
    [('T2', '5/2'), ('T1', '7/2'), ('T3', '6')]
    """
    _require_everybody(panel, "rank-sum")
    return Exact(panel.sums(panel.doubled_places), 2)


def majority(panel: Panel, settings: Aggregation) -> Exact:
    """The final place by the Skating System for one panel; entries that it cannot part share the average place.

    Places come from totals as in `rank_sum`. The order goes by the lowest place that more than half the judges reached
    (put the entry there or higher), then by how many reached it, then by the lower sum of their places, then by the
    same at the next place, half places being places too. Raises ScoringError naming every entry that lacks a judge.
    Source: rules 5 to 8 of A. Dawson, "The Skating System" (1937; revised 1956).

    >>> from scoring import Ballots, Policy, rank
    >>> policy = Policy.from_text('criteria = [{key = "idea", points = 9}]\\nranking = {method = "majority"}')
    >>> marks = {"J1": {"T1": 9, "T2": 8, "T3": 7}, "J2": {"T1": 9, "T2": 8, "T3": 7}, "J3": {"T1": 1, "T2": 2, "T3": 3}}
    >>> rows = [{"entry": e, "judge": j, "idea": n} for j, given in marks.items() for e, n in given.items()]
    >>> [(row.entry, str(row.score)) for row in rank(Ballots.from_rows(rows, policy.rubric), policy).rows]
    [('T1', '1'), ('T2', '2'), ('T3', '3')]
    """
    _require_everybody(panel, "majority")
    keys = _majority_keys(np.sort(panel.doubled_places.reshape(len(panel.entries), -1), axis=1))
    order = np.lexsort(keys[::-1])
    differs = np.any([key[order][1:] != key[order][:-1] for key in keys], axis=0)
    starts = np.append(True, differs)
    first = np.flatnonzero(starts)
    last = np.append(first[1:], len(order)) - 1
    doubled = np.empty(len(order), dtype=np.int64)
    doubled[order] = (first + last + 2)[np.cumsum(starts) - 1]
    return Exact(doubled, 2)


def not_marked_by_all(panel: Panel, settings: Aggregation) -> dict[int, Text]:
    """The entries that some judge with a ballot has not marked, and who that is."""
    return {
        entry: text("not yet marked by {judges}", judges=missing)
        for entry, missing in _missing_judges(panel, np.unique(panel.judge))
    }


def reached(doubled_places: IntArray) -> tuple[IntArray, IntArray]:
    """Per row of sorted doubled places: the lowest that more than half reached, and how many reached it."""
    lowest = doubled_places[:, doubled_places.shape[1] // 2]
    return lowest, np.sum(doubled_places <= lowest[:, np.newaxis], axis=1)


def _majority_keys(places: IntArray) -> list[IntArray]:
    """What decides, most important first, lower being better. Once the place, the number and the sum are equal, going on
    to "the next place" is the same as comparing the remaining places one by one from the best."""
    lowest, count = reached(places)
    counted = places <= lowest[:, np.newaxis]
    left = np.where(counted, 0, places)
    return [lowest, -count, np.sum(places, axis=1, where=counted), *left.T]


def _require_everybody(panel: Panel, method: str) -> None:
    judges = np.unique(panel.judge)
    if not np.all(panel.counts == len(judges)):
        raise_any(_absences(panel, judges, method))


def _absences(panel: Panel, judges: IntArray, method: str) -> Iterator[Fault]:
    for entry, missing in _missing_judges(panel, judges):
        code = panel.entries[entry]
        yield make_fault(
            "incomplete-panel", value=code, entry=code, judges=missing, method=method, source=panel.source_name
        )


def _missing_judges(panel: Panel, judges: IntArray) -> Iterator[tuple[int, Text]]:
    """Every entry that lacks some of the judges, and these."""
    for entry in np.flatnonzero(panel.counts < len(judges)).tolist():
        start = int(panel.starts[entry])
        missing = np.setdiff1d(judges, panel.judge[start : start + int(panel.counts[entry])])
        yield entry, _listed([panel.judges[judge] for judge in missing])


def _listed(judges: Sequence[str]) -> Text:
    names = joined(quote(judge) for judge in judges[:MOST_NAMES])
    more = len(judges) - MOST_NAMES
    return text("{judges} and {more} more", judges=names, more=more) if more > 0 else names
