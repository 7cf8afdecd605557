"""QR codes read from a picture: for browsers that cannot do it themselves."""

from __future__ import annotations

import numpy as np

from hackathon.domain.base.errors import Invalid
from scoring.text import text

LARGEST_SIDE = 1600
MOST_PIXELS = 1_600_000
MOST_CODES = 8


def read_codes(luminance: bytes, *, width: int, height: int) -> list[str]:
    """The texts of the QR codes in a grey picture, one byte a pixel, row by row."""
    import zxingcpp  # a decoder that only a scanning page needs

    fits = 0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE and width * height <= MOST_PIXELS
    if not fits or len(luminance) != width * height:
        raise Invalid(text("The picture is not of the size it says, or too large."), field="frame")
    picture = np.frombuffer(luminance, dtype=np.uint8).reshape(height, width)
    found = zxingcpp.read_barcodes(
        picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode), text_mode=zxingcpp.TextMode.Plain
    )
    return [_text(code) for code in found[:MOST_CODES] if code.valid]


def _text(code: object) -> str:
    """Codes carry bytes; ours are UTF-8, and the decoder has to guess where a code does not say so."""
    try:
        return bytes(code.bytes).decode("utf-8")  # type: ignore[attr-defined]
    except UnicodeDecodeError:
        return str(code.text)  # type: ignore[attr-defined]
