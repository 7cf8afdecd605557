"""What the rules may read of a team beside its ballots, and that it stands still with the lock."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.base.errors import Invalid
from hackathon.domain.results import results
from hackathon.domain.results.entry_columns import KeptInputs, entries_of, kept_inputs
from hackathon.domain.results.standings import inputs_of
from hackathon.domain.rounds import settings
from hackathon.domain.submissions import submissions
from hackathon.models import Round
from scoring import Policy
from tests.factories import HOUR, NOON, POLICY, a_round, fill_round, make_event, seal_all, the_entry, the_key

FIELDS = [{"key": "stack", "kind": "text", "name": {"ko": "도구"}}]
QUESTIONS = [
    {"key": "school", "kind": "text", "label": {"ko": "학교"}},
    {"key": "stack", "kind": "tags", "label": {"ko": "할 줄 아는 것"}},
]
COLUMNS = ("track", "submitted_at", "school", "stack")
NAMING = POLICY.replace(
    "[ranking]", f"[ranking]\ngroups = [{', '.join(f'{name!r}' for name in COLUMNS)}]".replace("'", '"')
)
ALL = {"T001": (9, 9), "T002": (8, 8), "T003": (7, 7), "T004": (6, 6)}


@pytest.fixture
def round(app: Flask) -> Round:
    """T001 handed in with an answer of its own; its captain, and that of T002, answered when they applied."""
    with unit_of_work():
        event = make_event(a_round(policy=NAMING, fields=FIELDS), application={"questions": QUESTIONS})
        round = fill_round(event)
        for code, answers in (("T001", {"school": "가나대", "stack": ["R"]}), ("T002", {"stack": ["R", "Go"]})):
            the_entry(round, code).team.members[0].entrant.answers = answers
        the_entry(round, "T001").team.track = "AI"
        with clock.at(NOON - 3 * HOUR):
            submissions.submit(
                round, the_entry(round, "T001").team, title="제목", summary="요약", answers={"stack": "Rust"}
            )
    return round


def rows(round: Round) -> dict[str, Any]:
    return dict(entries_of(round, Policy.from_text(round.policy), previous=dict))


def stack_of(round: Round) -> Any:
    row: Any = inputs_of(round).entries["T002"]
    return row["stack"]


def test_the_teams_answer_goes_before_its_captains(round: Round) -> None:
    found = rows(round)
    handed_in = clock.rfc3339(NOON - 3 * HOUR, precision="microseconds")
    assert found["T001"] == {"track": "AI", "submitted_at": handed_in, "school": "가나대", "stack": "Rust"}
    assert found["T002"] == {"track": None, "submitted_at": None, "school": None, "stack": "R, Go"}


def test_a_late_version_that_nobody_admitted_is_not_the_one_that_judges_read(round: Round) -> None:
    with unit_of_work(), clock.at(NOON - HOUR + timedelta(seconds=1)):
        submissions.submit(round, the_entry(round, "T001").team, title="늦은 제목", summary="요약")
    assert rows(round)["T001"]["submitted_at"] == clock.rfc3339(NOON - 3 * HOUR, precision="microseconds")


def test_rules_that_name_no_column_get_the_codes_alone(round: Round) -> None:
    plain = entries_of(round, Policy.from_text(POLICY), previous=dict)
    assert plain == dict.fromkeys(ALL)


@pytest.mark.parametrize("column", ["name", "email", "phone", "consents", "schol"])
def test_rules_cannot_name_who_somebody_is_nor_what_nobody_is_asked(round: Round, column: str) -> None:
    with pytest.raises(Invalid, match=f"“{column}”"), unit_of_work():
        settings.change_policy(round, NAMING.replace('"school"', f'"{column}"'), reason="시험")


def test_a_definition_that_names_one_is_refused(app: Flask) -> None:
    with pytest.raises(Invalid, match="“phone”"), unit_of_work():
        make_event(a_round(policy=NAMING.replace('"school"', '"phone"'), fields=FIELDS))


def test_what_a_team_changes_after_the_lock_changes_no_result(round: Round) -> None:
    with unit_of_work():
        seal_all(round, ALL)
        results.lock(round, key=the_key())
        the_entry(round, "T002").team.members[0].entrant.answers = {"stack": ["C"]}
    assert stack_of(round) == "R, Go"
    with unit_of_work():
        results.unlock(round, reason="다시 봄")
        assert stack_of(round) == "C"
        results.lock(round, key=the_key())
    assert stack_of(round) == "C"


def test_scores_that_are_kept_come_back_exact() -> None:
    plain: dict[str, Fraction | None] = {"T001": Fraction(272, 3), "T002": None}
    assert KeptInputs(**kept_inputs(plain, None) or {}).read() == (plain, None)
    rows: dict[str, dict[str, Any]] = {
        "T001": {"previous": Fraction(1, 3), "track": "AI"},
        "T002": {"previous": None, "track": None},
    }
    assert KeptInputs(**kept_inputs(rows, {"T001": Fraction(2, 7)}) or {}).read() == (rows, {"T001": Fraction(2, 7)})
    assert kept_inputs(dict.fromkeys(ALL), None) is None
