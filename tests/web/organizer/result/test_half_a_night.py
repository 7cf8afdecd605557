"""Half a night is the normal state: one early ballot takes nothing away from anybody."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from pathlib import Path

import openpyxl
import pytest
from flask import Flask

from hackathon.database import unit_of_work
from hackathon.domain.results.standings import find_unrankable, standings_of
from hackathon.exchange.exporting.files import export
from hackathon.exchange.printing import documents
from hackathon.models import Round
from tests.factories import POLICY, a_round, fill_round, make_event, seal, seal_all, the_key
from tests.web.desk import sit_down, text_of
from tests.web.visitors import lock

TRIMMED = POLICY.replace('method = "mean"', 'method = "trimmed-mean"') + '\n[[awards]]\nname = "대상"\n'


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    """T001 and T002 have every ballot, T003 a single early one, T004 none; the highest and lowest are left out."""
    with unit_of_work():
        round = fill_round(make_event(a_round(policy=TRIMMED)))
        seal_all(round, {"T001": (9, 9), "T002": (7, 7)})
        seal(round, "J02", "T003", 5, 5)
    return round


@pytest.mark.parametrize("role", ["organizer", "chair"])
def test_f1_the_page_ranks_the_others_and_says_why_not_this_one(sqlite_app: Flask, round: Round, role: str) -> None:
    page = text_of(sit_down(sqlite_app, round, role).read("/organizer/rounds/first/standings"))
    assert "잠그기 전의 잠정 순위입니다" in page
    assert re.search(r"1 팀 T001 T001 90\.00", page)
    assert re.search(
        r"아직 순위를 매길 수 없음 · 2팀 – 팀 T003 T003 [^–]*1장[^–]*– 팀 T004 T004 채점표가 없습니다", page
    ), page
    assert "계산할 수 없습니다" not in page


def test_f1_awards_are_shown_as_they_stand(sqlite_app: Flask, round: Round) -> None:
    page = text_of(sit_down(sqlite_app, round).read("/organizer/rounds/first/awards"))
    assert re.search(r"대상 최종 순위 팀 T001 T001", page)


def test_h22_one_ballot_is_no_reason_to_show_nothing(sqlite_app: Flask) -> None:
    with unit_of_work():
        round = fill_round(make_event(a_round(policy=TRIMMED)))
        seal(round, "J02", "T003", 5, 5)
    page = text_of(sit_down(sqlite_app, round).read("/organizer/rounds/first/standings"))
    assert "아직 순위를 매길 수 없음 · 4팀" in page
    assert export(round, "csv", key=the_key()).content.decode("utf-8-sig").startswith("rank,entry,")


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "html", "pdf"])
def test_f1_every_file_leaves_and_says_that_it_is_provisional(round: Round, tmp_path: Path, form: str) -> None:
    if form == "pdf" and not documents.is_able():
        pytest.skip("the extra pdf is not installed")
    file = export(round, form, key=the_key())
    assert "_provisional_" in file.name
    assert READ[form](file.content, tmp_path)


def read_csv(content: bytes, _folder: Path) -> bool:
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    return [row["entry"] for row in rows] == ["T001", "T002"]


def read_json(content: bytes, _folder: Path) -> bool:
    told = json.loads(content)
    reasons = {each["entry"]: each["reason"] for each in told["unranked"]}
    return told["provisional"] is True and reasons.keys() == {"T003", "T004"} and "1" in reasons["T003"]


def read_xlsx(content: bytes, _folder: Path) -> bool:
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = list(book["순위 (잠정)"].iter_rows(min_row=2, values_only=True))
    early = next(row for row in book["채점표"].iter_rows(values_only=True) if row[0] == "T003")
    assert "잠정" in book.properties.title
    return [row[:2] for row in rows] == [(1, "T001"), (2, "T002"), (None, "T003"), (None, "T004")] and 50 in early


def read_html(content: bytes, _folder: Path) -> bool:
    return "아직 들어오지 않은 채점표가 있을 수 있습니다" in content.decode() and "T003" in content.decode()


def read_pdf(content: bytes, folder: Path) -> bool:
    (folder / "it.pdf").write_bytes(content)
    told = subprocess.run(["pdftotext", "-layout", folder / "it.pdf", "-"], capture_output=True, text=True, check=True)
    return "초안" in told.stdout and "T003" in told.stdout.split("\f")[0]


READ = {"csv": read_csv, "json": read_json, "xlsx": read_xlsx, "html": read_html, "pdf": read_pdf}


def test_what_keeps_the_rules_from_ranking_is_named_for_the_lock(round: Round) -> None:
    assert [each.entry for each in find_unrankable(round)] == ["T003"]
    with unit_of_work():
        seal_all(round, {"T003": (5, 5), "T004": (4, 4)})
    assert find_unrankable(round) == ()


def test_the_locked_standings_are_provisional_no_more(round: Round) -> None:
    assert standings_of(round).provisional
    with unit_of_work():
        seal(round, "J01", "T003", 5, 5)
        seal(round, "J03", "T003", 5, 5)
        seal_all(round, {"T004": (4, 4)})
    lock(round)
    assert not standings_of(round).provisional
    assert "provisional" not in json.loads(export(round, "json", key=the_key()).content)
    assert "_v1_" in export(round, "json", key=the_key()).name
