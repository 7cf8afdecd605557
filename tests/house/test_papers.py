"""Papers for newcomers (READMEs, manual, pictures) say what is there: links lead somewhere, commands exist, pictures are small."""

from __future__ import annotations

import html
import re
import shlex
from pathlib import Path

import click
import pytest

from hackathon.cli import cli
from hackathon.web.manual.chapters import FOLDER
from scoring.commands import COMMANDS
from tests.browser.pictures import LANGUAGES, MOST, MOST_TOGETHER, STAGES
from tests.house.shape_rules import kept_files

ROOT = Path(__file__).resolve().parents[2]
FRONT = {"en": ROOT / "README.md", "ko": ROOT / "README.ko.md"}
READMES = sorted(ROOT / path for path in kept_files(ROOT) or () if re.search(r"README(\.\w+)?\.md$", path))
CHAPTERS = sorted(FOLDER.glob("*/*.html"))
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(path: Path) -> str:
    """What a reader is to type."""
    text = path.read_text(encoding="utf-8")
    fenced = re.findall(r"```sh\n(.*?)```", text, re.DOTALL) + re.findall(r"`((?:make|hackathon|\.venv)[^`\n]*)`", text)
    marked = re.findall(r"<code>((?:# |make |hackathon |\.venv|export ).*?)</code>", text, re.DOTALL)
    return "\n".join([*fenced, *map(html.unescape, marked)])


def commands(path: Path) -> list[list[str]]:
    lines = [shlex.split(line, comments=True) for line in blocks(path).splitlines()]
    return [words for words in lines if words]


# --- the two front pages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", FRONT)
def test_a_front_page_is_short(language: str) -> None:
    assert len(FRONT[language].read_text(encoding="utf-8").splitlines()) <= 150


def test_no_line_is_in_two_languages() -> None:
    assert re.findall("[가-힣]", FRONT["en"].read_text(encoding="utf-8")) == []
    prose = re.sub(
        r"```.*?```|`[^`]*`|\[[^\]]*\]\([^)]*\)", "", FRONT["ko"].read_text(encoding="utf-8"), flags=re.DOTALL
    )
    assert [line for line in prose.splitlines() if re.search(r"(?:[A-Za-z]{2,}[ ,]+){3}", line)] == []


def test_both_front_pages_have_the_same_commands_and_pages() -> None:
    english, korean = ([words[:2] for words in commands(FRONT[language])] for language in ("en", "ko"))
    assert english == korean
    pages = [set(re.findall(r"`(/[\w/]*)`", FRONT[language].read_text(encoding="utf-8"))) for language in ("en", "ko")]
    assert pages[0] == pages[1]


def test_a_front_page_has_the_pictures_of_its_language() -> None:
    for language, path in FRONT.items():
        found = re.findall(r"!\[.+\]\(hackathon/manual/pictures/(.+?)\)", path.read_text(encoding="utf-8"))
        assert found == [f"{name}-{language}.webp" for name in ("tablet", "control", "results")]


# --- links and commands ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", READMES, ids=named)
def test_every_link_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)]+)\)", re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL))
    inside = [link.partition("#")[0] for link in links if "://" not in link]
    assert [link for link in inside if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", [*FRONT.values(), *CHAPTERS], ids=named)
def test_every_command_exists(path: Path) -> None:
    assert [words for words in commands(path) if not exists(words)] == []


def exists(words: list[str]) -> bool:
    program, *rest = [word for word in words if not re.match(r"[A-Z_]+=", word)]
    match program.removeprefix(".venv/bin/"):
        case "make":
            return set(rest[:1]) <= TARGETS
        case "hackathon":
            return not rest or _is_command(cli, rest)
        case "python" | "python3" if rest[:2] == ["-m", "scoring"]:
            return rest[2] in {command.NAME for command in COMMANDS}
        case "python" | "python3":
            return rest[:2] in (["-m", "pytest"], ["-m", "venv"], ["-P", "hackathon/build_hook.py"])
    return program.removeprefix(".venv/bin/") in {"pip", "export", "git", "cd", "cp", "certbot", "printf", "sudo"}


def _is_command(command: click.Command, words: list[str]) -> bool:
    """Whether the words name a command of the group, and options that it takes."""
    if isinstance(command, click.Group):
        found = command.commands.get(words[0]) if words else None
        return found is not None and _is_command(found, words[1:])
    known = {name for parameter in command.params for name in parameter.opts} | {"--help"}
    return {word for word in words if word.startswith("--")} <= known


@pytest.mark.parametrize("words", ["make nothing", "hackathon nothing", "hackathon rank final --nothing", "nothing"])
def test_a_command_that_is_not_there_is_found(words: str) -> None:
    assert not exists(words.split())


# --- pictures ------------------------------------------------------------------------------------------------------------------


def test_pictures_are_small_and_those_that_are_taken() -> None:
    sizes = {path.name: path.stat().st_size for path in (FOLDER / "pictures").iterdir()}
    taken = {picture.name for pictures in STAGES.values() for picture in pictures}
    assert sizes.keys() == {f"{name}-{language}.webp" for name in taken for language in LANGUAGES}
    assert {name: size for name, size in sizes.items() if size > MOST} == {}
    assert sum(sizes.values()) <= MOST_TOGETHER
