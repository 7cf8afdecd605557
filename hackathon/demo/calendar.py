"""The demo's calendar: the event's own dates, all moved by one offset so that a stage happens today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hackathon.domain.rounds.events import EventPlan, RoundPlan

STAGES = ("registration", "preliminary", "final", "results")
_SEOUL = ZoneInfo("Asia/Seoul")
PRESENT = {
    "registration": datetime(2025, 11, 11, 15, 0, tzinfo=_SEOUL),
    "preliminary": datetime(2025, 11, 20, 15, 0, tzinfo=_SEOUL),
    "final": datetime(2025, 12, 2, 14, 30, tzinfo=_SEOUL),
    "results": datetime(2025, 12, 2, 20, 0, tzinfo=_SEOUL),
}
"""The moment of the event's own calendar at which each stage is shown."""
_STEP = timedelta(minutes=10)


@dataclass(frozen=True)
class Calendar:
    """Turns moments of the event's own calendar into the demo's."""

    offset: timedelta

    def __call__(self, moment: datetime) -> datetime:
        return (moment + self.offset).astimezone(UTC)


def calendar_for(stage: str, *, now: datetime) -> Calendar:
    """The calendar in which `stage` is at hand now; whole ten minutes, so that times stay readable."""
    return Calendar((now - PRESENT[stage]) // _STEP * _STEP)


def shifted(plan: EventPlan, calendar: Calendar) -> EventPlan:
    """The plan with every date moved."""
    return replace(
        plan,
        **_moved(plan, calendar),
        milestones=[_shift_milestone(each, calendar) for each in plan.milestones],
        rounds=tuple(_shift_round(each, calendar) for each in plan.rounds),
    )


def _shift_round(plan: RoundPlan, calendar: Calendar) -> RoundPlan:
    return replace(plan, **_moved(plan, calendar))


def _moved(plan: EventPlan | RoundPlan, calendar: Calendar) -> dict[str, Any]:
    return {name: calendar(value) for name, value in vars(plan).items() if isinstance(value, datetime)}


def _shift_milestone(milestone: dict[str, Any], calendar: Calendar) -> dict[str, Any]:
    moved = {
        name: calendar(datetime.fromisoformat(milestone[name])).isoformat()
        for name in ("starts_at", "ends_at")
        if milestone[name]
    }
    return {**milestone, **moved}
