"""Columns of the entries: what the rules may read of a team beside its ballots.

`previous` (its score in the round before), `track`, `submitted_at` (server time of the version the judges read) and, under
its key, each question that a rule names: the team's answer, else its captain's. Names, addresses and consents are none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from hackathon import clock
from hackathon.domain.rounds import rounds
from hackathon.domain.rounds.rule_columns import BARRED, PREVIOUS, SUBMITTED_AT, TRACK
from hackathon.domain.submissions import submissions
from hackathon.extensions import db
from hackathon.models import Entrant, Membership, Round
from scoring import Policy

Row = dict[str, Any]
Entries = dict[str, Fraction | None] | dict[str, Row]


def entries_of(round: Round, policy: Policy, *, previous: Callable[[], Mapping[str, Fraction]]) -> Entries:
    """Entry code → column → value, of the columns that the rules name and no other; code → previous score where they
    name nothing else. `previous` gives the scores of the round before, and is asked only where a rule reads them."""
    codes = {code: entry.team_id for code, entry in rounds.entries_by_code(round).items()}
    scores = previous() if PREVIOUS in policy.entry_columns and round.source else {}
    named = [column for column in policy.entry_columns if column != PREVIOUS]
    if not named:
        return {code: scores.get(code) for code in codes}
    found = {column: _column(round, column) for column in named}
    rows = {code: {column: values.get(team) for column, values in found.items()} for code, team in codes.items()}
    return {code: {**({PREVIOUS: scores.get(code)} if scores else {}), **row} for code, row in rows.items()}


def _column(round: Round, column: str) -> Mapping[int, Any]:
    """Team id → value."""
    if column == TRACK:
        return {entry.team_id: entry.team.track for entry in rounds.entries_by_code(round).values()}
    if column == SUBMITTED_AT:
        read = submissions.newest_by_team(rounds.until(round))
        return {team: clock.rfc3339(each.submitted_at, precision="microseconds") for team, each in read.items()}
    return {} if column in BARRED else _answers(round, column)


def _answers(round: Round, key: str) -> dict[int, str]:
    """The captain's answer to a question of the application, and over it the team's to one of a round, the latest."""
    found = {team: _said(answer) for team, answer in _of_captains(round, key) if answer}
    for each in rounds.until(round):
        for team, version in submissions.newest_by_team([each]).items():
            if answer := version.answers.get(key):
                found[team] = _said(answer)
    return found


def _of_captains(round: Round, key: str) -> Iterator[tuple[int, Any]]:
    held = (
        select(Membership.team_id, Entrant.answers)
        .join(Entrant, Entrant.id == Membership.entrant_id)
        .where(Entrant.event_id == round.event_id, Membership.captain, Membership.left_at.is_(None))
    )
    return ((team, (answers or {}).get(key)) for team, answers in db.session.execute(held))


def _said(answer: Any) -> str:
    return ", ".join(map(str, answer)) if isinstance(answer, list) else str(answer)


@dataclass(frozen=True)
class KeptInputs:
    """What a result keeps of them, as JSON: numbers are texts of exact fractions."""

    entries: dict[str, Row]
    carry: dict[str, str] | None = None

    def read(self) -> tuple[Entries, dict[str, Fraction] | None]:
        carry = None if self.carry is None else {code: Fraction(score) for code, score in self.carry.items()}
        rows = {
            code: {name: _number(value) if name == PREVIOUS else value for name, value in row.items()}
            for code, row in self.entries.items()
        }
        if all(row.keys() <= {PREVIOUS} for row in rows.values()):
            return {code: _number(row.get(PREVIOUS)) for code, row in self.entries.items()}, carry
        return rows, carry


def kept_inputs(entries: Entries, carry: Mapping[str, Fraction] | None) -> dict[str, Any] | None:
    """The JSON; None where the rules read nothing beside the ballots, and nothing can change under them."""
    if carry is None and not any(row is not None for row in entries.values()):
        return None
    rows: dict[str, Row] = {code: row if isinstance(row, dict) else {PREVIOUS: row} for code, row in entries.items()}
    return {
        "entries": {
            code: {name: None if value is None else str(value) for name, value in row.items()}
            for code, row in rows.items()
        },
        "carry": None if carry is None else {code: str(score) for code, score in carry.items()},
    }


def _number(value: str | None) -> Fraction | None:
    return None if value is None else Fraction(value)
