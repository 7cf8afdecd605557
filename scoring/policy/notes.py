"""Notes on a policy that can be used, but hardly means what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from scoring.policy.policy import Policy
from scoring.policy.rubric import Scale
from scoring.reading.cells import number_text
from scoring.text import Text, text


def policy_notes(policy: Policy) -> Iterator[Text]:
    """A sentence for each: a scale whose step misses its end, no points at all, a step named twice, nobody who advances."""
    for criterion in policy.rubric.criteria:
        if not _reaches_its_end(criterion.scale):
            scale = {name: number_text(getattr(criterion.scale, name)) for name in ("min", "max", "step")}
            yield text("criterion {key}: in steps of {step} from {min} no mark is {max}", key=criterion.key, **scale)
    if not any(criterion.counts for criterion in policy.rubric.criteria):
        yield text("no criterion has points: every total is 0")
    for step, times in Counter(policy.ranking.ties).items():
        if times > 1:
            yield text("the tie-break step {step} is named twice: the second can decide nothing", step=step)
    if policy.advance and not policy.advance.count:
        yield text("[advance] lets nobody advance: count is 0")


def _reaches_its_end(scale: Scale) -> bool:
    return (Fraction(scale.max) - Fraction(scale.min)) % Fraction(scale.step) == 0
