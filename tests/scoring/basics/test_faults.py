"""Faults: every one is said somewhere, in whole sentences, with its place in front, in any language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import scoring
from scoring.faults import DETAILED, SENTENCES, Fault, ScoringError, make_fault
from scoring.text import joined, text


@pytest.mark.parametrize("code", SENTENCES)
def test_every_fault_is_a_whole_sentence_in_both_languages(code: str) -> None:
    english, korean = SENTENCES[code].say("en"), SENTENCES[code].say("ko")
    assert any("가" <= letter <= "힣" for letter in korean)
    assert english.endswith(".")
    assert korean.endswith(".")


def test_every_sentence_is_said_somewhere() -> None:
    sources = [path for path in Path(scoring.__file__).parent.rglob("*.py") if path.name != "faults.py"]
    code = "".join(path.read_text(encoding="utf-8") for path in sources)
    assert [name for name in SENTENCES if f'"{name}"' not in code] == ["more-faults"]  # said by `faults` itself


@pytest.mark.parametrize("code", DETAILED)
def test_a_guess_or_a_source_belongs_to_the_sentence(code: str) -> None:
    told: dict[str, Any] = {
        "entry": "T1",
        "judges": "J1",
        "method": "x",
        "count": 2,
        "groups": "J1",
        "have": 1,
        "high": 1,
        "low": 1,
        "keys": "entry",
    }
    plain = make_fault(code, near="", source="", choices="mean", **told)
    detailed = make_fault(code, near="mean", source="mean", choices="mean", **told)
    for language, extras in (
        ("en", (' (did you mean "mean"?)', " (source mean)")),
        ("ko", (' ("mean"?)', " (출처 mean)")),
    ):
        expected = [plain.sentence(language).removesuffix(".") + extra + "." for extra in extras]
        assert detailed.sentence(language) in expected


@pytest.mark.parametrize(
    ("row", "column", "value", "english", "korean"),
    [
        (None, None, None, "", ""),
        (None, None, "x", "", ""),
        (3, None, None, "row 3: ", "3행: "),
        (3, None, "x", 'row 3, value "x": ', '3행, 값 "x": '),
        (3, "idea", None, "row 3, column idea: ", "3행, idea 열: "),
        (3, "idea", "", 'row 3, column idea, value "": ', '3행, idea 열, 값 "": '),
        (None, "idea", None, "key idea: ", "idea 항목: "),
        (None, "idea", "x", 'key idea, value "x": ', 'idea 항목, 값 "x": '),
    ],
)
def test_the_place_stands_in_front(
    row: int | None, column: str | None, value: str | None, english: str, korean: str
) -> None:
    fault = make_fault("empty-text", row=row, column=column, value=value)
    assert fault.sentence("en") == english + "this must not be empty."
    assert fault.sentence("ko") == korean + "비워 둘 수 없습니다."


def test_the_file_stands_in_front_of_all() -> None:
    error = ScoringError([make_fault("empty-text", row=3)]).in_file("a.csv").in_file("b.csv")
    assert str(error) == error.faults[0].line("en") == "a.csv: row 3: this must not be empty."
    assert error.faults[0].line("ko") == "a.csv: 3행: 비워 둘 수 없습니다."


def test_a_fact_that_is_a_text_is_said_in_the_language_of_the_sentence() -> None:
    fault = make_fault("unreadable-file", reason=text("it is a folder"))
    assert fault.sentence("ko") == "파일을 읽을 수 없습니다: 폴더입니다."


def test_what_a_file_says_is_cut_and_escaped_but_texts_are_not() -> None:
    long = "x" * 100
    assert make_fault("not-toml", reason=f"a\nb{long}").sentence("en").startswith("it cannot be read as TOML: a\\nbxxx")
    assert long not in make_fault("not-toml", reason=long).sentence("en")
    assert long in make_fault("not-toml", reason=joined([long])).sentence("en")


@pytest.mark.parametrize("typed", ["{value}", "{reason.__class__}", "%s", "{", "}}"])
def test_what_a_file_says_is_never_read_as_a_sentence(typed: str) -> None:
    said = make_fault("not-toml", column=typed, value=typed, reason=typed).sentence("en")
    assert said == f'key {typed}, value "{typed}": it cannot be read as TOML: {typed}.'


def test_code_and_place_are_the_same_in_every_language() -> None:
    fault = make_fault("wrong-type", column="points", value=3, wanted=text("a whole number"))
    assert (fault.code, fault.row, fault.column, fault.value, fault.file) == ("wrong-type", None, "points", "3", None)
    assert fault == Fault("wrong-type", fault.message, None, "points", "3")
    assert hash(fault) == hash(fault.in_file(""))


def _calls() -> Iterator[tuple[str, str, set[str], bool]]:
    """Where, code, named facts of every call that makes a fault of a literal code; whether more facts come by `**`."""
    for path in sorted(Path(scoring.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            made = isinstance(node.func, ast.Name) and node.func.id == "make_fault"
            noted = isinstance(node.func, ast.Attribute) and node.func.attr == "fault"
            if (made or noted) and node.args[0].value in SENTENCES:
                named = {keyword.arg for keyword in node.keywords if keyword.arg}
                is_open = any(keyword.arg is None for keyword in node.keywords)
                yield f"{path.name}:{node.lineno}", str(node.args[0].value), named, is_open


def test_every_fault_gets_the_facts_that_its_sentence_asks_for() -> None:
    calls = list(_calls())
    assert len(calls) > 60
    for where, code, named, is_open in calls:
        sentences = [SENTENCES[code].id, *([DETAILED[code].id] if code in DETAILED else [])]
        wanted = {blank for sentence in sentences for blank in re.findall(r"{(\w+)}", sentence)} - {"value"}
        assert is_open or wanted == named - {"row", "column", "value"}, where
