"""Import jobs on both databases: one worker a job, and what becomes of a job whose worker dies."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.people import import_jobs
from hackathon.domain.people.import_jobs import ClaimLost
from hackathon.domain.rounds.events import get_event
from hackathon.extensions import db
from hackathon.models import AuditEntry, Entrant, ImportJob, ImportPiece, Round
from hackathon.web.organizer.importing import worker
from scoring.text import languages, text
from tests.exchange.importing.importer import PEOPLE, as_csv
from tests.factories import NOON
from tests.web.desk import hidden, make_round, sit_down, text_of
from tests.web.visitors import OURS

pytestmark = pytest.mark.usefixtures("round")
LATER = import_jobs.SILENT + timedelta(seconds=1)
IMPORTED = select(func.count()).where(AuditEntry.act == "file.imported")


@pytest.fixture
def round(app: Flask) -> Iterator[Round]:
    with clock.at(NOON):
        yield make_round()


def uploaded(raw: bytes = as_csv(PEOPLE), *, begun: bool = True) -> ImportJob:
    """A file that waits for a worker to read it."""
    file = FileStorage(io.BytesIO(raw), filename="명단.csv")
    job = worker.receive(file, get_event(), kind="entrants", round=None, person=None)
    if begun:
        with unit_of_work():
            assert import_jobs.begin_reading(job.id)
    return job


def ready() -> ImportJob:
    job = uploaded()
    work(job)
    assert job.state == "ready"
    return job


def work(job: ImportJob) -> None:
    worker.start(job.id, size=job.size, language="ko")
    db.session.rollback()


def claimed(job: ImportJob, name: str) -> bool:
    with unit_of_work():
        return import_jobs.claim(job.id, worker=name)


def entrants() -> int:
    return db.session.scalar(select(func.count()).select_from(Entrant)) or 0


def at_once(app: Flask, act: Callable[[int], None]) -> None:
    """Do it twice at the same moment, as two processes would."""
    gate = threading.Barrier(2)

    def run(number: int) -> None:
        with app.app_context():
            gate.wait()
            act(number)

    threads = [threading.Thread(target=run, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()


def test_of_two_workers_one_gets_the_job(app: Flask) -> None:
    job, won = uploaded().id, list[int]()

    def take(number: int) -> None:
        with unit_of_work():
            if import_jobs.claim(job, worker=f"worker {number}"):
                won.append(number)

    at_once(app, take)
    assert len(won) == 1
    assert db.session.get_one(ImportJob, job).worker == f"worker {won[0]}"


def test_two_workers_that_race_for_a_job_import_it_once(app: Flask) -> None:
    job, before = ready(), entrants()
    with unit_of_work():
        assert import_jobs.begin_applying(job.id, None)
    number, size = job.id, job.size
    at_once(app, lambda _: worker.start(number, size=size, language="ko"))
    assert (job.state, entrants(), db.session.scalar(IMPORTED)) == ("done", before + 2, 1)


def test_two_presses_at_once_begin_one_import(app: Flask) -> None:
    job, begun = ready().id, list[bool]()

    def press(_: int) -> None:
        with unit_of_work():
            begun.append(import_jobs.begin_applying(job, None))

    at_once(app, press)
    assert sorted(begun) == [False, True]


CLAIM_AND_HANG = """
import sys, time
from datetime import datetime
from pathlib import Path
from hackathon import clock, create_app
from hackathon.config import Settings
from hackathon.database import unit_of_work
from hackathon.domain.people import import_jobs
from hackathon.web.organizer.importing import worker

def hang(*_, **__):
    print("claimed", flush=True)
    time.sleep(600)

import_jobs.content_of = hang
app = create_app(Settings(home=Path(sys.argv[1]), database_url=sys.argv[2] or None))
with app.app_context(), clock.at(datetime.fromisoformat(sys.argv[4])):
    worker.start(int(sys.argv[3]), size=1, language="ko")
