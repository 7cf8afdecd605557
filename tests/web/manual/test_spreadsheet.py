"""The manual's way from a form's answers to ranks, taken as it stands there, in every language."""

from __future__ import annotations

import html
import re
import shlex
from pathlib import Path

import pytest

from hackathon.web.manual.chapters import FOLDER
from scoring.__main__ import main

LIST = {"en": "list.csv", "ko": "명단.csv"}
RANKS = {"en": ["1,Team 2,80.67", "2,Team 1,80.00"], "ko": ["1,2팀,80.67", "2,1팀,80.00"]}


@pytest.fixture(params=LIST)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def chapter(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The chapter, in a folder that holds the files it shows: the answers as Excel saves them, the rules, a list."""
    monkeypatch.chdir(tmp_path)
    text = html.unescape((FOLDER / language / "spreadsheet.html").read_text(encoding="utf-8"))
    for name, content in re.findall(r'<pre data-file="(.+?)"><code>(.*?)</code>', text, re.DOTALL):
        Path(name).write_bytes(content.encode("cp949" if name.endswith(".csv") else "utf-8"))
    Path(LIST[language]).write_text("entry\n1팀\n2팀\n3팀\n", encoding="utf-8")
    return text


def commands(chapter: str, name: str) -> list[list[str]]:
    """Arguments of every command of that name; redirections left to the shell."""
    lines = re.findall(rf"python -m scoring ({name} [^\n<]*)", chapter)
    return [shlex.split(re.sub(r"> \S+", "", line), comments=True) for line in lines]


@pytest.mark.parametrize(("name", "count"), [("rank", 3), ("agreement", 1), ("robustness", 1), ("draw", 1)])
def test_every_command_of_the_chapter_runs(chapter: str, name: str, count: int) -> None:
    found = commands(chapter, name)
    assert len(found) == count
    assert [main(arguments) for arguments in found] == [0] * count


def test_the_answers_of_the_form_become_ranks(chapter: str, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(commands(chapter, "rank")[1])
    lines = capsys.readouterr().out.splitlines()[1:]
    assert [",".join(line.split(",")[:3]) for line in lines] == RANKS[language]


def test_the_report_lies_where_the_chapter_says(chapter: str) -> None:
    arguments = commands(chapter, "rank")[2]
    main(arguments)
    assert Path(arguments[arguments.index("--report") + 1]).exists()
