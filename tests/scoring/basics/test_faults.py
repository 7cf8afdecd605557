"""Every sentence exists in both languages and says the same things."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

import scoring
from scoring.faults import SENTENCES


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("code", SENTENCES)
def test_both_languages_fill_in_the_same_facts(code: str) -> None:
    ko, en = SENTENCES[code]
    assert blanks(ko) - {"value"} <= blanks(en) | {"entry"}
    assert ko.endswith(".")
    assert en.endswith(".")
    assert any("가" <= letter <= "힣" for letter in ko)


def test_every_sentence_is_said_somewhere() -> None:
    sources = [path for path in Path(scoring.__file__).parent.rglob("*.py") if path.name != "faults.py"]
    code = "".join(path.read_text(encoding="utf-8") for path in sources)
    assert [name for name in SENTENCES if f'"{name}"' not in code] == []
