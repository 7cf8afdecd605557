"""A device signs in by the code of a card, inside an app that no camera opens; and it signs out."""

from __future__ import annotations

from flask import Response, jsonify

from hackathon.database import unit_of_work
from hackathon.domain.ballots.points import find_judge
from hackathon.domain.people.pairing import WINDOW, CodeUnusable
from hackathon.domain.people.passwords import TooManyAttempts
from hackathon.web.accounts import cards
from hackathon.web.http import sessions
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.judge.api.door import blueprint, read_json
from hackathon.web.judge.api.schemas import SignInIn, checked
from hackathon.web.judge.api.words import stamp


@blueprint.post("/sign-in")
@policy("public")
def sign_in() -> Response:
    """A code that works pairs this device and signs out whoever was here before; one that does not changes nothing."""
    code = checked(SignInIn, read_json()).code
    try:
        person = cards.enter(code)
    except CodeUnusable as refusal:
        return _refused(401, f"code-{refusal.reason}", refusal.sentence(chosen_language()))
    except TooManyAttempts as refusal:
        answer = _refused(429, "too-often", refusal.sentence(chosen_language()))
        answer.headers["Retry-After"] = str(int(WINDOW.total_seconds()))
        return answer
    judge = find_judge(person)
    return jsonify(signed_in=True, judge=judge.code if judge else None, server_time=stamp())


def _refused(status: int, code: str, message: str) -> Response:
    answer = jsonify(error={"code": code, "message": message})
    answer.status_code = status
    return answer


@blueprint.post("/sign-out")
@policy("public")
def sign_out() -> Response:
    """Without a session there is nothing to end, which is what was asked for."""
    with unit_of_work():
        sessions.end()
    return jsonify(signed_out=True, server_time=stamp())
