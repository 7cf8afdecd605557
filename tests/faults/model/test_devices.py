"""Whatever devices, networks and organizers do: nothing acknowledged is lost, doubled or silently overwritten."""

from __future__ import annotations

import logging
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.model.arenas import PostgresArena, SqliteArena
from tests.faults.model.machine import Devices

CALM = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def run(arena: SqliteArena | PostgresArena, examples: int, steps: int, *, again: bool) -> Counter[str]:
    """Let the machine run and return how often each status was answered; `again` takes the same ways each time."""
    machine = type("Machine", (Devices,), {"arena": staticmethod(arena), "answers": Counter()})
    calm = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=again,
        database=None,
        suppress_health_check=CALM,
        phases=[Phase.generate] if again else [Phase.generate, Phase.shrink],  # a long story is shortened in the drill
        print_blob=True,
    )
    logging.getLogger("hackathon").setLevel(logging.CRITICAL)  # it dies on purpose, hundreds of times
    try:
        run_state_machine_as_test(machine, settings=calm)
    finally:
        logging.getLogger("hackathon").setLevel(logging.NOTSET)
        arena.close()
    return Counter(machine.answers)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("examples", "steps"), [(60, 50), pytest.param(600, 80, marks=pytest.mark.drill)])
def test_nothing_is_lost_on_sqlite(
    examples: int, steps: int, sqlite_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = run(SqliteArena(sqlite_template, tmp_path), examples, steps, again=examples < 100)
    with capsys.disabled():
        print(f"\n{examples} stories of {steps} steps, 0 lost of {answers.total()} revisions: {dict(answers)}")
    assert answers.keys() == {"accepted", "duplicate", "conflict", "held", "rejected"}


@pytest.mark.postgres
@pytest.mark.parametrize(("examples", "steps"), [(6, 50), pytest.param(120, 60, marks=pytest.mark.drill)])
def test_nothing_is_lost_on_postgresql(examples: int, steps: int, postgres_url: str, tmp_path: Path) -> None:
    assert run(PostgresArena(postgres_url, tmp_path), examples, steps, again=examples < 100)["accepted"] > 0
