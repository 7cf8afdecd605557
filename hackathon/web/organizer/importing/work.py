"""Reads and applies the file of a job: at once where it is small, beside the requests where it takes long."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import islice

from flask import Flask, current_app

from hackathon.database import unit_of_work
from hackathon.domain.base.errors import DomainError
from hackathon.domain.people.imports import PlanOutdated
from hackathon.domain.rounds import events
from hackathon.exchange.importing import Order, Plan, carry_out, open_table, plan_table
from hackathon.exchange.importing.refusals import refused_sheet
from hackathon.exchange.importing.table.reading import Table
from hackathon.extensions import db
from hackathon.models import Event, Person
from hackathon.web.organizer.importing.jobs import Job
from scoring import ScoringError

SMALL = 1_000_000
"""Bytes up to which a visitor waits for the answer."""
_SHOWN = 200  # changes, refusals and pairs that the page lists; the file of refused rows has all of them

Step = Callable[[Job, str], None]


def read(job: Job, language: str) -> None:
    """Make the plan of a job, or say what stands in its way."""
    job.state, job.rows, job.trouble, job.overtaken = "reading", 0, {}, False
    _run(_read, job, language)


def apply(job: Job, language: str) -> None:
    """Carry the plan out, once."""
    if job.state != "ready" or not job.claim():
        return
    job.state, job.rows = "applying", 0
    _run(_apply, job, language)


def _run(step: Step, job: Job, language: str) -> None:
    job.save()
    if job.file.stat().st_size <= SMALL:
        step(job, language)
        return
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    threading.Thread(target=_beside, args=(app, step, job, language), name="import", daemon=True).start()


def _beside(app: Flask, step: Step, job: Job, language: str) -> None:
    with app.app_context():
        try:
            step(job, language)
        except Exception:
            app.logger.exception("an import stopped")
            job.release()
            job.state = "failed"
            job.trouble = {
                "ko": "가져오다가 서버에서 문제가 생겨 아무것도 바뀌지 않았습니다.",
                "en": "Something went wrong on the server; nothing was changed.",
            }
            job.save()


def _read(job: Job, language: str) -> None:
    event = events.get_event()
    order = order_of(event, job)
    try:
        table = open_table(event, order)
    except (DomainError, ScoringError) as error:
        _stop(job, error, "failed")
        return
    job.columns, job.examples = table.columns, _examples(table)
    try:
        plan = plan_table(event, table, order)
    except (DomainError, ScoringError) as error:
        _stop(job, error, "columns")
        return
    db.session.rollback()
    _keep(job, plan, language)
    job.state = "ready"
    job.save()


def _apply(job: Job, language: str) -> None:
    event = events.get_event()
    actor = db.session.get(Person, job.by)
    try:
        plan = carry_out(event, order_of(event, job), unit_of_work, actor=actor, expected=job.outcome)
    except PlanOutdated:
        job.release()
        _read(job, language)
        job.overtaken = True
        job.save()
        return
    except (DomainError, ScoringError) as error:
        job.release()
        _stop(job, error, "failed")
        return
    _keep(job, plan, language)
    job.state = "done"
    job.finish()
    job.save()


def order_of(event: Event, job: Job) -> Order:
    def progress(rows: int) -> None:
        job.rows = rows
        job.save()

    round = events.get_round(event, job.round) if job.round else None
    return Order(job.name, job.file.read_bytes(), job.kind, job.mapping, round, progress)


def _stop(job: Job, error: DomainError | ScoringError, state: str) -> None:
    if isinstance(error, ScoringError):
        job.trouble = {language: error.faults[0].sentence(language) for language in ("ko", "en")}
    else:
        job.trouble = {"ko": error.ko, "en": error.en}
    job.state = state
    job.save()


def _keep(job: Job, plan: Plan, language: str) -> None:
    reports = {each: plan.report(each) for each in ("ko", "en")}
    for report in reports.values():
        for name in ("refused", "duplicates", "changes"):
            report[name] = report[name][:_SHOWN]
    job.report, job.samples, job.outcome = reports, plan.samples, plan.outcome()
    job.refused, job.rows = len(plan.refused), plan.table.rows
    if plan.refused:
        job.refusals.write_bytes(refused_sheet(plan, language))
    else:
        job.refusals.unlink(missing_ok=True)


def _examples(table: Table) -> dict[str, list[str]]:
    """A few cells of each column, so that somebody can say what it is."""
    rows = [record.cells for record in islice(table.records(), 40)]
    table.rows = 0
    found = {}
    for at, name in enumerate(table.columns):
        texts = dict.fromkeys(row[at].strip()[:60] for row in rows if at < len(row) and row[at].strip())
        found[name] = list(texts)[:3]
    return found
