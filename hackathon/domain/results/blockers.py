"""Blockers: what keeps a round from being locked, each with where it is settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hackathon.domain.ballots.progress import Cell, progress_of
from hackathon.domain.rounds import pledges
from hackathon.models import Round
from scoring.text import Text, text, text_n

Cells = Mapping[tuple[str, str], Cell]


@dataclass(frozen=True)
class Blocker:
    """One thing that must be settled first; `codes` names where."""

    code: str
    sentence: Text
    codes: tuple[str, ...] = ()


def blockers_to_lock(round: Round) -> list[Blocker]:
    """What keeps the round from being locked, in the order in which it is best settled."""
    if not round.counts:
        return [Blocker("drill", text("A drill is never locked."))]
    cells = progress_of(round).cells
    if not cells:
        unassigned = Blocker("unassigned", text("Nothing is assigned."))
        return [unassigned, *_unpledged(round, cells)]
    return [*_unsealed(cells), *_differing(cells), *_unpledged(round, cells)]


def _unsealed(cells: Cells) -> Iterator[Blocker]:
    owed = [pair for pair, cell in cells.items() if cell.state in ("new", "draft")]
    if owed:
        yield Blocker(
            "owed",
            text_n(
                "{n} assigned ballot is not sealed: {who}",
                "{n} assigned ballots are not sealed: {who}",
                n=len(owed),
                who=_who(owed),
            ),
            tuple(sorted({judge for judge, _ in owed})),
        )


def _differing(cells: Cells) -> Iterator[Blocker]:
    differing = [pair for pair, cell in cells.items() if cell.state == "conflict"]
    if differing:
        yield Blocker(
            "conflict",
            text_n(
                "{n} ballot differs between two devices: {who}",
                "{n} ballots differ between two devices: {who}",
                n=len(differing),
                who=_who(differing),
            ),
            tuple(sorted({judge for judge, _ in differing})),
        )


def _unpledged(round: Round, cells: Cells) -> list[Blocker]:
    """Judges who score here and have not promised what the round asks for. Their ballots are kept and count all the same."""
    owing = pledges.owing(round, {judge for (judge, _entry), cell in cells.items() if cell.state != "recused"})
    if not owing:
        return []
    who = ", ".join(owing)
    return [
        Blocker(
            "pledge",
            text_n(
                "{n} judge has not given the pledge: {who}",
                "{n} judges have not given the pledge: {who}",
                n=len(owing),
                who=who,
            ),
            tuple(owing),
        )
    ]


def _who(pairs: Sequence[tuple[str, str]]) -> str:
    counted = Counter(judge for judge, _ in pairs)
    return ", ".join(f"{judge}({count})" for judge, count in sorted(counted.items()))
