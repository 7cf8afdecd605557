"""Files of a submission, for whoever may read it: always to be saved, never shown inside our pages."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, send_file
from werkzeug.wrappers import Response

from hackathon.exchange.uploads import file_store
from hackathon.exchange.uploads.file_kinds import MEDIA
from hackathon.extensions import db
from hackathon.models import SubmissionFile, Team, Upload
from hackathon.permissions import may_read_submission
from hackathon.web.http.guard import policy
from hackathon.web.http.sessions import membership_of, viewer

blueprint = Blueprint("files", __name__)
HARMLESS = "sandbox; default-src 'none'"
"""Whatever a browser makes of a file, it runs nothing and reaches nothing."""


@blueprint.get("/files/<int:number>")
@policy("signed-in")
def file(number: int) -> Response:
    row = db.session.get(SubmissionFile, number)
    person = viewer()
    if row is None or not may_read_submission(person, row.version):
        abort(404)
    upload, team = row.upload, db.session.get_one(Team, row.version.team_id)
    if upload.arrived_at is None or upload.digest is None or upload.kind is None:
        abort(404)
    own = person is not None and (membership := membership_of(person)) is not None and membership.team_id == team.id
    response = send_file(
        file_store.path_of(current_app.config["SETTINGS"].uploads, upload.digest),
        mimetype=MEDIA[upload.kind],
        as_attachment=True,
        download_name=upload.name if own else _plain_name(row, team, upload),
        etag=upload.digest,
    )
    response.headers["Content-Security-Policy"] = HARMLESS
    return response


def _plain_name(row: SubmissionFile, team: Team, upload: Upload) -> str:
    """By code: what a team called its file may tell who they are, and two files of one name overwrite each other."""
    ending = {"jpeg": "jpg"}.get(upload.kind or "", upload.kind)
    return f"{team.code}-{row.field}-v{row.version.version}.{ending}"
