"""Submission of a team, as the captain writes it: what is typed stays whatever happens, nothing is overwritten unseen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Response as JsonResponse
from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from hackathon.database import unit_of_work
from hackathon.domain.base.errors import DomainError, Invalid, RoundLocked
from hackathon.domain.rounds.submission_fields import file_fields, read_fields
from hackathon.domain.submissions import drafts, submissions, uploads
from hackathon.models import Person, Round, SubmissionDraft, SubmissionVersion, Team
from hackathon.web.http.errors import error_response
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.sessions import viewer
from hackathon.web.team import file_upload
from hackathon.web.team.access import blueprint, get_round, is_writable


@dataclass(frozen=True)
class SubmissionInput:
    """The form's content; `links` always has a row for each link that may be given. `files` are ids of uploads.

    `base` is the version that it goes on from, `save` the draft.
    """

    title: str
    summary: str
    links: tuple[tuple[str, str], ...]
    base: int
    answers: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    save: int = 0
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def filled(self) -> list[tuple[int, dict[str, str]]]:
        """The rows in which something stands, with their number on the page."""
        rows = enumerate(self.links, start=1)
        return [(row, {"name": name, "url": url}) for row, (name, url) in rows if name.strip() or url.strip()]

    @property
    def content(self) -> dict[str, Any]:
        """What a draft keeps."""
        links = [{"name": name, "url": url} for name, url in self.links if name or url]
        plain = {"title": self.title, "summary": self.summary, "links": links, "base": self.base}
        return {**plain, "answers": dict(self.answers), "files": dict(self.files)}


def _input_of_version(version: SubmissionVersion | None) -> SubmissionInput:
    if version is None:
        return SubmissionInput("", "", _rows([]), base=0)
    return SubmissionInput(
        version.title,
        version.summary,
        _rows([(link["name"], link["url"]) for link in version.links]),
        base=version.version,
        answers=version.answers,
        files={file.field: file.upload_id for file in version.files},
    )


def _input_of_draft(draft: SubmissionDraft) -> SubmissionInput:
    content = draft.content
    links = [(link["name"], link["url"]) for link in content["links"]]
    texts = {"title": content["title"], "summary": content["summary"], "answers": content["answers"]}
    return SubmissionInput(links=_rows(links), base=content["base"], files=content["files"], save=draft.save, **texts)


def _read() -> SubmissionInput:
    """What was sent."""
    form = request.form
    return SubmissionInput(
        title=form.get("title", ""),
        summary=form.get("summary", "").replace("\r\n", "\n"),
        links=_rows(list(zip(form.getlist("link-name"), form.getlist("link-url"), strict=False))),
        base=_number("base"),
        answers=_keyed("answer-"),
        files={key: value for key, value in _keyed("file-").items() if value and f"drop-{key}" not in form},
        save=_number("save"),
    )


def _number(name: str) -> int:
    found = request.form.get(name, "")
    return int(found) if re.fullmatch(r"[0-9]{1,9}", found) else 0


def _keyed(start: str) -> dict[str, str]:
    found = {name.removeprefix(start): value for name, value in request.form.items() if name.startswith(start)}
    return {key: value.replace("\r\n", "\n") for key, value in found.items()}


def _rows(links: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple([*links, *([("", "")] * submissions.LINKS)][: max(submissions.LINKS, len(links))])


@blueprint.get("/rounds/<key>/submission")
@policy("captain")
def write(key: str) -> str:
    round, membership = get_round(key)
    if not is_writable(round, membership.team):
        abort(404)
    return _start(round, membership.team)


@blueprint.post("/rounds/<key>/submission")
@policy("captain", most=file_upload.WHOLE)
def submit(key: str) -> str | Response | tuple[str, int]:
    round, membership = get_round(key)
    if request.form.get("action") == "edit":
        return _page(round, membership.team, _read(), said="again")
    return _keep(round, membership.team, _read(), by=viewer())


@blueprint.post("/rounds/<key>/draft")
@policy("captain")
def draft(key: str) -> tuple[JsonResponse, int]:
    round, membership = get_round(key)
    return _keep_draft(round, membership.team, _read(), by=viewer())


@blueprint.errorhandler(Unauthorized)
def signed_out(_error: Unauthorized) -> Response:
    """What was typed comes back with the refusal: it can be sent again once somebody has signed in."""
    if request.endpoint != "team.submit":
        return error_response(401)
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", "action")]
    body = render_template("team/signed_out.html", fields=fields, address=request.path)
    return Response(body, status=401, mimetype="text/html", headers={"Cache-Control": "no-store"})


@blueprint.errorhandler(CSRFError)
def stale(_error: CSRFError) -> Response | tuple[str, int]:
    """The page was open while somebody signed in anew. Nothing is written; the form comes back as it was typed."""
    if request.endpoint != "team.submit":
        return error_response(
            400, _("Somebody signed in again after this page was opened. Nothing has changed; reload and try again.")
        )
    round, membership = get_round((request.view_args or {})["key"])
    return _page(round, membership.team, _read(), said="again"), 400


def _start(round: Round, team: Team) -> str:
    """The form as it was left: the draft, else the version that stands."""
    draft = drafts.find(round, team)
    newest = submissions.find_newest(round, team)
    return _page(round, team, _input_of_draft(draft) if draft else _input_of_version(newest), draft=draft)


def _page(
    round: Round,
    team: Team,
    written: SubmissionInput,
    *,
    theirs: SubmissionVersion | None = None,
    draft: SubmissionDraft | None = None,
    said: str = "",
) -> str:
    newest = submissions.find_newest(round, team)
    return render_template(
        "team/submission.html",
        round=round,
        written=written,
        theirs=theirs,
        said=said,
        limits=submissions,
        number=(newest.version if newest else 0) + 1,
        fields=read_fields(round.fields),
        sent={key: _sent(team, upload_id) for key, upload_id in written.files.items()},
        draft=draft,
        newest=newest,
        chunk=file_upload.CHUNK,
    )


def _sent(team: Team, upload_id: str) -> dict[str, Any] | None:
    try:
        return file_upload.state_of(uploads.get_upload(team, upload_id))
    except DomainError:
        return None


def _keep_draft(round: Round, team: Team, written: SubmissionInput, *, by: Person | None) -> tuple[JsonResponse, int]:
    """Save the draft and say so with the server's time, or say what stands there instead."""
    try:
        with unit_of_work():
            draft = drafts.keep(round, team, written.content, seen=written.save, by=by)
            saved = {"save": draft.save, "saved_at": draft.saved_at.isoformat()}
    except drafts.DraftMoved as moved:
        theirs = moved.newest.save if moved.newest else 0
        return jsonify(error={"message": moved.sentence(chosen_language())}, save=theirs), moved.status
    except DomainError as refusal:
        return jsonify(error={"message": refusal.sentence(chosen_language())}), refusal.status
    return jsonify(saved), 200


