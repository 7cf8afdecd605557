"""Uploads of a submission's files: what was announced, how much has come, and what a version may name."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from hackathon import clock
from hackathon.domain.base.errors import DomainError, Invalid, NotFound
from hackathon.domain.rounds.submission_fields import Field, file_fields
from hackathon.extensions import db
from hackathon.models import Person, Round, SubmissionFile, SubmissionVersion, Team, Upload
from scoring.text import text

GRACE = timedelta(minutes=30)
"""How long the bytes of a file may follow a digest that was handed in before the deadline."""
MOST = 60
"""Files that a team may begin to send for one round, and as many times the biggest allowed size in all."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
_UNWANTED = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')


class UploadMoved(DomainError):
    """The bytes do not follow on what has come; `received` says from where to go on."""

    def __init__(self, received: int) -> None:
        super().__init__(
            text("These bytes do not follow on what has arrived. Go on from there."),
        )
        self.received = received


def clean_name(name: str) -> str:
    """A file's name without folders, signs that mislead and more than 120 characters; its ending stays."""
    last = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode()).replace("\\", "/").rsplit("/", 1)[-1]
    clean = " ".join(_UNWANTED.sub("", last).split()).strip(". ")
    stem, dot, ending = clean.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[: 119 - len(ending)]}.{ending}" if stem else ending
    return clean[:120] or "file"


def begin(
    round: Round, team: Team, *, field: str, name: str, size: int, promised: str | None = None, by: Person | None = None
) -> Upload:
    """Announce a file. With its SHA-256 (`promised`) it may be handed in before its bytes have come."""
    wanted = field_of(round, field)
    _check_size(wanted, size)
    if promised is not None and not _DIGEST.fullmatch(promised):
        raise Invalid(text("A SHA-256 digest has 64 hexadecimal digits."), field=field)
    begun = db.session.execute(
        select(func.count(), func.coalesce(func.sum(Upload.size), 0)).where(
            Upload.round_id == round.id, Upload.team_id == team.id
        )
    ).one()
    if begun[0] >= MOST or begun[1] + size > wanted.bytes * MOST:
        raise Invalid(
            text("Your team has sent as many files for this round as it may. Ask an organizer."),
            field=field,
        )
    row = Upload(
        id=str(uuid.uuid4()),
        round_id=round.id,
        team_id=team.id,
        field=field,
        name=clean_name(name),
        size=size,
        promised=promised,
        received=0,
        began_at=clock.now(),
        began_by=by.id if by else None,
    )
    db.session.add(row)
    db.session.flush()
    return row


def field_of(round: Round, key: str) -> Field:
    found = file_fields(round.fields).get(key)
    if found is None:
        raise Invalid(text("There is no file '{key}' here.", key=key), field=key)
    return found


def _check_size(field: Field, size: int) -> None:
    if size <= 0:
        raise Invalid(text("This file is empty."), field=field.key)
    if size > field.bytes:
        raise Invalid(
            text(
                "At most {megabytes} MB are taken; this file has {size} MB.",
                megabytes=field.megabytes,
                size=f"{size / 1000000.0:.1f}",
            ),
            field=field.key,
        )


def get_upload(team: Team, upload_id: str) -> Upload:
    """A team's own upload; another team's does not exist."""
    row = db.session.get(Upload, upload_id)
    if row is None or row.team_id != team.id:
        raise NotFound(text("There is no such file."))
    return row


def note_received(upload: Upload, *, offset: int, count: int) -> int:
    """Note that bytes lie on the disk; returns how many there are now. Somebody else's bytes in between are told."""
    moved = db.session.execute(
        update(Upload)
        .where(Upload.id == upload.id, Upload.received == offset, Upload.arrived_at.is_(None))
        .values(received=offset + count)
    )
    db.session.expire(upload)
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise UploadMoved(upload.received)
    return upload.received


def arrive(upload: Upload, *, digest: str, kind: str, at: datetime) -> None:
    """All bytes are there and are what was announced."""
    if upload.arrived_at is None:
        upload.digest, upload.kind, upload.fault, upload.arrived_at = digest, kind, None, at
        db.session.flush()


def refuse(upload: Upload, fault: str) -> None:
    """What came cannot be taken. A promised file may be sent again from the start: its digest says what it must be."""
    upload.fault, upload.received = fault, 0
    db.session.flush()


def chosen(round: Round, team: Team, files: Mapping[str, str]) -> dict[str, Upload]:
    """The uploads that a version names, by field. Raises Invalid where one is not there and was not promised."""
    found = {}
    for key, upload_id in files.items():
        field_of(round, key)
        row = db.session.get(Upload, upload_id)
        if row is None or (row.team_id, row.round_id, row.field) != (team.id, round.id, key):
            raise Invalid(text("There is no such file. Choose it again."), field=key)
        if row.arrived_at is None and row.promised is None:
            raise Invalid(text("{file} has not arrived completely yet.", file=row.name), field=key)
        found[key] = row
    return found


def named(chosen: Mapping[str, Upload]) -> dict[str, dict[str, Any]]:
    """What a version's digest says of its files: the bytes by their SHA-256."""
    return {
        key: {"name": row.name, "size": row.size, "sha256": row.digest or row.promised} for key, row in chosen.items()
    }


def attach(version: SubmissionVersion, chosen: Mapping[str, Upload]) -> None:
    for key, row in chosen.items():
        db.session.add(SubmissionFile(version_id=version.id, upload_id=row.id, field=key))
    db.session.flush()


def is_in_time(upload: Upload, round: Round) -> bool:
    """Whether the bytes came before the deadline or in the half hour after it, where the digest came before."""
    if upload.arrived_at is None:
        return False
    deadline = round.submissions_close_at
    return deadline is None or upload.arrived_at < deadline + (GRACE if upload.promised else timedelta(0))
