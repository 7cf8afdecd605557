"""Random policies: small scales and few values, so that ties and rounding at the half are common."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.scoring.twin.events.choices import add_selection
from tests.scoring.twin.events.dice import Dice

Data = dict[str, Any]

SCALES: tuple[Data, ...] = (
    {"min": 0, "max": 3, "step": 1},
    {"min": 0, "max": 3, "step": 1},
    {"min": 1, "max": 5, "step": 2},
    {"min": 0, "max": 2, "step": Decimal("0.5")},
    {"min": -1, "max": 3, "step": 1},
    {"min": 0, "max": 7, "step": Decimal("0.7")},
    {"min": 0, "max": Decimal("999999.999999999"), "step": Decimal("333333.333333333")},
)
METHODS = (
    *("mean", "mean", "median", "trimmed-mean", "trimmed-mean", "trimmed-mean"),
    *("trimmed-mean", "z-score", "rank-sum", "majority", "adjusted"),
)
UPWARD = ("mean", "median", "trimmed-mean", "z-score", "adjusted")
STEPS = ("countback", "head-to-head", "median", "mean", "low", "previous", "chair", "rejudge", "decision", "lot")


def make_policy(dice: Dice, judges: int, criteria: int) -> Data:
    policy: Data = {"criteria": [_criterion(dice, number) for number in range(criteria)]}
    keys = [one["key"] for one in policy["criteria"]]
    method = dice.choice(METHODS)
    places = method in ("rank-sum", "majority")
    ranking: Data = {"method": method} | _settings(dice, method, judges)
    policy["ranking"] = ranking
    if dice.hit(0.4):
        policy["sources"] = _sources(dice, ranking, keys, judges, places=places)
        if all("method" in source for source in policy["sources"]) and dice.hit(0.5):
            for name in ("method", "drop", "judges"):
                ranking.pop(name, None)
    _add_rounding(dice, ranking)
    panel = (policy.get("sources") or [{}])[0]
    names = [source["name"] for source in policy.get("sources", [])]
    marked = panel.get("criteria") or keys
    ranking |= {"chair": "J0", "lot_seed": dice.choice(["pending", "dice", "씨앗 7"])}
    trims = panel.get("method", ranking.get("method")) == "trimmed-mean"
    ranking["ties"] = _ties(dice, marked, names, trims=trims)
    _add_limits(dice, policy, places=places)
    add_selection(dice, policy, marked, names)
    return policy


def _criterion(dice: Dice, number: int) -> Data:
    # The first criterion always counts, so that totals are not all zero.
    points = dice.choice([10, 20, Decimal("2.5"), 30] if number == 0 else [0, 10, 10, 20, Decimal("33.333333333")])
    return {"key": f"c{number}", "points": points, "scale": dict(dice.choice(SCALES))}


def _settings(dice: Dice, method: str, judges: int) -> Data:
    """What belongs to the method. The random judges of `adjusted` need REML, which has tests of its own."""
    if method == "adjusted":
        return {"judges": "fixed"}
    if method != "trimmed-mean":
        return {}
    high = min(dice.choice([0, 1, 1, 2]), judges - 1)
    low = dice.choice([0, 1, 1]) if high + 1 < judges else 0
    drop: Data = {"high": high, "low": low, "of": dice.choice(["total", "criterion"])}
    if dice.may("drop.min", 0.5):
        drop["min"] = high + low + 1 + dice.choice([0, 0, 1, 2]) - dice.hit(0.03)
    return {"drop": drop}


def _sources(dice: Dice, ranking: Data, keys: list[str], judges: int, *, places: bool) -> list[Data]:
    found: list[Data] = []
    for name in ["judges", "audience", "시민"][: dice.choice([2, 2, 2, 3])]:
        source: Data = {"name": name, "weight": dice.choice([70, 30, 1, 3, Decimal("0.5")])}
        if dice.hit(0.6):
            method = dice.choice(["rank-sum", "majority"] if places else UPWARD)
            source |= {"method": method} | (_settings(dice, method, judges) if dice.hit(0.7) else {})
            if method == "adjusted":
                source["judges"] = "fixed"
        if dice.may("own criteria", 0.5 if not places else 0.05):
            source["criteria"] = [key for key in keys if dice.hit(0.7)] or [keys[0]]
        found.append(source)
    unmarked = set(keys) - {key for source in found for key in source.get("criteria", keys)}
    if unmarked and not dice.hit(0.03):
        source = next(source for source in found if "criteria" in source)
        source["criteria"] = [key for key in keys if key in {*source["criteria"], *unmarked}]
    return found


def _add_rounding(dice: Dice, ranking: Data) -> None:
    if dice.hit(0.6):
        ranking["decimals"] = dice.choice([0, 0, 1, 2])
    if "decimals" in ranking or dice.hit(0.015):
        if dice.may("rounding", 0.6):
            ranking["rounding"] = dice.choice(["half-up", "half-even", "down"])
        if dice.may("rounding", 0.6):
            ranking["round_at"] = dice.choice(["score", "ballot", "ballot", "criterion", "criterion"])


def _ties(dice: Dice, keys: list[str], sources: list[str], *, trims: bool) -> list[str]:
    steps = [*STEPS, *(f"criterion:{key}" for key in keys), "criteria-in-order", "criteria-by-points"]
    chosen = dice.sample(steps, dice.choice([0, 0, 1, 2, 3, 4]))
    if dice.may("trimmed", 0.6 if trims else 0.005):
        tails = [f"criterion:{key}" for key in keys] + ["criteria-in-order", "criteria-by-points"]
        chosen.insert(0, dice.choice(tails) + ":trimmed")
    if dice.may("source steps", 0.4 if sources else 0.005):
        chosen.insert(dice.randint(0, len(chosen)), f"source:{dice.choice(sources or ['nobody'])}")
    if dice.may("submitted", 0.2):
        chosen.insert(dice.randint(0, len(chosen)), "submitted")
    return chosen


def _add_limits(dice: Dice, policy: Data, *, places: bool) -> None:
    if dice.hit(0.02 if places else 0.2):
        policy["carry"] = {"weight": dice.choice([30, 50, Decimal("12.5"), 100])}
    if dice.may("limits", 0.02 if places else 0.3):
        policy["adjustments"] = {"most": dice.choice([1, 2, Decimal("0.5")])} if dice.hit(0.7) else {}
        if dice.hit(0.6) or not policy["adjustments"]:
            policy["adjustments"]["floor"] = dice.choice([0, 0, 5, 10])
