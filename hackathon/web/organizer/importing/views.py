"""Pages of an import: choose a file, check its columns, see what would happen, and have it done once."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from hackathon.database import unit_of_work
from hackathon.domain.base.errors import NotFound
from hackathon.domain.people import import_jobs
from hackathon.domain.rounds import events
from hackathon.exchange.importing import KINDS
from hackathon.exchange.importing.table.headings import is_field, is_resident_number
from hackathon.extensions import db
from hackathon.models import ImportJob, Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language, speak
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.sessions import viewer
from hackathon.web.organizer.importing import labels, worker
from hackathon.web.page.frame import get_event
from scoring.text import in_languages

blueprint = Blueprint("importing", __name__, url_prefix="/organizer/import")
BIGGEST = 100 * 1024 * 1024
Answer = Response | str | tuple[str, int]


@blueprint.get("")
@policy("organizer")
def start() -> str:
    worker.sweep()
    return _start()


def _start(refusal: str = "") -> str:
    kind = request.values.get("kind", "entrants")
    return render_template(
        "organizer/importing/start.html",
        kinds=labels.KINDS,
        kind=kind if kind in KINDS else "entrants",
        rounds=get_event().rounds,
        waiting=import_jobs.unfinished(get_event()),
        refusal=refusal,
        biggest=BIGGEST // 1024 // 1024,
    )


@blueprint.post("")
@policy("organizer", most=BIGGEST)
def upload() -> Answer:
    file, kind = request.files.get("file"), request.form.get("kind", "")
    round = _round(request.form.get("round", ""))
    if file is None or not file.filename:
        return _start(_("Choose a file.")), 422
    if kind not in KINDS:
        return _start(_("Choose what the file holds.")), 422
    if kind == "ballots" and round is None:
        return _start(_("Choose the round that the ballots belong to.")), 422
    worker.sweep()
    job = worker.receive(file, get_event(), kind=kind, round=round, person=viewer())
    return _begin(job, import_jobs.begin_reading)


def _round(key: str) -> Round | None:
    try:
        return events.get_round(get_event(), key) if key else None
    except NotFound:
        return None


def _job(token: str) -> ImportJob:
    return import_jobs.find_job(get_event(), token) or abort(404)


def _round_of(job: ImportJob) -> Round | None:
    return db.session.get(Round, job.round_id) if job.round_id else None


def _begin(job: ImportJob, begin: Callable[[int], bool]) -> Response:
    """Work begins with the press that comes first; all others see the same page."""
    token, job_id, size = job.token, job.id, job.size
    with unit_of_work():
        begun = begin(job_id)
    if begun:
        worker.start(job_id, size=size, language=chosen_language())
    return _to(token)


def _to(token: str) -> Response:
    return redirect(url_for("importing.show", job=token), 303)


@blueprint.get("/<job>")
@policy("organizer")
def show(job: str) -> str:
    found = _job(job)
    round = _round_of(found)
    return render_template(
        "organizer/importing/job.html",
        job=found,
        stopped=import_jobs.is_stopped(found),
        round=round,
        kinds=labels.KINDS,
        report=_report(found),
        trouble=speak(in_languages(found.trouble)),
        groups=labels.field_groups(found.kind, round),
        headings=labels.sample_headings(found.kind),
        field_label=labels.field_label,
        after=_after(found, round),
        never=[heading for heading in found.columns if is_resident_number(heading)],
    )


def _report(job: ImportJob) -> dict[str, Any]:
    """The report in the visitor's language, or in another one where it was made before theirs was installed."""
    return job.report.get(chosen_language()) or next(iter(job.report.values()), {})


def _after(job: ImportJob, round: Round | None) -> list[tuple[str, str]]:
    """Where to look when it is done."""
    first = round or next(iter(get_event().rounds), None)
    key = first.key if first else ""
    links: dict[str, list[tuple[str, str]]] = {
        "entrants": [(_("People"), url_for("people.index")), (_("Find duplicates"), url_for("people.duplicates"))],
        "teams": [(_("People"), url_for("people.index", role="member"))],
        "judges": [(_("People"), url_for("people.index", role="judge"))],
    }
    if key:
        links["judges"].append((_("Panel"), url_for("organizer.panel", key=key)))
        links["teams"].append((_("Teams to score"), url_for("organizer.entries", key=key)))
        links["conflicts"] = [(_("Recusals"), url_for("organizer.recusals", key=key))]
        links["ballots"] = [(_("Control room"), url_for("organizer.control", key=key))]
    return links.get(job.kind, [])


@blueprint.post("/<job>/columns")
@policy("organizer")
def columns(job: str) -> Response:
    """Take over what somebody chose for each column, and plan again."""
    found = _job(job)
    if not found.columns:
        return _to(job)
    chosen = _chosen(found)
    return _begin(found, lambda job_id: import_jobs.begin_reading(job_id, chosen))


def _chosen(job: ImportJob) -> dict[str, str | None]:
    round = _round_of(job)
    fields = {name for group in labels.field_groups(job.kind, round) for name, _said in group[1]}
    chosen: dict[str, str | None] = {}
    for at, heading in enumerate(job.columns):
        if is_resident_number(heading):
            continue
        wanted = request.form.get(f"column-{at}", "")
        chosen[heading] = wanted if wanted and (wanted in fields or is_field(wanted, job.kind)) else None
    return chosen


@blueprint.post("/<job>/rows")
@policy("organizer")
def rows(job: str) -> Response:
    """Take over which of several rows holds, and plan again."""
    found = _job(job)
    offered = {row["id"] for choice in _report(found).get("choices", []) for row in choice["rows"]}
    chosen = [int(value) for value in request.form.values() if value.isdigit() and int(value) in offered]
    return _begin(found, lambda job_id: import_jobs.begin_reading(job_id, chosen=chosen))


@blueprint.post("/<job>/again")
@policy("organizer")
def again(job: str) -> Response:
    """Read a file again whose reading stopped with the server."""
    return _begin(_job(job), import_jobs.begin_again)


@blueprint.post("/<job>/apply")
@policy("organizer")
def apply(job: str) -> Response:
    return _begin(_job(job), lambda job_id: import_jobs.begin_applying(job_id, viewer()))


@blueprint.post("/<job>/drop")
@policy("organizer")
def drop(job: str) -> Response:
    job_id = _job(job).id
    with unit_of_work():
        dropped = import_jobs.drop(job_id)
    if not dropped:
        return _to(job)
    flash(_("The uploaded file was deleted."))
    return redirect(url_for("importing.start"), 303)


@blueprint.get("/<job>/refused.xlsx")
@policy("organizer")
def refused(job: str) -> Response:
    found = _job(job)
    if found.refusals is None:
        abort(404)
    stem = found.name.rpartition(".")[0] or found.name
    options: dict[str, Any] = {"as_attachment": True, "download_name": f"{stem}-refused.xlsx", "max_age": 0}
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return send_file(io.BytesIO(found.refusals), mimetype=kind, **options)
