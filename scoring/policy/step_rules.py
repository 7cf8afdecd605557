"""Step rules: how a policy writes a tie-break step, and what one that names a criterion or a source is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.names import STEPS
from scoring.reading.cells import to_key

TRIMMED = ":trimmed"
WRITTEN_OUT = ("criteria-in-order", "criteria-by-points")
"""Steps that stand for a step a criterion; they may be trimmed like one."""
NAMING = ("criterion", "source")
"""Kinds of steps that name something of the policy: criterion:KEY, source:NAME."""


@dataclass(frozen=True, slots=True)
class StepRule:
    """A step taken apart: `kind` is one of NAMING or a key of the catalogue, `named` the criterion or source."""

    kind: str
    named: str = ""
    trimmed: bool = False

    @property
    def key(self) -> str:
        """The step as results show it."""
        return (f"{self.kind}:{self.named}" if self.kind in NAMING else self.kind) + (TRIMMED if self.trimmed else "")


def parse_step(written: str, keys: Sequence[str]) -> StepRule:
    """A step as the policy writes it; `keys` are those of the criteria, one of which may itself end in ":trimmed".

    >>> parse_step("criterion:idea:trimmed", ["idea"])
    StepRule(kind='criterion', named='idea', trimmed=True)
    >>> parse_step("criteria-in-order:trimmed", []).kind, parse_step("lot", []).kind
    ('criteria-in-order', 'lot')
    """
    kind, colon, named = written.partition(":")
    if kind == "source" and colon:
        return StepRule(kind, to_key(named))
    whole = written.removesuffix(TRIMMED)
    if kind != "criterion":
        is_trimmed = whole in WRITTEN_OUT and whole != written
        return StepRule(whole, trimmed=True) if is_trimmed else StepRule(written)
    key = to_key(named)
    if key in keys or whole == written:
        return StepRule(kind, key)
    return StepRule(kind, to_key(named.removesuffix(TRIMMED)), trimmed=True)


def step_offers(keys: Sequence[str], sources: Sequence[str]) -> tuple[str, ...]:
    """Every step that a policy with these criteria and sources may name, those that are trimmed left out."""
    return (*STEPS, *(f"criterion:{key}" for key in keys), *(f"source:{name}" for name in sources))
