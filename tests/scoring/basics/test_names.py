"""Keys of the rules: whoever adds a method or a step to one table and forgets another is told here."""

from __future__ import annotations

from scoring import names
from scoring.methods.aggregation import METHODS
from scoring.standings.explanation import STEP_PHRASES
from scoring.ties.steps import STEPS

WRITTEN_OUT = {"criteria-in-order", "criteria-by-points"}  # `expand` replaces them by one step a criterion


def test_every_method_that_a_policy_may_name_is_registered_and_no_other() -> None:
    assert tuple(METHODS) == names.METHODS
    assert set(METHODS) >= names.METHODS_OF_PLACES


def test_every_step_that_a_policy_may_name_is_registered_and_no_other() -> None:
    assert {*STEPS, *WRITTEN_OUT} == set(names.STEPS)
    assert not WRITTEN_OUT & STEPS.keys()
    assert len(set(names.STEPS)) == len(names.STEPS)


def test_every_registered_step_has_a_phrase() -> None:
    assert STEP_PHRASES.keys() == STEPS.keys()
