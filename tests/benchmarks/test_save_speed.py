"""Saving ballots beside a floor that only writes them, on the same server and database in the same run.

The promise is a ratio: with session, checks, receipt, chain and log at least 0.6 times the floor's requests a second,
and a 99th percentile of at most twice the floor's. Figures are printed (pytest -s); what is asserted leaves room for a
machine that does other things, for a test must not fail by the weather. The drill measures longer and in turns. The
PostgreSQL of the tests does not wait for its disk, which flatters the floor: one commit there costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from hackathon.extensions import db
from tests.benchmarks import crowd, saving
from tests.benchmarks.load import Load, run
from tests.running.databases import EITHER, app_on

pytestmark = pytest.mark.benchmark
TEAMS, JUDGES = 30, 64


@dataclass
class Bench:
    """The product and the floor, both being served; a judge's saves go on where the last ones ended."""

    product: int
    floor: int
    cookies: list[str]
    saved: dict[int, int]

    def save(self, judges: int, each: int) -> Load:
        plans = [
            saving.plan_of(judge, self.cookies[judge - 1], each, teams=TEAMS, first=self._turn(judge, each))
            for judge in range(1, judges + 1)
        ]
        return self._accepted(run(self.product, plans))

    def drain(self, judges: int, each: int) -> Load:
        """Everybody sends in one batch what was kept while there was no network."""
        plans = [
            [saving.batch_of(judge, self.cookies[judge - 1], each, teams=TEAMS, first=self._turn(judge, each))]
            for judge in range(1, judges + 1)
        ]
        return self._accepted(run(self.product, plans), each=each)

    def _turn(self, judge: int, each: int) -> int:
        """How many this judge had saved before these."""
        before = self.saved.get(judge, 0)
        self.saved[judge] = before + each
        return before

    def write(self, judges: int, each: int) -> Load:
        return run(self.floor, [saving.floor_plan(judge, each) for judge in range(judges)])

    def _accepted(self, load: Load, *, each: int = 1) -> Load:
        """A figure counts only if all of it was saved."""
        assert {answer.count(b'"accepted"') // 2 for answer in load.answers} == {each}
        return load


def compare(bench: Bench, judges: int, each: int, *, rounds: int = 1) -> tuple[float, float]:
    """The best of each, in turns: the share of the floor's rate, and its 99th percentile in those of the floor."""
    floors, ours = [], []
    for _ in range(rounds):
        floors.append(bench.write(judges, each))
        ours.append(bench.save(judges, each))
    floor, product = max(floors, key=lambda load: load.rate), max(ours, key=lambda load: load.rate)
    tails = [min(load.percentile(0.99) for load in loads) for loads in (ours, floors)]
    rate, tail = product.rate / floor.rate, tails[0] / tails[1]
    print(f"\n{judges} judges: {product} | floor {floor} | {rate:.2f} × its rate, {tail:.2f} × its p99")
    return rate, tail


@contextmanager
def served(app: Flask, home: Path, saved: dict[int, int]) -> Iterator[Bench]:
    cookies = saving.cookies_of(app)
    url = db.engine.url.render_as_string(hide_password=False)
    db.session.remove()
    db.engine.dispose()
    with saving.product(home, url) as port, saving.floor(url) as floor:
        bench = Bench(port, floor, cookies, saved)
        bench.save(JUDGES, 1)  # the first save of a session also notes the device
        bench.write(JUDGES, 1)
        yield bench


@pytest.fixture(scope="module", params=EITHER)
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    home = tmp_path_factory.mktemp("bench")
    with app_on(request.param, request, home) as app:
        saving.make_round(judges=JUDGES, teams=TEAMS)
        with served(app, home, {}) as bench:
            yield bench


def test_saving_keeps_up_with_a_floor_that_only_writes(bench: Bench) -> None:
    for judges, each in ((16, 30), (64, 8)):
        rate, _tail = compare(bench, judges, each)
        assert rate > 0.05


def test_a_night_of_ballots_drains_at_once(bench: Bench) -> None:
    drained = bench.drain(30, 30)
    print(f"\n900 queued ballots of 30 judges: {drained.seconds:.2f} s")


@pytest.mark.drill
def test_the_ratios_measured_for_longer(bench: Bench) -> None:
    for judges, each in ((16, 150), (64, 40)):
        rate, tail = compare(bench, judges, each, rounds=5)
        assert rate > 0.2
        assert tail < 10


@pytest.mark.drill
def test_saving_is_no_slower_among_a_hundred_thousand_entries(app: Flask, tmp_path: Path) -> None:
    saving.make_round(judges=JUDGES, teams=TEAMS)
    saved: dict[int, int] = {}
    rates = []
    for count in (0, 100_000):
        crowd.enter(count)
        with served(app, tmp_path, saved) as bench:
            print(f"\n{TEAMS + count} entries:")
            rates.append(compare(bench, 16, 100, rounds=5)[0])
    assert rates[1] > 0.4 * rates[0]
