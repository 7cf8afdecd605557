"""When people apply: a rush at the start, a trickle, and half of them in the last days, mostly in the evening."""

from __future__ import annotations

from datetime import datetime, timedelta

from hackathon.demo.dice import Dice
from hackathon.demo.words import Window

DAY_HOURS = (3, 1, 1, 0, 0, 0, 1, 2, 4, 6, 8, 8, 6, 8, 9, 9, 8, 8, 6, 7, 9, 10, 10, 7)
LAST_DAY_HOURS = (3, 1, 1, 0, 0, 0, 1, 2, 4, 5, 7, 7, 6, 8, 9, 10, 11, 12, 11, 14, 18, 24, 32, 40)
NIGHT = range(2, 6)


def invent_moment(dice: Dice, *, window: Window) -> datetime:
    days = (window.closes_at.date() - window.opens_at.date()).days
    day = _invent_day(dice, days=days)
    hours = LAST_DAY_HOURS if day == days else DAY_HOURS
    midnight = window.opens_at.replace(hour=0, minute=0, second=0)
    moment = midnight + timedelta(days=day, hours=dice.weighted(hours), seconds=dice.below(3600))
    if window.opens_at <= moment < window.closes_at:
        return moment
    return invent_moment(dice, window=window)


def _invent_day(dice: Dice, *, days: int) -> int:
    period = dice.weighted((10, 34, 26, 14, 16))
    earliest, latest = ((0, 2), (3, days - 8), (days - 7, days - 2), (days - 1, days - 1), (days, days))[period]
    return dice.between(earliest, latest)


def invent_follow_up(dice: Dice, *, first: datetime, window: Window) -> datetime:
    """When a team mate applies after the first of the team: soon, within two days or within a week."""
    reach = (5_400, 2 * 86_400, 7 * 86_400)[dice.weighted((50, 33, 17))]
    left = int((window.closes_at - first).total_seconds()) - 1
    moment = first + timedelta(seconds=dice.below(max(1, min(reach, left))))
    if moment.hour in NIGHT and dice.chance(0.9):
        return invent_follow_up(dice, first=first, window=window)
    return moment
