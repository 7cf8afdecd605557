"""Random decisions: states, orders, second judgings, lots, places given up, and winners that a jury picks."""

from __future__ import annotations

from tests.scoring.twin.events.dice import Dice
from tests.scoring.twin.events.tables import mark
from tests.scoring.twin.naive.ballots import is_complete
from tests.scoring.twin.naive.case import Case, Data, Refused
from tests.scoring.twin.naive.result import rank_naively
from tests.scoring.twin.naive.rules import Rules, texts_of


def add_decisions(dice: Dice, case: Case) -> None:
    known = sorted(case.entries or {row["entry"] for row in case.ballots})
    decisions = case.decisions
    if known and dice.may("states", 0.25):
        gone = dice.sample(known, min(len(known), dice.choice([1, 1, 2])))
        decisions["states"] = {entry: dice.choice(["withdrawn", "disqualified"]) for entry in gone}
    left = [entry for entry in known if entry not in decisions.get("states", {}) or dice.hit(0.02)]
    if case.policy["ranking"]["lot_seed"] == "pending" and dice.hit(0.5):
        decisions["lot_seed"] = "drawn"
    if dice.hit(0.5):
        decisions["order"] = dice.sample(left, dice.randint(0, len(left)))
    if dice.hit(0.5):
        decisions["rejudge"] = _second_judging(dice, case, left)
    if dice.hit(0.15):
        decisions["waived"] = dice.sample(left, min(dice.choice([1, 2]), len(left)))
    if dice.may("award decisions", 0.6):
        _add_picks(dice, case, left)


def _second_judging(dice: Dice, case: Case, left: list[str]) -> list[Data]:
    """Ballots of the panel once more with other marks, for some entries; the file may name no source."""
    rules = Rules(case.policy)
    name = rules.panel["name"]
    rows = [row for row in case.ballots if row.get("source", "") == name and is_complete(rules, rules.panel, row)]
    named = dice.hit(0.5)
    fresh = [one for one in case.policy["criteria"] if one["points"]]
    return [
        {name: value for name, value in row.items() if name != "source" or named}
        | {one["key"]: mark(dice, one) for one in fresh}
        for row in rows
        if row["entry"] in left and dice.hit(0.5)
    ]


def _add_picks(dice: Dice, case: Case, left: list[str]) -> None:
    """Winners of the first open award, from its candidates; then of the next that is still open."""
    picks: dict[str, list[str]] = {}
    case.decisions["awards"] = picks
    for award in case.policy["awards"]:
        if not dice.hit(0.6):
            continue
        try:
            rows = [row for row in rank_naively(case)["awards"] if row["name"] == award["name"]]
        except Refused:
            break
        places = [row for row in rows if row["open"]]
        if not places and not dice.hit(0.01):
            continue
        candidates = places[0]["candidates"] if places and not dice.hit(0.03) else left
        wanted = len(places) if award["by"] != "decision" else dice.randint(0, len(places))
        wanted += dice.hit(0.03)
        picks[dice.choice(texts_of(award))] = dice.sample(candidates, min(wanted, len(candidates)))
    if not picks:
        del case.decisions["awards"]
