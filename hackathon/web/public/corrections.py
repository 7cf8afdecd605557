"""Corrections of published results: what is out now, what it replaced, when and why."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort

from hackathon.domain.base.errors import NotFound
from hackathon.domain.results.publications import Published, find_correction, history_of
from hackathon.domain.rounds.entries import team_names
from hackathon.domain.rounds.events import get_round
from hackathon.models import Correction, Event, Round
from hackathon.permissions import visible
from hackathon.web.public.event_page import Award, PublicTeam, awards_of


@dataclass(frozen=True)
class History:
    """A published round that was corrected, or is being corrected. `older`: the newest first."""

    round: Round
    current: Published
    older: Sequence[Published]
    correction: Correction | None


@dataclass(frozen=True)
class OlderResult:
    """A result that was out, at the level that the event shows."""

    history: History
    published: Published
    awards: Sequence[Award]
    advanced: Sequence[str]
    teams: Sequence[PublicTeam]


def histories_of(event: Event) -> list[History]:
    """The rounds whose published result was opened again, in their order."""
    found = [_history(round) for round in event.rounds if round.published_at and visible(None, "awards", round=round)]
    return [each for each in found if each and (each.older or each.correction)]


def _history(round: Round) -> History | None:
    published = history_of(round)
    if not published:
        return None
    return History(round, published[-1], published[-2::-1], find_correction(round))


def load_older(event: Event, key: str, version: int) -> OlderResult:
    """One result that was replaced; nobody finds a page for another one."""
    try:
        round = get_round(event, key)
    except NotFound:
        abort(404)
    history = next((each for each in histories_of(event) if each.round is round), None)
    published = next((each for each in history.older if each.result.version == version), None) if history else None
    if history is None or published is None:
        abort(404)
    standing: dict[str, Any] = json.loads(published.result.standings)
    names = {code: name for code, (_key, name) in team_names(round).items()}
    teams = [_team(row, names, round) for row in standing["standings"]]
    return OlderResult(
        history,
        published,
        awards=awards_of(round, teams, result=published.result),
        advanced=[names.get(code, code) for code in standing["advance"]],
        teams=teams if visible(None, "ranks", round=round) else [],
    )


def _team(row: dict[str, Any], names: dict[str, str], round: Round) -> PublicTeam:
    code = row["entry"]
    rank = row["rank"] if visible(None, "ranks", round=round) else None
    score = row["score"] if visible(None, "scores", round=round) else None
    return PublicTeam(0, code, names.get(code, code), "", rank, score)
