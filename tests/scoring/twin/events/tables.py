"""Random tables beside a policy: ballots that repeat each other, entries with columns, adjustments, carried scores."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import Any

from tests.scoring.twin.events.choices import VALUES
from tests.scoring.twin.events.dice import Dice
from tests.scoring.twin.naive.case import Case, Data, Row

STAMPS = {
    "plain": [
        "2026-05-01T10:00:00",
        "2026-05-01 09:30",
        "2026-05-02",
        "2026-05-01T10:00:00.000",
        "2026. 5. 1 오전 10:00:00",
        "2026. 5. 1 오후 12:30:00",
    ],
    "zone": ["2026-05-01T10:00:00+09:00", "2026-05-01T01:00:00Z", "2026-05-01T02:00:00+00:00"],
}
FULL_PANEL = ("rank-sum", "majority")


def make_ballots(dice: Dice, policy: Data, codes: list[str], judges: int) -> list[Row]:
    """Sheets of marks are dealt again to other judges and entries: equal scores that only some steps tell apart."""
    seats = _seats(policy, judges)
    strict = _needs_all(policy)
    absent = dice.choice([0.0, 0.15, 0.4] if dice.provisional else [0.0, 0.0, 0.02 if strict else 0.2])
    empty = dice.choice([0.0, 0.0, 0.01 if strict else 0.1])
    fresh = dice.choice([0.05, 0.3, 0.6])
    rows: list[Row] = []
    sheets: list[Row] = []
    for entry in codes:
        if not sheets or dice.hit(fresh):
            sheets = [_marks(dice, policy, empty) for _ in seats]
        dice.shuffle(sheets)
        for (judge, source), marks in zip(seats, sheets, strict=True):
            if not rows or not dice.hit(absent):
                rows.append({"entry": entry, "judge": judge} | ({"source": source} if source else {}) | marks)
    dice.shuffle(rows)
    if dice.provisional and dice.hit(0.2) and "sources" in policy:
        late = dice.choice(policy["sources"])["name"]
        rows = [row for row in rows if row["source"] != late]
    return rows


def _seats(policy: Data, judges: int) -> list[tuple[str, str | None]]:
    """The panel's judges, and as many or fewer for each other source."""
    seats: list[tuple[str, str | None]] = []
    for number, source in enumerate(policy.get("sources", [{"name": None}])):
        seats += [(f"J{judge}", source["name"]) for judge in range(max(1, judges - number))]
    return seats


def _needs_all(policy: Data) -> bool:
    """Whether an absent ballot is mostly a fault."""
    settings = [policy["ranking"], *policy.get("sources", [])]
    fragile = {one.get("method") for one in settings} & {*FULL_PANEL, "trimmed-mean", "adjusted"}
    return bool(fragile) and not any("min" in one.get("drop", {}) for one in settings)


def _marks(dice: Dice, policy: Data, empty: float) -> Row:
    return {one["key"]: None if dice.hit(empty) else mark(dice, one) for one in policy["criteria"]}


def mark(dice: Dice, criterion: Data) -> Decimal:
    least, most, step = (Decimal(str(criterion["scale"][name])) for name in ("min", "max", "step"))
    return least + step * dice.randint(0, int((most - least) / step))


def make_entries(dice: Dice, policy: Data, codes: list[str], columns: list[str]) -> dict[str, Row] | None:
    """Entries with the columns that rules name; sometimes one without a ballot, or more columns than needed."""
    needed = set(columns)
    if "previous" in policy["ranking"]["ties"]:
        needed.add("previous")
    if "submitted" in policy["ranking"]["ties"]:
        needed.add("submitted_at")
    if not needed and not dice.hit(0.2):
        return None
    if dice.hit(0.2):
        needed.add("previous")
    if needed and dice.hit(0.01):
        needed.discard(sorted(needed)[0])
    zone = dice.choice(["plain", "zone"])
    listed = [*codes, "T99"] if dice.hit(0.5) else codes
    return {code: {column: _cell(dice, column, zone) for column in sorted(needed)} for code in listed}


def _cell(dice: Dice, column: str, zone: str) -> Any:
    if column == "previous":
        return dice.choice([None, 1, 2, Decimal("2.5")])
    if column == "submitted_at":
        wrong = dice.choice(["yesterday", STAMPS["plain"][0], STAMPS["zone"][0]]) if dice.hit(0.01) else None
        return wrong or dice.choice(["", *STAMPS[zone]])
    value = dice.choice(["", *VALUES[column], *VALUES[column]])
    return dice.choice([value, value, f" {value} ", unicodedata.normalize("NFD", value)])


def add_tables(dice: Dice, case: Case, codes: list[str]) -> None:
    """Adjustments of known entries, carried scores for everybody."""
    places = any(one.get("method") in FULL_PANEL for one in [case.policy["ranking"], *case.policy.get("sources", [])])
    known = sorted(case.entries or {row["entry"] for row in case.ballots})
    limited = "adjustments" in case.policy
    if known and dice.hit(0.02 if places else 0.7 if limited else 0.2):
        points = [1, 1, -2, Decimal("0.5"), Decimal("0.25"), -100]
        case.adjustments = [(dice.choice(known), dice.choice(points)) for _ in range(dice.randint(1, 5))]
    if "carry" in case.policy:
        listed = [code for code in [*codes, "T99"] if not dice.hit(0.02)]
        case.carry = {code: dice.choice([20, 20, Decimal("15.25")]) for code in listed}
