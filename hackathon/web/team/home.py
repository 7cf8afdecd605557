"""What a team sees of itself: where it stands, what it handed in, and by when. Never a score before publication."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from hackathon import clock
from hackathon.domain import results, rounds
from hackathon.extensions import db
from hackathon.models import Entrant, Entry, Membership, Person, Round, SubmissionVersion, Team
from hackathon.permissions import visible
from hackathon.web.pages import words


@dataclass(frozen=True)
class Member:
    name: str
    captain: bool


@dataclass(frozen=True)
class Stage:
    """A round as the team lived it: a chip, and what has been published of the result."""

    name: str
    kind: str
    state: str
    rank: int | None = None
    score: str | None = None
    awards: tuple[str, ...] = ()


@dataclass(frozen=True)
class HandedIn:
    round: Round
    version: SubmissionVersion | None
    open: bool


def members_of(team: Team) -> list[Member]:
    found = db.session.execute(
        select(Person.name, Membership.captain)
        .join(Entrant, Entrant.person_id == Person.id)
        .join(Membership, Membership.entrant_id == Entrant.id)
        .where(Membership.team_id == team.id, Membership.left_at.is_(None))
        .order_by(Membership.captain.desc(), Membership.id)
    )
    return [Member(name or "", captain) for name, captain in found]


def submissions_of(team: Team, mine: list[Round]) -> list[HandedIn]:
    """The newest version for every round the team is or was in, the latest round first."""
    found = db.session.scalars(
        select(SubmissionVersion).where(SubmissionVersion.team_id == team.id).order_by(SubmissionVersion.version)
    )
    newest = {version.round_id: version for version in found}
    return [
        HandedIn(
            round=round,
            version=newest.get(round.id),
            open=round.submissions_close_at is not None and clock.now() < round.submissions_close_at,
        )
        for round in reversed(mine)
    ]


def rounds_for(team: Team, all_rounds: list[Round]) -> list[Round]:
    """The rounds this team may know itself to be in: its place in a round is news until the choice is published."""
    entered = set(db.session.scalars(select(Entry.round_id).where(Entry.team_id == team.id)))
    return [
        round
        for round in all_rounds
        if round.source is None or (round.id in entered and visible(None, "entries", round=round))
    ]


def stages_of(team: Team, mine: list[Round]) -> list[Stage]:
    return [_stage(team, round) for round in mine]


def _stage(team: Team, round: Round) -> Stage:
    name = words(round.name)
    if round.published_at is None:
        kind, state = _waiting(round)
        return Stage(name, kind, state)
    result: dict[str, Any] = json.loads(results.get_result(round).standings)
    kind, state = _outcome(team, round, result)
    row = next((row for row in result["standings"] if row["entry"] == team.code), None)
    shown = row if row and visible(None, "ranks", round=round) else {}
    return Stage(
        name,
        kind,
        state,
        rank=shown.get("rank"),
        score=shown.get("score") if visible(None, "scores", round=round) else None,
        awards=_awards(team, round, result),
    )


def _waiting(round: Round) -> tuple[str, str]:
    """Until publication a team learns of its round only what everybody knows."""
    state = rounds.state_of(round)
    if state == "planned":
        return "", _("심사 전")
    return ("chip-open", _("심사 중")) if state == "open" else ("chip-wait", _("결과 공개 전"))


def _outcome(team: Team, round: Round, result: dict[str, Any]) -> tuple[str, str]:
    following = rounds.find_next(round)
    if team.code in result["advance"]:
        return "chip-final", _("%(round)s 진출", round=words(following.name)) if following else _("선발")
    if team.code in result["reserve"]:
        return "", _("예비팀")
    return "", _("선발되지 않음") if following else _("결과 공개")


def _awards(team: Team, round: Round, result: dict[str, Any]) -> tuple[str, ...]:
    if not visible(None, "awards", round=round):
        return ()
    return tuple(award["name"] for award in result["awards"] if award["entry"] == team.code)
