"""Groups of applicants: who applies with whom and when, before anybody has a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hackathon.demo.seeded_random import SeededRandom
from hackathon.demo.texts import Window

SIZES = (2, 3, 4, 5)
SIZE_WEIGHTS = (10, 25, 38, 27)
# A rush at the start, a trickle, and half of them in the last days, mostly in the evening.
DAY_HOURS = (3, 1, 1, 0, 0, 0, 1, 2, 4, 6, 8, 8, 6, 8, 9, 9, 8, 8, 6, 7, 9, 10, 10, 7)
LAST_DAY_HOURS = (3, 1, 1, 0, 0, 0, 1, 2, 4, 5, 7, 7, 6, 8, 9, 10, 11, 12, 11, 14, 18, 24, 32, 40)
NIGHT = range(2, 6)


@dataclass(frozen=True, slots=True)
class Application:
    applied_at: datetime
    team: str | None
    is_captain: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The people who applied together; those who applied alone are a group of one without a code."""

    people: tuple[Application, ...]


def invent_groups(rng: SeededRandom, *, entrants: int, teams: int, window: Window) -> list[Group]:
    """Teams numbered in the order in which the first of each applied, then those who are in no team."""
    alone = rng.between(5, 9)
    sizes = draw_sizes(rng, teams=teams, members=entrants - alone)
    starts = sorted(invent_moment(rng, window=window) for _ in sizes)
    groups = [
        _invent_group(rng, code=f"T{number:03}", size=size, first=first, window=window)
        for number, (size, first) in enumerate(zip(sizes, starts, strict=True), start=1)
    ]
    singles = [Application(invent_moment(rng, window=window), team=None, is_captain=False) for _ in range(alone)]
    return groups + [Group((single,)) for single in singles]


def draw_sizes(rng: SeededRandom, *, teams: int, members: int) -> list[int]:
    """Sizes from 2 to 5 that add up to `members`; one person at a time joins or leaves until they do."""
    if not teams * SIZES[0] <= members <= teams * SIZES[-1]:
        raise ValueError(f"{members} people cannot form {teams} teams of {SIZES[0]} to {SIZES[-1]}")
    sizes = [SIZES[rng.weighted(SIZE_WEIGHTS)] for _ in range(teams)]
    while (missing := members - sum(sizes)) != 0:
        position, change = rng.below(teams), 1 if missing > 0 else -1
        if sizes[position] + change in SIZES:
            sizes[position] += change
    return sizes


def _invent_group(rng: SeededRandom, *, code: str, size: int, first: datetime, window: Window) -> Group:
    moments = [first, *(invent_follow_up(rng, first=first, window=window) for _ in range(size - 1))]
    # Mostly the captain applies first and then sends the link round.
    captain = rng.below(size) if rng.chance(0.25) else 0
    return Group(_applications(moments, code=code, captain=captain))


def _applications(moments: Sequence[datetime], *, code: str, captain: int) -> tuple[Application, ...]:
    return tuple(
        Application(moment, team=code, is_captain=position == captain) for position, moment in enumerate(moments)
    )


def invent_moment(rng: SeededRandom, *, window: Window) -> datetime:
    days = (window.closes_at.date() - window.opens_at.date()).days
    day = _invent_day(rng, days=days)
    hours = LAST_DAY_HOURS if day == days else DAY_HOURS
    midnight = window.opens_at.replace(hour=0, minute=0, second=0)
    moment = midnight + timedelta(days=day, hours=rng.weighted(hours), seconds=rng.below(3600))
    if window.opens_at <= moment < window.closes_at:
        return moment
    return invent_moment(rng, window=window)


def _invent_day(rng: SeededRandom, *, days: int) -> int:
    period = rng.weighted((10, 34, 26, 14, 16))
    earliest, latest = ((0, 2), (3, days - 8), (days - 7, days - 2), (days - 1, days - 1), (days, days))[period]
    return rng.between(earliest, latest)


def invent_follow_up(rng: SeededRandom, *, first: datetime, window: Window) -> datetime:
    """When a team mate applies after the first of the team: soon, within two days or within a week."""
    reach = (5_400, 2 * 86_400, 7 * 86_400)[rng.weighted((50, 33, 17))]
    left = int((window.closes_at - first).total_seconds()) - 1
    moment = first + timedelta(seconds=rng.below(max(1, min(reach, left))))
    if moment.hour in NIGHT and rng.chance(0.9):
        return invent_follow_up(rng, first=first, window=window)
    return moment
