"""Pledge of a judge, as a round asks for it, given on the tablet."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.rounds import pledges
from hackathon.models import Judge, Round
from hackathon.web.http.guard import policy
from hackathon.web.judge.api.access import blueprint, get_seat, read_json
from hackathon.web.judge.api.request_schemas import PledgeIn, checked


@blueprint.post("/rounds/<key>/pledge")
@policy("judge", "chair")
def pledge(key: str) -> Response:
    """Idempotent, also from another device."""
    sent = checked(PledgeIn, read_json())
    with unit_of_work():
        round, judge, _seat = get_seat(key)
        pledges.accept(round, judge, version=sent.version)
        return jsonify(pledge=pledge_of(round, judge))


def pledge_of(round: Round, judge: Judge) -> dict[str, Any] | None:
    """What the judge is asked to promise, and when it was done; None where nothing is asked."""
    if round.pledge is None:
        return None
    given = pledges.find(round, judge)
    return {**round.pledge, "accepted_at": clock.rfc3339(given.accepted_at) if given else None}
