"""Upload of a submission's file: announced, sent in pieces, resumed; and in words why one was not taken."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Response, abort, current_app, jsonify, request

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.base.errors import DomainError, Invalid
from hackathon.domain.submissions import uploads
from hackathon.domain.submissions.uploads import UploadMoved
from hackathon.exchange.uploads import file_store
from hackathon.extensions import db
from hackathon.models import Person, Round, Team, Upload
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language, speak
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.sessions import viewer
from hackathon.web.team.access import blueprint, get_membership, get_round, is_writable
from scoring.text import Text, text

CHUNK = 1024 * 1024
"""The most bytes of one piece: what one request may hold in memory."""
WHOLE = 260_000_000
"""The most bytes of a plain form with its files."""


@blueprint.post("/rounds/<key>/uploads")
@policy("captain")
def begin_upload(key: str) -> tuple[Response, int]:
    round, membership = get_round(key)
    if not is_writable(round, membership.team):
        abort(404)
    return _announce(round, membership.team, by=viewer())


@blueprint.get("/uploads/<uuid:upload_id>")
@policy("captain")
def upload(upload_id: UUID) -> Response:
    row = uploads.get_upload(get_membership().team, str(upload_id))
    return jsonify(state_of(_settle(row)))


@blueprint.put("/uploads/<uuid:upload_id>")
@policy("captain")
def take_piece(upload_id: UUID) -> tuple[Response, int]:
    return _take(get_membership().team, str(upload_id))


def _folder() -> Path:
    return current_app.config["SETTINGS"].uploads


def _fault_text(fault: str) -> Text:
    """Why a file was not taken, in words."""
    return {
        "digest": text("The file that arrived differs from the digest you gave. Choose the same file again."),
        "type": text("This kind of file is not taken here. Its content decides, not its name."),
        "unknown": text("It cannot be told what this file is: it is broken, or of a kind that is not taken."),
        "markup": text("Documents such as HTML, SVG or XML are not taken."),
        "two-kinds": text("This file can be read as two different kinds. Save it again from the program that made it."),
        "broken": text("The archive is broken. Make it again and send it."),
        "bomb": text("An archive that unpacks to an excessive size is not taken."),
        "paths": text("An archive with names that lead outside its folder is not taken."),
    }[fault]


def _announce(round: Round, team: Team, *, by: Person | None) -> tuple[Response, int]:
    """Announce a file: {"field", "name", "size", "sha256"?} → its address and where to begin."""
    wanted = request.get_json(silent=True)
    if not isinstance(wanted, dict) or not isinstance(wanted.get("size"), int) or isinstance(wanted["size"], bool):
        return _refusal(_("The file's name and size are missing."), 422)
    try:
        with unit_of_work():
            row = uploads.begin(
                round,
                team,
                field=str(wanted.get("field", "")),
                name=str(wanted.get("name", "")),
                size=wanted["size"],
                promised=_promised(wanted),
                by=by,
            )
    except Invalid as refusal:
        return _refusal(refusal.sentence(chosen_language()), 422)
    return jsonify(state_of(row)), 201


def _promised(wanted: dict[str, Any]) -> str | None:
    digest = wanted.get("sha256")
    return None if digest is None else str(digest).lower()


def _take(team: Team, upload_id: str) -> tuple[Response, int]:
    """One piece of a file: the raw bytes that follow on `?offset=`. The answer says how many have come."""
    row = uploads.get_upload(team, upload_id)
    offset = request.args.get("offset", -1, type=int)
    piece = BytesIO(request.get_data(cache=False))
    try:
        return jsonify(state_of(_receive(row, piece, offset=offset))), 200
    except UploadMoved as moved:
        return jsonify(**state_of(uploads.get_upload(team, upload_id)), moved=moved.received), 409
    except DomainError as refusal:
        return _refusal(refusal.sentence(chosen_language()), refusal.status)


def _receive(upload: Upload, stream: Any, *, offset: int) -> Upload:
    """Put bytes on the disk, then note them; no transaction is open while they come."""
    upload_id, size, received = upload.id, upload.size, upload.received
    if upload.arrived_at is not None:
        return upload
    if offset != received:
        raise UploadMoved(received)
    db.session.rollback()
    count = file_store.write(_folder(), upload_id, stream, offset=offset, most=size - offset)
    with unit_of_work():
        uploads.note_received(db.session.get_one(Upload, upload_id), offset=offset, count=count)
    return _settle(db.session.get_one(Upload, upload_id))


def _settle(upload: Upload) -> Upload:
    """Once all bytes are there: what they are, and whether they are what was announced. Again is the same."""
    if upload.arrived_at is not None or upload.received < upload.size:
        return upload
    upload_id, promised, at = upload.id, upload.promised, clock.now()
    types = uploads.field_of(db.session.get_one(Round, upload.round_id), upload.field).types
    db.session.rollback()  # a big file takes a moment to read
    examined = file_store.examine(_folder(), upload_id, promised=promised, types=types)
    with unit_of_work():
        row = db.session.get_one(Upload, upload_id)
        if examined.kind is None:
            uploads.refuse(row, examined.fault or "unknown")
        else:
            uploads.arrive(row, digest=examined.digest, kind=examined.kind, at=at)
    file_store.forget(_folder(), upload_id)
    return row


def take_whole(round: Round, team: Team, field: str, *, by: Person | None) -> Upload | None:
    """The file of a plain form, for browsers without our script; None where none was chosen."""
    sent = request.files.get(f"new-{field}")
    if sent is None or not sent.filename:
        return None
    sent.stream.seek(0, 2)
    size = sent.stream.tell()
    sent.stream.seek(0)
    with unit_of_work():
        row = uploads.begin(round, team, field=field, name=sent.filename, size=size, by=by)
    row = _receive(row, sent.stream, offset=0)
    if row.fault:
        raise Invalid(_fault_text(row.fault), field=f"file-{field}")
    return row


def state_of(upload: Upload) -> dict[str, Any]:
    """Where a file stands, for the page that sends it."""
    return {
        "id": upload.id,
        "field": upload.field,
        "name": upload.name,
        "size": upload.size,
        "received": upload.received,
        "arrived": upload.arrived_at is not None,
        "promised": upload.promised is not None,
        "sha256": upload.digest or upload.promised,
        "fault": speak(_fault_text(upload.fault)) if upload.fault else None,
        "chunk": CHUNK,
    }


def _refusal(sentence: str, status: int) -> tuple[Response, int]:
    return jsonify(error={"message": sentence}), status
