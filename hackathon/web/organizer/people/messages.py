"""Messages to many people: written, previewed as each will read them, and sent on a second, deliberate click."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for

from hackathon.database import unit_of_work
from hackathon.domain.base.errors import Invalid
from hackathon.domain.entrants import messages
from hackathon.domain.entrants.audiences import AUDIENCES
from hackathon.domain.entrants.messages import Written
from hackathon.models import Event, Round
from hackathon.web.http import addresses, letter_delivery
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import choice_of, chosen_language, ngettext, offered
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.people import blueprint
from hackathon.web.organizer.people.message_texts import text_for
from hackathon.web.organizer.shared.desk import Answer, actor
from hackathon.web.page import wording
from hackathon.web.page.chips import status_chip
from hackathon.web.page.frame import get_event
from scoring.reading.canonical import digest
from scoring.text import say

SHOWN = 3
"""How many letters of each language a preview shows in full."""


def audience_names() -> dict[str, str]:
    names = {
        "everybody": _("All entrants"),
        "captains": _("All captains"),
        "without-team": _("Entrants without a team"),
        "unconfirmed": _("Entrants who have not confirmed their address"),
        "without-submission": _("Captains of teams without a submission"),
        "judges": _("All judges"),
        "judges-behind": _("Judges with ballots to seal"),
    }
    for key in AUDIENCES:
        status = key.removeprefix("status:")
        if status != key:
            names[key] = _("Teams: {status}", status=status_chip(status)[1])  # type: ignore[arg-type]
    return {key: names[key] for key in AUDIENCES}


@blueprint.get("/messages", endpoint="messages")
@policy("organizer", "auditor")
def sent() -> str:
    event = get_event()
    return render_template(
        "organizer/people/messages.html",
        sent=messages.sent(event),
        gone=messages.gone(event),
        names=audience_names(),
        set_up=letter_delivery.is_set_up(),
    )


@blueprint.get("/messages/new", endpoint="new_message")
@policy("organizer")
def write() -> str:
    audience = request.args.get("audience", "")
    subject, body = ({language: say(part, language) for language in offered()} for part in text_for(audience))
    written = Written(audience=audience, subject=subject, body=body, round=_round(request.args.get("round")))
    return _form(written, token=str(uuid.uuid4()))


@blueprint.post("/messages/new", endpoint="send_message")
@policy("organizer")
def look_or_send() -> Answer:
    """The same form shows the preview, and sends it when that was looked at."""
    event, written, token = get_event(), _read(), request.form.get("token", "")[:36]
    values = values_for(event, written.round)
    try:
        found = messages.preview(event, written, values=values)
        if request.form.get("action") != "send" or request.form.get("looked") != _digest_of(written):
            return _form(written, token=token, found=found)
        with unit_of_work():
            message = messages.send(event, written, token=token, values=values, actor=actor())
    except Invalid as refusal:
        return _form(written, token=token, errors={refusal.field: refusal.sentence(chosen_language())}), 422
    letter_delivery.send_soon()
    flash(ngettext("One letter was written.", "{n} letters were written.", message.letters))
    return redirect(url_for("people.messages"), 303)


def _digest_of(written: Written) -> str:
    """A digest of exactly this text to exactly these people: only what was looked at is sent."""
    round = written.round.key if written.round else ""
    parts = {"audience": written.audience, "round": round, "subject": dict(written.subject), "body": dict(written.body)}
    return digest(parts)[:20]


def _read() -> Written:
    form = request.form
    subject, body = (
        {language: form.get(f"{part}-{language}", "").replace("\r\n", "\n") for language in offered()}
        for part in ("subject", "body")
    )
    return Written(form.get("audience", ""), subject, body, round=_round(form.get("round")))


def _round(key: str | None) -> Round | None:
    return next((round for round in get_event().rounds if round.key == key), None)


def values_for(event: Event, round: Round | None) -> dict[str, dict[str, str]]:
    """What fills the words in braces, by language."""
    return {language: _values(event, round, language) for language in offered()}


def _values(event: Event, round: Round | None, language: str) -> dict[str, str]:
    deadline = (round.submissions_close_at or round.closes_at) if round else event.applications_close_at
    return {
        "event": wording.in_language(event.name, language),
        "round": wording.in_language(round.name, language) if round else "",
        "deadline": wording.full(deadline, event.zone, language),
        "address": addresses.for_letters(),
    }


def _form(
    written: Written,
    *,
    token: str,
    found: list[messages.Preview] | None = None,
    errors: Mapping[str, str] | None = None,
) -> str:
    unreached = [each.reader.person for each in found or [] if not each.reader.person.email]
    return render_template(
        "organizer/people/message.html",
        written=written,
        once=token,
        names=audience_names(),
        written_in=[choice_of(language) for language in offered()],
        rounds=get_event().rounds,
        words=messages.WORDS,
        limits=messages,
        found=found,
        looked=_digest_of(written),
        reached=len(found) - len(unreached) if found is not None else 0,
        unreached=unreached,
        samples=_samples(written, found or []),
        errors=errors or {},
    )


def _samples(written: Written, found: list[messages.Preview]) -> list[messages.Preview]:
    """A few letters of each language, as they will be read."""
    chosen = []
    for language in offered():
        chosen += [
            each
            for each in found
            if each.reader.person.email and written.in_language(each.reader.person.language) == language
        ][:SHOWN]
    return chosen