"""


def kill_a_worker(job: ImportJob) -> None:
    """A process of its own claims the job and dies in the middle of it."""
    settings = current_app.config["SETTINGS"]
    arguments = [str(settings.home), settings.database_url or "", str(job.id), NOON.isoformat()]
    program = [sys.executable, "-c", CLAIM_AND_HANG, *arguments]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[4]) as process:
        assert process.stdout
        assert process.stdout.readline() == "claimed\n"
        process.kill()
    db.session.rollback()


@pytest.mark.parametrize("state", ["reading", "applying"])
def test_a_job_whose_worker_was_killed_says_so_and_is_read_again(app: Flask, round: Round, state: str) -> None:
    desk = sit_down(app, round, at=NOON)
    before = entrants()
    job = uploaded() if state == "reading" else ready()
    if state == "applying":
        with unit_of_work():
            assert import_jobs.begin_applying(job.id, None)
    kill_a_worker(job)
    page = f"/organizer/import/{job.token}"
    assert job.state == state
    assert 'http-equiv="refresh"' in desk.read(page)
    work(job)  # the claim still holds: nobody else takes it
    assert (job.state, entrants()) == (state, before)
    desk.at = NOON + LATER
    assert "반만 된 것은 없습니다" in text_of(desk.read(page))
    desk.post(f"{page}/again", data=hidden(desk.read(page)), headers=OURS)
    assert "추가 2" in text_of(desk.read(page))
    desk.post(f"{page}/apply", data=hidden(desk.read(page)), headers=OURS)
    db.session.rollback()
    assert (job.state, entrants()) == ("done", before + 2)


def test_a_worker_that_lost_its_claim_imports_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was silent for long, somebody pressed, and it comes back at the very end of its work."""
    job, before = ready(), entrants()
    with unit_of_work():
        assert import_jobs.begin_applying(job.id, None)
    number, complete = job.id, import_jobs.complete

    def too_late(job_id: int, *, worker: str) -> None:
        db.session.execute(db.update(ImportJob).where(ImportJob.id == number).values(worker="another"))
        complete(job_id, worker=worker)

    monkeypatch.setattr(import_jobs, "complete", too_late)
    work(job)
    assert (job.state, entrants()) == ("applying", before)
    assert db.session.scalar(IMPORTED) == 0


def test_progress_of_a_claim_that_is_gone_stops_the_worker(app: Flask) -> None:
    job = uploaded()
    assert claimed(job, "first")
    with clock.at(clock.now() + LATER), unit_of_work():
        assert import_jobs.begin_again(job.id)
    assert claimed(job, "second")
    with pytest.raises(ClaimLost), unit_of_work():
        import_jobs.report_progress(job.id, worker="first", rows=500)
    with unit_of_work():
        import_jobs.report_progress(job.id, worker="second", rows=500)
    assert job.rows == 500


def test_a_job_that_is_alive_is_not_begun_again(app: Flask) -> None:
    job = uploaded()
    assert claimed(job, "first")
    with unit_of_work():
        assert not import_jobs.begin_again(job.id)
    with clock.at(clock.now() + LATER):
        assert import_jobs.is_stopped(job)
    assert not import_jobs.is_stopped(job)


def test_a_fault_of_ours_ends_the_job_with_a_sentence(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(worker, "open_table", fail)
    job = uploaded()
    work(job)
    assert (job.state, job.worker) == ("failed", None)
    assert "nothing was changed" in job.trouble["en"]


def test_the_report_is_kept_in_every_language(app: Flask) -> None:
    job = uploaded(as_csv([*PEOPLE, ["", "nobody@example.org", "", ""]]))
    work(job)
    reasons = {language: report["refused"][0]["reason"] for language, report in job.report.items()}
    assert reasons == {language: text("there is no name").say(language) for language in languages()}
    assert (reasons["ko"], reasons["en"]) == ("이름이 없습니다", "there is no name")


def test_a_file_of_many_pieces_comes_back_whole_and_goes_with_its_job(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_jobs, "PIECE", 7)
    raw = as_csv(PEOPLE)
    job = uploaded(raw)
    assert import_jobs.content_of(job) == raw
    assert (db.session.scalar(select(func.count()).select_from(ImportPiece)) or 0) == -(-len(raw) // 7)
    with unit_of_work():
        assert import_jobs.drop(job.id)
    assert db.session.scalars(select(ImportPiece)).all() == []


def test_a_big_file_is_read_beside_the_request(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "SMALL", 1)
    job = uploaded()
    work(job)
    deadline = time.monotonic() + 20
    while job.state == "reading" and time.monotonic() < deadline:
        time.sleep(0.02)
        db.session.rollback()
    assert (job.state, job.report["ko"]["added"]) == ("ready", 2)


def test_a_half_uploaded_file_is_no_job(app: Flask) -> None:
    job = uploaded(begun=False)
    assert import_jobs.find_job(get_event(), job.token) is None
    assert import_jobs.unfinished(get_event()) == []
    work(job)
    assert job.state == "arriving"


def test_what_nobody_finished_is_gone_after_a_day(app: Flask, round: Round) -> None:
    with clock.at(NOON - import_jobs.KEPT):
        old = ready().token
    home = current_app.config["SETTINGS"].root / "imports" / "token"
    home.mkdir(parents=True)  # as jobs were kept before they were rows
    (home / "file").write_bytes(b"personal data")
    desk = sit_down(app, round, at=NOON)
    assert old in desk.read("/organizer/import")
    assert not home.exists()
    desk.at += timedelta(seconds=1)
    assert old not in desk.read("/organizer/import")
    db.session.rollback()
    assert db.session.scalars(select(ImportJob)).all() == []
    assert db.session.scalars(select(ImportPiece)).all() == []


def test_the_columns_of_a_job_keep_their_order(app: Flask) -> None:
    rows = [["z", "이름", "a", "이메일"], ["1", "김민수", "2", "minsu@example.org"]]
    job = uploaded(as_csv(rows))
    work(job)
    assert list(job.columns) == ["z", "이름", "a", "이메일"]
