"""Sign-in of a device by the code of a card, typed into the app, and sign-out."""

from __future__ import annotations

from flask import Response, jsonify

from hackathon import clock
from hackathon.domain.people.pairing import WINDOW, CodeUnusable
from hackathon.domain.people.passwords import TooManyAttempts
from hackathon.domain.people.people import find_judge
from hackathon.web.accounts import card_sign_in
from hackathon.web.http import sessions
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.judge.api.access import blueprint, read_json
from hackathon.web.judge.api.request_schemas import SignInIn, checked


@blueprint.post("/sign-in")
@policy("public")
def sign_in() -> Response:
    """A code that works pairs this device and signs out whoever was here before; one that does not changes nothing."""
    code = checked(SignInIn, read_json()).code
    try:
        person = card_sign_in.sign_in_by_card(code)
    except CodeUnusable as refusal:
        return _refused(401, f"code-{refusal.reason}", refusal.sentence(chosen_language()))
    except TooManyAttempts as refusal:
        answer = _refused(429, "too-often", refusal.sentence(chosen_language()))
        answer.headers["Retry-After"] = str(int(WINDOW.total_seconds()))
        return answer
    judge = find_judge(person)
    return jsonify(signed_in=True, judge=judge.code if judge else None, server_time=clock.rfc3339(clock.now()))


def _refused(status: int, code: str, message: str) -> Response:
    answer = jsonify(error={"code": code, "message": message})
    answer.status_code = status
    return answer


@blueprint.post("/sign-out")
@policy("public", writes=True)
def sign_out() -> Response:
    """Also without a session the answer is that there is none."""
    sessions.end()
    return jsonify(signed_out=True, server_time=clock.rfc3339(clock.now()))
