"""How long an import takes and how long it keeps others from writing: figures are printed (pytest -s), ratios asserted.

The promise: about 2 seconds for 921 applicants; 60 seconds and 600 MB for 92,100, while ballots go on being saved.
"""

from __future__ import annotations

import csv
import io
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import insert

from hackathon import clock
from hackathon.config import asset_dir
from hackathon.database import unit_of_work
from hackathon.domain.ballots import ballots
from hackathon.domain.rounds.events import get_event, get_round
from hackathon.exchange.importing import ImportRequest, Plan, carry_out, make_plan
from hackathon.extensions import db
from hackathon.models import Entrant, Person
from tests.factories import HOUR, NOON, a_draft, fill_round, make_event, the_entry, the_judge, the_key

pytestmark = pytest.mark.benchmark
SAMPLE = asset_dir("data") / "sesac-2025" / "entrants-921.csv"


def copies(number: int) -> bytes:
    """The sample over and over, every time with other people."""
    header, *rows = csv.reader(SAMPLE.read_text(encoding="utf-8-sig").splitlines(keepends=True))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    for copy in range(number):
        for at, row in enumerate(rows):
            phone = f"010-{copy:04}-{at:04}" if row[3] else ""
            writer.writerow(
                [row[0], row[1], f"c{copy}.{row[2].strip()}", phone, *row[4:7], f"{row[7]}{copy}", *row[8:]]
            )
    return text.getvalue().encode()


class Stopwatch:
    """The boundary of a unit of work that says how long it held the write lock."""

    def __init__(self) -> None:
        self.held = 0.0

    @contextmanager
    def __call__(self) -> Iterator[None]:
        with unit_of_work():
            start = time.perf_counter()
            yield
        self.held = time.perf_counter() - start


def take_in(raw: bytes, watch: Stopwatch) -> tuple[Plan, float]:
    start = time.perf_counter()
    plan = carry_out(get_event(), ImportRequest("people.csv", raw, "entrants", key=the_key()), watch)
    return plan, time.perf_counter() - start


@pytest.fixture
def event(sqlite_app: Flask) -> None:
    with unit_of_work():
        fill_round(make_event())


@pytest.mark.usefixtures("event")
def test_the_sample_costs_a_few_times_its_bare_reading() -> None:
    raw = SAMPLE.read_bytes()
    start = time.perf_counter()
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    with unit_of_work(keep=False):
        people = [{"event_id": 1, "name": row[1], "created_at": NOON} for row in rows[1:]]
        keys = db.session.scalars(insert(Person).returning(Person.id), people).all()
        db.session.execute(
            insert(Entrant), [{"event_id": 1, "person_id": key, "applied_at": NOON, "answers": {}} for key in keys]
        )
    bare = time.perf_counter() - start
    watch = Stopwatch()
    plan, taken = take_in(raw, watch)
    again, seconds = take_in(raw, Stopwatch())
    print(
        f"\n{len(rows) - 1} applicants: {taken:.2f} s, lock held {watch.held * 1000:.0f} ms; again {seconds:.2f} s; "
        f"bare reading and inserting {bare:.2f} s"
    )
    assert (len(plan.added), again.same) == (921, 921)
    assert taken < 20 * bare
    assert watch.held < taken / 2


@pytest.mark.usefixtures("event")
def test_ten_times_the_rows_take_about_ten_times_as_long() -> None:
    once, ten = copies(1), copies(10)
    times = []
    for raw in (once, ten):
        start = time.perf_counter()
        make_plan(get_event(), ImportRequest("people.csv", raw, "entrants", key=the_key()))
        times.append(time.perf_counter() - start)
    print(f"\nplanning 921: {times[0]:.2f} s, 9,210: {times[1]:.2f} s, ratio {times[1] / times[0]:.1f}")
    assert times[1] < 30 * times[0]


@pytest.mark.drill
@pytest.mark.usefixtures("event")
def test_ninety_two_thousand_while_ballots_are_saved(sqlite_app: Flask) -> None:
    raw = copies(100)
    stop, waits = threading.Event(), list[float]()
    judge = threading.Thread(target=keep_sealing, args=(sqlite_app, stop, waits))
    judge.start()
    watch = Stopwatch()
    try:
        plan, taken = take_in(raw, watch)
    finally:
        stop.set()
        judge.join()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\n92,100 applicants ({len(raw) / 1e6:.0f} MB): {taken:.1f} s, lock held {watch.held:.1f} s, peak {peak:.0f} MB; "
        f"{len(waits)} ballots sealed meanwhile, the slowest in {max(waits):.1f} s"
    )
    assert len(plan.added) == 92_100
    assert db.session.query(Entrant).count() >= 92_100
    assert max(waits) < taken / 2
    assert len(waits) > 10


def keep_sealing(app: Flask, stop: threading.Event, waits: list[float]) -> None:
    """Revise one ballot over and over, as tablets do while the organizer imports."""
    with app.app_context():
        base = None
        while not stop.is_set():
            start = time.perf_counter()
            with clock.at(NOON + HOUR), unit_of_work():
                round = get_round(get_event(), "first")
                draft = a_draft({"creativity": len(waits) % 10, "technical": 5}, base=base)
                saved = ballots.save(round, the_judge("J01"), the_entry(round, "T001"), draft, key=the_key())
            base = saved.revision
            waits.append(time.perf_counter() - start)
            stop.wait(0.05)
        db.session.remove()


@pytest.mark.drill
def test_the_command_stays_within_its_memory(tmp_path: Path) -> None:
    """The whole process, as somebody runs it."""
    file = tmp_path / "people.csv"
    file.write_bytes(copies(100))
    code = (
        "import os, re, sys; os.environ['HACKATHON_HOME'] = sys.argv[1]; from hackathon.cli import main; "
        "sys.argv[1:] = sys.argv[2:]\ntry: main()\n"
        "finally: print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1], file=sys.stderr)"
    )
    peaks = {}
    event = asset_dir("data") / "sesac-2025" / "event.toml"
    commands: dict[str, list[str | Path]] = {"init": ["init", event], "import": ["import", "entrants", file]}
    for name, arguments in commands.items():
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", code, tmp_path / "home", *arguments], capture_output=True, text=True, check=True
        )
        peaks[name] = int(done.stderr.splitlines()[-1]) // 1024
        print(f"\n{name}: {time.perf_counter() - start:.1f} s, peak {peaks[name]} MB")
    assert peaks["import"] < 8 * peaks["init"]
