"""Access to the tablet protocol: its blueprint, the header and JSON that every write brings, the seat of who asks."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from flask import Blueprint, abort, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from hackathon.domain.people.people import find_judge
from hackathon.extensions import db
from hackathon.models import Judge, Person, Round, Seat
from hackathon.web.http.csrf import csrf
from hackathon.web.http.errors import error_response
from hackathon.web.http.guard import refuse_outsiders
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.sessions import viewer

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
csrf.exempt(blueprint)  # a token expires, a queued ballot does not: a header and the same origin guard these writes
CLIENT = "X-Hackathon-Client"
_LONGEST_WHOLE = 18


@blueprint.before_request
def require_client() -> Response | None:
    """The header of our own apps: another site cannot set it without a preflight request, which nobody answers here."""
    if request.method in ("GET", "HEAD", "OPTIONS") or request.headers.get(CLIENT) == "1":
        return None
    refused = refuse_outsiders(request.endpoint or "")  # who has no business here learns nothing else
    return refused or error_response(400, _("The header {name}: 1 is missing.", name=CLIENT))


def read_json() -> Any:
    """The body, its decimals exact. What is no JSON is refused with 400, what is too long with 413."""
    if request.mimetype != "application/json":
        abort(error_response(400, _("The body must be application/json.")))
    try:
        text = request.get_data(cache=False).decode("utf-8")
        return json.loads(text, parse_float=Decimal, parse_int=_whole, parse_constant=Decimal)
    except RequestEntityTooLarge:
        raise
    except (ValueError, RecursionError):
        abort(error_response(400, _("The body is no JSON. Nothing was saved.")))


def _whole(digits: str) -> int | Decimal:
    """Python reads no whole number of thousands of digits; as a decimal it is off every scale all the same."""
    return int(digits) if len(digits) <= _LONGEST_WHOLE else Decimal(digits)


def get_seat(key: str) -> tuple[Round, Judge, Seat]:
    """The round, the judge who asks, and the seat: a round without a seat of one's own does not exist."""
    person: Person | None = viewer()
    judge = find_judge(person) if person else None
    if judge is None:
        abort(404)
    row = (
        db.session.query(Round, Seat)
        .join(Seat, Seat.round_id == Round.id)
        .filter(Round.event_id == judge.event_id, Round.key == key, Seat.judge_id == judge.id)
        .one_or_none()
    )
    if row is None:
        abort(404)
    return row[0], judge, row[1]
