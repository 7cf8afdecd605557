"""Open awards in words: why nobody has won yet, and between whom it lies."""

from __future__ import annotations

from collections.abc import Callable

from hackathon.web.http.languages import ngettext, speak
from scoring import Policy
from scoring.policy.rule_names import empty_award
from scoring.standings.selection.awards import Award

MOST_NAMED = 8
"""More candidates are told by their number: where a jury may pick anybody, every team is one."""


def why_open(award: Award, policy: Policy) -> str:
    return speak(empty_award(award.name, policy, is_open=True))


def candidates_line(award: Award, *, name: Callable[[str], str]) -> str:
    if len(award.candidates) > MOST_NAMED:
        return ngettext("{n} candidate", "{n} candidates", len(award.candidates))
    return ", ".join(map(name, award.candidates))
