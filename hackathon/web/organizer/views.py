from __future__ import annotations

from io import BytesIO

from flask import Blueprint, abort, render_template, send_file
from werkzeug.wrappers import Response

from hackathon.domain import events
from hackathon.domain.errors import NotFound
from hackathon.exchange import exporting
from hackathon.models import Round
from hackathon.permissions import What, visible
from hackathon.web.accounts.sessions import viewer
from hackathon.web.guard import policy
from hackathon.web.organizer.standings import page_of
from hackathon.web.pages import get_event
from hackathon.web.rounds import entries_of, progress_of, state_chip

blueprint = Blueprint("organizer", __name__, url_prefix="/organizer")

# The chair of a round is known by the seat on its panel: the role opens the door, `visible` decides.
_SEES_STANDINGS = ("organizer", "auditor", "chair", "judge")


def load_round(key: str, what: What) -> Round:
    """The round, for somebody who may see this of it; for everybody else there is none."""
    try:
        round = events.get_round(get_event(), key)
    except NotFound:
        abort(404)
    if not visible(viewer(), what, round=round):
        abort(404)
    return round


@blueprint.get("")
@policy("organizer", "auditor", "staff")
def rounds() -> str:
    found = [round for round in get_event().rounds if visible(viewer(), "progress", round=round)]
    return render_template(
        "organizer/rounds.html",
        rounds=found,
        progress=progress_of(found),
        entries=entries_of(found),
        chips={round.id: state_chip(round) for round in found},
        readable={round.id for round in found if visible(viewer(), "standings", round=round)},
    )


@blueprint.get("/rounds/<key>/standings")
@policy(*_SEES_STANDINGS)
def standings(key: str) -> str:
    round = load_round(key, "standings")
    readable = [each for each in round.event.rounds if visible(viewer(), "standings", round=each)]
    return render_template("organizer/standings.html", round=round, rounds=readable, page=page_of(round))


@blueprint.get("/rounds/<key>/export.<any(xlsx,csv,json):form>")
@policy(*_SEES_STANDINGS)
def export(key: str, form: str) -> Response:
    file = exporting.export(load_round(key, "standings"), form)
    return send_file(BytesIO(file.content), mimetype=file.kind, as_attachment=True, download_name=file.name)
