"""Files that leave: a round's standings in every form, each named so that it can be told from any other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from hackathon.domain.base import audit
from hackathon.domain.base.errors import DomainError, Invalid, RoundNotLocked
from hackathon.domain.base.keys import Key
from hackathon.domain.base.languages import led_by
from hackathon.domain.results import results
from hackathon.domain.results.standings import Inputs, inputs_of, standings_of
from hackathon.exchange.exporting.bundle import results_bundle
from hackathon.exchange.exporting.standings_csv import standings_csv
from hackathon.exchange.exporting.workbook import workbook
from hackathon.exchange.printing import documents
from hackathon.models import Person, Result, Round
from scoring import Robustness, ScoringError, Standings, measure_agreement, measure_robustness
from scoring.reading.canonical import digest as digest_of
from scoring.report.page import About, report_html
from scoring.standings.sentences import is_kept
from scoring.text import in_languages, text

FORMATS = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
    "zip": "application/zip",
    "pdf": "application/pdf",
}
"""Their media types; a server adds the charset of those that are text."""
LOCKED_ONLY = {"zip"}
Measured = TypeVar("Measured")


class ResultDiffers(DomainError):
    """What is computed now is not what was locked: nothing leaves until somebody has looked."""

    status = 500


@dataclass(frozen=True)
class File:
    """`version` is that of the locked result that it holds, None for whatever else leaves."""

    name: str
    kind: str
    content: bytes
    version: int | None = None


def formats_of(round: Round) -> tuple[str, ...]:
    """The formats in which the round can leave as it stands now."""
    if not round.counts:
        return ()
    able = {"pdf": documents.is_able()}
    return tuple(form for form in FORMATS if able.get(form, True) and (round.locked_at or form not in LOCKED_ONLY))


def export(
    round: Round,
    form: str,
    *,
    key: Key,
    language: str = "",
    names: bool = True,
    reasons: bool = True,
    fonts: Path | None = None,
) -> File:
    """The standings that hold now: the locked result where there is one, else provisional ones.

    Papers and workbooks are in the event's languages, `language` first where it is one of them; the page begins with the
    event's own first. Without `names` workbook and CSV know the teams by code, as papers of a blind round do for
    everybody; without `reasons` the workbook does not say why somebody is recused. The `key` signs the bundle; `fonts`
    is a folder with fonts for the papers.
    """
    _refuse_format(round, form)
    standings, result = standings_of(round), results.get_result(round) if round.locked_at else None
    _refuse_difference(round, standings, result)
    languages = led_by(language, round.event.languages)
    if form == "pdf":
        content = documents.result_document(round, standings, result, languages=languages, fonts=fonts)
    elif form == "zip" and result:
        content = results_bundle(round, result, key=key)
    else:
        content = _render(round, standings, result, form=form, languages=languages, names=names, reasons=reasons)
    name = _name(round, standings, result, form)
    return File(name=name, kind=FORMATS[form], content=content, version=result.version if result else None)


def _refuse_difference(round: Round, standings: Standings, result: Result | None) -> None:
    if result and not is_kept(standings, result.standings, result.sentences):
        raise ResultDiffers(
            text(
                "The locked result of {round} differs from what is computed now. Nothing was exported.",
                round=in_languages(round.name),
            ),
        )


def note_file(round: Round, file: File, *, actor: Person | None = None) -> None:
    """Write into the log who took which file away.

    A command may name nobody: whoever has a shell on the server could read the database too.
    """
    subject, facts = f"round:{round.key}", {"file": file.name, "digest": hashlib.sha256(file.content).hexdigest()}
    if file.version is None:
        audit.record(round.event, "file.downloaded", subject, actor=actor, **facts)
    else:
        audit.record(round.event, "result.downloaded", subject, actor=actor, version=file.version, **facts)


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
    round: Round,
    standings: Standings,
    result: Result | None,
    *,
    form: str,
    languages: Sequence[str],
    names: bool,
    reasons: bool,
) -> bytes:
    if form == "json":
        return standings.to_json().encode()
    if form == "csv":
        return standings_csv(round, standings, names=names).encode("utf-8-sig")
    if form == "html":
        return _report(round, standings, result).encode()
    return workbook(round, standings, result, languages=languages, names=names, reasons=reasons)


def _report(round: Round, standings: Standings, result: Result | None) -> str:
    """The page that explains the result: why each rank, how much the judges agree, how firmly the result stands."""
    given, languages = inputs_of(round), round.event.languages
    return report_html(
        standings,
        agreement=_measured(lambda: measure_agreement(standings.ballots, given.policy), standings),
        robustness=_measured(lambda: _robustness(given), standings),
        rules=round.policy,
        about=_about(round, result),
        language=languages[0],
        languages=languages,
    )


def _about(round: Round, result: Result | None) -> About:
    """What stands above the page. Without a result there is no version and no date: the page may be made at any time."""
    event, name = in_languages(round.event.name), in_languages(round.name)
    if result is None:
        return About(event, name)
    day = result.made_at.astimezone(round.event.zone).date().isoformat()
    return About(event, name, text("Result v{version}", version=result.version), day)


def _robustness(given: Inputs) -> Robustness:
    return measure_robustness(
        given.ballots,
        given.policy,
        entries=given.entries,
        adjustments=given.adjustments,
        carry=given.carry,
        decisions=given.decisions,
    )


def _measured(measure: Callable[[], Measured], standings: Standings) -> Measured | None:
    """None where ballots are still missing for it: the page says that it was not computed, and the ranks stand."""
    try:
        return measure()
    except ScoringError:
        if standings.provisional:
            return None
        raise


def _name(round: Round, standings: Standings, result: Result | None, form: str) -> str:
    """Event, round, version, and the first signs of the digest that the sheet prints and the log records."""
    version = f"v{result.version}" if result else "provisional"
    digest = result.digest if result else digest_of(standings.to_dict())
    return f"{round.event.key}_{round.key}_{version}_{digest[:8]}.{form}"
