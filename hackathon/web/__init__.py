"""The pages: one package of views per audience."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Register every blueprint and what all pages share."""
