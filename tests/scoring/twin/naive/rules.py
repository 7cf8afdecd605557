"""Rules of the naive twin: the policy with its defaults written out, and what is wrong with it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.scoring.twin.naive.case import Data, Refused
from tests.scoring.twin.naive.figures import exact, rounded, total

PLACES = ("rank-sum", "majority")


class Rules:
    """The policy read once. `sources` always holds at least one; the first is the panel."""

    def __init__(self, policy: Data) -> None:
        self.policy = policy
        self.criteria = {one["key"]: one for one in policy["criteria"]}
        self.ranking: Data = policy.get("ranking", {})
        self.decimals: int | None = self.ranking.get("decimals")
        self.rounding: str = self.ranking.get("rounding", "half-up")
        self.round_at: str = self.ranking.get("round_at", "score")
        self.sources = [self._source(source) for source in policy.get("sources") or [{"name": "", "weight": 1}]]
        self.panel = self.sources[0]
        self.lower_is_better = self.panel["method"] in PLACES
        self.advance: Data | None = policy.get("advance")
        self.quotas: list[Data] = (self.advance or {}).get("quota", [])
        self.awards: list[Data] = policy.get("awards", [])
        self.cutoff: Data = policy.get("cutoff", {})
        self.adjustments: Data = policy.get("adjustments", {})

    def _source(self, source: Data) -> Data:
        """A source with what it takes from [ranking]."""
        drop: Data = source.get("drop") or self.ranking.get("drop") or {}
        return {
            "name": source["name"],
            "weight": exact(source["weight"]),
            "criteria": source.get("criteria") or list(self.criteria),
            "own": "criteria" in source,
            "method": source.get("method", self.ranking.get("method")),
            "high": drop.get("high", 1),
            "low": drop.get("low", 1),
            "of": drop.get("of", "total"),
            "min": drop.get("min"),
            "judges": source.get("judges", self.ranking.get("judges", "random")),
        }

    @property
    def has_sources(self) -> bool:
        return "sources" in self.policy

    def points(self, key: str) -> Fraction:
        return exact(self.criteria[key]["points"])

    def highest(self, key: str) -> Fraction:
        scale = self.criteria[key].get("scale", {})
        return exact(scale.get("max", self.criteria[key]["points"]))

    def all_points(self, source: Data) -> Fraction:
        return total(self.points(key) for key in source["criteria"])

    def factor(self, source: Data) -> Fraction:
        """What puts a source with criteria of its own on the panel's points."""
        return self.all_points(self.panel) / self.all_points(source)

    def rounded(self, value: Fraction) -> Fraction:
        if self.decimals is None:
            return value
        return rounded(value, self.decimals, self.rounding)

    def steps(self) -> list[str]:
        """The tie-break steps, the two of all criteria written out."""
        names: list[str] = []
        for step in self.ranking.get("ties", []):
            name = step.removesuffix(":trimmed")
            tail = step.removeprefix(name)
            keys: list[str] = self.panel["criteria"]
            in_order = [key for key in self.criteria if key in keys]
            if name == "criteria-in-order":
                names += [f"criterion:{key}{tail}" for key in in_order]
            elif name == "criteria-by-points":
                heavy = [key for key in in_order if self.points(key) != 0]
                heavy.sort(key=lambda key: -self.points(key))
                names += [f"criterion:{key}{tail}" for key in heavy]
            else:
                names.append(step)
        return names

    def columns(self) -> list[str]:
        """The columns of --entries that groups, `where` and quotas name."""
        found = list(self.ranking.get("groups", []))
        found += [quota["by"] for quota in self.quotas]
        for award in self.awards:
            found += list(award.get("where", {}))
        return list(dict.fromkeys(found))


def texts_of(award: Data) -> list[str]:
    """Every text by which a decision may name the award."""
    name = award["name"]
    texts = list(name.values()) if isinstance(name, dict) else [name]
    return list(dict.fromkeys([award.get("key", texts[0]), *texts]))


def check_rules(rules: Rules) -> None:
    """Refuse a policy that contradicts itself."""
    _check_numbers(rules)
    _check_sources(rules)
    _check_names(rules)
    _check_quotas(rules)
    _check_awards(rules)


def _check_numbers(rules: Rules) -> None:
    if rules.decimals is None and ("rounding" in rules.ranking or "round_at" in rules.ranking):
        raise Refused("rounding without decimals")
    for source in rules.sources:
        if source["min"] is not None and source["min"] < source["high"] + source["low"] + 1:
            raise Refused("drop.min too small")
    if rules.adjustments and rules.lower_is_better:
        raise Refused("adjustments with places")


def _check_sources(rules: Rules) -> None:
    for source in rules.sources:
        if source["method"] is None:
            raise Refused("no method")
        if rules.all_points(source) == 0:
            raise Refused("source without points")
        if (source["method"] in PLACES) != rules.lower_is_better:
            raise Refused("methods of opposite direction")
        # Our reading of "places beside other criteria": places cannot be put on another source's points.
        if rules.lower_is_better and set(source["criteria"]) != set(rules.panel["criteria"]):
            raise Refused("places beside other criteria")
    marked = {key for source in rules.sources for key in source["criteria"]}
    if marked != set(rules.criteria):
        raise Refused("a criterion that no source marks")


def _check_names(rules: Rules) -> None:
    """Rules name criteria of the panel, sources that exist, and `:trimmed` beside a trimmed mean."""
    steps = [step for step in rules.ranking.get("ties", []) if isinstance(step, str)]
    if any(step.endswith(":trimmed") for step in steps) and rules.panel["method"] != "trimmed-mean":
        raise Refused(":trimmed without a trimmed mean")
    named = [step.removesuffix(":trimmed") for step in steps] + [award.get("by", "overall") for award in rules.awards]
    keys = [name.removeprefix("criterion:") for name in named if name.startswith("criterion:")]
    keys += [*rules.cutoff.get("criterion", {}), *rules.cutoff.get("any_judge", {})]
    if not set(keys) <= set(rules.panel["criteria"]):
        raise Refused("a criterion that the panel does not mark")
    sources = {source["name"] for source in rules.sources if rules.has_sources}
    if not {name.removeprefix("source:") for name in named if name.startswith("source:")} <= sources:
        raise Refused("unknown source")


def _check_quotas(rules: Rules) -> None:
    for quota in rules.quotas:
        if "by" not in quota or not {"most", "least"} & set(quota):
            raise Refused("quota without by, or without most and least")
        if quota.get("least", 0) > quota.get("most", quota.get("least", 0)):
            raise Refused("least above most")


def _check_awards(rules: Rules) -> None:
    taken: list[Any] = []
    for award in rules.awards:
        taken += texts_of(award)
        if award.get("by") == "decision" and ("minimum" in award or "shared" in award):
            raise Refused("minimum or shared with a decision")
    if len(taken) != len(set(taken)):
        raise Refused("two awards of one name")
