"""The package's own ranking of a case, as JSON data; None where it is refused."""

from __future__ import annotations

import inspect
import json
from decimal import Decimal
from typing import Any

from scoring import Adjustment, Ballots, Decisions, Policy, ScoringError, Standings, rank
from tests.scoring.twin.naive.case import Case, Data

HAS_PROVISIONAL = "provisional" in inspect.signature(rank).parameters


def rank_by_package(case: Case, *, as_text: bool = False) -> Data | None:
    """`as_text` reads the policy from the text of a TOML file instead of from data."""
    try:
        policy = Policy.from_text(toml_text(case.policy)) if as_text else Policy.from_data(case.policy)
        standings = _standings(case, policy)
    except ScoringError:
        return None
    result: Data = json.loads(standings.to_json())
    return result


def _standings(case: Case, policy: Policy) -> Standings:
    more: Any = {"provisional": case.provisional} if HAS_PROVISIONAL else {}
    return rank(
        Ballots.from_rows(case.ballots, policy.rubric),
        policy,
        entries=case.entries,
        adjustments=[Adjustment(entry, points, "because") for entry, points in case.adjustments],
        carry=case.carry,
        decisions=_decisions(case, policy),
        **more,
    )


def _decisions(case: Case, policy: Policy) -> Decisions:
    given: Any = dict(case.decisions)
    for name in ("order", "waived"):
        given[name] = tuple(given.get(name, ()))
    if "rejudge" in given:
        given["rejudge"] = Ballots.from_rows(given["rejudge"], policy.panel_rubric)
    if "awards" in given:
        given["awards"] = {name: tuple(winners) for name, winners in given["awards"].items()}
    return Decisions(**given)


def toml_text(policy: Data) -> str:
    return "".join(f"{name} = {_toml(value)}\n" for name, value in policy.items())


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value)
