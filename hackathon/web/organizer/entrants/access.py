"""The log of who looked at entrants: one line for one look, and what a list was narrowed to."""

from __future__ import annotations

from typing import Any

from flask import request

from hackathon.database import unit_of_work
from hackathon.domain.base import access_log
from hackathon.domain.entrants import roster
from hackathon.web.organizer.shared.desk import actor
from hackathon.web.page.frame import get_event


def log_access(act: str, subject: str, **facts: Any) -> None:
    """Leave a line in the log, once for one look."""
    event = get_event()
    if not access_log.is_noted(event, act, subject, actor=actor()):
        with unit_of_work():
            access_log.note(event, act, subject, actor=actor(), **facts)


def wanted_of() -> roster.Wanted:
    return roster.Wanted(
        text=request.values.get("q", "")[:100],
        show=request.values.get("show", ""),
        page=min(max(request.values.get("page", 1, type=int), 1), 10**6),
    )
