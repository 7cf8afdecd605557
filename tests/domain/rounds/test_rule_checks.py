"""Rules that nobody could carry out are refused when they are set; the step chair reads the chair seated."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.base.errors import Invalid
from hackathon.domain.results import results, standings
from hackathon.domain.rounds import panels, rule_checks, settings
from hackathon.models import Round
from scoring import Policy
from tests.factories import NOON, POLICY, a_round, fill_round, make_event, seal, the_key

RULES = POLICY.partition("[ranking]")[0]
CHAIR = f'{RULES}[ranking]\nmethod = "mean"\nties = ["chair"]\nchair = "CODE"\n'
SEATED = CHAIR.replace("CODE", "seated")


def tied_but_for_the_judges(policy: str) -> Round:
    """J01 prefers T001, J02 prefers T002, and the means are equal."""
    with unit_of_work():
        round = fill_round(make_event(a_round(policy=policy)), teams=2, judges=2)
        for judge, first, second in (("J01", 9, 7), ("J02", 7, 9)):
            seal(round, judge, "T001", first, first)
            seal(round, judge, "T002", second, second)
    return round


def first_of(round: Round) -> str:
    return standings.standings_of(round).rows[0].entry


@pytest.mark.parametrize("named", ["seated", "J02"])
def test_s2_2_the_step_chair_reads_the_chair_seated(app: Flask, named: str) -> None:
    round = tied_but_for_the_judges(CHAIR.replace("CODE", named))
    assert first_of(round) == "T001"
    with unit_of_work():
        seat = panels.find_seat(round, "J02")
        assert seat is not None
        panels.make_chair(round, seat)
    assert first_of(round) == "T002"


def test_the_result_keeps_the_rules_with_the_chair_by_code(app: Flask) -> None:
    round = tied_but_for_the_judges(SEATED)
    with unit_of_work(), clock.at(NOON):
        result = results.lock(round, key=the_key())
    assert Policy.from_text(result.policy).ranking.chair == "J01"
    assert json.loads(result.standings)["digests"]["policy"] == Policy.from_text(result.policy).digest


def test_s2_2_a_chair_who_does_not_exist_is_refused_by_the_editor(app: Flask) -> None:
    with unit_of_work():
        round = fill_round(make_event(a_round()))
    with pytest.raises(Invalid, match="No judge of the event is called F01"), unit_of_work():
        settings.change_policy(round, CHAIR.replace("CODE", "F01"), reason="x")
    with unit_of_work():
        settings.change_policy(round, SEATED, reason="x")
        settings.change_policy(round, CHAIR.replace("CODE", "J03"), reason="x")


def test_a_chair_named_before_the_judges_are_known_is_found_by_check(app: Flask) -> None:
    with unit_of_work():
        round = fill_round(make_event(a_round(policy=CHAIR.replace("CODE", "F01"))))
    assert [str(fault)[:38] for fault in rule_checks.faults_in(round)] == ["No judge of the event is called F01. W"]


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (f'{RULES}[ranking]\nmethod = "mean"\nties = ["previous"]\n', "no round comes before"),
        (f'{RULES}[ranking]\nmethod = "mean"\n[carry]\nweight = 30\n', "this round names none"),
    ],
)
def test_rules_that_read_another_round_need_one(app: Flask, rules: str, said: str) -> None:
    with pytest.raises(Invalid, match=said), unit_of_work():
        make_event(a_round(policy=rules))
    with unit_of_work():
        make_event(a_round(), a_round("second", source="first", policy=rules))
