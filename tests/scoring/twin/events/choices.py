"""Random cut-offs, places and awards of a policy."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.scoring.twin.events.dice import Dice

Data = dict[str, Any]

COLUMNS = ("track", "region", "school")
VALUES = {"track": ["AI", "기후"], "region": ["서울", "부산", "Jeju"], "school": ["S1", "S2"]}


def add_selection(dice: Dice, policy: Data, keys: list[str], sources: list[str]) -> None:
    if dice.may("groups", 0.2):
        policy["ranking"]["groups"] = dice.sample(COLUMNS, dice.choice([1, 1, 2]))
    if dice.hit(0.5):
        policy["cutoff"] = _cutoff(dice, keys)
    if dice.hit(0.8):
        at_the_cut = dice.choice(["resolve", "admit-all", "admit-none"])
        advance: Data = {
            "count": dice.choice([0, 1, 1, 2, 2, 3, 4]),
            "reserve": dice.randint(0, 3),
            "at_the_cut": at_the_cut,
        }
        if dice.may("quotas", 0.5):
            advance["quota"] = _quotas(dice)
        policy["advance"] = advance
    policy["awards"] = [_award(dice, number, keys, sources) for number in range(dice.choice([0, 1, 2, 3, 4]))]
    if len(policy["awards"]) > 1 and dice.may("award rules", 0.01):
        policy["awards"][1]["name"] = policy["awards"][0]["name"]


def _cutoff(dice: Dice, keys: list[str]) -> Data:
    cutoff: Data = {"inclusive": dice.hit(0.5)}
    if dice.hit(0.4):
        cutoff["total"] = dice.choice([3, 5, 10, Decimal("12.5")])
    if dice.hit(0.3):
        cutoff["criterion"] = {dice.choice(keys): dice.choice([2, 5, 10])}
    if dice.may("cutoff", 0.4):
        cutoff["any_judge"] = {key: dice.choice([1, 1, 2]) for key in dice.sample(keys, dice.choice([1, 1, len(keys)]))}
    if dice.may("cutoff", 0.4):
        cutoff["ballots"] = dice.randint(1, 4)
    return cutoff


def _quotas(dice: Dice) -> list[Data]:
    found = []
    for column in dice.sample(COLUMNS, dice.choice([1, 1, 2])):
        quota: Data = {"by": column}
        kind = dice.choice(["most", "most", "most", "least", "both"])
        if kind != "least":
            quota["most"] = dice.choice([1, 1, 2])
        if kind != "most":
            quota["least"] = 1 if kind == "both" and not dice.hit(0.05) else dice.choice([1, 1, 1, 2])
        found.append(quota)
    return found


def _award(dice: Dice, number: int, keys: list[str], sources: list[str]) -> Data:
    award: Data = {"name": f"award {number}", "count": dice.choice([1, 1, 1, 2, 2, 3, 5])}
    orders = ["overall", "overall", *(f"criterion:{key}" for key in keys[:2])]
    if dice.may("award rules", 0.5 if sources else 0.002):
        orders = [f"source:{dice.choice(sources or ['nobody'])}"]
    if dice.may("award decisions", 0.2):
        orders = ["decision"]
    award["by"] = dice.choice(orders)
    award["exclusive"] = dice.hit(0.6)
    decided = award["by"] == "decision"
    if dice.hit(0.008 if decided else 0.25):
        award["shared"] = True
    if dice.hit(0.008 if decided else 0.25):
        award["minimum"] = dice.choice([2, 5, 10, Decimal("7.25")])
    if dice.may("award rules", 0.25):
        column = dice.choice(COLUMNS)
        wanted = dice.sample([*VALUES[column], "nobody's"], dice.choice([1, 1, 2]))
        award["where"] = {column: wanted if len(wanted) > 1 or dice.hit(0.3) else wanted[0]}
        if dice.hit(0.2):
            award["where"][dice.choice(COLUMNS)] = "AI"
    if dice.may("award rules", 0.4):
        award["name"] = {"ko": f"상 {number}", "en": f"award {number}"}
    if dice.may("award rules", 0.4):
        award["key"] = f"key-{number}"
    return award
