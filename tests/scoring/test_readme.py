"""The README's way from a form's answers to ranks, taken as it stands there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from scoring.__main__ import main

README = Path(__file__).parents[2] / "README.md"
START, END = "## 점수가 스프레드시트에", "## 개발"


@pytest.fixture
def section(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The section, in a folder that holds the files it shows: the answers as Excel saves them, the rules, a list."""
    monkeypatch.chdir(tmp_path)
    text = README.read_text(encoding="utf-8")
    section = text[text.index(START) : text.index(END)]
    answers, rules = re.findall(r"```(?:toml)?\n(.*?)```", section, re.DOTALL)[:2]
    Path("응답.csv").write_bytes(answers.encode("cp949"))
    Path("policy.toml").write_text(rules, encoding="utf-8")
    Path("명단.csv").write_text("entry\n1팀\n2팀\n3팀\n", encoding="utf-8")
    return section


def commands(section: str, name: str) -> list[list[str]]:
    """Arguments of every command of that name; redirections left to the shell."""
    lines = re.findall(rf"python -m scoring ({name} [^\n`]*)", section)
    return [shlex.split(re.sub(r"> \S+", "", line), comments=True) for line in lines]


@pytest.mark.parametrize(("name", "count"), [("rank", 3), ("agreement", 1), ("robustness", 1), ("draw", 1)])
def test_every_command_of_the_section_runs(section: str, name: str, count: int) -> None:
    found = commands(section, name)
    assert len(found) == count
    assert [main(arguments) for arguments in found] == [0] * count


def test_the_answers_of_the_form_become_ranks(section: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(commands(section, "rank")[1])
    assert [line.split(",")[:3] for line in capsys.readouterr().out.splitlines()[1:]] == [
        ["1", "2팀", "80.67"],
        ["2", "1팀", "80.00"],
    ]


def test_the_report_lies_where_the_section_says(section: str) -> None:
    main(commands(section, "rank")[2])
    assert Path("보고서.html").exists()
