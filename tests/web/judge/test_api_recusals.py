"""A judge steps aside from a team, from the tablet: said once, whatever the network does, and never too late."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from hackathon.database import unit_of_work
from hackathon.domain.ballots import ballots
from hackathon.extensions import db
from hackathon.models import Recusal, Round
from tests.factories import seal_all
from tests.web.tablets import FIRST, Tablet
from tests.web.visitors import lock

PATH = f"{FIRST}/recusals"
SAID = {"entry": "T001", "kind": "self", "reason": "지도했던 팀입니다."}


def recusals() -> list[tuple[str, str | None]]:
    return [(row.kind, row.reason) for row in db.session.scalars(select(Recusal))]


def test_a_recusal_is_kept_and_the_ballot_stops_counting(round: Round, tablet: Tablet) -> None:
    tablet.save()
    assert tablet.post(PATH, json=SAID).status_code == 200
    assert recusals() == [("self", SAID["reason"])]
    assert ballots.counted(round) == []
    packet = tablet.packet()
    assert packet["entries"][0]["recused"]
    assert [each["entry"] for each in packet["ballots"]] == ["T001"]  # stored all the same
    assert tablet.save(base=1)["error"]["code"] == "recused"


def test_saying_it_twice_is_saying_it_once(tablet: Tablet) -> None:
    first, again = (tablet.post(PATH, json=SAID) for _ in range(2))
    assert (first.get_json(), len(recusals())) == (again.get_json(), 1)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"entry": "T999"}, 404),
        ({"kind": "challenge"}, 422),
        ({"kind": "statutory"}, 422),
        ({"reason": ""}, 422),
        ({"reason": " \n "}, 422),
        ({"reason": "가" * 501}, 422),
        ({"reason": None}, 422),
        ({"entry": ["T001"]}, 422),
    ],
)
def test_what_cannot_be_kept_is_refused(tablet: Tablet, changes: dict[str, Any], status: int) -> None:
    assert tablet.post(PATH, json={**SAID, **changes}).status_code == status
    assert recusals() == []


def test_after_the_lock_it_is_too_late(round: Round, tablet: Tablet) -> None:
    with unit_of_work():
        seal_all(round, {f"T00{number}": (5, 5) for number in range(1, 5)})
    lock(round)
    assert tablet.post(PATH, json=SAID).status_code == 409
    assert recusals() == []
