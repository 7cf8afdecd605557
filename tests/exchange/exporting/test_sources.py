"""A result of two sources can be recomputed from what is printed: with a spreadsheet, without us."""

from __future__ import annotations

import io
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.ballots import polls
from hackathon.exchange.exporting.files import export
from hackathon.exchange.printing import documents
from hackathon.models import Round
from tests.factories import HOUR, NOON, POLICY, a_round, fill_round, make_event, seal, the_key, the_secret
from tests.web.desk import sit_down, text_of
from tests.web.visitors import Visitor, lock

RULES = f"""{POLICY.replace('ties = ["criteria-by-points", "lot"]', "ties = []").replace('lot_seed = "pending"', "")}
[[sources]]
name = "judges"
weight = 70
method = "trimmed-mean"

[[sources]]
name = "audience"
weight = 30
method = "mean"
"""
MARKS = {"T001": (9, 8, 7, 9, 3), "T002": (6, 7, 7, 8, 5), "T003": (5, 5, 4, 6, 1), "T004": (1, 2, 3, 9, 10)}
VOTES = {"T001": 2, "T002": 13, "T003": 0, "T004": 3}


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    with unit_of_work():
        round = fill_round(make_event(a_round(policy=RULES)), judges=5)
        for entry, marks in MARKS.items():
            for number, mark in enumerate(marks, start=1):
                seal(round, f"J{number:02}", entry, mark, max(mark - 1, 0))
        with clock.at(NOON + HOUR):
            poll = polls.add_poll(round, source="audience", kind="audience", opens_at=NOON, closes_at=NOON + 4 * HOUR)
            polls.import_votes(poll, VOTES, name="votes.csv", secret=the_secret())
    lock(round)
    return round


def rows_of(sheet: Any) -> Iterator[dict[str, Any]]:
    """Rows by the Korean name of their column."""
    header, *rows = sheet.iter_rows(values_only=True)
    names = [str(title).partition(" / ")[0] for title in header]
    for row in rows:
        yield dict(zip(names, row, strict=True))


def exact(cell: object) -> Fraction:
    return Fraction(str(cell))


def test_s2_11_every_score_follows_from_the_cells_of_the_workbook(round: Round) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(round, "xlsx", key=the_key()).content))
    sources = {row["출처"]: row for row in rows_of(book["출처"])}
    whole = sum(exact(row["반영 비율"]) for row in sources.values())
    shares = {name: exact(row["반영 비율"]) / whole for name, row in sources.items()}
    assert shares == {"judges": Fraction(7, 10), "audience": Fraction(3, 10)}
    judged = defaultdict(list)
    for row in rows_of(book["채점표"]):
        if not row["제외"]:
            judged[row["번호"]].append(exact(row["총점"]))
    full, low = exact(sources["audience"]["만점(점수)"]), exact(sources["audience"]["최저점(점수)"])
    voted = {
        row["번호"]: (row["표"] * full + (row["고를 수 있던 사람"] - row["표"]) * low) / row["고를 수 있던 사람"]
        for row in rows_of(book["표 수"])
    }
    standings = list(rows_of(book["순위"]))
    assert len(standings) == 4
    for row in standings:
        code = row["번호"]
        panel = sum(judged[code], Fraction(0)) / len(judged[code])
        assert len(judged[code]) == 3  # of five, the highest and the lowest are left out
        assert exact(row["judges 정확한 값"]) == panel
        assert exact(row["audience 정확한 값"]) == voted[code]
        score = panel * shares["judges"] + voted[code] * shares["audience"]
        assert exact(row["정확한 값"]) == score
        assert row["최종 점수"] == float(f"{float(score):.2f}")
        assert re.fullmatch(r"[\d.]+ × 70 % \+ [\d.]+ × 30 %", row["계산"])
        assert row["집계/배정"] == "5장 중 5장"


def test_s1_1_votes_are_no_ballots_of_the_panel(sqlite_app: Flask, round: Round, tmp_path: Path) -> None:
    page = sit_down(sqlite_app, round).read("/organizer/rounds/first/standings")
    plots = re.findall(r'class="ruler[^"]*"[^>]*role="img" aria-label="([^"]*)"', page) or re.findall(
        r'aria-label="(\d[^"]*)"', page
    )
    assert all(len(plot.split(", ")) == 5 for plot in plots[:4]), plots
    assert re.search(r"[\d.]+ × 70 % \+ [\d.]+ × 30 %", text_of(page))
    if documents.is_able():
        (tmp_path / "it.pdf").write_bytes(export(round, "pdf", key=the_key()).content)
        told = subprocess.run(
            ["pdftotext", "-layout", tmp_path / "it.pdf", "-"], capture_output=True, text=True, check=True
        ).stdout
        assert "5/5" in told
        assert "23/5" not in told
        assert "× 70 %" in told
        assert "audience" in told


def test_s2_11_report_shows_how_the_sources_make_the_score(round: Round) -> None:
    assert re.search(r"× 70 % \+ [\d.]+ × 30 %", export(round, "html", key=the_key()).content.decode())


def test_s2_11_public_rules_say_what_is_left_out_of_a_source(sqlite_app: Flask, round: Round) -> None:
    page = text_of(Visitor(sqlite_app).read("/"))
    assert "judges: 팀마다 가장 높은 총점과 가장 낮은 총점을" in page, page
