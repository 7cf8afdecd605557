"""Documents to print and sign, as accessible PDF: the result of a round, and blank score sheets."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hackathon.domain.base.errors import DomainError
from hackathon.exchange.printing.blank_sheets import blank_sheets
from hackathon.exchange.printing.glyphs import shown, shown_by
from hackathon.exchange.printing.labels import spoken
from hackathon.exchange.printing.phrases import Languages
from hackathon.exchange.printing.summary import summary
from hackathon.models import Result, Round
from scoring import Standings
from scoring.text import text

LAYOUTS = Path(__file__).parent / "layouts"


class NoPrinter(DomainError):
    """The optional part that makes PDF files is not installed."""

    status = 503


def is_able() -> bool:
    """Whether this installation can make PDF files."""
    return find_spec("typst") is not None


def result_document(
    round: Round, standings: Standings, result: Result | None, *, languages: Languages, fonts: Path | None = None
) -> bytes:
    """Summary of the result with signature lines, and one sheet per judge."""
    return render("result", summary(round, standings, result, languages=languages), languages=languages, fonts=fonts)


def score_sheets(round: Round, *, languages: Languages, fonts: Path | None = None) -> bytes:
    """Blank score sheets, one judge after the other."""
    return render("score-sheets", blank_sheets(round, languages=languages), languages=languages, fonts=fonts)


def render(layout: str, content: dict[str, Any], *, languages: Languages, fonts: Path | None = None) -> bytes:
    """Data goes in as JSON: what a person typed stays text and never becomes markup.

    `fonts` is a folder asked before the packaged Korean font.
    """
    if not is_able():
        raise NoPrinter(
            text("The part that makes PDF files is not installed. Add it with: pip install 'hackathon[pdf]'")
        )
    import typst

    data = {**content, **spoken(languages), "lang": _tag(languages[0])}
    folders = _font_folders(fonts)
    try:
        return _compile(layout, data, folders=folders, alone=bool(folders))
    except typst.TypstError:  # a character that our font has not, such as an emoji in a team's name
        pass
    try:
        return _compile(layout, data, folders=folders, alone=False)
    except typst.TypstError:  # nor has any font of this machine
        return _compile(layout, shown(data, shown_by(tuple(folders))), folders=folders, alone=bool(folders))


def _tag(language: str) -> str:
    """What the file says its language is; layouts take the two or three letters of ISO 639."""
    letters = language.replace("_", "-").partition("-")[0].lower()
    return letters if letters.isalpha() and letters.isascii() and len(letters) in (2, 3) else "und"


def _compile(layout: str, data: dict[str, Any], *, folders: list[str], alone: bool) -> bytes:
    """`alone`: no fonts but ours, so that the page is the same on every machine."""
    import typst

    content: bytes = typst.compile(
        str(LAYOUTS / f"{layout}.typ"),
        root=str(LAYOUTS),
        font_paths=folders,
        ignore_system_fonts=alone,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    return content


def _font_folders(chosen: Path | None) -> list[str]:
    folders = [str(chosen)] if chosen else []
    if find_spec("pylopdf_fonts_ko"):
        import pylopdf_fonts_ko

        folders.append(str(Path(pylopdf_fonts_ko.sans_path()).parent))
    return folders
