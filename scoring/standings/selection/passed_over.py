"""Passed over: ranked entries that a cut-off bars, that gave up their place, or that a quota keeps out of one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scoring.names import passed_over_name
from scoring.policy.settings import Quota
from scoring.standings.selection.cutoff import Line
from scoring.text import Text, text

WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class PassedOver:
    """An entry and one rule that it is passed over by: cutoff:total, cutoff:criterion:KEY, cutoff:any_judge:KEY,
    cutoff:ballots, quota:COLUMN or waived."""

    entry: str
    rule: str
    why: Text

    @property
    def reason(self) -> str:
        """Why, in English."""
        return str(self.why)

    @property
    def told(self) -> Text:
        """The rule and why, for a person."""
        if self.rule == WAIVED:
            return self.why
        return text("{rule}: {reason}", rule=passed_over_name(self.rule), reason=self.why)


def list_passed_over(
    ranked: Mapping[str, int],
    *,
    lines: Sequence[Line],
    waived: Collection[str],
    kept_out: Mapping[str, Sequence[str]],
    quotas: Sequence[Quota],
    values: Mapping[str, Mapping[str, str]],
) -> Iterator[PassedOver]:
    """A row per entry and rule, in the order of `ranked`: code → index of the entry, by rank then code."""
    for code, at in ranked.items():
        yield from (PassedOver(code, line.rule, line.miss(at)) for line in lines if not line.passes[at])
        for column in kept_out.get(code, ()):
            yield PassedOver(code, f"quota:{column}", _full(quotas, column, values[column][code]))
        if code in waived:
            yield PassedOver(code, WAIVED, text("gave up its place"))


def _full(quotas: Sequence[Quota], column: str, value: str) -> Text:
    most = min(quota.most for quota in quotas if quota.by == column and quota.most is not None)
    return text("at most {most} with {column} = {value} advance", most=most, column=column, value=value)
