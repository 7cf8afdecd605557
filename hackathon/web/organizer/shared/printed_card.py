"""A printed card of somebody who scores or votes: a code to type and the same as a QR code."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True)
class Card:
    judge: str
    name: str
    code: str
    picture: Markup
