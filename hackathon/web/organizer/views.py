"""The organizer's pages. Each module beside this one adds its own to the blueprint when it is imported."""

from __future__ import annotations

from io import BytesIO

from flask import render_template, send_file
from werkzeug.wrappers import Response

from hackathon.exchange.exporting import files
from hackathon.permissions import visible
from hackathon.web.accounts.sessions import viewer
from hackathon.web.guard import policy
from hackathon.web.languages import chosen_language
from hackathon.web.organizer import (  # noqa: F401 (they add their routes)
    acts,
    adjusting,
    assigning,
    cards,
    control,
    covering,
    devices,
    drilling,
    entries,
    handed_in,
    log,
    panels,
    paper,
    papers,
    polling,
    presenting,
    recusing,
    replacing,
    ruling,
    schedule,
    signing,
    ties,
    unsent,
)
from hackathon.web.organizer.desk import READERS, load_round
from hackathon.web.organizer.desk import blueprint as blueprint
from hackathon.web.organizer.standings import page_of

_SEES_STANDINGS = ("organizer", "auditor", "chair", "judge")


@blueprint.get("/rounds/<key>/standings")
@policy(*_SEES_STANDINGS)
def standings(key: str) -> str:
    round = load_round(key, "standings")
    readable = [each for each in round.event.rounds if visible(viewer(), "standings", round=each)]
    formats = files.formats_of(round)
    return render_template(
        "organizer/standings.html", round=round, rounds=readable, page=page_of(round), formats=formats
    )


@blueprint.get("/rounds/<key>/export.<any(xlsx,csv,json,html,zip,pdf):form>")
@policy(*_SEES_STANDINGS)
def export(key: str, form: str) -> Response:
    round = load_round(key, "standings")
    known = visible(viewer(), "names", round=round)
    file = files.export(round, form, language=chosen_language(), names=known)
    return _sent(file)


@blueprint.get("/rounds/<key>/score-sheets.pdf")
@policy(*READERS)
def score_sheets(key: str) -> Response:
    """Blank score sheets to print, one per judge."""
    return _sent(files.blank_sheets(load_round(key, "desk"), language=chosen_language()))


def _sent(file: files.File) -> Response:
    return send_file(BytesIO(file.content), mimetype=file.kind, as_attachment=True, download_name=file.name)
