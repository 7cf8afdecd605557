"""Standings as a table for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from scoring.faults import printable, quote
from scoring.names import AWARDS
from scoring.policy.rule_names import empty_award, step_phrase
from scoring.reading.cells import number_text
from scoring.standings.rows import Standing
from scoring.standings.standings import Standings
from scoring.text import Sayable, Text, in_languages, say, text, text_n, text_p

MOST_LISTED = 12
HEADERS = (text("rank"), text_p("code", "entry"), text("score"), text("ballots"), text("decided by"))
SELECTION = {"advance": text_p("list", "advance"), "reserve": text_p("list", "reserve")}


def standings_table(standings: Standings, language: str) -> str:
    """Ranks, scores and criteria in columns, and below them everything a reader must not miss."""
    criteria = [in_languages(criterion.name) for criterion in standings.panel.rubric.criteria]
    header = [say(head, language) for head in (*HEADERS, *criteria, *_source_heads(standings))]
    body = [_cells(standings, row, language) for row in standings.rows]
    return (
        "\n".join(
            [
                *aligned([header, *body], left=(1, 4)),
                "",
                *(printable(say(remark, language)) for remark in _remarks(standings)),
            ]
        ).rstrip()
        + "\n"
    )


def _cells(standings: Standings, row: Standing, language: str) -> list[str]:
    step = say(step_phrase(row.decided_by, standings.policy.rubric), language) if row.decided_by else ""
    rank = f"{row.rank}=" if row.tied else str(row.rank)
    points = [standings.show(value) for value in (*row.criteria.values(), *row.sources.values())]
    return [rank, quote(row.entry), row.shown, str(row.ballots), step, *points]


def _source_heads(standings: Standings) -> list[Text]:
    """A column a source, with what it weighs."""
    weights = {source.name: number_text(source.weight) for source in standings.policy.sources}
    return [
        text("{source} (weight {weight})", source=quote(name), weight=weights[name]) for name in standings.by_source
    ]


def _remarks(standings: Standings) -> Iterable[Text]:
    if standings.provisional:
        yield text("provisional: ballots may still be missing")
    yield from _open_ties(standings)
    yield from _selection(standings)
    yield from _awards(standings)
    yield from _groups(standings)
    for over in standings.passed_over:
        yield text("passed over: {entry} ({reason})", entry=over.entry, reason=over.told)
    for absent in standings.unranked:
        yield text("unranked: {entry} ({reason})", entry=absent.entry, reason=absent.why)
    for caution in standings.cautions:
        yield text("warning: {caution}", caution=caution)


def _open_ties(standings: Standings) -> Iterable[Text]:
    for tie in standings.ties:
        if not tie.resolved:
            score = standings.show(tie.score)
            yield text("still tied: {entries} ({score})", entries=", ".join(tie.entries), score=score)


def _selection(standings: Standings) -> Iterable[Text]:
    cut = standings.cut
    if cut.open:
        yield text("open cut: {entries} (places left: {places})", entries=", ".join(cut.entries), places=cut.places)
    for name, entries in (("advance", standings.advance), ("reserve", standings.reserve)):
        if entries:
            count, listed = len(entries), ", ".join(entries)
            yield text("{selection} ({count}): {entries}", selection=SELECTION[name], count=count, entries=listed)


def _groups(standings: Standings) -> Iterable[Text]:
    for column, groups in standings.groups.items():
        for value, members in groups.items():
            listed = ", ".join(f"{rank} {code}" for code, rank in members)
            yield text("{column} {value}: {entries}", column=column, value=value, entries=listed)


def _awards(standings: Standings) -> Iterable[Text]:
    for award in standings.awards:
        if award.entry:
            yield text("award: {award}: {entry}", award=award.title, entry=award.entry)
        elif award.open:
            why = empty_award(award.name, standings.policy, is_open=True)
            candidates = _listed(award.candidates)
            yield text("award: {award}: {why} ({entries})", award=award.title, why=why, entries=candidates)
        else:
            yield text("award: {award}: {entry}", award=award.title, entry=AWARDS["vacant"])


def _listed(codes: Sequence[str]) -> Sayable:
    """The codes or, where a jury may pick almost anybody, how many they are."""
    return ", ".join(codes) if len(codes) <= MOST_LISTED else text_n("{n} candidate", "{n} candidates", n=len(codes))


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
