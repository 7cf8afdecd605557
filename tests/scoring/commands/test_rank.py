"""python -m scoring, as a shell sees it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import scoring
from scoring.__main__ import main
from tests.scoring.builders import MEAN, ONE, write

POLICY = (
    ONE.replace("points", 'name = { ko = "아이디어", en = "Idea" }\npoints')
    + MEAN
    + 'ties = ["lot"]\nlot_seed = "pending"\n'
)
BALLOTS = "entry,judge,idea,comment\nT1,J1,80,x\nT2,J1,90,x\nT3,J1,80,x\nT4,J1,,x\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Exit code, stdout and stderr of `python -m scoring …` in a folder with ballots.csv and policy.toml."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    write(tmp_path / "ballots.csv", BALLOTS)
    write(tmp_path / "policy.toml", POLICY)

    def runner(*arguments: str, language: str = "en_US.UTF-8") -> tuple[int, str, str]:
        monkeypatch.setenv("LANG", language)
        code = main(arguments)
        said = capfd.readouterr()
        return code, said.out, said.err

    return runner


RANK = ("rank", "ballots.csv", "--policy", "policy.toml")
NOTE = "ballots.csv: note: columns that no criterion names were ignored: comment\n"


def test_standings_as_json_are_in_order_and_notes_go_to_stderr(run: Run) -> None:
    code, out, err = run(*RANK, "--format", "json")
    assert (code, err) == (0, NOTE)
    assert [row["entry"] for row in json.loads(out)["standings"]] == ["T2", "T1", "T3"]


def test_csv_has_no_place_for_warnings_so_they_go_to_stderr(run: Run) -> None:
    code, out, err = run(*RANK, "--format", "csv")
    assert (code, out.splitlines()[1]) == (0, "1,T2,90.00,90,1,false,,90.00")
    assert err == NOTE + "ballot of judge J1 for entry T4 is incomplete and does not count: no mark for idea\n"


def test_the_table_is_the_default(run: Run) -> None:
    _, out, _ = run(*RANK)
    assert out == (
        "rank  entry  score  ballots  decided by   Idea\n"
        "   1  T2     90.00        1              90.00\n"
        "  2=  T1     80.00        1              80.00\n"
        "  2=  T3     80.00        1              80.00\n"
        "\n"
        "still tied: T1, T3 (80.00)\n"
        "unranked: T4 (no complete ballot)\n"
        "warning: ballot of judge J1 for entry T4 is incomplete and does not count: no mark for idea\n"
    )


def test_the_table_in_korean(run: Run) -> None:
    _, out, err = run(*RANK, language="ko_KR.UTF-8")
    assert out == (
        "순위  번호   점수  채점표  동점자 처리  아이디어\n"
        "   1  T2    90.00       1                  90.00\n"
        " 2=  T1    80.00       1                  80.00\n".replace(" 2=", "  2=")
        + "  2=  T3    80.00       1                  80.00\n"
        "\n"
        "남은 동점: T1, T3 (80.00)\n"
        "순위 없음: T4 (완성된 채점표가 없습니다)\n"
        "주의: J1 심사위원의 T4 채점표: idea 점수가 없어 세지 않았습니다\n"
    )
    assert err == "ballots.csv: 참고: 평가항목이 아닌 열은 읽지 않았습니다: comment\n"


def test_faults_exit_with_2_and_leave_stdout_empty(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "ballots.csv", "entry,judge,idea\nT1,J1,x\nT2,J1,101\n")
    assert run(*RANK, "--format", "json") == (
        2,
        "",
        (
            'ballots.csv: row 2, column idea, value "x": the mark is not a finite number.\n'
            'ballots.csv: row 3, column idea, value "101": the mark lies outside the scale (0 to 100).\n'
        ),
    )


def test_a_missing_policy_is_told_in_korean(run: Run) -> None:
    code, out, err = run("rank", "ballots.csv", "--policy", "no.toml", language="ko_KR.UTF-8")
    assert (code, out, err) == (2, "", "no.toml: 파일을 읽을 수 없습니다: 그런 파일이 없습니다.\n")


@pytest.mark.parametrize(
    ("settings", "language"),
    [
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "en_US", "LC_MESSAGES": "ko"}, "ko"),
        ({"LANG": "ko_KR", "LC_ALL": "C"}, "en"),
        ({"LANG": "ko_KR", "LC_ALL": ""}, "ko"),
        ({}, "en"),
    ],
)
def test_the_locale_chooses_the_language(
    run: Run, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], language: str
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert scoring.__main__.find_language() == language


def test_every_file_that_rank_takes(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "policy.toml", POLICY + "[carry]\nweight = 50\n")
    write(tmp_path / "entries.csv", "entry,previous\nT1,1\nT2,2\nT3,3\nT4,4\nT5,5\n")
    write(tmp_path / "adjustments.csv", "entry,points,reason\nT2,-20,late\n")
    write(tmp_path / "carry.csv", "entry,score\nT1,60\nT2,70\nT3,60\n")
    write(tmp_path / "decisions.toml", 'lot_seed = "dice"\n')
    files = [f"--{name}={name}.csv" for name in ("entries", "adjustments", "carry")]
    code, out, _ = run(*RANK, *files, "--decisions", "decisions.toml", "--format", "json")
    data = json.loads(out)
    assert (code, [row["exact"] for row in data["standings"]]) == (0, ["70", "70", "60"])
    assert data["ties"][0]["resolved"]
    assert [one["entry"] for one in data["unranked"]] == ["T4", "T5"]


def test_drawn_lots_are_those_of_the_seed_and_no_formulas(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "entries.csv", "entry\nT1\nT2\n=T3\n")
    order = scoring.draw(["T1", "T2", "=T3"], seed="dice")
    code, out, _ = run("draw", "--entries", "entries.csv", "--seed", "dice")
    lines = [f"{place},{entry.replace('=', chr(39) + '=')}" for place, entry in enumerate(order, start=1)]
    assert (code, out) == (0, "\n".join(["position,entry", *lines]) + "\n")


@pytest.mark.parametrize(
    "arguments", [[], ["agreement"], ["rank"], ["rank", "b.csv", "--policy", "p", "--format", "xml"]]
)
def test_a_wrong_command_line_exits_with_2(run: Run, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        run(*arguments)
    assert stop.value.code == 2


@pytest.mark.parametrize(("language", "example"), [("ko", "예: "), ("en", "example: ")])
def test_every_command_has_help_with_an_example(
    run: Run, capfd: pytest.CaptureFixture[str], language: str, example: str
) -> None:
    for command in ("rank", "draw"):
        with pytest.raises(SystemExit) as stop:
            run(command, "--help", language=language)
        assert (stop.value.code, example in capfd.readouterr().out) == (0, True)


def test_as_a_process_it_speaks_utf_8_and_prints_no_traceback(tmp_path: Path) -> None:
    write(tmp_path / "p.toml", POLICY)
    write(tmp_path / "b.csv", "entry,judge,idea\n똠방,J1,80\n", encoding="cp949")
    command = [sys.executable, "-m", "scoring", "rank", str(tmp_path / "b.csv"), "--policy", str(tmp_path / "p.toml")]
    root = Path(scoring.__file__).parents[1]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(root), "LC_ALL": "C"}
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "똠방" in done.stdout.decode("utf-8")


def test_importing_the_rules_brings_numpy_but_nothing_heavier(tmp_path: Path) -> None:
    heavy = ("pandas", "python_calamine", "argparse", "jinja2", "cryptography", "hackathon", "flask")
    code = f"import sys, scoring; print([name for name in {heavy!r} if name in sys.modules])"
    environment = {**os.environ, "PYTHONPATH": str(Path(scoring.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout == "[]\n"
