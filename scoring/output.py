"""The standings as plain data, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

from scoring.reading import parse_decimal

if TYPE_CHECKING:
    from scoring.ledger import Tie
    from scoring.standings import Standing, Standings

_FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")
_FRACTION = re.compile(r"[+-]?[0-9]+/[0-9]+")
_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{5,}")


def standings_dict(standings: Standings) -> dict[str, Any]:
    """The standings in the shape and key order of the JSON."""
    cut = standings.cut
    return {
        "standings": [_row(standings, row) for row in standings.rows],
        "ties": [_tie(standings, tie) for tie in standings.ties],
        "cut": {"open": cut.open, "places": cut.places, "entries": list(cut.entries)},
        "advance": list(standings.advance),
        "reserve": list(standings.reserve),
        "awards": [{"name": award.name, "entry": award.entry, "open": award.open} for award in standings.awards],
        "unranked": [{"entry": absent.entry, "reason": absent.reason} for absent in standings.unranked],
        "warnings": list(standings.warnings),
        "lower_is_better": standings.lower_is_better,
        "digests": standings.digests,
    }


def standings_json(standings: Standings) -> str:
    """The standings as JSON text."""
    return to_json(standings_dict(standings))


def to_json(data: dict[str, Any]) -> str:
    """Plain data as JSON text: characters as they are, two spaces of indent, a final line feed, never NaN."""
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def csv_header(standings: Standings) -> list[str]:
    """The columns of the CSV."""
    keys = standings.policy.rubric.keys
    return ["rank", "entry", "score", "exact", "ballots", "tied", "decided_by", *keys]


def csv_row(standings: Standings, row: Standing) -> list[Any]:
    """One row of the CSV, before it becomes text."""
    points = [standings.show(value) for value in row.criteria.values()]
    return [row.rank, row.entry, row.shown, str(row.score), row.ballots, row.tied, row.decided_by, *points]


def standings_csv(standings: Standings) -> str:
    """The standings as CSV text; `tied` is true or false, an absent `decided_by` is empty."""
    return write_csv([csv_header(standings), *(csv_row(standings, row) for row in standings.rows)])


def write_csv(rows: list[list[Any]]) -> str:
    """Rows as CSV text, lines ended by LF; text that a spreadsheet would run is made harmless."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def harmless(text: str) -> str:
    """Text that a spreadsheet would run as a formula gets a leading apostrophe; numbers and phone numbers do not.

    >>> harmless("=1+1"), harmless("-3"), harmless("+82 10-0000-1234"), harmless("T07")
    ("'=1+1", '-3', '+82 10-0000-1234', 'T07')
    """
    if not text.startswith(_FORMULA_STARTS) or parse_decimal(text) is not None:
        return text
    if _FRACTION.fullmatch(text) or _PHONE.fullmatch(text):
        return text
    return "'" + text


def _cell(cell: object) -> object:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return harmless(cell) if isinstance(cell, str) else cell


def _row(standings: Standings, row: Standing) -> dict[str, Any]:
    return {
        "rank": row.rank,
        "entry": row.entry,
        "score": row.shown,
        "exact": str(row.score),
        "ballots": row.ballots,
        "tied": row.tied,
        "decided_by": row.decided_by,
        "criteria": {key: standings.show(points) for key, points in row.criteria.items()},
    }


def _tie(standings: Standings, tie: Tie) -> dict[str, Any]:
    return {
        "entries": list(tie.entries),
        "score": standings.show(tie.score),
        "steps": [{"rule": step.rule, "values": dict(step.values)} for step in tie.steps],
        "resolved": tie.resolved,
    }
