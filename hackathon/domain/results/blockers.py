"""Blockers: what keeps a round from being locked, each with where it is settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hackathon.domain.ballots import polls
from hackathon.domain.ballots.progress import Cell, progress_of
from hackathon.domain.results import signers
from hackathon.domain.results.standings import find_unrankable
from hackathon.domain.rounds import pledges, rounds
from hackathon.models import Round
from scoring import ScoringError
from scoring.text import Code, Text, joined, text, text_n

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
    found = [*_unsealed(cells), *_differing(cells), *_unpledged(round, cells), *_voting(round), *_unsigned(round)]
    return found or list(_unranked(round))


def _voting(round: Round) -> Iterator[Blocker]:
    """The lock would end a running vote, and whoever holds a code could not use it any more."""
    for poll in polls.polls_of(round):
        if polls.is_open(poll):
            cast, codes = polls.turnout(round)[poll.id]
            sentence = text(
                "The vote {source} is running: {cast} of {codes} votes are cast. Wait for its end, or close it.",
                source=poll.source,
                cast=cast,
                codes=codes,
            )
            yield Blocker("poll", sentence)


def _unsigned(round: Round) -> Iterator[Blocker]:
    """Without two who can sign, the result would be locked and stay where it is."""
    chair = next((seat.judge for seat in rounds.panel(round) if seat.chair), None)
    if chair is None:
        yield Blocker(
            "chair", text("Nobody chairs the panel, so that nobody could sign as the chair. Choose the chair.")
        )
    elif signers.lacks_organizer(chair.person):
        yield Blocker(
            "organizer",
            text(
                "The chair is the only organizer, and one person does not give both signatures. Add another organizer."
            ),
        )
    elif not round.event.is_demo and not signers.chair_can_sign(chair.person):
        yield Blocker("signer", text("The chair {judge} cannot sign: {steps}", judge=Code(chair.code), steps=STEPS))


STEPS = text(
    "there is no password yet, and one organizer alone would have let them in. Make a sign-in link for them; they open it, set a password of their own under My account, sign out and sign in with it."
)
"""What a chair does who cannot sign."""


def _unranked(round: Round) -> Iterator[Blocker]:
    """What the rules cannot rank though every ballot is in: nothing later would change it."""
    try:
        left = find_unrankable(round)
    except ScoringError as error:
        why = joined((fault.full_message for fault in error.faults), " ")
        yield Blocker("rules", text("The rules cannot rank: {why} {ways}", why=why, ways=WAYS))
        return
    if left:
        why = joined((text("{entry}: {why}", entry=Code(each.entry), why=each.why) for each in left), "; ")
        codes = tuple(each.entry for each in left)
        yield Blocker("unranked", text("The rules cannot rank: {why} {ways}", why=why, ways=WAYS), codes)


WAYS = text("Let a walk-in judge score, take a recusal back, or withdraw the team.")
"""What can be done about a team that the rules cannot rank."""


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
