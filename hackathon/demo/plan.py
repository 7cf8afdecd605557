"""The demo's plan: what every stage is built from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from hackathon.demo.calendar import Calendar
from hackathon.demo.people import People
from hackathon.domain.base.keys import Key


@dataclass(frozen=True)
class Demo:
    """`tick` is told how many rows came to be."""

    seed: int
    everybody: People
    calendar: Calendar
    key: Key
    tick: Callable[[int], None] = field(default=lambda _: None)
