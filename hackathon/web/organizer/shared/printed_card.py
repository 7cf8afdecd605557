"""A printed card of somebody who scores or votes: a code to type and the same as a QR code."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from markupsafe import Markup


@dataclass(frozen=True)
class Card:
    judge: str
    name: str
    code: str
    picture: Markup


def picture_of(link: str) -> Markup:
    """A QR code that stays black on white in the dark too: cameras expect it."""
    code = segno.make(link, error="m", micro=False)
    return Markup(code.svg_inline(scale=8, border=2, dark="#000", light="#fff", omitsize=True, svgclass="qr"))  # nosec B704 (made of squares)
