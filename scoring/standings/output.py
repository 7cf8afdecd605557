"""The standings as plain data, JSON and CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scoring.writing import to_json, write_csv

if TYPE_CHECKING:
    from scoring.standings.standings import Standing, Standings
    from scoring.ties.ledger import Tie


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
