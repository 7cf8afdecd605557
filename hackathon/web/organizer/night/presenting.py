"""The team on stage now: said from a phone beside it. It is no score, so staff may say it too."""

from __future__ import annotations

from flask import render_template, request

from hackathon.database import unit_of_work
from hackathon.domain.rounds import rounds, versions
from hackathon.extensions import db
from hackathon.models import Entry, Presenting, Round
from hackathon.permissions import roles_of
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.sessions import viewer
from hackathon.web.organizer.shared.desk import Answer, actor, back, blueprint, load_entry, load_round
from hackathon.web.organizer.shared.grid import ago


@blueprint.get("/rounds/<key>/presenting")
@policy("organizer", "auditor", "staff")
def presenting(key: str) -> str:
    round = load_round(key, "progress")
    version = versions.version_of(round)
    entries = list(rounds.entries_by_code(round).values())
    code = rounds.now_presenting(round)
    at = next((place for place, entry in enumerate(entries) if entry.team.code == code), None)
    return render_template(
        "organizer/night/presenting.html",
        round=round,
        entries=entries,
        now_on=entries[at] if at is not None else None,
        since=_since(round) if at is not None else "",
        before=_at(entries, -1 if at is None else at - 1),
        after=_at(entries, 0 if at is None else at + 1),
        may=bool(roles_of(viewer()) & {"organizer", "staff"}),
        version=version,
    )


def _at(entries: list[Entry], place: int) -> Entry | None:
    return entries[place] if 0 <= place < len(entries) else None


def _since(round: Round) -> str:
    row = db.session.get(Presenting, round.id)
    return ago(row.since) if row else ""


@blueprint.post("/rounds/<key>/presenting")
@policy("organizer", "staff")
def present(key: str) -> Answer:
    """Buttons name the team they mean: pressed twice, or on an old page, they do no more than they say."""
    round, code = load_round(key, "progress"), request.form.get("entry", "")
    with unit_of_work():
        entry = load_entry(round, code) if code else None
        rounds.present(round, entry, actor=actor())
    said = _("Now presenting: {team}.", team=entry.team.name) if entry else _("Nobody presents now.")
    return back(round, "presenting", said)
