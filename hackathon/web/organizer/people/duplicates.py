"""Duplicates: people who may be one, side by side; merged with a press, apart again with another."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hackathon.database import unit_of_work
from hackathon.domain.people import merging, people
from hackathon.domain.people.search import teams_of
from hackathon.exchange.importing.people.directory import Directory
from hackathon.exchange.importing.people.duplicates import known_alike
from hackathon.extensions import db
from hackathon.models import Person
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.people import blueprint
from hackathon.web.organizer.shared.desk import actor
from hackathon.web.page.frame import get_event

_SHOWN = 50


@blueprint.get("/people/duplicates")
@policy("organizer")
def duplicates() -> str:
    event = get_event()
    pairs = known_alike(Directory(event))
    shown = pairs[:_SHOWN]
    done = [row for row in merging.merges(event) if row.undone_at is None]
    ids = {one.id for pair in shown for one in pair[:2]} | {each for row in done for each in (row.kept_id, row.gone_id)}
    return render_template(
        "organizer/people/duplicates.html",
        pairs=[(one, other, reason.say(chosen_language())) for one, other, reason in shown],
        more=len(pairs) - len(shown),
        done=done,
        people={key: db.session.get(Person, key) for key in ids},
        teams=teams_of(ids),
    )


@blueprint.post("/people/duplicates/merge")
@policy("organizer")
def merge() -> Response:
    event = get_event()
    kept, gone = (people.get_by_number(event, _number(name)) for name in ("kept", "gone"))
    with unit_of_work():
        merging.merge(event, kept, gone, actor=actor())
    flash(_("Merged. It can be undone below."))
    return redirect(url_for("people.duplicates"), 303)


def _number(name: str) -> int:
    number = request.form.get(name, type=int)
    return number if number is not None and 0 < number < 2**31 else abort(422)


@blueprint.post("/people/duplicates/<int(max=2147483647):number>/undo")
@policy("organizer")
def undo(number: int) -> Response:
    with unit_of_work():
        merging.undo(get_event(), number, actor=actor())
    flash(_("Undone. They are two people again."))
    return redirect(url_for("people.duplicates"), 303)
