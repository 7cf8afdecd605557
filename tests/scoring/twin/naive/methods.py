"""Methods of the naive twin: from the ballots of one source to a score for each entry."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from tests.scoring.twin.naive.ballots import Ballot, Box, drops_nothing, too_few
from tests.scoring.twin.naive.case import Data, Refused
from tests.scoring.twin.naive.effects import adjusted
from tests.scoring.twin.naive.figures import ZERO, mean, middle, root, rounded, total, trim
from tests.scoring.twin.naive.rules import PLACES, Rules

Scores = dict[str, Fraction]


def score(rules: Rules, source: Data, box: Box, *, provisional: bool) -> Scores:
    """A score for every entry that the method can score; `provisional` leaves out what it else would refuse."""
    method = source["method"]
    if method in PLACES:
        return PLACE_METHODS[method](_full_columns(box, provisional=provisional))
    if method == "z-score":
        return z_scores(box)
    if method == "adjusted":
        return adjusted(box, provisional=provisional)
    few = {entry for entry, ballots in box.items() if too_few(source, ballots)}
    if few and not provisional:
        raise Refused("too few ballots to drop")
    return {entry: _aggregate(rules, source, ballots) for entry, ballots in box.items() if entry not in few}


def _aggregate(rules: Rules, source: Data, ballots: list[Ballot]) -> Fraction:
    totals = [ballot.total for ballot in ballots]
    if source["method"] == "mean":
        return mean(totals)
    if source["method"] == "median":
        return middle(totals)
    high, low = (0, 0) if drops_nothing(source, ballots) else (source["high"], source["low"])
    if source["of"] == "total":
        return mean(trim(totals, high, low))
    means = [mean(trim([ballot.points[key] for ballot in ballots], high, low)) for key in source["criteria"]]
    return total(rules.rounded(one) if rules.round_at == "criterion" else one for one in means)


# --- places -------------------------------------------------------------------------------------------------------

Columns = dict[str, dict[str, Fraction]]  # judge → entry → total


def _full_columns(box: Box, *, provisional: bool) -> Columns:
    """Totals by judge. Every judge with a ballot must have marked an entry; provisionally, the others wait."""
    judges = {ballot.judge for ballots in box.values() for ballot in ballots}
    full = {entry for entry, ballots in box.items() if {ballot.judge for ballot in ballots} == judges}
    if full != set(box) and not provisional:
        raise Refused("a judge has not marked every entry")
    columns: Columns = {}
    for entry in full:
        for ballot in box[entry]:
            columns.setdefault(ballot.judge, {})[entry] = ballot.total
    return columns


def average_places(values: dict[str, Fraction]) -> Scores:
    """Places from the highest value down; equal values share the average of their places."""
    places: Scores = {}
    for entry, value in values.items():
        better = sum(other > value for other in values.values())
        equal = sum(other == value for other in values.values())
        places[entry] = better + Fraction(equal + 1, 2)
    return places


def rank_sum(columns: Columns) -> Scores:
    sums: Scores = {}
    for values in columns.values():
        for entry, place in average_places(values).items():
            sums[entry] = sums.get(entry, ZERO) + place
    return sums


def majority(columns: Columns) -> Scores:
    """The Skating System: who reaches a majority at the lowest place, then by how many, then by which places."""
    given: dict[str, list[Fraction]] = {}
    for values in columns.values():
        for entry, place in average_places(values).items():
            given.setdefault(entry, []).append(place)
    occurring = sorted({place for places in given.values() for place in places})
    keys = {entry: _majority_key(places, occurring, len(columns)) for entry, places in given.items()}
    order = sorted(set(keys.values()))
    return average_places({entry: Fraction(-order.index(key)) for entry, key in keys.items()})


def _majority_key(places: list[Fraction], occurring: list[Fraction], judges: int) -> tuple[Fraction, ...]:
    key: list[Fraction] = []
    for line in occurring:
        reached = [place for place in places if place <= line]
        if not key and 2 * len(reached) > judges:
            key.append(line)
        if key:
            key += [Fraction(-len(reached)), total(reached)]
    return tuple(key)


PLACE_METHODS: dict[str, Callable[[Columns], Scores]] = {"rank-sum": rank_sum, "majority": majority}


# --- z-score ------------------------------------------------------------------------------------------------------


def z_scores(box: Box) -> Scores:
    by_judge: dict[str, list[Fraction]] = {}
    for ballots in box.values():
        for ballot in ballots:
            by_judge.setdefault(ballot.judge, []).append(ballot.total)
    everything = [value for values in by_judge.values() for value in values]
    deviation = {judge: root(_variance(values)) for judge, values in by_judge.items()}
    spread = root(_variance(everything)) if everything else ZERO

    def z(ballot: Ballot) -> Fraction:
        if deviation[ballot.judge] == 0:
            return ZERO
        return (ballot.total - mean(by_judge[ballot.judge])) / deviation[ballot.judge]

    return {
        entry: rounded(mean(everything) + spread * mean([z(ballot) for ballot in ballots]), 9)
        for entry, ballots in box.items()
    }


def _variance(values: list[Fraction]) -> Fraction:
    return mean([(value - mean(values)) ** 2 for value in values])
