"""The organizer's pages about people: every module named here adds its own to the blueprint."""

from __future__ import annotations

from hackathon.web.organizer.people import blueprint, duplicates, messages, outbox, people

__all__ = ["PAGES", "blueprint"]
PAGES = (people, duplicates, messages, outbox)
