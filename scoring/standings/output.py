"""Standings as plain data, JSON and CSV."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scoring.csv_json import csv_text, json_text
from scoring.standings.forms import Form
from scoring.standings.outcome import Outcome
from scoring.standings.rows import Standing
from scoring.standings.selection.awards import Award
from scoring.standings.unranked import Unranked
from scoring.text import Text
from scoring.ties.ledger import Tie


def standings_dict(outcome: Outcome, say: Callable[[Text], object] = str) -> dict[str, Any]:
    """The standings in the shape and key order of the JSON. `say` puts every sentence in them into words, in order."""
    cut = outcome.cut
    return {
        "standings": [_row(outcome, row) for row in outcome.rows],
        "ties": [_tie(outcome, tie) for tie in outcome.ties],
        "cut": {"open": cut.open, "places": cut.places, "entries": list(cut.entries)},
        "advance": list(outcome.advance),
        "reserve": list(outcome.reserve),
        "awards": [_award(award, outcome.form) for award in outcome.awards],
        "unranked": [_unranked(absent, say) for absent in outcome.unranked],
        "warnings": [say(caution) for caution in outcome.cautions],
        "lower_is_better": outcome.lower_is_better,
        "digests": outcome.digests,
        **_groups(outcome),
        **_passed_over(outcome, say),
        **({"provisional": True} if outcome.provisional else {}),
    }


def _award(award: Award, form: Form) -> dict[str, Any]:
    name = award.name if award.names is None else dict(award.names)
    row = {"name": name, "entry": award.entry, "open": award.open}
    return row | {"candidates": list(award.candidates)} if award.open and form.names_candidates else row


def _unranked(absent: Unranked, say: Callable[[Text], object]) -> dict[str, Any]:
    row = {"entry": absent.entry, "reason": say(absent.why)}
    return row if absent.state is None else row | {"state": absent.state}


def _groups(outcome: Outcome) -> dict[str, Any]:
    if not outcome.policy.group_columns:
        return {}
    ranked = outcome.groups.items()
    return {
        "groups": {
            column: {value: [list(one) for one in members] for value, members in groups.items()}
            for column, groups in ranked
        }
    }


def _passed_over(outcome: Outcome, say: Callable[[Text], object]) -> dict[str, Any]:
    if not outcome.choosing.passes_over:
        return {}
    rows = [{"entry": one.entry, "rule": one.rule, "reason": say(one.why)} for one in outcome.passed_over]
    return {"passed_over": rows}


def standings_json(outcome: Outcome) -> str:
    """The standings as JSON text."""
    return json_text(standings_dict(outcome))


def csv_header(outcome: Outcome) -> list[str]:
    """The columns of the CSV."""
    keys = outcome.panel.rubric.keys
    sources = [f"{column}:{name}" for name in outcome.by_source for column in ("source", "source_exact")]
    return ["rank", "entry", "score", "exact", "ballots", "tied", "decided_by", *keys, *sources]


def csv_row(outcome: Outcome, row: Standing) -> list[Any]:
    """One row of the CSV, before it becomes text."""
    points = [outcome.show(value) for value in row.criteria.values()]
    sources = [cell for value in row.sources.values() for cell in (outcome.show(value), str(value))]
    return [row.rank, row.entry, row.shown, str(row.score), row.ballots, row.tied, row.decided_by, *points, *sources]


def standings_csv(outcome: Outcome) -> str:
    """The standings as CSV text; `tied` is true or false, an absent `decided_by` is empty."""
    return csv_text([csv_header(outcome), *(csv_row(outcome, row) for row in outcome.rows)])


def _row(outcome: Outcome, row: Standing) -> dict[str, Any]:
    return {
        "rank": row.rank,
        "entry": row.entry,
        "score": row.shown,
        "exact": str(row.score),
        "ballots": row.ballots,
        "tied": row.tied,
        "decided_by": row.decided_by,
        "criteria": {key: outcome.show(points) for key, points in row.criteria.items()},
        **_sources(outcome, row),
    }


def _sources(outcome: Outcome, row: Standing) -> dict[str, Any]:
    if not row.sources:
        return {}
    return {
        "sources": {name: outcome.show(score) for name, score in row.sources.items()},
        "sources_exact": {name: str(score) for name, score in row.sources.items()},
    }


def _tie(outcome: Outcome, tie: Tie) -> dict[str, Any]:
    return {
        "entries": list(tie.entries),
        "score": outcome.show(tie.score),
        "steps": [{"rule": step.rule, "values": dict(step.values)} for step in tie.steps],
        "resolved": tie.resolved,
    }
