"""Description of the protocol (OpenAPI 3.1), made of the very schemas that check what comes in."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version
from typing import Any

from flask import Response, jsonify
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from hackathon.web.http.guard import policy
from hackathon.web.judge.api import request_schemas, response_schemas
from hackathon.web.judge.api.access import CLIENT, blueprint

_REFS = "#/components/schemas/{model}"
_REFUSALS = {
    304: "Unchanged since the ETag that was sent.",
    400: "No JSON, no client header, or another site's page.",
    401: "No session, or one that has ended.",
    404: "There is no such thing for this person.",
    409: "Not at this point: the round is locked.",
    413: "Too much at once; send less.",
    422: "Not in the right form; the message names the place.",
    429: "Too many wrong guesses; Retry-After says how long.",
}


@blueprint.get("/openapi.json")
@policy("public")
def openapi() -> Response:
    return jsonify(description())


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    models = (*_models(request_schemas), *_models(response_schemas))
    _, made = models_json_schema([(model, "validation") for model in models], ref_template=_REFS)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Hackathon: tablet protocol", "version": version("hackathon")},
        "paths": _paths(),
        "components": {
            "schemas": made["$defs"],
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": "session"}},
        },
    }


def _models(module: Any) -> list[type[BaseModel]]:
    models = [each for each in vars(module).values() if isinstance(each, type) and issubclass(each, BaseModel)]
    return [each for each in models if each.__module__ == module.__name__ and each.model_fields]


def _paths() -> dict[str, Any]:
    key = {"name": "key", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[^/]+$"}}
    tag = {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}}
    of_round = "/api/v1/rounds/{key}"
    return {
        "/api/v1/sign-in": {"post": _write("SignInIn", "SignedInOut", 401, 413, 422, 429, public=True)},
        "/api/v1/sign-out": {"post": _write(None, "SignedOutOut", public=True)},
        "/api/v1/me": {"get": _read("MeOut", 401)},
        f"{of_round}/packet": {"get": _read("PacketOut", 304, 401, 404, parameters=[key, tag])},
        f"{of_round}/ballots": {"post": _write("BallotsIn", "BallotsOut", 401, 404, 413, 422, parameters=[key])},
        f"{of_round}/recusals": {
            "post": _write("RecusalIn", "RecusalOut", 401, 404, 409, 413, 422, parameters=[key]),
        },
        f"{of_round}/pledge": {"post": _write("PledgeIn", "PledgeOut", 401, 404, 413, 422, parameters=[key])},
        f"{of_round}/events": {"get": _stream(key)},
    }


def _stream(key: dict[str, Any]) -> dict[str, Any]:
    """Never called by a test that calls everything: it stays open."""
    answers = {
        "200": {
            "description": "Says that something changed, never what.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        "204": {"description": "No place is free: poll instead."},
    }
    return {"operationId": "events", "parameters": [key], "responses": {**answers, **_refusals(401, 404)}, **_SIGNED_IN}


_SIGNED_IN: dict[str, Any] = {"security": [{"session": []}]}


def _read(answer: str, *refusals: int, parameters: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {"parameters": parameters or [], "responses": _answers(answer, refusals), **_SIGNED_IN}


def _write(
    body: str | None,
    answer: str,
    *refusals: int,
    parameters: list[dict[str, Any]] | None = None,
    public: bool = False,
) -> dict[str, Any]:
    client = {"name": CLIENT, "in": "header", "required": True, "schema": {"const": "1"}}
    made: dict[str, Any] = {
        "parameters": [*(parameters or []), client],
        "responses": _answers(answer, (400, *refusals)),
        **({} if public else _SIGNED_IN),
    }
    if body:
        made["requestBody"] = {"required": True, "content": _json(body)}
    return made


def _answers(answer: str, refusals: tuple[int, ...]) -> dict[str, Any]:
    return {"200": {"description": "Done.", "content": _json(answer)}, **_refusals(*refusals)}


def _refusals(*statuses: int) -> dict[str, Any]:
    return {
        str(status): {"description": _REFUSALS[status], **({"content": _json("ErrorOut")} if status >= 400 else {})}
        for status in statuses
    }


def _json(model: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REFS.format(model=model)}}}
