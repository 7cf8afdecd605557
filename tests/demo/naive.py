"""The two rounds of the demo counted once more, as plainly as possible, to check the marks that the demo makes."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from hackathon.demo.marks import Ballot

WEIGHTS = {"creativity": 40, "technical": 40, "theme": 20}
Table = dict[str, list[Ballot]]


def by_entry(ballots: Iterable[Ballot]) -> Table:
    table: Table = {}
    for ballot in ballots:
        table.setdefault(ballot.entry, []).append(ballot)
    return table


def totals(ballots: list[Ballot]) -> list[Fraction]:
    points = (sum(Fraction(WEIGHTS[key] * mark, 10) for key, mark in ballot.marks.items()) for ballot in ballots)
    return sorted((Fraction(total) for total in points), reverse=True)


def mean(ballots: list[Ballot]) -> Fraction:
    return Fraction(sum(totals(ballots)), len(ballots))


def trimmed_mean(ballots: list[Ballot]) -> Fraction:
    return Fraction(sum(totals(ballots)[1:-1]), len(ballots) - 2)


def criterion(ballots: list[Ballot], key: str) -> Fraction:
    return Fraction(sum(ballot.marks[key] for ballot in ballots), len(ballots))


def deciding_step(above: list[Ballot], below: list[Ballot]) -> str | None:
    """What tells two entries of equal score apart, among the steps that need no other entry."""
    for key in WEIGHTS:
        if criterion(above, key) != criterion(below, key):
            return key
    return "countback" if totals(above) != totals(below) else None


def order(table: Table, *, trimmed: bool) -> list[str]:
    """By score, then criteria, then countback, then the lowest total."""

    def height(entry: str) -> tuple[Fraction, list[Fraction], list[Fraction], Fraction]:
        ballots = table[entry]
        score = trimmed_mean(ballots) if trimmed else mean(ballots)
        return score, [criterion(ballots, key) for key in WEIGHTS], totals(ballots), totals(ballots)[-1]

    return sorted(sorted(table), key=height, reverse=True)
