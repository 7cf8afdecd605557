"""`hackathon import` as a person runs it: exit codes, one sentence, a report for scripts, and nothing half done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hackathon.config import asset_dir
from tests.cli.terminal import refused, run

SAMPLE = asset_dir("data") / "sesac-2025"
KEYS = {
    "file",
    "encoding",
    "delimiter",
    "digest",
    "columns",
    "added",
    "changed",
    "same",
    "refused",
    "duplicates",
    "notes",
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    assert run(home, "init", SAMPLE / "event.toml").returncode == 0
    return home


BY = ("--as", "organizer@example.org")


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_sample_files_come_in_one_after_the_other(home: Path) -> None:
    for kind, name, said in (
        ("entrants", "entrants-921.csv", "added 921"),
        ("teams", "teams.csv", "added 238"),
        ("teams", "proposals.csv", "changed 238"),
        ("judges", "judges.csv", "added 21"),
    ):
        done = run(home, "import", kind, SAMPLE / name)
        assert (done.returncode, said in done.stdout, "refused 0" in done.stdout) == (0, True, True), done


def test_the_report_has_the_shape_that_scripts_rely_on_and_a_preview_writes_nothing(home: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "people.csv", "이름,이메일,메모\n김민수,m@example.org,x\n,a@b,\n")
    reports = []
    for _ in range(2):
        done = run(home, "import", "entrants", file, "--dry-run", "--json")
        assert done.returncode == 0
        reports.append(json.loads(done.stdout))
    assert reports[0] == reports[1]
    assert reports[0].keys() >= KEYS
    assert reports[0]["columns"] == {"이름": "name", "이메일": "email", "메모": None}
    assert (reports[0]["added"], reports[0]["changed"], reports[0]["same"]) == (1, 0, 0)
    assert reports[0]["refused"] == [{"row": 3, "field": "name", "reason": "there is no name"}]
    assert (reports[0]["encoding"], reports[0]["delimiter"], len(reports[0]["digest"])) == ("utf-8", ",", 64)


def test_sentences_are_korean_in_a_korean_terminal(home: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "people.csv", "이름,이메일\n김민수,아님\n")
    done = run(home, "import", "entrants", file, language="ko_KR.UTF-8")
    assert "받지 않음 1" in done.stdout
    assert "2행 email: 이메일 주소가 아닙니다" in done.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7", "it is a PDF"),
        (b"", "the file is empty"),
        ("색,취미\n빨강,독서\n".encode(), "no column for name"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(home: Path, tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(content)
    refused(run(home, "import", "entrants", file), "list.xlsx", said)


def test_what_was_asked_wrongly_is_one_sentence(home: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "people.csv", "이름\n김민수\n")
    run(home, "user", "add", BY[1], "--role", "organizer")
    refused(run(home, "import", "entrants", tmp_path / "none.csv"), "none.csv", "no such file")
    refused(run(home, "import", "entrants", file, "--map", "이름"), "HEADING=FIELD")
    refused(run(home, "import", "entrants", file, "--map", "존함=name"), "no column '존함'")
    refused(run(home, "import", "ballots", file, "--round", "semifinal", *BY), "no round 'semifinal'")
    refused(run(home, "import", "ballots", write(tmp_path / "b.csv", "judge,entry\nJ01,T001\n"), *BY), "--round")


@pytest.mark.parametrize("kind", ["ballots", "conflicts"])
def test_imports_for_judges_need_to_be_told_who_brings_them_in(home: Path, tmp_path: Path, kind: str) -> None:
    """contract.md F3: neither is taken without --as, nor from somebody who is no organizer."""
    file = write(tmp_path / "b.csv", "judge,entry\nJ01,T001\n")
    refused(run(home, "import", kind, file, "--round", "final"), "--as EMAIL")
    refused(run(home, "import", kind, file, "--round", "final", "--as", "nobody@example.org"), "nobody@example.org")
    run(home, "user", "add", "staff@example.org", "--role", "staff")
    refused(run(home, "import", kind, file, "--round", "final", "--as", "staff@example.org"), "no organizer")


def test_strict_imports_nothing_if_a_row_is_refused(home: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "people.csv", "이름,이메일\n김민수,m@example.org\n,\n이서연,bad\n")
    refused(run(home, "import", "entrants", file, "--strict"), "nothing was imported", "Row 4")
    assert "added 1" in run(home, "import", "entrants", file, "--dry-run").stdout


def test_refused_rows_are_written_where_they_are_asked_for(home: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "people.csv", "이름,이메일\n김민수,m@example.org\n이서연,bad\n")
    out = tmp_path / "refused.xlsx"
    assert run(home, "import", "entrants", file, "--refused", out).returncode == 0
    write(tmp_path / "mended.csv", "이름,이메일\n")
    again = run(home, "import", "entrants", out, "--dry-run", "--json")
    assert [each["row"] for each in json.loads(again.stdout)["refused"]] == [2]
