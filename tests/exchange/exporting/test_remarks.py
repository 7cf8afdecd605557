"""Who is passed over, ranks inside groups, capped bonuses: told in words by page, workbook and paper."""

from __future__ import annotations

import io
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from flask import Flask

from hackathon.database import unit_of_work
from hackathon.domain.results import standings
from hackathon.exchange.exporting.files import export
from hackathon.exchange.printing import documents
from hackathon.models import Round
from tests.factories import POLICY, a_round, fill_round, make_event, seal_all, the_entry, the_key
from tests.web.desk import sit_down, text_of

RULES = (
    POLICY.replace("[ranking]", '[ranking]\ngroups = ["track"]') + "\n[cutoff]\ntotal = 65\n\n[adjustments]\nmost = 2\n"
)
MARKS = {"T001": (9, 9), "T002": (8, 8), "T003": (7, 7), "T004": (6, 6)}


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    with unit_of_work():
        round = fill_round(make_event(a_round(policy=RULES)))
        for code, track in (("T001", "AI"), ("T002", "기후"), ("T003", "AI")):
            the_entry(round, code).team.track = track
        seal_all(round, MARKS)
        standings.adjust(round, the_entry(round, "T002"), Decimal(5), reason="도움")
    return round


def test_the_workbook_tells_them(round: Round) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(round, "xlsx", key=the_key()).content))
    passed = list(book["선발·시상 제외"].iter_rows(min_row=2, values_only=True))
    assert [row[:3] for row in passed] == [("T004", "팀 T004", "cutoff:total")]
    assert passed[0][3]
    groups = list(book["묶음별 순위"].iter_rows(min_row=2, values_only=True))
    assert [row[1:4] for row in groups if row[0] == "track"] == [
        ("AI", 1, "T001"),
        ("AI", 2, "T003"),
        ("기후", 1, "T002"),
    ]
    assert any("T002" in str(row[0]) for row in book["참고"].iter_rows(min_row=2, values_only=True))


def test_the_page_tells_them(sqlite_app: Flask, round: Round) -> None:
    page = text_of(sit_down(sqlite_app, round).read("/organizer/rounds/first/standings"))
    assert "선발·시상 제외 팀 T004" in page
    assert "track별 순위 AI 1 팀 T001 · 2 팀 T003 기후 1 팀 T002" in page
    assert "T002" in page.partition("살펴볼 것")[2]


@pytest.mark.poppler
@pytest.mark.skipif(not documents.is_able(), reason="the extra pdf is not installed")
def test_the_paper_tells_them(round: Round, tmp_path: Path) -> None:
    (tmp_path / "it.pdf").write_bytes(export(round, "pdf", key=the_key()).content)
    told = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "it.pdf", "-"], capture_output=True, text=True, check=True
    )
    first = told.stdout.split("\f")[0]
    assert "T004 팀 T004" in first
    assert "track AI 안의 순위: 1 T001 팀 T001, 2 T003 팀 T003" in first
