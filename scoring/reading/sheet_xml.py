"""The parts of an XLSX file that its reader passes over: cells that hold an error or were never computed, hidden rows."""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from scoring.reading.cells import UNCOMPUTED

Place = tuple[int, int]
"""Row and column of a cell, from 0."""
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.S)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f>)", re.S)
_VALUE = re.compile(rb"<(?:\w+:)?v>(.*?)</(?:\w+:)?v>", re.S)
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s(?=[^>]*\bhidden=\"(?:1|true)\")[^>]*[^/]>")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Oddities:
    """What of one sheet its reader does not tell: the text that stands for each broken cell, and how many rows are hidden."""

    broken: dict[Place, str] = field(default_factory=dict)
    hidden_rows: int = 0


def oddities_of(raw: bytes) -> dict[str, Oddities]:
    """The oddities of every sheet of an XLSX file, by its name; nothing for a workbook of another format."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        try:
            book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
            relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
        except KeyError:
            return {}
        targets = {each.get("Id"): each.get("Target", "") for each in map(_attributes, _RELATION.findall(relations))}
        parts = set(archive.namelist())
        recomputed = 'fullCalcOnLoad="1"' in book  # its writer left the values to whoever opens it
        found = {}
        for sheet in map(_attributes, _SHEET.findall(book)):
            target = targets.get(next((value for name, value in sheet.items() if name.endswith(":id")), ""), "")
            part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            if part in parts:
                found[sheet.get("name", "")] = _read(archive.read(part), recomputed=recomputed)
        return found


def _attributes(text: str) -> dict[str, str]:
    return {name: html.unescape(one or other) for name, one, other in _ATTRIBUTE.findall(text)}


def _read(xml: bytes, *, recomputed: bool) -> Oddities:
    broken = {}
    if b't="e"' in xml or b"</f>" in xml or b"<f" in xml or b":f" in xml:
        for about, inside in _CELL.findall(xml):
            attributes = _attributes(about.decode("utf-8", "replace"))
            text = _broken_text(attributes.get("t", "n"), inside, recomputed=recomputed)
            place = _PLACE.fullmatch(attributes.get("r", ""))
            if text and place:
                broken[int(place[2]) - 1, _column(place[1])] = text
    return Oddities(broken, len(_HIDDEN_ROW.findall(xml)))


def _broken_text(kind: str, inside: bytes, *, recomputed: bool) -> str:
    """What stands for a cell that holds an error, or a formula without a value; "" for any other."""
    value = _VALUE.search(inside)
    if kind == "e":
        return _unescaped(value[1]) if value else "#N/A"
    formula = _FORMULA.search(inside) if kind == "n" else None
    if formula is None or (value and value[1].strip() and not (recomputed and value[1].strip() == b"0")):
        return ""
    return f"{UNCOMPUTED} ={_unescaped(formula[1] or b'')}"


def _unescaped(text: bytes) -> str:
    return html.unescape(text.decode("utf-8", "replace")).strip()


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
