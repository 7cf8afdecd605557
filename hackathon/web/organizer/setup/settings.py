"""Settings of the event and of its rounds: dates, what is published, blind judging, the pledge; each with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from hackathon.database import unit_of_work
from hackathon.domain.base.errors import Invalid
from hackathon.domain.rounds import pledges, settings
from hackathon.models import Event, Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language, offered
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.setup.schedule import level_names
from hackathon.web.organizer.shared.desk import READERS, Answer, actor, back, blueprint, load_round, may_act
from hackathon.web.organizer.shared.forms import EventForm, JudgingForm, RoundForm
from hackathon.web.organizer.shared.tabs import Tab
from hackathon.web.page.frame import get_event

TAB = Tab("organizer.round_settings", lambda: _("Dates and settings"))


@blueprint.route("/settings", methods=["GET", "POST"])
@policy(*READERS)
def event_settings() -> Answer:
    event = get_event()
    form = EventForm(data=_filled(event, event, settings.EVENT_FIELDS))
    form.result_level.choices = list(level_names().items())

    def change(wanted: dict[str, Any], reason: str) -> list[str]:
        return settings.change_event(event, wanted, reason=reason, actor=actor())

    return _edit(event, None, form, settings.EVENT_FIELDS, change)


@blueprint.route("/rounds/<key>/settings", methods=["GET", "POST"])
@policy(*READERS)
def round_settings(key: str) -> Answer:
    round = load_round(key, "desk")
    form = RoundForm(data=_filled(round, round.event, settings.ROUND_FIELDS))

    def change(wanted: dict[str, Any], reason: str) -> list[str]:
        return settings.change_round(round, wanted, reason=reason, actor=actor())

    return _edit(round.event, round, form, settings.ROUND_FIELDS, change)


def _judging_form(round: Round) -> JudgingForm:
    """What the round asks of its judges; the usual pledge lies ready where none is asked for."""
    text = round.pledge["text"] if round.pledge else pledges.usual(offered())
    filled = {"blind": round.blind, "blind_links": round.blind_links, "pledges": round.pledge is not None}
    words = {f"pledge_{language}": text.get(language, "") for language in offered()}
    return JudgingForm.in_languages(offered())(prefix="judging-", data={**filled, **words})


@blueprint.post("/rounds/<key>/settings/judging")
@policy("organizer")
def judging_settings(key: str) -> Answer:
    round = load_round(key, "desk")
    form = _judging_form(round)
    if form.validate_on_submit():
        pledge = form.pledge() if form.pledges.data else None
        wanted = {"blind": form.blind.data, "blind_links": form.blind_links.data, "pledge": pledge}
        reason = form.reason.data or ""
        changed = _try(form, lambda: settings.change_judging(round, wanted, reason=reason, actor=actor()))
        if changed is not None:
            return _saved(round, changed)
    dates = RoundForm(formdata=None, data=_filled(round, round.event, settings.ROUND_FIELDS))
    return _shown(round, dates, settings.ROUND_FIELDS, form), 422


def _shown(round: Round | None, form: Any, names: tuple[str, ...], judging: JudgingForm | None) -> str:
    return render_template(
        "organizer/setup/settings.html", round=round, form=form, names=names, judging=judging, may=may_act()
    )


def _filled(row: Event | Round, event: Event, names: tuple[str, ...]) -> dict[str, Any]:
    """What stands now, as the form shows it: local time of the event, without a zone."""
    return {name: _local(getattr(row, name), event) for name in names}


def _local(value: Any, event: Event) -> Any:
    return value.astimezone(event.zone).replace(tzinfo=None) if isinstance(value, datetime) else value


def _wanted(form: Any, row: Event | Round, event: Event, names: tuple[str, ...]) -> dict[str, Any]:
    """What was typed; a minute that was left as it was keeps its seconds."""
    typed = {name: form[name].data for name in names}
    before = _filled(row, event, names)
    return {
        name: getattr(row, name) if _minute(value) == _minute(before[name]) else _utc(value, event)
        for name, value in typed.items()
    }


def _minute(value: Any) -> Any:
    return value.replace(second=0, microsecond=0) if isinstance(value, datetime) else value


def _utc(value: Any, event: Event) -> Any:
    return value.replace(tzinfo=event.zone).astimezone(UTC) if isinstance(value, datetime) else value


def _edit(event: Event, round: Round | None, form: Any, names: tuple[str, ...], change: Any) -> Answer:
    if form.is_submitted() and not may_act():
        abort(404)
    if form.validate_on_submit():
        wanted = _wanted(form, round or event, event, names)
        changed = _try(form, lambda: change(wanted, form.reason.data or ""))
        if changed is not None:
            return _saved(round, changed)
    shown = _shown(round, form, names, _judging_form(round) if round else None)
    return shown, 422 if any(each.errors for each in form) else 200


def _try(form: Any, change: Callable[[], list[str]]) -> list[str] | None:
    """The names of what was changed; None where it was refused, with the reason at its field of the form."""
    try:
        with unit_of_work():
            return change()
    except Invalid as error:
        field = getattr(form, error.field, form.reason)
        field.errors = [*field.errors, error.sentence(chosen_language())]
        return None


def _saved(round: Round | None, changed: list[str]) -> Response:
    message = (
        _("Saved. The old and new values and the reason are in the log.") if changed else _("Nothing was changed.")
    )
    if round is not None:
        return back(round, "round_settings", message)
    flash(message)
    return redirect(url_for("organizer.event_settings"), 303)
