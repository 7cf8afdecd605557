"""python -m scoring agreement | robustness."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scoring.__main__ import main
from tests.scoring.builders import write

POLICY = (
    '[[criteria]]\nkey = "idea"\nname = { ko = "창의성", en = "Idea" }\npoints = 10\n'
    '[ranking]\nmethod = "mean"\n[advance]\ncount = 1\n[[awards]]\nname = "대상"\n'
)
BALLOTS = "entry,judge,idea,memo\nT1,J1,10,x\nT1,J2,7,x\nT2,J1,7,x\nT2,J2,8,x\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    return str(write(tmp_path / "ballots.csv", BALLOTS)), str(write(tmp_path / "policy.toml", POLICY))


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_agreement_as_json_holds_icc_and_judges_means(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "agreement", files[0], "--policy", files[1], "--format", "json")
    data: dict[str, Any] = json.loads(out)
    assert (code, data["icc_reason"], len(data["icc"]), data["judges"][0]["mean"]) == (0, None, 6, 8.5)
    assert "ignored: memo" in err


def test_agreement_as_a_table_in_both_languages(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, out, _ = run(capsys, "agreement", files[0], "--policy", files[1])
    assert out.startswith("Agreement of the judges")
    assert "ICC(2,k)" in out
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    _, out, _ = run(capsys, "agreement", files[0], "--policy", files[1])
    assert out.startswith("심사위원 일치도")
    assert "엄격함(점)" in out


def test_an_incomplete_panel_is_said_in_the_table(
    tmp_path: Path, files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    ballots = write(tmp_path / "some.csv", "entry,judge,idea\nT1,J1,10\nT1,J2,7\nT2,J1,7\n")
    _, out, _ = run(capsys, "agreement", str(ballots), "--policy", files[1])
    assert "not every judge scored every entry (1 ballot missing)" in out


def test_robustness_as_json_is_repeatable(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("robustness", files[0], "--policy", files[1], "--seed", "7", "--format", "json")
    code, out, _ = run(capsys, *arguments)
    data = json.loads(out)
    assert (code, data["first_holds"], data["advance_holds"], data["swaps"]) == (0, False, False, [["T1", "T2"]])
    assert data["bootstrap"]["seed"] == "7"
    assert run(capsys, *arguments)[1] == out


def test_robustness_says_plainly_what_holds(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, out, _ = run(capsys, "robustness", files[0], "--policy", files[1])
    assert "- First place changes without: J1\n- The selection changes without: J1\n" in out
    assert "The award “대상” changes without: J1" in out
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    _, out, _ = run(capsys, "robustness", files[0], "--policy", files[1])
    assert "- 1위: 다음 심사위원을 빼면 달라집니다: J1" in out
    assert "창의성 배점 +5%" in out


def test_robustness_reads_what_rank_reads(
    tmp_path: Path, files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    extra = write(tmp_path / "extra.csv", "entry,points,reason\nT2,5,bonus\n")
    _, out, _ = run(capsys, "robustness", files[0], "--policy", files[1], "--adjustments", str(extra))
    assert "First place holds whichever judge is left out." in out


def test_trials_that_cannot_be_run_say_why(
    tmp_path: Path, files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    trimmed = POLICY.replace('"mean"', '"trimmed-mean"\ndrop = { high = 1 }')
    policy = write(tmp_path / "trimmed.toml", trimmed)
    _, out, _ = run(capsys, "robustness", files[0], "--policy", str(policy))
    assert "First place: no judge could be left out." in out
    assert "T1: dropping 1 highest and 0 lowest leaves none of its ballots" in out


@pytest.mark.parametrize("command", ["agreement", "robustness"])
def test_a_fault_leaves_stdout_empty(
    command: str, tmp_path: Path, files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    ballots = write(tmp_path / "bad.csv", "entry,judge,idea\nT1,J1,11\n")
    code, out, err = run(capsys, command, str(ballots), "--policy", files[1])
    assert (code, out) == (2, "")
    assert "row 2, column idea" in err
