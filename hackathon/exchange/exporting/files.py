"""Files that leave: a round's standings in every form, each named so that it can be told from any other."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hackathon.domain.base.errors import DomainError, Invalid, RoundNotLocked
from hackathon.domain.base.keys import Key
from hackathon.domain.base.languages import led_by
from hackathon.domain.results import results
from hackathon.domain.results.standings import inputs_of, standings_of
from hackathon.exchange.exporting.bundle import results_bundle
from hackathon.exchange.exporting.workbook import workbook
from hackathon.exchange.printing import documents
from hackathon.models import Result, Round
from scoring import Standings, measure_agreement, measure_robustness
from scoring.report.page import report_html
from scoring.text import in_languages, text

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "zip": "application/zip",
    "pdf": "application/pdf",
}
LOCKED_ONLY = {"zip"}


class ResultDiffers(DomainError):
    """What is computed now is not what was locked: nothing leaves until somebody has looked."""

    status = 500


@dataclass(frozen=True)
class File:
    name: str
    kind: str
    content: bytes


def formats_of(round: Round) -> tuple[str, ...]:
    """The formats in which the round can leave as it stands now."""
    if not round.counts:
        return ()
    able = {"pdf": documents.is_able()}
    return tuple(form for form in FORMATS if able.get(form, True) and (round.locked_at or form not in LOCKED_ONLY))


def export(
    round: Round, form: str, *, key: Key, language: str = "", names: bool = True, fonts: Path | None = None
) -> File:
    """The standings that hold now: the locked result where there is one, else a draft.

    Documents to print and workbooks are in the event's languages, `language` first where it is one of them; the page
    begins with the event's own first. Without `names` the workbook knows the teams by number, as documents of a blind round do
    for everybody: judges get their sheets from them. The `key` signs the bundle; `fonts` is a folder with fonts for
    the document.
    """
    _refuse_format(round, form)
    standings = standings_of(round)
    result = results.get_result(round) if round.locked_at else None
    if result and result.standings != standings.to_json():
        raise ResultDiffers(
            text(
                "The locked result of {round} differs from what is computed now. Nothing was exported.",
                round=in_languages(round.name),
            ),
        )
    name = _name(round, standings, result, form)
    if form == "pdf":
        content = documents.result_document(
            round, standings, result, languages=led_by(language, round.event.languages), fonts=fonts
        )
    elif form == "zip" and result:
        content = results_bundle(round, result, key=key)
    else:
        content = _render(
            round, standings, result, form=form, languages=led_by(language, round.event.languages), names=names
        )
    return File(name=name, kind=FORMATS[form], content=content)


def _refuse_format(round: Round, form: str) -> None:
    if form not in FORMATS:
        known = ", ".join(FORMATS)
        raise Invalid(text("No format '{form}'. Formats: {known}", form=form, known=known))
    if not round.counts:
        raise Invalid(text("A drill has no result to export."), field="round")
    if form in LOCKED_ONLY and not round.locked_at:
        raise RoundNotLocked(
            text(
                "A {form} file can be made once {round} is locked: there is no result to sign yet.",
                form=form,
                round=in_languages(round.name),
            ),
        )


def blank_sheets(round: Round, *, language: str = "", fonts: Path | None = None) -> File:
    """Blank score sheets for the whole panel."""
    content = documents.score_sheets(round, languages=led_by(language, round.event.languages), fonts=fonts)
    return File(name=f"{round.event.key}_{round.key}_score-sheets.pdf", kind=FORMATS["pdf"], content=content)


def _render(
    round: Round, standings: Standings, result: Result | None, *, form: str, languages: Sequence[str], names: bool
) -> bytes:
    if form == "json":
        return standings.to_json().encode()
    if form == "csv":
        return standings.to_csv().encode("utf-8-sig")
    if form == "html":
        return _report(round, standings).encode()
    return workbook(round, standings, result, languages=languages, names=names)


def _report(round: Round, standings: Standings) -> str:
    """The page that explains the result: why each rank, how much the judges agree, how firmly the result stands."""
    given = inputs_of(round)
    robustness = measure_robustness(
        given.ballots,
        given.policy,
        entries=given.entries,
        adjustments=given.adjustments,
        carry=given.carry,
        decisions=given.decisions,
    )
    agreement = measure_agreement(given.ballots, given.policy)
    languages = round.event.languages
    return report_html(
        standings,
        agreement=agreement,
        robustness=robustness,
        rules=round.policy,
        language=languages[0],
        languages=languages,
    )


def _name(round: Round, standings: Standings, result: Result | None, form: str) -> str:
    version = f"v{result.version}" if result else "draft"
    short = hashlib.sha256(standings.to_json().encode()).hexdigest()[:8]
    return f"{round.event.key}_{round.key}_{version}_{short}.{form}"
