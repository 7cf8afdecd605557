"""The organizer's pages about people, their roles and their letters. views.py names the modules."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("people", __name__, url_prefix="/organizer")
