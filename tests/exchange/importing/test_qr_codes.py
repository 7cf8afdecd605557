"""QR codes in grey pictures: what a camera of the desk shows the server."""

from __future__ import annotations

import numpy as np
import pytest
import segno

from hackathon.domain.base.errors import Invalid
from hackathon.exchange.importing.tablets.qr_codes import MOST_PIXELS, read_codes


def picture(*texts: str, scale: int = 4, noise: int = 0, turned: int = 0) -> tuple[bytes, int, int]:
    """Codes beside each other as a camera might see them."""
    drawn = [_drawn(text, scale) for text in texts]
    height = max(each.shape[0] for each in drawn)
    padded = [np.pad(each, ((0, height - each.shape[0]), (0, 0)), constant_values=255) for each in drawn]
    whole = np.rot90(np.hstack(padded), turned)
    if noise:
        rough = np.random.default_rng(7).integers(-noise, noise, whole.shape)
        whole = np.clip(whole.astype(int) // 2 + 60 + rough, 0, 255).astype(np.uint8)
    return whole.astype(np.uint8).tobytes(), whole.shape[1], whole.shape[0]


def _drawn(text: str, scale: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    code = segno.make_qr(text, error="l", encoding="utf-8", mode="byte")
    rows = np.array([[0 if dark else 255 for dark in row] for row in code.matrix_iter(scale=scale, border=4)])
    return rows.astype(np.uint8)


@pytest.mark.parametrize(
    "text", ["T001", "https://example.org/j/ABCD", '{"comment": "똠방각하 펲시 뷁", "mark": 7.5}', " 끝 "]
)
def test_a_text_comes_back_as_it_was(text: str) -> None:
    content, width, height = picture(text)
    assert read_codes(content, width=width, height=height) == [text]


def test_a_dense_code_in_bad_light_and_turned_is_read() -> None:
    text = "HJ1:0123abcd:1/3:" + "채점표" * 200
    content, width, height = picture(text, noise=25, turned=1)
    assert read_codes(content, width=width, height=height) == [text]


def test_several_codes_in_one_picture_are_all_read() -> None:
    content, width, height = picture("one", "two")
    assert set(read_codes(content, width=width, height=height)) == {"one", "two"}


def test_a_picture_without_a_code_has_no_text() -> None:
    assert read_codes(bytes(640 * 480), width=640, height=480) == []


@pytest.mark.parametrize(
    ("length", "width", "height"),
    [(99, 10, 10), (100, 0, 0), (100, -10, -10), (MOST_PIXELS + 1, 1600, 1001), (4000, 4000, 1), (0, 10, 10)],
)
def test_a_picture_of_another_size_than_it_says_is_refused(length: int, width: int, height: int) -> None:
    with pytest.raises(Invalid):
        read_codes(bytes(length), width=width, height=height)
