"""Codes on cards: no look-alikes, and read however a tired person typed them."""

from __future__ import annotations

import pytest

from hackathon.domain.base.typed_codes import ALPHABET, LENGTH, make_code, read_code, shown


def test_a_code_is_long_enough_not_to_be_guessed() -> None:
    assert len(ALPHABET) ** LENGTH > 9e13
    assert len(set(ALPHABET)) == len(ALPHABET)


def test_no_two_signs_look_alike() -> None:
    assert not set(ALPHABET) & set("01OILBSZUAE")


def test_codes_differ_and_read_back() -> None:
    codes = {make_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(read_code(shown(code)) == code for code in codes)


@pytest.mark.parametrize(
    "typed",
    ["K7Q4M9TX3R", "k7q4m9tx3r", " K7Q4M - 9TX3R ", "K7Q4M–9TX3R", "Ｋ７Ｑ４Ｍ９ＴＸ３Ｒ", "K 7 Q 4 M 9 T X 3 R\n"],
)
def test_case_spaces_and_hyphens_do_not_matter(typed: str) -> None:
    assert read_code(typed) == "K7Q4M9TX3R"


def test_a_letter_taken_for_a_digit_is_read_as_that_digit() -> None:
    assert read_code("b7q4m-5tx2r") == read_code("87Q4M-STXZR") == "87Q4M5TX2R"


def test_a_korean_keyboard_left_on_does_not_matter() -> None:
    assert read_code("ㅏ7ㅂ4ㅡ-9ㅅㅌ3ㄱ") == "K7Q4M9TX3R"
    assert read_code("거2파3가4ㅡㅡ") == read_code("rj2vk3rk4mm") is None  # J is typed by ㅓ: eleven signs
    assert read_code("거2파3가4ㅡ") == "RJ2VK3RK4M"


@pytest.mark.parametrize("typed", ["", "K7Q4M9TX3", "K7Q4M9TX3RR", "K7Q4M9TX30", "K7Q4M9TX3!é", "가나다", "\0" * 10])
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


def test_a_whole_book_is_not_read() -> None:
    assert read_code("K7Q4M" + " " * 10**7 + "9TX3R") is None
