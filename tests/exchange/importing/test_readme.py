"""The README for organizers says every field of the registry, under headings that are really understood."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from hackathon.exchange import importing
from hackathon.exchange.importing.table.columns import COLUMNS, FIELDS
from hackathon.exchange.importing.table.headings import recognise

README = (Path(importing.__file__).parent / "README.md").read_text(encoding="utf-8")
HEADINGS = tomllib.loads((Path(importing.__file__).parent / "table" / "headings.toml").read_text(encoding="utf-8"))
ROWS = [
    (re.findall(r"`(\w+)`", cells[0]), cells[1].split(", "), cells[3].split(", "))
    for line in README.partition("## Columns")[2].partition("\n## ")[0].splitlines()
    if line.startswith("| `") and (cells := [cell.strip() for cell in line.strip("|").split("|")])
]


def test_every_field_stands_in_it_with_its_kinds() -> None:
    told = {(field, kind) for fields, kinds, _ in ROWS for field in fields for kind in kinds}
    assert told == {(field, kind) for kind, fields in FIELDS.items() for field in fields}


def test_every_kind_of_file_stands_in_it() -> None:
    assert all(f"| `{kind}` |" in README for kind in FIELDS)


@pytest.mark.parametrize(("fields", "kinds", "headings"), ROWS, ids=lambda each: each[0])
def test_its_headings_are_understood(fields: list[str], kinds: list[str], headings: list[str]) -> None:
    for heading in headings:
        for kind in kinds:
            assert heading == "(chosen by hand)" or recognise(heading, kind) in fields, (heading, kind)


def test_every_column_has_headings_and_no_other() -> None:
    assert set(HEADINGS["fields"]) == set(COLUMNS)
    assert {kind for words in HEADINGS["fields"].values() for kind in words.get("in_kind", ())} <= set(FIELDS)


def test_its_limits_are_those_of_the_columns() -> None:
    for column in COLUMNS.values():
        if column.most:
            line = next(line for line in README.splitlines() if line.startswith(f"| `{column.key}` |"))
            assert f"{column.most} characters" in line
