"""Page of the event, open to everybody, with what it takes to check a result."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, abort, render_template, send_file

from hackathon.domain.applying import applications
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.page import wording
from hackathon.web.page.frame import get_event
from hackathon.web.public import corrections, event_page, verification
from hackathon.web.public.judging import judging_of
from scoring.bundle.signing import key_lines

blueprint = Blueprint("public", __name__)


@blueprint.get("/")
@policy("public")
def event() -> str:
    event = get_event()
    milestones = event_page.milestones_of(event)
    shown = event_page.find_shown_round(event)
    teams = event_page.teams_of(event, shown) if shown else []
    beside = [(each, event_page.teams_of(event, each)) for each in event_page.tracks_beside(event, shown)]
    return render_template(
        "public/event.html",
        when=wording.days(event.starts_at, event.ends_at, event.zone, chosen_language()),
        stage=event_page.stage_chip(event, milestones),
        way=[each.step for each in milestones],
        following=event_page.find_next(milestones),
        size=event_page.count_participants(event),
        applications=applications.window(event),
        judging=judging_of(event),
        round=shown,
        key=verification.public_key(),
        bundles=verification.offered_rounds(event),
        teams=teams,
        beside=beside,
        corrected=corrections.histories_of(event),
        awards=[
            award for each in ([(shown, teams)] if shown else []) + beside for award in event_page.awards_of(*each)
        ],
    )


@blueprint.get("/results/<key>/<int:version>")
@policy("public")
def older_result(key: str, version: int) -> str:
    """A published result that a correction replaced."""
    return render_template("public/older_result.html", older=corrections.load_older(get_event(), key, version))


@blueprint.get("/.well-known/hackathon-key")
@policy("public")
def public_key() -> Response:
    """The same that `hackathon key` prints and the page of the event shows."""
    return Response(key_lines(verification.the_key().public), mimetype="text/plain")


@blueprint.get("/results/<key>.zip")
@policy("public")
def results_file(key: str) -> Response:
    """The results file of a published round, where the organizer lets everybody have it."""
    round = next((each for each in verification.offered_rounds(get_event()) if each.key == key), None)
    if round is None:
        abort(404)
    file = verification.results_file(round)
    return send_file(BytesIO(file.content), mimetype=file.kind, as_attachment=True, download_name=file.name)
