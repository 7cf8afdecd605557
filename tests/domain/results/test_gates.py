"""Nothing open is called settled: sign, publish and advance ask the same function."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.base.errors import QuestionsOpen
from hackathon.domain.results import decisions, results
from hackathon.extensions import db
from hackathon.models import Person, Result, Round, Signature
from tests.factories import NOON, POLICY, a_round, fill_round, make_event, make_person, seal_all, the_judge, the_key

RULES = POLICY.partition("[ranking]")[0]
AWARDS = '\n[[awards]]\nname = { ko = "대상", en = "Grand prize" }\n'
TWO_WINNERS = RULES + '[ranking]\nmethod = "mean"\nties = ["countback"]\n' + AWARDS
LOT_PENDING = RULES + '[ranking]\nmethod = "mean"\nties = ["lot"]\nlot_seed = "pending"\n'
CUT = RULES + '[ranking]\nmethod = "mean"\n[advance]\ncount = 1\n'
TIED = {"T001": (9, 9), "T002": (9, 9), "T003": (7, 7)}
NEXT = a_round("second", source="first")


def locked(policy: str) -> Round:
    with unit_of_work():
        round = fill_round(make_event(a_round(policy=policy), NEXT), teams=3)
        seal_all(round, TIED)
    with clock.at(NOON), unit_of_work():
        results.lock(round, key=the_key())
    return round


def sign_anyway(result: Result, person: Person, capacity: str) -> None:
    """A signature from before the gate stood."""
    facts = {"signed_at": NOON, "digest": result.digest, "key_id": "k", "signature": "s"}
    db.session.add(Signature(result_id=result.id, person_id=person.id, capacity=capacity, **facts))


def sign(round: Round) -> None:
    results.sign(results.get_result(round), the_judge("J01").person, capacity="chair", key=the_key())


def publish(round: Round) -> None:
    result = results.get_result(round)
    sign_anyway(result, the_judge("J01").person, "chair")
    sign_anyway(result, make_person(round.event, "o", "organizer"), "organizer")
    results.publish(round)


def send_on(round: Round) -> None:
    results.send_on(round)


@pytest.mark.parametrize("act", [sign, publish, send_on])
@pytest.mark.parametrize(
    ("policy", "named"),
    [
        pytest.param(TWO_WINNERS, "Grand prize: 1 place is undecided", id="award"),
        pytest.param(CUT, "1 place for T001, T002", id="cut"),
        pytest.param(LOT_PENDING, "lot for T001, T002 is not drawn", id="lot"),
    ],
)
def test_an_open_question_is_never_signed_published_or_sent_on(
    app: Flask, policy: str, named: str, act: Callable[[Round], None]
) -> None:
    round = locked(policy)
    with pytest.raises(QuestionsOpen, match=named), unit_of_work():
        act(round)
    assert round.published_at is None
    assert results.has_sent_on(round) is False


def test_a_settled_result_passes_every_gate(app: Flask) -> None:
    round = locked(CUT)
    with unit_of_work():
        decisions.decide(round, "waived", ["T002"], key=the_key())
        sign(round)
        results.sign(
            results.get_result(round), make_person(round.event, "o", "organizer"), capacity="organizer", key=the_key()
        )
        results.send_on(round)
        results.publish(round)
    assert round.published_at is not None
