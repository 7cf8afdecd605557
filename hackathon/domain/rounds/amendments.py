"""Amendments of a round's rules, as text: one key is changed in the TOML, and nothing else of what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from hackathon.domain.base.errors import Invalid
from scoring import Policy, ScoringError
from scoring.policy.settings import Ranking
from scoring.text import text

DECISION = "decision"
_LIST = re.compile(r"\bties\s*=\s*\[[^\]]*?(,?\s*(?:#[^\n]*\s*)*)\]")
_HEAD = re.compile(r"^\s*\[ranking\][^\n]*\n", re.MULTILINE)
_INLINE = re.compile(r"\branking\s*=\s*\{")
_CHAIR = re.compile(r"\bchair\s*=\s*(\"[^\"\n]*\"|'[^'\n]*')")


def with_decision_step(policy: str) -> str:
    """The rules with the step `decision` at the end of their chain, which so far left a tie as it is."""
    rules = Policy.from_text(policy).ranking
    return _first_that_says(policy, replace(rules, ties=(*rules.ties, DECISION)), _with_one_more_step(policy))


def with_chair(policy: str, code: str) -> str:
    """The rules with another judge as the one whose totals the step `chair` reads."""
    rules = Policy.from_text(policy).ranking
    written = (f"{policy[: at.start(1)]}{_quoted(code)}{policy[at.end(1) :]}" for at in _CHAIR.finditer(policy))
    return _first_that_says(policy, replace(rules, chair=code), written)


def _quoted(code: str) -> str:
    return '"{}"'.format(code.replace("\\", "\\\\").replace('"', '\\"'))


def _with_one_more_step(policy: str) -> Iterator[str]:
    step = f'"{DECISION}"'
    for found in _LIST.finditer(policy):
        head, tail = policy[: found.start(1)], policy[found.end(1) :]
        comma = "" if head.rstrip().endswith("[") else ", "
        yield f"{head}{comma}{step}{tail}"
    for found in _HEAD.finditer(policy):
        yield f"{policy[: found.end()]}ties = [{step}]\n{policy[found.end() :]}"
    for found in _INLINE.finditer(policy):
        yield f"{policy[: found.end()]}ties = [{step}], {policy[found.end() :]}"
    yield f"{policy.rstrip()}\n\n[ranking]\nties = [{step}]\n"


def _first_that_says(policy: str, ranking: Ranking, written: Iterator[str]) -> str:
    """The first text whose meaning is that of the policy with this [ranking]; a pattern may have met a comment."""
    wanted = replace(Policy.from_text(policy), ranking=ranking)
    for candidate in written:
        try:
            if Policy.from_text(candidate) == wanted:
                return candidate
        except ScoringError:
            continue
    raise Invalid(text("These rules cannot be changed by themselves. Change their text by hand."), field="policy")
