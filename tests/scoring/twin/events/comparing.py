"""Comparing of the package's JSON with what the naive twin says it must be."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.scoring.twin.naive.case import Data

# Steps whose value the JSON shows as one number, rounded for reading.
SHOWN_AS_NUMBER = ("criterion:", "source:", "median", "mean", "low", "previous", "chair", "rejudge")
HALF_A_CENT = Fraction(51, 10000)


def difference(package: Data, twin: Data) -> str | None:
    """The first member in which they differ, with both values; None where there is none."""
    plain = {name: value for name, value in package.items() if name not in ("warnings", "digests")}
    for name in ("unranked", "passed_over"):
        if name in plain:
            plain[name] = [_without_reason(row) for row in plain[name]]
    for name in sorted({*plain, *twin}):
        ours, theirs = plain.get(name), twin.get(name)
        same = _ties_agree(ours, theirs) if name == "ties" else ours == theirs
        if not same:
            return f"{name}:\n  package {ours}\n  twin    {theirs}"
    return None


def _without_reason(row: Data) -> Data:
    assert row["reason"].strip()
    return {name: value for name, value in row.items() if name != "reason"}


def _ties_agree(ours: Any, theirs: Any) -> bool:
    if [_plain(tie) for tie in ours] != [_plain(tie) for tie in theirs]:
        return False
    pairs = [
        pair for tie, twin in zip(ours, theirs, strict=True) for pair in zip(tie["steps"], twin["steps"], strict=True)
    ]
    return all(_values_agree(step["rule"], step["values"], twin["values"]) for step, twin in pairs)


def _plain(tie: Data) -> tuple[Any, ...]:
    steps = [(step["rule"], sorted(step["values"])) for step in tie["steps"]]
    return tie["entries"], tie["score"], tie["resolved"], steps


def _values_agree(rule: str, ours: dict[str, str | None], theirs: dict[str, Any]) -> bool:
    if {entry for entry, value in ours.items() if value is None} != {e for e, value in theirs.items() if value is None}:
        return False
    given = {entry: (value, theirs[entry]) for entry, value in ours.items() if value is not None}
    if rule == "head-to-head":
        return all(value == str(wins) for value, wins in given.values())
    if rule.startswith(SHOWN_AS_NUMBER):
        return all(abs(Fraction(value) - abs(found) * _sign(value)) <= HALF_A_CENT for value, found in given.values())
    if rule == "countback":
        return all(_lists_agree(value.split(), found) for value, found in given.values())
    return True


def _sign(text: str) -> int:
    return -1 if text.startswith("-") else 1


def _lists_agree(shown: list[str], found: list[Fraction]) -> bool:
    return len(shown) == len(found) and all(
        abs(Fraction(text) - value) <= HALF_A_CENT for text, value in zip(shown, found, strict=True)
    )
