"""The map in scoring/README.md: its rooms, its arrows and its paths are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house import rooms

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "scoring" / "README.md").read_text(encoding="utf-8")


def table_of_rooms() -> dict[str, set[str]]:
    section = TEXT.partition("## Rooms")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|$", section, re.MULTILINE)
    return {room: set(re.findall(r"\w+", imports)) for room, imports in rows}


def test_the_rooms_and_their_arrows_are_those_that_are_checked() -> None:
    assert table_of_rooms() == rooms.SCORING


def test_every_path_leads_somewhere() -> None:
    paths = re.findall(r"(?<![\w/.])((?:\w+/)*[\w-]+\.(?:py|toml))", TEXT)
    missing = {path for path in paths if not (ROOT / path).exists() and not (ROOT / "scoring" / path).exists()}
    assert len(paths) > 30
    assert missing == {"POLICY.toml", "idea.toml"}  # files of the reader's own


def test_every_example_runs() -> None:
    for code in re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL):
        names: dict[str, object] = {}
        exec(code, names)
        assert "standings" in names
