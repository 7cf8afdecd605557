"""Person who is signed in on this device, and the rounds that they judge."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify
from sqlalchemy import select

from hackathon import clock
from hackathon.domain.people.people import find_judge
from hackathon.domain.rounds.rounds import state_of
from hackathon.extensions import db
from hackathon.models import Judge, Round, Seat
from hackathon.web.http.guard import policy
from hackathon.web.http.sessions import viewer
from hackathon.web.judge.api.access import blueprint
from hackathon.web.page.frame import get_event
from hackathon.web.page.roles import in_order


@blueprint.get("/me")
@policy("signed-in")
def me() -> Response:
    person, event = viewer(), get_event()
    assert person  # the policy lets nobody else in
    judge = find_judge(person)
    return jsonify(
        person={"name": person.name, "judge": judge.code if judge else None, "language": person.language},
        roles=in_order(person.role_names),
        rounds=_rounds_of(judge) if judge else [],
        event={"key": event.key, "name": event.name, "time_zone": event.time_zone},
        server_time=clock.rfc3339(clock.now()),
    )


def _rounds_of(judge: Judge) -> list[dict[str, Any]]:
    """The rounds with a seat of this judge, in their order."""
    seats = db.session.execute(
        select(Round, Seat.chair)
        .join(Seat, Seat.round_id == Round.id)
        .where(Seat.judge_id == judge.id)
        .order_by(Round.position)
    )
    return [
        {
            "round": round.key,
            "name": round.name,
            "state": state_of(round),
            "chair": chair,
            "opens_at": clock.rfc3339(round.opens_at),
            "closes_at": clock.rfc3339(round.closes_at),
        }
        for round, chair in seats
    ]
