"""The draw that anybody can repeat."""

from __future__ import annotations

import hashlib

import pytest

from scoring import ScoringError, draw, lot_hash
from tests.scoring.builders import sentences


def test_the_hash_is_that_of_seed_line_feed_and_code_in_utf_8() -> None:
    assert lot_hash("씨앗", "팀1") == hashlib.sha256("씨앗".encode() + b"\n" + "팀1".encode()).hexdigest()


def test_the_order_is_that_of_the_hashes() -> None:
    order = draw(["T1", "T2", "T3", "T4"], seed="dice")
    assert list(order) == sorted(order, key=lambda code: lot_hash("dice", code))


def test_the_order_of_the_list_does_not_matter_but_the_seed_does() -> None:
    codes = [f"T{number}" for number in range(20)]
    assert draw(codes, seed="a") == draw(codes[::-1], seed="a") != draw(codes, seed="b")


def test_codes_are_trimmed_and_normalised_first() -> None:
    assert draw(["\u1110\u1175\u11b7 "], seed="a") == ("팀",)


def test_an_entry_listed_twice_cannot_be_drawn() -> None:
    with pytest.raises(ScoringError) as error:
        draw(["T1", "T1"], seed="a")
    assert sentences(error) == ["T1 is listed twice."]


def test_a_draw_needs_a_seed() -> None:
    with pytest.raises(ScoringError) as error:
        draw(["T1"], seed=" ")
    assert sentences(error, "ko") == ['seed 항목, 값 " ": 비워 둘 수 없는 칸이 비어 있습니다.']
