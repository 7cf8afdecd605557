"""Ballots of the naive twin: which count, for which source, and the points they add up to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.scoring.twin.naive.case import Case, Data, Refused, Row
from tests.scoring.twin.naive.figures import ZERO, exact, mean, total, trim, weighted_mean
from tests.scoring.twin.naive.rules import Rules


@dataclass
class Ballot:
    """A complete ballot: `marks` as given, `points` unrounded, and their total, rounded where the policy says so."""

    judge: str
    marks: dict[str, Fraction | None]
    points: dict[str, Fraction]
    total: Fraction


Box = dict[str, list[Ballot]]  # the ballots of one source, by entry


def is_complete(rules: Rules, source: Data, row: Row) -> bool:
    return all(row.get(key) is not None for key in source["criteria"] if rules.points(key) != 0)


def read_ballot(rules: Rules, source: Data, row: Row) -> Ballot:
    marks = {key: None if row.get(key) is None else exact(row[key]) for key in source["criteria"]}
    points: dict[str, Fraction] = {}
    for key, mark in marks.items():
        worth = rules.points(key)
        points[key] = ZERO if worth == 0 else worth * (mark or ZERO) / rules.highest(key)
    trims_criteria = source["method"] == "trimmed-mean" and source["of"] == "criterion"
    if rules.round_at == "criterion" and not trims_criteria:
        sum_of_points = total(rules.rounded(value) for value in points.values())
    else:
        sum_of_points = total(points.values())
    if rules.round_at == "ballot":
        sum_of_points = rules.rounded(sum_of_points)
    return Ballot(row["judge"], marks, points, sum_of_points)


def read_box(rules: Rules, source: Data, rows: Iterable[Row]) -> Box:
    box: Box = {}
    for row in rows:
        if is_complete(rules, source, row):
            box.setdefault(row["entry"], []).append(read_ballot(rules, source, row))
    return box


def read_boxes(case: Case, rules: Rules) -> list[Box]:
    """A box for each source; entries with a state are taken out before."""
    rows = [row for row in case.ballots if row["entry"] not in case.states]
    if case.entries is not None and any(row["entry"] not in case.entries for row in case.ballots):
        raise Refused("a ballot for an unknown entry")
    if not rules.has_sources:
        return [read_box(rules, rules.panel, rows)]
    return [
        read_box(rules, source, [row for row in rows if row["source"] == source["name"]]) for source in rules.sources
    ]


# --- what a trimmed mean leaves out -------------------------------------------------------------------------------


def drops_nothing(source: Data, ballots: list[Ballot]) -> bool:
    return source["method"] != "trimmed-mean" or (source["min"] is not None and len(ballots) < source["min"])


def too_few(source: Data, ballots: list[Ballot]) -> bool:
    """Too few ballots for what is to be dropped, and nothing says that they may be kept."""
    if source["method"] != "trimmed-mean" or source["min"] is not None:
        return False
    return len(ballots) <= source["high"] + source["low"]


def weights_left(source: Data, ballots: list[Ballot]) -> list[Fraction]:
    """How much of each ballot the trimming of totals leaves: of k equal totals each counts (k − dropped) / k."""
    totals = [ballot.total for ballot in ballots]
    ordered = sorted(totals)
    kept = trim(ordered, source["high"], source["low"])
    return [Fraction(kept.count(value), ordered.count(value)) for value in totals]


def mean_mark(ballots: list[Ballot], key: str) -> Fraction | None:
    given = [mark for mark in (ballot.marks[key] for ballot in ballots) if mark is not None]
    return mean(given) if given else None


def trimmed_mark(rules: Rules, source: Data, ballots: list[Ballot], key: str) -> Fraction | None:
    """The mean mark without what the method dropped; a points-0 criterion is read whole."""
    if rules.points(key) == 0 or drops_nothing(source, ballots):
        return mean_mark(ballots, key)
    marks: list[Any] = [ballot.marks[key] for ballot in ballots]
    if source["of"] == "criterion":
        return mean(trim(marks, source["high"], source["low"]))
    return weighted_mean(marks, weights_left(source, ballots))
