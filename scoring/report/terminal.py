"""Standings as a table for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from scoring.faults import quote
from scoring.standings.explanation import step_phrase
from scoring.standings.rows import Standing
from scoring.standings.standings import Standings

HEADERS = {
    "ko": ("순위", "번호", "점수", "채점표", "동점자 처리"),
    "en": ("rank", "entry", "score", "ballots", "decided by"),
}
WORDS = {
    "ko": {
        "open tie": "남은 동점", "cut": "선발선 미정", "places": "남은 자리", "advance": "선발", "reserve": "예비",
        "award": "시상", "vacant": "수상자 없음", "open": "미정", "unranked": "순위 없음", "warning": "주의",
    },
    "en": {
        "open tie": "still tied", "cut": "open cut", "places": "places left", "advance": "advance", "reserve": "reserve",
        "award": "award", "vacant": "vacant", "open": "open", "unranked": "unranked", "warning": "warning",
    },
}  # fmt: skip


def standings_table(standings: Standings, language: str) -> str:
    """Ranks, scores and criteria in columns, and below them everything a reader must not miss."""
    criteria = standings.policy.rubric.criteria
    header = [*HEADERS[language], *(criterion.name[language] for criterion in criteria)]
    body = [_cells(standings, row, language) for row in standings.rows]
    return "\n".join([*aligned([header, *body], left=(1, 4)), "", *_remarks(standings, language)]).rstrip() + "\n"


def _cells(standings: Standings, row: Standing, language: str) -> list[str]:
    step = step_phrase(row.decided_by, standings.policy.rubric).say(language) if row.decided_by else ""
    rank = f"{row.rank}=" if row.tied else str(row.rank)
    points = [standings.show(value) for value in row.criteria.values()]
    return [rank, quote(row.entry), row.shown, str(row.ballots), step, *points]


def _remarks(standings: Standings, language: str) -> Iterable[str]:
    words = WORDS[language]
    yield from _open_ties(standings, words)
    yield from _selection(standings, words)
    yield from _awards(standings, words)
    for absent in standings.unranked:
        reason = absent.reason_ko if language == "ko" else absent.reason
        yield f"{words['unranked']}: {absent.entry} ({reason})"
    for caution in standings.cautions:
        yield f"{words['warning']}: {caution.say(language)}"


def _open_ties(standings: Standings, words: Mapping[str, str]) -> Iterable[str]:
    for tie in standings.ties:
        if not tie.resolved:
            yield f"{words['open tie']}: {', '.join(tie.entries)} ({standings.show(tie.score)})"


def _selection(standings: Standings, words: Mapping[str, str]) -> Iterable[str]:
    cut = standings.cut
    if cut.open:
        yield f"{words['cut']}: {', '.join(cut.entries)} ({words['places']}: {cut.places})"
    for name, entries in (("advance", standings.advance), ("reserve", standings.reserve)):
        if entries:
            yield f"{words[name]} ({len(entries)}): {', '.join(entries)}"


def _awards(standings: Standings, words: Mapping[str, str]) -> Iterable[str]:
    for award in standings.awards:
        missing = f"{words['open']} ({', '.join(award.candidates)})" if award.open else words["vacant"]
        yield f"{words['award']}: {award.name}: {award.entry or missing}"


def aligned(rows: Sequence[Sequence[str]], *, left: Sequence[int]) -> Iterable[str]:
    """Rows in columns of equal width; the columns of which the numbers are in `left` start on the left."""
    widths = [max(_width(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        cells = enumerate(zip(row, widths, strict=True))
        yield "  ".join(_padded(cell, width, left=at in left) for at, (cell, width) in cells).rstrip()


def _padded(cell: str, width: int, *, left: bool) -> str:
    space = " " * (width - _width(cell))
    return cell + space if left else space + cell


def _width(text: str) -> int:
    """Columns a terminal gives the text; a Hangul syllable takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
