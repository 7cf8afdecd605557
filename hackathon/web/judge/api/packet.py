"""Packet of a judge: all that one judge's tablet needs to score a round, and nothing of any other judge."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, jsonify, request

from hackathon import clock
from hackathon.domain.base.keys import get_key
from hackathon.domain.results import checkpoints
from hackathon.models import Round
from hackathon.web.http.guard import policy
from hackathon.web.judge.api.access import blueprint, get_seat
from hackathon.web.judge.api.packet_content import packet_content
from scoring.reading.canonical import digest


@blueprint.get("/rounds/<key>/packet")
@policy("judge", "chair")
def packet(key: str) -> Response:
    """The ETag leaves the server's time and the checkpoint out: they are others at every request."""
    round, judge, seat = get_seat(key)
    content = packet_content(round, judge, seat)
    etag = digest(content)
    if request.if_none_match.contains(etag):
        response = Response(status=304)
    else:
        response = jsonify({**_in_order(content), "checkpoint": _checkpoint(round)})
    response.set_etag(etag)
    return response


def _checkpoint(round: Round) -> dict[str, Any]:
    """Kept by the tablets, it proves later that no end of a chain was cut off, nor a chain written anew."""
    return checkpoints.now(round, key=get_key(current_app.config["SETTINGS"].keys))


def _in_order(content: dict[str, Any]) -> dict[str, Any]:
    return {"round": content["round"], "state": content["state"], "server_time": clock.rfc3339(clock.now()), **content}
