"""Import jobs: an uploaded file on its way in, as rows that every host can show and one worker at a time moves on.

The bytes stand in rows beside the job, in pieces: whichever host works on it has them, no write takes long, and what
is deleted is gone everywhere. A worker claims the job by compare-and-set, and each of its writes holds only while the
claim does: a worker that was silent for long may be replaced, and then nothing that it still does is kept.
"""

from __future__ import annotations

import io
import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, delete, select, update

from hackathon import clock
from hackathon.extensions import db
from hackathon.models import Event, ImportJob, ImportPiece, Person, Round

KEPT = timedelta(hours=24)
"""After this, an import that nobody finished is thrown away."""
SILENT = timedelta(seconds=120)
"""Without progress for this long, a job counts as stopped with its worker."""
PIECE = 1 << 20
"""Bytes of a piece: so many are written at once."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16}")
_WORK = ("reading", "applying")
_FRESH: dict[str, Any] = {"worker": None, "rows": 0, "trouble": {}, "overtaken": False}


class ClaimLost(Exception):
    """The job was thrown away, or handed to another worker, while this one was at it."""


def add_job(event: Event, *, name: str, kind: str, size: int, round: Round | None, person: Person | None) -> ImportJob:
    """A job whose bytes are still to come; until it is begun nobody sees it."""
    job = ImportJob(
        event_id=event.id,
        token=secrets.token_urlsafe(12),
        name=name,
        kind=kind,
        round_id=round.id if round else None,
        person_id=person.id if person else None,
        state="arriving",
        touched_at=clock.now(),
        size=size,
    )
    db.session.add(job)
    db.session.flush()
    return job


def add_piece(number: int, *, job_id: int, content: bytes) -> None:
    """The piece of this number, counted from 0."""
    db.session.add(ImportPiece(job_id=job_id, number=number, content=content))
    db.session.flush()


def content_of(job: ImportJob) -> bytes:
    """The uploaded file."""
    pieces = select(ImportPiece.content).where(ImportPiece.job_id == job.id).order_by(ImportPiece.number)
    file = io.BytesIO()
    for piece in db.session.scalars(pieces.execution_options(yield_per=8)):
        file.write(piece)
    return file.getvalue()


def find_job(event: Event, token: str) -> ImportJob | None:
    """The job of this address, if it is still there."""
    if not _TOKEN.fullmatch(token):
        return None
    own = (ImportJob.event_id == event.id, ImportJob.token == token, ImportJob.state != "arriving")
    return db.session.scalars(select(ImportJob).where(*own)).one_or_none()


def unfinished(event: Event) -> Sequence[ImportJob]:
    """Files that wait for somebody to go on, the oldest first."""
    own = (ImportJob.event_id == event.id, ImportJob.state.not_in(("arriving", "done")))
    return db.session.scalars(select(ImportJob).where(*own).order_by(ImportJob.id)).all()


def is_stopped(job: ImportJob) -> bool:
    """Was it at work, and has nothing moved for long? Then whoever did it is gone."""
    return job.state in _WORK and job.touched_at < clock.now() - SILENT


def begin_reading(
    job_id: int, mapping: Mapping[str, str | None] | None = None, *, chosen: Sequence[int] | None = None
) -> bool:
    """Leave the job to whoever claims it, to be read; False where somebody else has begun something."""
    values: dict[str, Any] = _FRESH if mapping is None else {**_FRESH, "mapping": dict(mapping)}
    values = values if chosen is None else {**values, "chosen": list(chosen)}
    return _set(*_in(job_id, "arriving", "columns", "ready", "failed"), state="reading", **values)


def begin_again(job_id: int) -> bool:
    """Have a job that stopped with its worker read again; whatever that worker still does is not kept."""
    return _set(*_in(job_id, *_WORK), _is_silent(), state="reading", **_FRESH)


def begin_applying(job_id: int, person: Person | None) -> bool:
    """Leave the job to whoever claims it, to be carried out; False for every press but the first."""
    by = {"person_id": person.id} if person else {}
    return _set(*_in(job_id, "ready"), state="applying", rows=0, **by)


def claim(job_id: int, *, worker: str) -> bool:
    """Take a job that waits for a worker; False where another one has it."""
    return _set(*_in(job_id, *_WORK), ImportJob.worker.is_(None), worker=worker)


def report_progress(job_id: int, *, worker: str, rows: int) -> None:
    """Say how far the worker has come, and that it is alive. Raises ClaimLost."""
    _set_as(worker, job_id, rows=rows)


def release(job_id: int, *, worker: str, state: str, **values: Any) -> None:
    """End the work with what came of it. Raises ClaimLost."""
    _set_as(worker, job_id, state=state, worker=None, **values)


def complete(job_id: int, *, worker: str) -> None:
    """End a job that is carried out and delete its file, in the transaction that writes its rows.

    Raises ClaimLost; then nothing of that transaction may remain.
    """
    _set_as(worker, job_id, state="done", worker=None, examples={}, samples=[])
    db.session.execute(delete(ImportPiece).where(ImportPiece.job_id == job_id))


def keep_report(job_id: int, **values: Any) -> None:
    """What the last page shows: counts and refused rows stay until somebody throws them away."""
    _set(*_in(job_id, "done"), **values)


def drop(job_id: int) -> bool:
    """Throw a job away; False while a worker carries it out."""
    return _delete(ImportJob.id == job_id, (ImportJob.state != "applying") | _is_silent())


def has_expired() -> bool:
    """Is there anything that nobody finished in time?"""
    return db.session.scalar(select(ImportJob.id).where(_is_expired()).limit(1)) is not None


def drop_expired() -> None:
    _delete(_is_expired())


def _in(job_id: int, *states: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return ImportJob.id == job_id, ImportJob.state.in_(states)


def _is_silent() -> ColumnElement[bool]:
    return ImportJob.touched_at < clock.now() - SILENT


def _is_expired() -> ColumnElement[bool]:
    return ImportJob.touched_at < clock.now() - KEPT


def _set_as(claimed: str, job_id: int, **values: Any) -> None:
    if not _set(ImportJob.id == job_id, ImportJob.worker == claimed, **values):
        raise ClaimLost


def _set(*only: ColumnElement[bool], **values: Any) -> bool:
    """Compare and set: whether the row was as it had to be."""
    statement = update(ImportJob).where(*only).values(touched_at=clock.now(), **values)
    done = db.session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", done).rowcount == 1


def _delete(*only: ColumnElement[bool]) -> bool:
    """Delete jobs with their files. They are locked first, so that no worker moves one meanwhile."""
    found = db.session.scalars(select(ImportJob.id).where(*only).with_for_update()).all()
    db.session.execute(delete(ImportPiece).where(ImportPiece.job_id.in_(found)))
    db.session.execute(delete(ImportJob).where(ImportJob.id.in_(found)))
    return bool(found)
