"""The worker of import jobs: reads and applies a file, at once where it is small, else in a thread beside the requests.

Any process may show a job; the one that claimed it does the work. What applies it commits together with the rows that
it imports, so that a worker that dies, or loses its claim, has imported nothing.
"""

from __future__ import annotations

import secrets
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from flask import Flask, current_app
from werkzeug.datastructures import FileStorage

from hackathon.database import unit_of_work
from hackathon.domain.base.errors import DomainError
from hackathon.domain.base.keys import get_key
from hackathon.domain.people import import_jobs
from hackathon.domain.people.import_jobs import ClaimLost
from hackathon.domain.people.imports import PlanOutdated
from hackathon.exchange.importing import ImportRequest, Plan, carry_out, open_table, plan_table
from hackathon.exchange.importing.refusals import refused_sheet
from hackathon.exchange.importing.table.table import Table
from hackathon.extensions import db
from hackathon.models import Event, ImportJob, Person, Round
from scoring import ScoringError
from scoring.text import Text, languages, text

SMALL = 1_000_000
"""Bytes up to which a visitor waits for the answer."""
_SHOWN = 200  # changes, refusals and pairs that the page lists; the file of refused rows has all of them
_TICK = 1.0  # seconds between two reports of progress
_BROKEN = text("Something went wrong on the server; nothing was changed.")


def receive(upload: FileStorage, event: Event, *, kind: str, round: Round | None, person: Person | None) -> ImportJob:
    """Keep an uploaded file, piece by piece, and what it is said to be."""
    name = (upload.filename or "file").replace("\\", "/").rsplit("/", 1)[-1].replace("\0", "")[:200]
    size = upload.stream.seek(0, 2)
    upload.stream.seek(0)
    with unit_of_work():
        job = import_jobs.add_job(event, name=name, kind=kind, size=size, round=round, person=person)
    job_id = job.id
    for number, content in enumerate(iter(lambda: upload.stream.read(import_jobs.PIECE), b"")):
        with unit_of_work():  # short ones: ballots are saved in between
            import_jobs.add_piece(number, job_id=job_id, content=content)
    upload.close()
    return job


def sweep() -> None:
    """Throw away what nobody finished in time, and the folder in which files waited before they stood in rows."""
    shutil.rmtree(current_app.config["SETTINGS"].root / "imports", ignore_errors=True)
    if import_jobs.has_expired():
        with unit_of_work():
            import_jobs.drop_expired()


def start(job_id: int, *, size: int, language: str) -> None:
    """Do what a job waits for, unless another worker is quicker."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    task = _Task(app, job_id, secrets.token_hex(16), language)
    if size <= SMALL:
        task.run()
    else:
        threading.Thread(target=task.run_beside, name="import", daemon=True).start()


@dataclass
class _Task:
    """One job in the hands of one worker."""

    app: Flask
    job_id: int
    worker: str
    language: str
    reported_at: float = 0.0

    def run_beside(self) -> None:
        with self.app.app_context():
            self.run()

    def run(self) -> None:
        with unit_of_work():
            if not import_jobs.claim(self.job_id, worker=self.worker):
                return
        try:
            job = db.session.get_one(ImportJob, self.job_id)
            self._apply(job) if job.state == "applying" else self._read(job)
        except ClaimLost:
            self.app.logger.warning("an import was dropped, or is in other hands: %s", self.job_id)
        except Exception:
            self.app.logger.exception("an import stopped")
            self._give_up()

    def _give_up(self) -> None:
        try:
            self._release("failed", trouble=_in_every_language(_BROKEN))
        except ClaimLost:
            self.app.logger.warning("an import that stopped is in other hands: %s", self.job_id)

    def _release(self, state: str, **values: Any) -> None:
        with unit_of_work():
            import_jobs.release(self.job_id, worker=self.worker, state=state, **values)

    def _read(self, job: ImportJob, *, overtaken: bool = False) -> None:
        """Make the plan of a job, or say what stands in its way."""
        event, request = db.session.get_one(Event, job.event_id), self._request(job)
        try:
            table = open_table(event, request)
        except (DomainError, ScoringError) as error:
            self._release("failed", trouble=_sentences(error))
            return
        found = {"columns": table.columns, "examples": _examples(table), "overtaken": overtaken}
        try:
            plan = plan_table(event, table, request)
        except (DomainError, ScoringError) as error:
            self._release("columns", trouble=_sentences(error), **found)
            return
        db.session.rollback()
        self._release("ready", **found, **_shown(plan, self.language), samples=plan.samples, outcome=plan.outcome())

    def _apply(self, job: ImportJob) -> None:
        """Carry the plan out that somebody saw and agreed to."""
        event, request, expected = db.session.get_one(Event, job.event_id), self._request(job), job.outcome
        actor = db.session.get(Person, job.person_id) if job.person_id else None
        try:
            plan = carry_out(event, request, self._boundary, actor=actor, expected=expected)
        except PlanOutdated:
            self._read(db.session.get_one(ImportJob, self.job_id), overtaken=True)
            return
        except (DomainError, ScoringError) as error:
            self._release("failed", trouble=_sentences(error))
            return
        shown = _shown(plan, self.language)
        with unit_of_work():
            import_jobs.keep_report(self.job_id, **shown)

    @contextmanager
    def _boundary(self) -> Iterator[None]:
        """The unit of work of an import: its rows and the end of the job are committed together, or not at all."""
        with unit_of_work():
            yield
            import_jobs.complete(self.job_id, worker=self.worker)

    def _request(self, job: ImportJob) -> ImportRequest:
        round = db.session.get_one(Round, job.round_id) if job.round_id else None
        key = get_key(current_app.config["SETTINGS"].keys)
        content = import_jobs.content_of(job)
        chosen = frozenset(job.chosen)
        report = self._report_progress
        return ImportRequest(
            job.name, content, job.kind, job.mapping, round, chosen=chosen, on_progress=report, key=key
        )

    def _report_progress(self, rows: int) -> None:
        """In a session of its own: the plan that is being made must keep what it has read."""
        if time.monotonic() - self.reported_at < _TICK:
            return
        self.reported_at = time.monotonic()
        with self.app.app_context(), unit_of_work():
            import_jobs.report_progress(self.job_id, worker=self.worker, rows=rows)


def _sentences(error: DomainError | ScoringError) -> dict[str, str]:
    if isinstance(error, ScoringError):
        return {language: error.faults[0].sentence(language) for language in languages()}
    return _in_every_language(error.why)


def _in_every_language(sentence: Text) -> dict[str, str]:
    """A sentence as a job keeps it: whoever looks reads it in their own language."""
    return {language: sentence.say(language) for language in languages()}


def _shown(plan: Plan, language: str) -> dict[str, Any]:
    """What the page shows of a plan."""
    reports = {each: plan.report(each) for each in languages()}
    for report in reports.values():
        for name in ("refused", "duplicates", "changes", "choices"):
            report[name] = report[name][:_SHOWN]
    rows = plan.table.rows
    refusals = refused_sheet(plan, language) if plan.refused else None
    return {"report": reports, "refused": len(plan.refused), "rows": rows, "refusals": refusals}


def _examples(table: Table) -> dict[str, list[str]]:
    """A few cells of each column, so that somebody can say what it is."""
    rows = [record.cells for record in islice(table.all_records(), 40)]
    table.rows = 0
    found = {}
    for at, name in enumerate(table.columns):
        texts = dict.fromkeys(row[at].strip()[:60] for row in rows if at < len(row) and row[at].strip())
        found[name] = list(texts)[:3]
    return found
