"""Particles after Korean, Latin and written-out words."""

from __future__ import annotations

import pytest

from scoring.korean import with_particle


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("다온", "다온이"),
        ("하루치", "하루치가"),
        ("말줄임표(주)", "말줄임표(주)가"),
        ("물음표셋!", "물음표셋!이"),
        ("T007", "T007이"),
        ("A4", "A4가"),
        ("LLM", "LLM이"),
        ("AI", "AI가"),
        ("Team", "Team이"),
        ("Blue", "Blue가"),
        ("Hack", "Hack이(가)"),
        ("東", "東이(가)"),
        ("!", "!이(가)"),
    ],
)
def test_a_name_takes_the_particle_of_its_last_sound(name: str, subject: str) -> None:
    assert with_particle(name, "이/가") == subject


@pytest.mark.parametrize(
    ("name", "toward"), [("서울", "서울로"), ("다온", "다온으로"), ("본선", "본선으로"), ("1", "1로")]
)
def test_after_rieul_the_direction_is_ro(name: str, toward: str) -> None:
    assert with_particle(name, "으로/로") == toward


def test_a_name_in_jamo_takes_the_same_particle() -> None:
    assert with_particle("\u1103\u1161\u110b\u1169\u11ab", "을/를").endswith("을")


def test_an_unknown_pair_of_particles_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="pair"):
        with_particle("다온", "이/을")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("T03", "T03과"),
        ("T02", "T02와"),
        ("zr", "zr과"),
        ("Tb", "Tb와"),
        ("팀", "팀과"),
        ("자리", "자리와"),
        ("x-", "x-와"),
    ],
)
def test_a_code_is_read_sign_by_sign(code: str, text: str) -> None:
    assert with_particle(code, "과/와", is_code=True) == text
