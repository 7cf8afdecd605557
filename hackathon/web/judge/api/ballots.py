"""Ballots as tablets send them: every revision is answered in its order, and a bad one never stops the others."""

from __future__ import annotations

import time
from typing import Any, cast

from flask import Flask, Response, abort, current_app, g, jsonify, request
from flask.blueprints import BlueprintSetupState
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as WsgiResponse

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.ballots.lookups import Parcel
from hackathon.domain.ballots.revisions import RevisionDraft, Saved
from hackathon.domain.ballots.saving import Answers, save_all
from hackathon.domain.base.errors import Invalid
from hackathon.domain.base.keys import get_key
from hackathon.domain.people import accounts
from hackathon.web.http import metrics, sessions
from hackathon.web.http.errors import error_response
from hackathon.web.http.guard import policy, refuse_outsiders
from hackathon.web.http.languages import chosen_language
from hackathon.web.http.languages import gettext as _
from hackathon.web.judge.api import judge_header, write_queue
from hackathon.web.judge.api.access import blueprint, read_json
from hackathon.web.judge.api.packet_content import find_heads
from hackathon.web.judge.api.request_schemas import MOST_REVISIONS, BallotsIn, RevisionIn, checked, place_of
from scoring.text import text

_LONGEST_DEVICE = 64


@blueprint.record
def _add_queue(state: BlueprintSetupState) -> None:
    write_queue.init_app(cast(Flask, state.app), _write)


@blueprint.post("/rounds/<key>/ballots")
@policy("judge", "chair", late=True)
def save(key: str) -> Response | WsgiResponse:
    """The time of arrival is taken first: what came before the close is in time, however long it waits in the queue."""
    arrived, began = clock.now(), time.perf_counter()
    secret = sessions.secret() or abort(401)
    try:
        sent = _revisions()
    except HTTPException:
        refuse_outsiders("api.save")  # who has no business here learns nothing else
        raise
    read = [read_revision(each) for each in sent]
    drafts = [each for each in read if not isinstance(each, Invalid)]
    parcel = Parcel(accounts.token_of(secret), key, drafts, arrived, judge=request.headers.get(judge_header.HEADER))
    answers: Answers = write_queue.submit(current_app, parcel, size=len(drafts))
    if answers is None:
        return refuse_outsiders("api.save") or judge_header.refuse_other_judges() or abort(404)
    g.signed_in = True
    results = _results(sent, read, answers)
    metrics.note_saved((each["status"] for each in results), seconds=time.perf_counter() - began)
    return jsonify(results=results, server_time=clock.rfc3339(clock.now()))


def _revisions() -> list[Any]:
    sent = checked(BallotsIn, read_json()).revisions
    if len(sent) > MOST_REVISIONS:
        abort(error_response(413, _("At most {most} revisions can be sent at once.", most=MOST_REVISIONS)))
    return sent


def _write(parcels: list[Parcel]) -> list[Answers]:
    with unit_of_work():
        return save_all(parcels, key=get_key(current_app.config["SETTINGS"].keys))


def read_revision(sent: object) -> tuple[str, RevisionDraft] | Invalid:
    try:
        read = RevisionIn.model_validate(sent, strict=True)
    except ValidationError as error:
        field = place_of(error)
        whole = text("revision: not in the right form.")
        return Invalid(text("{field}: not in the right form.", field=field) if field else whole, field=field)
    device = (read.device or "")[:_LONGEST_DEVICE] or None
    values = read.model_dump(exclude={"entry", "device"})
    return read.entry, RevisionDraft(**values, device=device)


def _results(
    sent: list[Any], read: list[tuple[str, RevisionDraft] | Invalid], answers: list[Saved | Invalid]
) -> list[dict[str, Any]]:
    remaining = iter(answers)
    outcomes = [each if isinstance(each, Invalid) else next(remaining) for each in read]
    conflicts = [each.id for each in outcomes if isinstance(each, Saved) and "conflict" in (each.status, each.first)]
    heads = find_heads(conflicts) if conflicts else {}
    return [_result(each, outcome, heads) for each, outcome in zip(sent, outcomes, strict=True)]


def _result(sent: object, outcome: Saved | Invalid, heads: dict[str, dict[str, Any]]) -> dict[str, Any]:
    if isinstance(outcome, Invalid):
        error = {"code": outcome.code, "message": outcome.sentence(chosen_language()), "field": outcome.field or None}
        return {
            "id": _id_of(sent),
            "status": "rejected",
            "revision": None,
            "receipt": None,
            "head": None,
            "error": error,
        }
    return {
        "id": outcome.id,
        "status": outcome.status,
        "first": outcome.first or outcome.status,
        "revision": outcome.revision,
        "receipt": outcome.receipt,
        "head": heads.get(outcome.id),
        "error": None,
    }


def _id_of(sent: object) -> str | None:
    """The id that a refused revision came with, by which the tablet finds it again."""
    sent_id = sent.get("id") if isinstance(sent, dict) else None
    return sent_id if isinstance(sent_id, str) and len(sent_id) <= _LONGEST_DEVICE else None
