"""Making of a random event from a seed."""

from __future__ import annotations

from collections.abc import Collection

from tests.scoring.twin.events.acts import add_decisions
from tests.scoring.twin.events.dice import RULES, Dice
from tests.scoring.twin.events.policies import make_policy
from tests.scoring.twin.events.tables import add_tables, make_ballots, make_entries
from tests.scoring.twin.naive.case import Case
from tests.scoring.twin.naive.rules import Rules


def make_case(seed: int, allowed: Collection[str] = RULES) -> Case:
    dice = Dice(seed, allowed)
    judges = dice.choice([1, 2, 3, 3, 4, 5])
    codes = [f"T{number:02d}" for number in range(dice.choice([1, 2, 3, 4, 5, 5, 6, 7]))]
    policy = make_policy(dice, judges, dice.choice([1, 1, 2, 2, 3]))
    case = Case(policy, make_ballots(dice, policy, codes, judges), provisional=dice.provisional)
    case.entries = make_entries(dice, policy, codes, Rules(policy).columns())
    add_tables(dice, case, codes)
    add_decisions(dice, case)
    case.seen.clear()
    return case
