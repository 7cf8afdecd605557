"""Random events for the comparison with the naive twin: small, full of ties, and odd in every way the rules allow."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from scoring import Adjustment, Ballots, Decisions, Policy, Standings, rank
from scoring.names import STEPS
from tests.scoring.twin.naive import Naive

SCALES: tuple[dict[str, Any], ...] = (
    {"min": 0, "max": 3, "step": 1},
    {"min": 1, "max": 5, "step": 2},
    {"min": 0, "max": 2, "step": Decimal("0.5")},
    {"min": -1, "max": 3, "step": 1},
    {"min": 0, "max": 7, "step": Decimal("0.7")},
    {"min": 0, "max": Decimal("999999.999999999"), "step": Decimal("333333.333333333")},
)


@dataclass
class Event:
    """What is handed to both rankings."""

    policy: dict[str, Any]
    ballots: list[dict[str, Any]]
    entries: dict[str, Any] | None = None
    adjustments: list[tuple[str, Any]] = field(default_factory=list)
    carry: dict[str, Any] | None = None
    decisions: dict[str, Any] = field(default_factory=dict)

    def ranked(self) -> Standings:
        policy = Policy.from_data(self.policy)
        rejudge = self.decisions.get("rejudge")
        return rank(
            Ballots.from_rows(self.ballots, policy.rubric),
            policy,
            entries=self.entries,
            adjustments=[Adjustment(entry, points, "because") for entry, points in self.adjustments],
            carry=self.carry,
            decisions=Decisions(
                lot_seed=self.decisions.get("lot_seed"),
                order=tuple(self.decisions.get("order", ())),
                rejudge=None if rejudge is None else Ballots.from_rows(rejudge, policy.rubric),
                waived=tuple(self.decisions.get("waived", ())),
            ),
        )

    def ranked_naively(self) -> Naive:
        given = {
            "entries": self.entries,
            "adjustments": self.adjustments,
            "carry": self.carry,
            "decisions": self.decisions,
        }
        return Naive(self.policy, self.ballots, **given).run()


def make_event(seed: int, *, entries: int, judges: int, criteria: int) -> Event:
    chance = Random(seed)
    codes = [f"T{number:02d}" for number in range(entries)]
    names = [f"J{number}" for number in range(judges)]
    policy: dict[str, Any] = {"criteria": [_criterion(chance, number) for number in range(criteria)]}
    keys = [one["key"] for one in policy["criteria"]]
    sources: list[str | None] = _add_sources(chance, policy) if chance.random() < 0.25 else [None]
    policy["ranking"] = _ranking(chance, keys, names, with_method=sources == [None])
    event = Event(policy, _ballots(chance, policy, codes, names, sources))
    _add_selection(chance, policy, keys)
    _add_givens(chance, event, codes, names)
    return event


def _criterion(chance: Random, number: int) -> dict[str, Any]:
    # The first criterion always counts, so that totals are not all zero.
    points = chance.choice([10, 20, Decimal("2.5"), 30] if number == 0 else [0, 10, 20, Decimal("33.333333333")])
    return {"key": f"c{number}", "points": points, "scale": dict(chance.choice(SCALES))}


def _add_sources(chance: Random, policy: dict[str, Any]) -> list[str | None]:
    policy["sources"] = [
        {
            "name": "judges",
            "weight": chance.choice([70, 3, Decimal("0.5")]),
            "method": chance.choice(["mean", "median"]),
        },
        {"name": "citizens", "weight": chance.choice([30, 1]), "method": "mean"},
    ]
    return ["judges", "citizens"]


def _ranking(chance: Random, keys: list[str], judges: list[str], *, with_method: bool) -> dict[str, Any]:
    ranking: dict[str, Any] = {"chair": chance.choice(judges), "lot_seed": chance.choice(["pending", "dice", "씨앗 7"])}
    if with_method:
        ranking["method"] = chance.choice(["mean", "median", "trimmed-mean"])
    if ranking.get("method") == "trimmed-mean":
        high = chance.choice([0, 1, 1, 2])
        low = chance.choice([0, 1, 1]) if high + 1 < len(judges) else 0
        ranking["drop"] = {"high": min(high, len(judges) - 1), "low": low, "of": chance.choice(["total", "criterion"])}
    if chance.random() < 0.5:
        ranking["decimals"] = chance.choice([0, 1, 2])
    steps = [*(step for step in STEPS if step != "submitted"), *(f"criterion:{key}" for key in keys)]
    ranking["ties"] = chance.sample(steps, chance.randint(0, 5))
    return ranking


def _ballots(
    chance: Random, policy: dict[str, Any], codes: list[str], judges: list[str], sources: list[str | None]
) -> list[dict[str, Any]]:
    trimmed = policy["ranking"].get("method") == "trimmed-mean"
    absent = 0.0 if trimmed else chance.choice([0.0, 0.0, 0.0, 0.2])
    empty = chance.choice([0.0, 0.0, 0.1])
    seats = [(judge, source) for judge in judges for source in sources]
    rows: list[dict[str, Any]] = []
    sheets: list[dict[str, Any]] = []
    for entry in codes:
        if not sheets or chance.random() < 0.4:
            sheets = [_marks(chance, policy, empty=empty, lenient=not trimmed) for _ in seats]
        # The same sheets from other judges: equal scores that only some steps can tell apart.
        chance.shuffle(sheets)
        for (judge, source), marks in zip(seats, sheets, strict=True):
            if not rows or chance.random() >= absent:
                rows.append({"entry": entry, "judge": judge} | ({"source": source} if source else {}) | marks)
    rows[0] |= {one["key"]: one["scale"]["min"] for one in policy["criteria"]}
    if sources != [None]:
        rows.append({**rows[0], "judge": "J-first", "source": "citizens"})
        rows.append({**rows[0], "judge": "J-first", "source": "judges"})
    chance.shuffle(rows)
    return rows


def _marks(chance: Random, policy: dict[str, Any], *, empty: float, lenient: bool) -> dict[str, Any]:
    marks = {one["key"]: _mark(chance, one) for one in policy["criteria"]}
    for one in policy["criteria"]:
        if chance.random() < empty and (lenient or one["points"] == 0):
            marks[one["key"]] = None
    return marks


def _mark(chance: Random, one: dict[str, Any]) -> Any:
    scale = one["scale"]
    least, most, step = (Decimal(str(scale[name])) for name in ("min", "max", "step"))
    return least + step * chance.randint(0, int((most - least) / step))


def _add_selection(chance: Random, policy: dict[str, Any], keys: list[str]) -> None:
    if chance.random() < 0.4:
        policy["cutoff"] = {"inclusive": chance.random() < 0.5} | (
            {"total": chance.choice([5, 10, Decimal("12.5")])} if chance.random() < 0.6 else {"criterion": {keys[0]: 5}}
        )
    if chance.random() < 0.8:
        at_the_cut = chance.choice(["resolve", "admit-all", "admit-none"])
        policy["advance"] = {"count": chance.randint(0, 5), "reserve": chance.randint(0, 3), "at_the_cut": at_the_cut}
    policy["awards"] = [
        {
            "name": f"award {number}",
            "by": chance.choice(["overall", *(f"criterion:{key}" for key in keys)]),
            "count": chance.randint(1, 3),
            "exclusive": chance.random() < 0.5,
            "shared": chance.random() < 0.3,
        }
        | ({"minimum": chance.choice([10, Decimal("7.25")])} if chance.random() < 0.3 else {})
        for number in range(chance.randint(0, 3))
    ]


def _add_givens(chance: Random, event: Event, codes: list[str], judges: list[str]) -> None:
    ranking, seated = event.policy["ranking"], {row["judge"] for row in event.ballots}
    if ranking["chair"] not in seated:
        ranking["ties"] = [step for step in ranking["ties"] if step != "chair"]
    if "previous" in ranking["ties"] or chance.random() < 0.3:
        event.entries = {code: chance.choice([None, 1, 2, Decimal("2.5")]) for code in [*codes, "T99"]}
        event.entries["T99"] = 3
    if chance.random() < 0.15:
        known = sorted({row["entry"] for row in event.ballots})
        event.adjustments = [(chance.choice(known), chance.choice([1, -2, Decimal("0.5"), -100])) for _ in range(3)]
    if chance.random() < 0.3:
        event.policy["carry"] = {"weight": chance.choice([30, 50, Decimal("12.5"), 100])}
        event.carry = {code: chance.choice([20, 20, Decimal("15.25")]) for code in codes}
    _add_decisions(chance, event)


def _add_decisions(chance: Random, event: Event) -> None:
    known = sorted({row["entry"] for row in event.ballots})
    if event.policy["ranking"]["lot_seed"] == "pending" and chance.random() < 0.5:
        event.decisions["lot_seed"] = "drawn"
    if chance.random() < 0.5:
        event.decisions["order"] = chance.sample(known, chance.randint(0, len(known)))
    if chance.random() < 0.5:
        again = [row for row in event.ballots if chance.random() < 0.5 and Naive(event.policy, []).is_complete(row)]
        event.decisions["rejudge"] = [_shaken(chance, row, event.policy) for row in again]
    if chance.random() < 0.3:
        event.decisions["waived"] = chance.sample(known, min(2, len(known)))


def _shaken(chance: Random, row: dict[str, Any], policy: dict[str, Any]) -> dict[str, Any]:
    return row | {one["key"]: _mark(chance, one) for one in policy["criteria"] if one["points"]}
