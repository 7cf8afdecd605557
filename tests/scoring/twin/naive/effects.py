"""Judge effects of the naive twin: `adjusted` with fixed judges, by ordinary least squares on fractions."""

from __future__ import annotations

from fractions import Fraction

from tests.scoring.twin.naive.ballots import Box
from tests.scoring.twin.naive.case import Refused
from tests.scoring.twin.naive.figures import ZERO, mean, rounded

Line = list[Fraction]


def adjusted(box: Box, *, provisional: bool) -> dict[str, Fraction]:
    """Entry effects beside judge effects that sum to zero. A graph that falls apart is refused, or its main part kept."""
    parts = connected_parts(box)
    if len(parts) > 1 and not provisional:
        raise Refused("judges and entries fall apart")
    if not parts:
        return {}
    # Most entries, then most ballots, then the lowest code.
    main = min(parts, key=lambda part: (-len(part), -sum(len(box[entry]) for entry in part), min(part)))
    kept = {entry: box[entry] for entry in main}
    effects = judge_effects(kept)
    return {
        entry: rounded(mean([ballot.total - effects[ballot.judge] for ballot in ballots]), 9)
        for entry, ballots in kept.items()
    }


def connected_parts(box: Box) -> list[set[str]]:
    parts: list[set[str]] = []
    left = set(box)
    while left:
        part = {min(left)}
        while True:
            judges = {ballot.judge for entry in part for ballot in box[entry]}
            wider = {entry for entry in left if judges & {ballot.judge for ballot in box[entry]}}
            if wider == part:
                break
            part = wider
        parts.append(part)
        left -= part
    return parts


def judge_effects(box: Box) -> dict[str, Fraction]:
    """Normal equations with the entries taken out: a line for each judge, and the last one says that effects sum to 0."""
    judges = sorted({ballot.judge for ballots in box.values() for ballot in ballots})
    at = {judge: number for number, judge in enumerate(judges)}
    lines: list[Line] = [[ZERO] * (len(judges) + 1) for _ in judges]
    for ballots in box.values():
        share = Fraction(1, len(ballots))
        average = mean([ballot.total for ballot in ballots])
        for ballot in ballots:
            line = lines[at[ballot.judge]]
            line[at[ballot.judge]] += 1
            line[-1] += ballot.total - average
            for other in ballots:
                line[at[other.judge]] -= share
    lines[-1] = [Fraction(1)] * len(judges) + [ZERO]
    return dict(zip(judges, solve(lines), strict=True))


def solve(lines: list[Line]) -> Line:
    """Gauss and Jordan on fractions."""
    size = len(lines)
    for column in range(size):
        pivot = next(row for row in range(column, size) if lines[row][column] != 0)
        lines[column], lines[pivot] = lines[pivot], lines[column]
        lines[column] = [value / lines[column][column] for value in lines[column]]
        for row in range(size):
            if row != column and lines[row][column] != 0:
                times = lines[row][column]
                lines[row] = [value - times * by for value, by in zip(lines[row], lines[column], strict=True)]
    return [line[-1] for line in lines]
