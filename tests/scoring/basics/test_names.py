"""Catalogue of the rules: every method and step has its line, and every teller says one that nobody knew before."""

from __future__ import annotations

import pytest

from scoring import names
from scoring.methods.aggregation import METHODS
from scoring.text import ENGLISH, languages, say
from scoring.ties.steps import STEPS

WRITTEN_OUT = {"criteria-in-order", "criteria-by-points"}  # `expand` replaces them by one step a criterion


def test_every_method_that_a_policy_may_name_is_registered_and_no_other() -> None:
    assert tuple(METHODS) == tuple(names.METHODS)


def test_every_step_that_a_policy_may_name_is_registered_and_no_other() -> None:
    assert {*STEPS, *WRITTEN_OUT} == set(names.STEPS)
    assert not WRITTEN_OUT & STEPS.keys()


@pytest.mark.parametrize("language", languages())
def test_every_rule_has_a_name_and_a_sentence_of_its_own(language: str) -> None:
    for told in (
        [method.name for method in names.METHODS.values()],
        [method.sentence for method in names.METHODS.values()],
        [step.name for step in names.STEPS.values()],
        [step.phrase for step in names.STEPS.values()],
    ):
        said = [say(each, language) for each in told]
        assert all(said)
        assert len(set(said)) == len(said)
        assert language == ENGLISH or not set(said) & {str(each) for each in told}


def test_a_rule_without_a_line_is_told_by_its_key() -> None:
    assert say(names.step_name("highest").phrase, "ko") == "highest"
    assert say(names.method_name("max").sentence, "ko") == "max"
    assert not names.is_lower_better("max")
