"""Texts of the demo and the dates of its event, from the data folder."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hackathon.config import asset_dir

EVENT = "sesac-2025"


def data_dir() -> Path:
    return asset_dir("data")


@cache
def read_texts(name: str) -> dict[str, Any]:
    return tomllib.loads((data_dir() / EVENT / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Proposal:
    team: str
    title: str
    summary: str
    track_hint: str
    title_en: str


@cache
def read_proposals() -> tuple[Proposal, ...]:
    with (data_dir() / EVENT / "proposals.csv").open(encoding="utf-8-sig", newline="") as lines:
        return tuple(Proposal(**row) for row in csv.DictReader(lines))


@dataclass(frozen=True, slots=True)
class Window:
    """Applications are taken from `opens_at` until just before `closes_at`."""

    opens_at: datetime
    closes_at: datetime


@cache
def read_application_window() -> Window:
    event = read_texts("event")["event"]
    zone = ZoneInfo(event["time_zone"])
    dates = event["applications"]
    return Window(dates["opens_at"].replace(tzinfo=zone), dates["closes_at"].replace(tzinfo=zone))
