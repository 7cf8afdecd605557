"""QR code of a link, as a picture for a page or a printed card."""

from __future__ import annotations

import segno
from markupsafe import Markup


def qr_picture(link: str, *, border: int = 2) -> Markup:
    """Black on white in the dark too, for cameras expect it; `border` in squares."""
    code = segno.make(link, error="m", micro=False)
    return Markup(code.svg_inline(scale=8, border=border, dark="#000", light="#fff", omitsize=True, svgclass="qr"))  # nosec B704 (made of squares)
