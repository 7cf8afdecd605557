"""allocate, verify and --report, as a shell sees them."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from scoring.__main__ import main
from tests.scoring.builders import MEAN, ONE, write
from tests.scoring.bundle.makers import PUBLIC
from tests.scoring.bundle.test_bundle import bundle

Said = tuple[int, str, str]


class Shell:
    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self.capfd = capfd

    def __call__(self, *arguments: str) -> Said:
        code = main(arguments)
        said = self.capfd.readouterr()
        return code, said.out, said.err


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C")
    write(tmp_path / "entries.csv", "entry\n" + "".join(f"T{at}\n" for at in range(1, 7)))
    write(tmp_path / "judges.csv", "judge\nJ1\nJ2\nJ3\nJ4\n")
    write(tmp_path / "ballots.csv", "entry,judge,idea\nT1,J1,80\nT2,J1,90\n")
    write(tmp_path / "policy.toml", ONE + MEAN)
    return Shell(capfd)


ALLOCATE = ("allocate", "--entries", "entries.csv", "--judges", "judges.csv", "--per-entry", "2")


def test_allocate_writes_judge_and_entry(run: Shell) -> None:
    code, out, err = run(*ALLOCATE, "--seed", "2025")
    rows = list(csv.DictReader(out.splitlines()))
    assert (code, err, list(rows[0])) == (0, "", ["judge", "entry"])
    assert set(Counter(row["entry"] for row in rows).values()) == {2}
    assert run(*ALLOCATE, "--seed", "2025")[1] == out


def test_allocate_keeps_conflicts_apart_and_names_codes_that_nobody_has(run: Shell, tmp_path: Path) -> None:
    write(tmp_path / "conflicts.csv", "judge,entry\nJ1,T1\nJ9,T1\nJ1,T99\n")
    code, out, err = run(*ALLOCATE, "--conflicts", "conflicts.csv")
    assert (code, "J1,T1\n" in out, err) == (0, False, "note: conflicts name codes that no list has: J9, T99\n")


def test_allocate_says_who_is_short_and_prints_nothing(run: Shell, tmp_path: Path) -> None:
    write(tmp_path / "conflicts.csv", "judge,entry\nJ1,T1\nJ2,T1\nJ3,T1\n")
    code, out, err = run(*ALLOCATE, "--conflicts", "conflicts.csv")
    assert (code, out) == (2, "")
    assert err == "T1: it needs 2 judges, but only 1 may read it; 1 more must be found.\n"


def test_an_impossible_allocation_is_one_sentence_however_many_entries(run: Shell) -> None:
    """contract.md, allocate: it printed one line an entry."""
    code, out, err = run(*ALLOCATE[:-1], "5")
    assert (code, out) == (2, "")
    assert err == "6 entries cannot get 5 judges each (T1, T2, T3, T4, T5, T6); T1 has fewest: 4 may read it.\n"


def test_allocate_again_keeps_what_is_scored(run: Shell, tmp_path: Path) -> None:
    write(tmp_path / "scored.csv", "judge,entry\nJ4,T1\nJ4,T2\n")
    write(tmp_path / "judges.csv", "judge\nJ1\nJ2\nJ3\n")
    code, out, _ = run(*ALLOCATE, "--keep", "scored.csv", "--uneven")
    assert code == 0
    assert [line for line in out.splitlines() if line.startswith("J4")] == ["J4,T1", "J4,T2"]


@pytest.mark.parametrize(
    ("raw", "key", "code"), [(bundle(), PUBLIC, 0), (bundle() + b"\0", PUBLIC, 1), (bundle(), bytes(32), 1)]
)
def test_verify_exits_with_1_on_any_difference(run: Shell, tmp_path: Path, raw: bytes, key: bytes, code: int) -> None:
    (tmp_path / "results.zip").write_bytes(raw)
    assert run("verify", "results.zip", "--public-key", key.hex())[0] == code


@pytest.mark.parametrize("name", ["nothing.zip", "policy.toml", "."])
def test_verify_exits_with_2_for_what_is_no_bundle(run: Shell, name: str) -> None:
    code, out, err = run("verify", name)
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_rank_writes_the_report_beside_what_it_prints(run: Shell, tmp_path: Path) -> None:
    code, out, _ = run("rank", "ballots.csv", "--policy", "policy.toml", "--format", "csv", "--report", "report.html")
    assert (code, out.splitlines()[1].split(",")[:2]) == (0, ["1", "T2"])
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_report_that_cannot_be_written_is_a_fault(run: Shell) -> None:
    code, out, err = run("rank", "ballots.csv", "--policy", "policy.toml", "--report", "no/such/folder.html")
    assert (code, out) == (2, "")
    assert "cannot be written" in err
