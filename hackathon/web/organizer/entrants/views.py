"""The organizer's pages about entrants and teams: every module named here adds its own to the blueprint."""

from __future__ import annotations

from hackathon.web.organizer.entrants import blueprint, entrants, export, teams

__all__ = ["PAGES", "blueprint"]
PAGES = (entrants, teams, export)
