"""What the judge's app says: every sentence in both languages, with the same blanks, none missing and none left over."""

from __future__ import annotations

import re
from pathlib import Path

APP = Path(__file__).resolve().parents[3] / "hackathon" / "static" / "js" / "tablet"
_LINE = re.compile(r'^  "?([\w-]+)"?: \["(.*)", "(.*)"\],$', re.MULTILINE)
_BLANK = re.compile(r"\{(\w+)\}")


def table() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(APP.glob("words*.js")))


def words() -> dict[str, tuple[str, str]]:
    return {key: (ko, en) for key, ko, en in _LINE.findall(table())}


def sources() -> str:
    own = (path for path in APP.rglob("*.js") if not path.name.startswith("words") and "engine" not in path.parts)
    return "\n".join(path.read_text(encoding="utf-8") for path in own)


def test_every_line_of_the_table_is_read_here() -> None:
    assert len(words()) == table().count("],\n") > 200


def test_every_sentence_that_is_said_is_there_and_none_is_left_over() -> None:
    said, known = sources(), words()
    called = set(re.findall(r'\bt\("([\w-]+)"', said))
    beginnings = tuple(re.findall(r"\bt\(`([\w-]*)\$\{", said))
    endings = tuple(re.findall(r"\bt\(`\$\{\w+\}([\w-]+)`", said))
    assert called - known.keys() == set()
    quoted = set(re.findall(r'"([\w-]+)"', said))
    made = {key for key in known if key.startswith(tuple(b for b in beginnings if b)) or key.endswith(endings)}
    assert known.keys() - called - quoted - made == set()


def test_both_languages_fill_the_same_blanks() -> None:
    for key, (ko, en) in words().items():
        assert set(_BLANK.findall(ko)) == set(_BLANK.findall(en)), key


def test_the_korean_is_korean_and_the_english_is_not() -> None:
    for key, (ko, en) in words().items():
        assert re.search("[가-힣]", ko) or ko.startswith("QR"), key
        assert not re.search("[가-힣]", en), key
