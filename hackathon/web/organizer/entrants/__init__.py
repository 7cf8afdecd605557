"""The organizer's pages about applications and teams. views.py names the modules."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("entrants", __name__, url_prefix="/organizer")
