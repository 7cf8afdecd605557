"""The pages of an import: choose a file, check its columns, see what would happen, and have it done once."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hackathon.domain.base.errors import NotFound
from hackathon.domain.rounds import events
from hackathon.exchange.importing import KINDS
from hackathon.exchange.importing.table.fields import is_field, is_resident_number
from hackathon.models import Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.http.sessions import viewer
from hackathon.web.organizer.importing import jobs, words, work
from hackathon.web.organizer.importing.jobs import Job
from hackathon.web.page.frame import get_event

blueprint = Blueprint("importing", __name__, url_prefix="/organizer/import")
BIGGEST = 100 * 1024 * 1024
Answer = Response | str | tuple[str, int]


@blueprint.get("")
@policy("organizer")
def start() -> str:
    jobs.sweep()
    return _start()


def _start(refusal: str = "") -> str:
    kind = request.values.get("kind", "entrants")
    return render_template(
        "organizer/importing/start.html",
        kinds=words.KINDS,
        kind=kind if kind in KINDS else "entrants",
        rounds=get_event().rounds,
        waiting=jobs.unfinished(),
        refusal=refusal,
        biggest=BIGGEST // 1024 // 1024,
    )


@blueprint.post("")
@policy("organizer", most=BIGGEST)
def upload() -> Answer:
    file, kind = request.files.get("file"), request.form.get("kind", "")
    round = _round(request.form.get("round", ""))
    if file is None or not file.filename:
        return _start(_("파일을 고르세요.")), 422
    if kind not in KINDS:
        return _start(_("무엇이 든 파일인지 고르세요.")), 422
    if kind == "ballots" and round is None:
        return _start(_("채점표가 어느 심사 단계의 것인지 고르세요.")), 422
    person = viewer()
    job = jobs.start(file, kind=kind, round=round.key if round else "", by=person.id if person else 0)
    work.read(job, chosen_language())
    return _to(job)


def _round(key: str) -> Round | None:
    try:
        return events.get_round(get_event(), key) if key else None
    except NotFound:
        return None


def _job(token: str) -> Job:
    return jobs.find(token) or abort(404)


def _to(job: Job) -> Response:
    return redirect(url_for("importing.show", job=job.token), 303)


@blueprint.get("/<job>")
@policy("organizer")
def show(job: str) -> str:
    found = _job(job)
    round = _round(found.round)
    return render_template(
        "organizer/importing/job.html",
        job=found,
        round=round,
        kinds=words.KINDS,
        report=found.report.get(chosen_language(), {}),
        trouble=found.trouble.get(chosen_language(), ""),
        groups=words.field_groups(found.kind, round),
        headings=words.sample_headings(found.kind),
        field_word=words.field_word,
        after=_after(found),
        never=[heading for heading in found.columns if is_resident_number(heading)],
    )


def _after(job: Job) -> list[tuple[str, str]]:
    """Where to look when it is done."""
    first = next(iter(get_event().rounds), None)
    key = job.round or (first.key if first else "")
    told: dict[str, list[tuple[str, str]]] = {
        "entrants": [(_("사람"), url_for("people.index")), (_("같은 사람 찾기"), url_for("people.duplicates"))],
        "teams": [(_("사람"), url_for("people.index", role="member"))],
        "judges": [(_("사람"), url_for("people.index", role="judge"))],
    }
    if key:
        told["judges"].append((_("심사위원단"), url_for("organizer.panel", key=key)))
        told["teams"].append((_("심사 대상"), url_for("organizer.entries", key=key)))
        told["conflicts"] = [(_("제척·기피·회피"), url_for("organizer.recusals", key=key))]
        told["ballots"] = [(_("심사 현황"), url_for("organizer.control", key=key))]
    return told.get(job.kind, [])


@blueprint.post("/<job>/columns")
@policy("organizer")
def columns(job: str) -> Response:
    """Take over what somebody chose for each column, and plan again."""
    found = _job(job)
    if found.state not in ("columns", "ready", "failed") or not found.columns:
        return _to(found)
    found.mapping = _chosen(found)
    work.read(found, chosen_language())
    return _to(found)


def _chosen(job: Job) -> dict[str, str | None]:
    round = _round(job.round)
    criteria = [name for group in words.field_groups(job.kind, round) for name, _said in group[1]]
    chosen: dict[str, str | None] = {}
    for at, heading in enumerate(job.columns):
        if is_resident_number(heading):
            continue
        wanted = request.form.get(f"column-{at}", "")
        chosen[heading] = wanted if wanted and is_field(wanted, job.kind, criteria=criteria) else None
    return chosen


@blueprint.post("/<job>/again")
@policy("organizer")
def again(job: str) -> Response:
    """Read a file again whose reading stopped with the server."""
    found = _job(job)
    if found.is_stuck and found.file.exists():
        found.release()
        work.read(found, chosen_language())
    return _to(found)


@blueprint.post("/<job>/apply")
@policy("organizer")
def apply(job: str) -> Response:
    found = _job(job)
    person = viewer()
    found.by = person.id if person else found.by
    work.apply(found, chosen_language())
    return _to(found)


@blueprint.post("/<job>/drop")
@policy("organizer")
def drop(job: str) -> Response:
    found = _job(job)
    if found.state == "applying" and not found.is_stuck:
        return _to(found)
    found.drop()
    flash(_("올린 파일을 지웠습니다."))
    return redirect(url_for("importing.start"), 303)


@blueprint.get("/<job>/refused.xlsx")
@policy("organizer")
def refused(job: str) -> Response:
    found = _job(job)
    if not found.refusals.is_file():
        abort(404)
    stem = found.name.rpartition(".")[0] or found.name
    options: dict[str, Any] = {"as_attachment": True, "download_name": f"{stem}-refused.xlsx", "max_age": 0}
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return send_file(found.refusals, mimetype=kind, **options)
