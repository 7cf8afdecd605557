"""The results bundle that the product exports: it verifies, holds no personal data, and follows every decision."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from hackathon.database import unit_of_work
from hackathon.domain.base.errors import RoundNotLocked
from hackathon.domain.results import decisions, results, standings
from hackathon.domain.rounds import rounds
from hackathon.exchange.exporting.files import export, formats_of
from hackathon.models import Round
from scoring import verify_results
from scoring.bundle.archive import unpack
from tests.factories import seal_all, the_entry, the_judge, the_key

MARKS = {"T001": (9, 9), "T002": (7, 7), "T003": (7, 7), "T004": (6, 6)}


@pytest.fixture
def round(round: Round) -> Round:
    with unit_of_work():
        seal_all(round, MARKS)
        standings.adjust(round, the_entry(round, "T001"), Decimal("-3"), reason="김아무개 지각")
        rounds.recuse(round, the_judge("J03"), the_entry(round, "T004"), kind="self", reason="멘토였음")
    return round


@pytest.fixture
def locked(round: Round) -> Round:
    with unit_of_work():
        results.lock(round, key=the_key())
    return round


def checked(path: Path, raw: bytes) -> list[bool | None]:
    path.write_bytes(raw)
    return [check.ok for check in verify_results(path, public_key=the_key().public)]


def test_a_locked_round_gives_a_bundle_that_verifies_with_the_products_key(locked: Round, tmp_path: Path) -> None:
    assert checked(tmp_path / "r.zip", export(locked, "zip", key=the_key()).content) == [True] * 12


def test_its_standings_are_those_of_the_locked_result(locked: Round) -> None:
    members = unpack(export(locked, "zip", key=the_key()).content)
    assert members["standings.json"].decode() == results.get_result(locked).standings


def test_the_same_result_gives_the_same_bytes_and_a_name_with_its_version(locked: Round) -> None:
    file = export(locked, "zip", key=the_key())
    assert export(locked, "zip", key=the_key()).content == file.content
    assert file.name.startswith("test_first_v1_")
    assert file.name.endswith(".zip")


def test_names_reasons_and_addresses_stay_out(locked: Round) -> None:
    raw = export(locked, "zip", key=the_key()).content
    for personal in ("김아무개", "멘토였음", "example.org", "팀 T001", "captain-"):
        assert personal.encode() not in raw


def test_a_decision_after_the_lock_goes_into_the_next_version(locked: Round, tmp_path: Path) -> None:
    before = export(locked, "zip", key=the_key()).content
    with unit_of_work():
        decisions.decide(locked, "lot_seed", "주사위 3 5 2", key=the_key())
    after = export(locked, "zip", key=the_key())
    assert after.name.startswith("test_first_v2_")
    assert after.content != before
    assert checked(tmp_path / "r.zip", after.content) == [True] * 12
    assert "주사위 3 5 2".encode() in after.content


def test_signing_changes_nothing_about_the_bundle(locked: Round) -> None:
    with unit_of_work():
        decisions.decide(locked, "lot_seed", "주사위 3 5 2", key=the_key())
    before = export(locked, "zip", key=the_key()).content
    with unit_of_work():
        results.sign(results.get_result(locked), the_judge("J01").person, capacity="chair", key=the_key())
    assert export(locked, "zip", key=the_key()).content == before


def test_an_open_round_has_no_bundle_yet(round: Round) -> None:
    assert "zip" not in formats_of(round)
    with pytest.raises(RoundNotLocked, match="is locked"):
        export(round, "zip", key=the_key())
