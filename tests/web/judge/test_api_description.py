"""The description of the protocol is true: whatever it allows is answered in the way that it says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.people import accounts
from hackathon.web.judge.api.openapi import description
from hackathon.web.judge.api.request_schemas import MOST_REVISIONS
from tests.factories import a_round, fill_round, make_event, the_judge
from tests.web.tablets import SENDS
from tests.web.visitors import Visitor

CHECKS = [not_a_server_error, response_schema_conformance, status_code_conformance]


@pytest.fixture
def described(sqlite_app: Flask) -> Any:
    """A judge's session in a round that is open now, and the description as the server gives it."""
    now = clock.now()
    with unit_of_work():
        fill_round(make_event(a_round(opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=1))))
        secret = accounts.open_session(the_judge("J02").person)
    sign = sqlite_app.session_interface.get_signing_serializer(sqlite_app)  # type: ignore[attr-defined]
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", sqlite_app)
    schema.config.update(headers={**SENDS, "Accept-Encoding": "identity"})
    return schema, {"session": sign.dumps({"sign_in": secret})}


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/me", "GET"),
        *((f"/rounds/{{key}}/{name}", "POST") for name in ("ballots", "recusals")),
        ("/rounds/{key}/packet", "GET"),
    ],
)
def test_answers_are_as_described(described: Any, path: str, method: str) -> None:
    """Half of what is sent goes to a round that there is."""
    schema, cookies = described
    operation, answered = schema[f"/api/v1{path}"][method], set()

    @given(case=operation.as_strategy(), there=st.booleans())
    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
    def answer(case: Any, there: bool) -> None:
        if there and "key" in case.path_parameters:
            case.path_parameters["key"] = "first"
        answered.add(case.call_and_validate(checks=CHECKS, cookies=cookies).status_code)

    answer()
    assert answered & {200, 404}  # it did get past the door
    assert 401 not in answered


def test_every_route_of_the_protocol_is_described(sqlite_app: Flask) -> None:
    routes = {
        (str(rule).replace("<", "{").replace(">", "}"), method.lower())
        for rule in sqlite_app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    told = {(path, method) for path, methods in description()["paths"].items() for method in methods}
    assert routes - {("/api/v1/openapi.json", "get")} == told


def test_it_is_made_of_the_schemas_that_check(sqlite_app: Flask) -> None:
    told = Visitor(sqlite_app).get("/api/v1/openapi.json").get_json()
    assert told["openapi"] == "3.1.0"
    revisions = told["components"]["schemas"]["BallotsIn"]["properties"]["revisions"]
    assert (revisions["maxItems"], revisions["items"]) == (MOST_REVISIONS, {"$ref": "#/components/schemas/RevisionIn"})
    assert told["components"]["schemas"]["RevisionIn"]["properties"]["marks"]["additionalProperties"] == {
        "type": "number"
    }