def _keep(round: Round, team: Team, written: SubmissionInput, *, by: Person | None) -> Response | tuple[str, int]:
    """Save the next version, or show what stands in its way beside what was typed."""
    before = submissions.find_newest(round, team)
    standing = before.version if before else 0
    try:
        written = _with_new_files(round, team, written, by=by)
        with unit_of_work():
            version = _submit(round, team, written, by=by)
    except Invalid as refusal:
        errors = {_field(refusal.field, written, round): refusal.sentence(chosen_language())}
        return _page(round, team, replace(written, errors=errors)), 422
    except submissions.Outdated as outdated:
        newest = outdated.newest
        return _page(round, team, replace(written, base=newest.version if newest else 0), theirs=newest), 409
    except RoundLocked as locked:
        return _page(round, team, replace(written, errors={"round": locked.sentence(chosen_language())})), 409
    _flash_outcome(version, standing)
    return redirect(url_for("team.home"), 303)


def _with_new_files(round: Round, team: Team, written: SubmissionInput, *, by: Person | None) -> SubmissionInput:
    files = dict(written.files)
    for key in file_fields(round.fields):
        sent = file_upload.take_whole(round, team, key, by=by)
        if sent is not None:
            files[key] = sent.id
    return replace(written, files=files)


def _submit(round: Round, team: Team, written: SubmissionInput, *, by: Person | None) -> SubmissionVersion:
    links = [link for _row, link in written.filled]
    content = {"title": written.title, "summary": written.summary, "answers": written.answers, "files": written.files}
    return submissions.submit(round, team, **content, links=links, by=by, based_on=written.base)  # type: ignore[arg-type]


def _field(name: str, written: SubmissionInput, round: Round) -> str:
    """Links are counted without the empty rows; the page counts its rows. A file's field is its key alone."""
    if name in file_fields(round.fields):
        return f"file-{name}"
    found = re.fullmatch(r"link-([0-9]+)", name)
    return f"link-{written.filled[int(found[1]) - 1][0]}" if found else name


def _flash_outcome(version: SubmissionVersion, before: int) -> None:
    if before == version.version:
        flash(
            _(
                "Nothing was changed, so no new version was made. Version {number} stands.",
                number=version.version,
            )
        )
    elif version.late:
        flash(
            _(
                "Version {number} was received. It came after the deadline and is flagged as late.",
                number=version.version,
            )
        )
    else:
        flash(_("Version {number} is submitted. Its receipt stands below.", number=version.version))
    if any(file.upload.arrived_at is None for file in version.files):
        flash(
            _(
                "A file is still on its way. It counts as in time if it arrives within 30 minutes after the deadline. Go on sending it from here."
            )
        )
