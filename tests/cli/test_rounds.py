"""Carrying a round to its result from the command line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from hackathon import create_app
from hackathon.config import Settings
from hackathon.database import unit_of_work
from hackathon.domain.results import results
from hackathon.domain.rounds.events import get_event, get_round
from hackathon.extensions import db
from hackathon.models import AuditEntry
from scoring.__main__ import main as verify
from tests.cli.terminal import refused, run
from tests.factories import a_round, fill_round, make_event, make_person, seal_all, the_judge, the_key

CLEAR = {"T001": (9, 9), "T002": (8, 8), "T003": (7, 7), "T004": (6, 6)}
TIED = {**CLEAR, "T003": (8, 8)}
CHIEF = ("--as", "chief@example.org")


@contextmanager
def opened(home: Path) -> Iterator[None]:
    with create_app(Settings(home=home, database_url=None)).app_context():
        yield
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def home(sqlite_template: Path, tmp_path: Path) -> Path:
    """Two rounds; the first has teams, a panel and an organizer, and no ballot yet."""
    shutil.copy(sqlite_template, tmp_path / "hackathon.sqlite3")
    with opened(tmp_path), unit_of_work():
        event = make_event(a_round(), a_round("second", source="first", name={"ko": "본선", "en": "Final"}))
        fill_round(event)
        make_person(event, "chief", "organizer")
        make_person(event, "guest")
    return tmp_path


def score(home: Path, marks: dict[str, tuple[int, int]]) -> None:
    with opened(home), unit_of_work():
        seal_all(get_round(get_event(), "first"), marks)


def test_a_round_goes_from_ballots_to_the_next_round(home: Path) -> None:
    score(home, CLEAR)
    assert run(home, "lock", "first", *CHIEF).stdout.startswith("Locked. Result version 1")
    preview = run(home, "advance", "first", "--dry-run")
    assert "2 would enter the Final" in preview.stdout
    done = run(home, "advance", "first", *CHIEF)
    assert done.stdout.splitlines()[:-1] == preview.stdout.splitlines()[:-1]
    refused(run(home, "advance", "first", *CHIEF), "already has its entries")


def test_a_preview_writes_nothing(home: Path) -> None:
    score(home, CLEAR)
    run(home, "lock", "first", *CHIEF)
    with opened(home):
        before = db.session.query(AuditEntry).count()
    run(home, "advance", "first", "--dry-run")
    with opened(home):
        assert db.session.query(AuditEntry).count() == before
        assert get_round(get_event(), "second").entries == []


def test_a_round_with_ballots_owed_stays_open(home: Path) -> None:
    refused(run(home, "lock", "first", *CHIEF), "12 assigned ballots are not sealed", "J01(4)")


def test_a_tie_across_the_cut_is_named(home: Path) -> None:
    score(home, TIED)
    run(home, "lock", "first", *CHIEF)
    refused(run(home, "advance", "first", "--dry-run"), "1 place for T002, T003")


def test_acts_need_an_organizer_by_name(home: Path) -> None:
    score(home, CLEAR)
    refused(run(home, "lock", "first", "--as", "guest@example.org"), "guest@example.org is no organizer")
    refused(run(home, "lock", "first", "--as", "nobody@example.org"), "nobody@example.org")
    assert run(home, "lock", "first").returncode == 2


def test_the_command_cannot_replace_the_two_signatures(home: Path) -> None:
    score(home, CLEAR)
    run(home, "lock", "first", *CHIEF)
    refused(run(home, "publish", "first", *CHIEF), "both have signed")
    with opened(home), unit_of_work():
        result = results.get_result(get_round(get_event(), "first"))
        results.sign(result, the_judge("J01").person, capacity="chair", key=the_key())
        chief = make_person(get_event(), "second-organizer", "organizer")
        results.sign(result, chief, capacity="organizer", key=the_key())
    assert run(home, "publish", "first", *CHIEF).stdout == "The result is public.\n"


def test_unlocking_gives_a_reason_and_the_next_lock_another_version(home: Path) -> None:
    score(home, CLEAR)
    run(home, "lock", "first", *CHIEF)
    assert run(home, "unlock", "first", *CHIEF).returncode == 2
    assert run(home, "unlock", "first", *CHIEF, "--reason", "누락").stdout == "Unlocked.\n"
    assert "version 2" in run(home, "lock", "first", *CHIEF).stdout


def test_assigning_again_adds_nothing(home: Path) -> None:
    assert run(home, "assign", "first", *CHIEF).stdout == "0 assignments were added.\n"


def test_rank_prints_what_export_writes(home: Path, tmp_path: Path) -> None:
    score(home, CLEAR)
    printed = json.loads(run(home, "rank", "first", "--format", "json").stdout)
    assert run(home, "export", "first", "--out", tmp_path / "first.json").returncode == 0
    assert json.loads((tmp_path / "first.json").read_text(encoding="utf-8")) == printed
    csv = run(home, "rank", "first", "--format", "csv").stdout.splitlines()
    assert csv[0].endswith(",technical,team")
    assert csv[1].startswith("1,T001,90.00,90,3,false,")
    assert csv[1].endswith(",팀 T001")


def test_an_export_is_in_the_log_and_in_the_events_language(home: Path, tmp_path: Path) -> None:
    score(home, CLEAR)
    target = tmp_path / "first.xlsx"
    assert run(home, "export", "first", "--out", target, *CHIEF, language="en_US.UTF-8").returncode == 0
    assert openpyxl.load_workbook(target).sheetnames[0].startswith("순위")
    assert run(home, "export", "first", "--out", target, "--lang", "en").returncode == 0
    assert openpyxl.load_workbook(target).sheetnames[0].startswith("Standings")
    refused(run(home, "export", "first", "--out", target, "--lang", "fr"), "does not speak fr")
    with opened(home):
        lines = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "file.downloaded")).all()
        assert [line.actor_id is not None for line in lines] == [True, False]
        assert all(line.facts["file"].startswith("test_first_provisional_") for line in lines)


def test_f6_the_key_is_printed_as_verify_takes_it(home: Path, tmp_path: Path) -> None:
    score(home, CLEAR)
    run(home, "lock", "first", *CHIEF)
    run(home, "export", "first", "--out", tmp_path / "first.zip")
    printed = run(home, "key").stdout
    assert [line.partition(":")[0] for line in printed.splitlines()] == ["key", "fingerprint"]
    assert verify(["verify", str(tmp_path / "first.zip"), "--public-key", printed]) == 0


def test_h11_check_integrity_names_the_first_break_and_fails(home: Path, tmp_path: Path) -> None:
    score(home, CLEAR)
    run(home, "lock", "first", *CHIEF)
    run(home, "export", "first", "--out", tmp_path / "first.zip")
    whole = run(home, "check", "--integrity", "--checkpoint", tmp_path / "first.zip")
    assert whole.returncode == 0, whole.stdout
    assert "✗" not in whole.stdout
    with opened(home), unit_of_work():
        db.session.execute(db.text("DROP TRIGGER ballot_revision_no_update"))
        db.session.execute(
            db.text("UPDATE ballot_revision SET marks = replace(marks, '9', '8') WHERE chain_position = 1")
        )
    done = run(home, "check", "--integrity")
    assert done.returncode == 1
    assert [line for line in done.stdout.splitlines() if "✗" in line and "number 1" in line]
    refused(run(home, "check", "--checkpoint", home / "hackathon.sqlite3"), "checkpoint")
