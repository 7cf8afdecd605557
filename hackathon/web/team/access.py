"""Access to the pages of a team: their blueprint, who asks, and the rounds that a team may know of."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from hackathon.domain.rounds import rounds
from hackathon.extensions import db
from hackathon.models import Entrant, Entry, Membership, Round, Team
from hackathon.permissions import visible
from hackathon.web.http import sessions
from hackathon.web.page.frame import get_event

blueprint = Blueprint("team", __name__, url_prefix="/team")


def get_entrant() -> Entrant:
    person = sessions.viewer()
    return (sessions.entrant_of(person) if person else None) or abort(404)


def get_membership(*, captain: bool = False) -> Membership:
    person = sessions.viewer()
    membership = sessions.membership_of(person) if person else None
    if membership is None or (captain and not membership.captain):
        abort(404)
    return membership


def get_round(key: str) -> tuple[Round, Membership]:
    """A round that the team is in; any other one does not exist for it."""
    membership = get_membership()
    own = rounds_for(membership.team, get_event().rounds)
    return next((round for round in own if round.key == key), None) or abort(404), membership


def rounds_for(team: Team, all_rounds: list[Round]) -> list[Round]:
    """The rounds this team may know itself to be in: its place in a round is news until the choice is published."""
    entered = set(db.session.scalars(select(Entry.round_id).where(Entry.team_id == team.id)))
    return [
        round
        for round in all_rounds
        if rounds.is_for(round, team)
        and (round.source is None or (round.id in entered and visible(None, "entries", round=round)))
    ]


def is_writable(round: Round, team: Team) -> bool:
    """Late is taken and flagged until the judging is locked."""
    return round.submissions_close_at is not None and not round.locked_at and not team.withdrawn_at


def to_home() -> Response:
    return redirect(url_for("team.home"), 303)
