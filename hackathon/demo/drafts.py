"""Who applies with whom and when, before anybody has a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hackathon.demo.dice import Dice
from hackathon.demo.timing import invent_follow_up, invent_moment
from hackathon.demo.words import Window

SIZES = (2, 3, 4, 5)
SIZE_WEIGHTS = (10, 25, 38, 27)


@dataclass(frozen=True, slots=True)
class PersonDraft:
    applied_at: datetime
    team: str | None
    is_captain: bool


@dataclass(frozen=True, slots=True)
class TeamDraft:
    """The people who applied together; those who applied alone are a draft of one without a code."""

    people: tuple[PersonDraft, ...]


def draft_teams(dice: Dice, *, entrants: int, teams: int, window: Window) -> list[TeamDraft]:
    """Teams numbered in the order in which the first of each applied, then those who are in no team."""
    alone = dice.between(5, 9)
    sizes = draw_sizes(dice, teams=teams, members=entrants - alone)
    starts = sorted(invent_moment(dice, window=window) for _ in sizes)
    drafts = [
        _draft_team(dice, code=f"T{number:03}", size=size, first=first, window=window)
        for number, (size, first) in enumerate(zip(sizes, starts, strict=True), start=1)
    ]
    singles = [PersonDraft(invent_moment(dice, window=window), team=None, is_captain=False) for _ in range(alone)]
    return drafts + [TeamDraft((single,)) for single in singles]


def draw_sizes(dice: Dice, *, teams: int, members: int) -> list[int]:
    """Sizes from 2 to 5 that add up to `members`; one person at a time joins or leaves until they do."""
    if not teams * SIZES[0] <= members <= teams * SIZES[-1]:
        raise ValueError(f"{members} people cannot form {teams} teams of {SIZES[0]} to {SIZES[-1]}")
    sizes = [SIZES[dice.weighted(SIZE_WEIGHTS)] for _ in range(teams)]
    while (missing := members - sum(sizes)) != 0:
        position, change = dice.below(teams), 1 if missing > 0 else -1
        if sizes[position] + change in SIZES:
            sizes[position] += change
    return sizes


def _draft_team(dice: Dice, *, code: str, size: int, first: datetime, window: Window) -> TeamDraft:
    moments = [first, *(invent_follow_up(dice, first=first, window=window) for _ in range(size - 1))]
    # Mostly the captain applies first and then sends the link round.
    captain = dice.below(size) if dice.chance(0.25) else 0
    return TeamDraft(_draft_people(moments, code=code, captain=captain))


def _draft_people(moments: Sequence[datetime], *, code: str, captain: int) -> tuple[PersonDraft, ...]:
    return tuple(
        PersonDraft(moment, team=code, is_captain=position == captain) for position, moment in enumerate(moments)
    )
