"""Every message of the sources, read as the translators' tools read them."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[3]
ENGLISH = ROOT / "hackathon" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
_PLACES = ((ROOT / "hackathon", [("**.py", "python")]), (ROOT / "templates", [("**.html", "jinja2")]))


def extracted() -> Catalog:
    catalogue = Catalog()
    for folder, methods in _PLACES:
        found = extract_from_dir(str(folder), method_map=methods, options_map={"**.html": {"trimmed": "true"}})
        for file, line, message, _comments, _context in found:
            catalogue.add(message, locations=[(f"{folder.name}/{file}", line)])
    return catalogue


def english() -> Catalog:
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")
