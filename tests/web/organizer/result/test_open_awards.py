"""Open is never vacant: an award that a tie leaves open is told as such by every reader of results."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import openpyxl
import pytest
from flask import Flask

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.results import results
from hackathon.domain.results.standings import standings_of
from hackathon.domain.results.status import statuses_of
from hackathon.exchange.exporting.files import export
from hackathon.exchange.printing import documents
from hackathon.extensions import db
from hackathon.models import Publication, Round
from scoring.report.terminal import standings_table
from tests.factories import POLICY, a_round, fill_round, make_event, seal_all, the_entry, the_key
from tests.web.desk import sit_down, text_of
from tests.web.team.sending import captain_of
from tests.web.visitors import CLOSED, Visitor, lock

TIED = {"T001": (9, 9), "T002": (9, 9), "T003": (5, 5), "T004": (4, 4)}
AWARDS = """
[[awards]]
name = "대상"

[[awards]]
name = "기준상"
minimum = 99
"""
NO_WINNER = ("수상 팀 없음", "Not awarded", "vacant")


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    """A tie for the first award that no step separates, and a second award that nobody reaches."""
    policy = POLICY.replace('ties = ["criteria-by-points", "lot"]\nlot_seed = "pending"', "ties = []")
    with unit_of_work():
        round = fill_round(make_event(a_round(policy=policy.partition("[advance]")[0] + AWARDS)))
        seal_all(round, TIED)
    return round


def line_of(text: str, award: str) -> str:
    """From the award's name to where the next one begins."""
    return re.split("기준상|특별상", text.partition(award)[2])[0]


def published_as_it_was(round: Round) -> None:
    """A result of before the gates: published although the award is open."""
    lock(round)
    with unit_of_work(), clock.at(CLOSED):
        round.published_at = clock.now()
        result = results.get_result(round)
        db.session.add(Publication(round_id=round.id, result_id=result.id, published_at=clock.now()))


def test_f0_the_public_page_says_undecided_and_between_whom(sqlite_app: Flask, round: Round) -> None:
    published_as_it_was(round)
    page = text_of(Visitor(sqlite_app, at=CLOSED).read("/")).partition("수상 팀")[2]
    told = line_of(page, "대상")
    assert "동점, 결정 전 · 팀 T001, 팀 T002" in told
    assert not any(word in told for word in NO_WINNER)
    assert "수상 팀 없음" in page.partition("기준상")[2]


def test_f0_where_ranks_are_private_it_is_not_said_between_whom(sqlite_app: Flask, round: Round) -> None:
    with unit_of_work():
        round.event.result_level = "awards"
    published_as_it_was(round)
    page = text_of(Visitor(sqlite_app, at=CLOSED).read("/")).partition("수상 팀")[2]
    assert "동점, 결정 전" in line_of(page, "대상")
    assert "T001" not in line_of(page, "대상")
    assert "결정 전" not in Visitor(sqlite_app, captain_of(round, "T001"), at=CLOSED).read("/team")


def test_f0_the_page_of_a_tied_team_says_undecided(sqlite_app: Flask, round: Round) -> None:
    published_as_it_was(round)
    assert "대상: 결정 전" in Visitor(sqlite_app, captain_of(round, "T001"), at=CLOSED).read("/team")
    assert "결정 전" not in Visitor(sqlite_app, captain_of(round, "T003"), at=CLOSED).read("/team")


def test_f0_a_winner_who_withdrew_since_is_still_the_winner(sqlite_app: Flask, round: Round) -> None:
    with unit_of_work():
        round.policy = round.policy.replace('method = "mean"', 'method = "mean"\ndecimals = 2').replace(
            "ties = []", 'ties = ["criteria-by-points", "lot"]\nlot_seed = "x"'
        )
    published_as_it_was(round)
    winner = next(award.entry for award in standings_of(round).awards if award.entry)
    with unit_of_work(), clock.at(CLOSED):
        the_entry(round, winner).withdrawn_at = clock.now()
    told = line_of(text_of(Visitor(sqlite_app, at=CLOSED).read("/")).partition("수상 팀")[2], "대상")
    assert f"팀 {winner}" in told


@pytest.mark.parametrize(
    ("page", "role"), [("standings", "organizer"), ("standings", "chair"), ("awards", "organizer")]
)
def test_f0_the_desk_names_the_candidates(sqlite_app: Flask, round: Round, page: str, role: str) -> None:
    told = text_of(sit_down(sqlite_app, round, role).read(f"/organizer/rounds/first/{page}"))
    assert re.search(r"대상( 최종 순위)? 동점, 결정 전 팀 T001, 팀 T002", told), told


def test_f0_workbook_report_and_terminal_say_undecided(round: Round) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(round, "xlsx", key=the_key()).content))
    rows = list(book["시상"].iter_rows(min_row=2, values_only=True))
    assert rows[0] == ("대상", None, None, "동점, 결정 전: T001 팀 T001, T002 팀 T002")
    assert rows[1] == ("기준상", None, None, "해당 없음")
    report = export(round, "html", key=the_key()).content.decode()
    assert "동점, 결정 전</span>" in report
    assert "award: 대상: tie, undecided (T001, T002)" in standings_table(standings_of(round), "en")


@pytest.mark.poppler
@pytest.mark.skipif(not documents.is_able(), reason="the extra pdf is not installed")
def test_f0_the_paper_says_undecided(round: Round, tmp_path: Path) -> None:
    file = tmp_path / "it.pdf"
    file.write_bytes(export(round, "pdf", key=the_key()).content)
    told = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    assert re.search(r"대상\s+동점, 결정 전: T001 팀 T001, T002 팀 T002", told)


def test_f0_a_team_tied_at_an_open_cut_is_not_told_that_it_is_out(sqlite_app: Flask) -> None:
    policy = POLICY.replace('ties = ["criteria-by-points", "lot"]\nlot_seed = "pending"', "ties = []")
    with unit_of_work():
        following = a_round("next", source="first", name={"ko": "본선", "en": "Final"})
        round = fill_round(make_event(a_round(policy=policy.replace("count = 2", "count = 1")), following))
        seal_all(round, TIED)
    published_as_it_was(round)
    statuses = statuses_of(round.event, [entry.team for entry in round.entries])
    told = {team.code: statuses[team.id] for team in (entry.team for entry in round.entries)}
    assert told == {"T001": "applied", "T002": "applied", "T003": "reserve", "T004": "not-selected"}
    assert "결정 전" in Visitor(sqlite_app, captain_of(round, "T001"), at=CLOSED).read("/team")
