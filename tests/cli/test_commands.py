"""The commands as a person runs them: one sentence when it fails, and nothing half done."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import scoring.text
from hackathon.cli import cli, main
from hackathon.config import asset_dir
from tests.cli.terminal import refused, run
from tests.running.pseudo import LANGUAGE, drop_in, sentence

EVENT = asset_dir("data") / "sesac-2025" / "event.toml"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the first event in it, as `init` makes it."""
    home = tmp_path_factory.mktemp("home")
    done = run(home, "init", EVENT)
    assert done.returncode == 0, done.stderr
    return home


def test_init_makes_the_event_once(home: Path) -> None:
    refused(run(home, "init", EVENT), "already holds an event")


def test_before_init_every_command_says_what_to_run(tmp_path: Path) -> None:
    for arguments in (["rank", "final"], ["link", "a@example.org"], ["serve"], ["export", "final", "--out", "x.csv"]):
        refused(run(tmp_path, *arguments), "hackathon init")


def test_sentences_are_korean_in_a_korean_terminal(tmp_path: Path) -> None:
    refused(run(tmp_path, "rank", "final", language="ko_KR.UTF-8"), "데이터베이스가 준비되지 않았습니다")


def test_sentences_are_english_where_no_catalogue_speaks_the_terminals_language(tmp_path: Path) -> None:
    refused(run(tmp_path, "rank", "final", language="fr_FR.UTF-8"), "The database is not ready")


def test_a_language_dropped_into_the_home_is_spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scoring.text._places", [*scoring.text._places])
    drop_in(tmp_path / "locale")
    refused(
        run(tmp_path, "rank", "final", language=f"{LANGUAGE}_YY.UTF-8"), sentence("The database is not ready.")[:20]
    )


def test_an_unknown_round_is_named_with_those_that_exist(home: Path) -> None:
    refused(run(home, "rank", "semifinal"), "'semifinal'", "preliminary, final")


def test_ranking_without_a_ballot_is_an_empty_list_that_says_so(home: Path) -> None:
    done = run(home, "rank", "final")
    assert done.returncode == 0
    assert "provisional" in done.stdout
    told = json.loads(run(home, "rank", "final", "--format", "json").stdout)
    assert (told["standings"], told["provisional"]) == ([], True)


def test_an_export_that_fails_leaves_no_file(home: Path, tmp_path: Path) -> None:
    refused(run(home, "export", "final", "--out", tmp_path / "final.docx"), ".xlsx")
    refused(run(home, "export", "final", "--out", tmp_path / "final.zip"), "locked")
    refused(run(home, "export", "final", "--out", tmp_path / "nowhere" / "final.csv"), "cannot be written")
    assert list(tmp_path.iterdir()) == []


def test_a_user_is_added_and_given_a_link_that_works_once(home: Path) -> None:
    added = run(home, "user", "add", "Chief@Example.org", "--role", "organizer", "--name", "한결")
    assert added.returncode == 0, added.stderr
    link = run(home, "link", "chief@example.org")
    assert link.stdout.startswith("http://127.0.0.1:8000/s/")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["user", "add", "nobody", "--role", "judge"], ["'nobody'", "e-mail"]),
        (["link", "stranger@example.org"], ["stranger@example.org"]),
    ],
)
def test_people_that_cannot_be(home: Path, arguments: Sequence[str], words: Sequence[str]) -> None:
    refused(run(home, *arguments), *words)


def test_several_workers_on_sqlite_are_refused(home: Path) -> None:
    refused(run(home, "serve", "--workers", "2"), "SQLite", "one worker")


def test_half_a_certificate_is_refused(home: Path) -> None:
    refused(run(home, "serve", "--tls-cert", EVENT), "--tls-key")


def test_check_says_what_is_missing(home: Path) -> None:
    done = run(home, "check")
    assert "HTTPS" in done.stdout
    assert "SQLite" in done.stdout


def test_a_dropped_in_file_that_is_no_catalogue_is_told_and_stops_nothing(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scoring.text._places", list(scoring.text._places))
    copy = shutil.copytree(home, tmp_path / "home")
    file = copy / "locale/xx/LC_MESSAGES/hackathon.mo"
    file.parent.mkdir(parents=True)
    file.write_text("no catalogue")
    told = [line for line in run(copy, "check").stdout.splitlines() if str(file) in line]
    assert [line[0] for line in told] == ["✗"]


@pytest.mark.parametrize("encoding", ["latin-1", "cp949", "ascii"])
def test_a_terminal_of_another_encoding_stops_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    said = io.BytesIO()
    monkeypatch.setenv("HACKATHON_HOME", str(home))
    monkeypatch.setattr(sys, "argv", ["hackathon", "check"])
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(said, encoding=encoding))
    main()
    sys.stdout.flush()
    assert "✓ SQLite" in said.getvalue().decode()


def test_a_demo_never_replaces_a_real_event(home: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(home, tmp_path / "home")
    before = (copy / "hackathon.sqlite3").read_bytes()
    for arguments in (["demo", "--no-serve"], ["demo", "--no-serve", "--fresh"]):
        refused(run(copy, *arguments), "real event")
    assert (copy / "hackathon.sqlite3").read_bytes() == before


@pytest.mark.parametrize("command", sorted({*cli.commands, "user add"} - {"user"}))
def test_every_command_has_help_with_an_example(home: Path, command: str) -> None:
    done = run(home, *command.split(), "--help")
    assert "Example:" in done.stdout
    assert f"hackathon {command}" in done.stdout


@pytest.mark.parametrize(
    ("address", "mark", "said"),
    [
        ("https://judge.example.org", "✓", "https://judge.example.org"),
        ("http://judge.example.org", "✗", "tablets will not work offline"),
        ("http://192.168.0.10:8000", "✗", "tablets will not work offline"),
        ("http://localhost.example.org", "✗", "tablets will not work offline"),
        ("http://localhost:8000", "·", "this machine only"),
        ("http://127.0.0.1:8000", "·", "this machine only"),
        ("", "·", "tablets will not work offline"),
    ],
)
def test_check_says_whether_tablets_work_offline(
    home: Path, monkeypatch: pytest.MonkeyPatch, address: str, mark: str, said: str
) -> None:
    monkeypatch.setenv("HACKATHON_PUBLIC_URL", address)
    lines = run(home, "check").stdout.splitlines()
    assert [line[0] for line in lines if said in line] == [mark]
