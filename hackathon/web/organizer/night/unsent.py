"""Ballots that a tablet could not send: its file, or its codes read by the camera, previewed and then saved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from flask import render_template, request
from werkzeug.wrappers import Response

from hackathon import clock
from hackathon.domain.ballots import tablet_files
from hackathon.domain.ballots.tablet_files import FiledRevision, Outcome
from hackathon.domain.base.errors import DomainError, Invalid
from hackathon.domain.rounds.panels import find_judge
from hackathon.exchange.importing.tablets import unsent
from hackathon.exchange.importing.tablets.unsent import Package
from hackathon.models import Judge, Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.qr_scanner import with_camera
from hackathon.web.judge.api.ballots import read_revision
from hackathon.web.organizer.shared.confirmation import Confirmation, preview, rehearse, shown, state_digest
from hackathon.web.organizer.shared.desk import actor, address, blueprint, load_round, the_key
from hackathon.web.organizer.shared.forms import UnsentForm
from scoring.text import Text, text

_LONGEST_DEVICE = 64


@dataclass(frozen=True)
class Plan:
    """One tablet's package, checked for shape."""

    judge: Judge
    package: Package
    filed: list[FiledRevision]


@dataclass(frozen=True)
class Line:
    """What one revision will become, as a row of the preview."""

    judge: Judge
    filed: FiledRevision
    outcome: Outcome
    words: str
    chip: str


@blueprint.route("/rounds/<key>/unsent", methods=["GET", "POST"])
@policy("organizer")
def take_unsent(key: str) -> Response:
    round = load_round(key, "desk")
    form = UnsentForm()
    if not form.is_submitted() or not form.validate():
        return with_camera((_page(round, form), 422 if form.errors else 200))
    text = _sent_text(form)
    try:
        plans = [_plan(round, package) for package in unsent.read(text)]
    except DomainError as error:
        form.text.errors = [error.sentence(chosen_language())]
        return with_camera((_page(round, form), 422))
    form.text.data = text
    answer = _preview(round, form, plans)
    return answer if isinstance(answer, Response) else with_camera(answer)


def _page(round: Round, form: UnsentForm) -> str:
    return render_template("organizer/night/unsent.html", round=round, form=form, lines=None, page=None, warning="")


def _sent_text(form: UnsentForm) -> str:
    """The file if there is one, else what was typed and scanned; lines end in one character."""
    file = request.files.get("file")
    if file and file.filename:
        content = file.read().decode("utf-8", "replace")
    else:
        content = "\n".join(text for text in (form.scanned.data, form.text.data) if text)
    return content.replace("\r\n", "\n")


def _plan(round: Round, package: Package) -> Plan:
    """Everything is of the right shape, or nothing is taken."""
    if package.event != round.event.key:
        raise Invalid(text("This file is of another event."), field="text")
    judge = find_judge(round.event_id, package.judge)
    if judge is None:
        raise Invalid(text("There is no judge {name}.", name=package.judge[:16]), field="text")
    filed = [_filed(each, number) for number, each in enumerate(package.revisions, start=1)]
    if len({each.draft.id for each in filed}) < len(filed):
        raise Invalid(text("One id stands there twice."), field="text")
    return Plan(judge, package, filed)


def _filed(sent: object, number: int) -> FiledRevision:
    read = read_revision(sent)
    if isinstance(read, Invalid) or not isinstance(sent, dict) or not isinstance(sent.get("round"), str):
        where = read.field if isinstance(read, Invalid) else "round"
        raise Invalid(_not_right(number, where), field="text")
    entry, draft = read
    after = sent.get("after")
    device = f"file · {draft.device}" if draft.device else "file"
    draft = replace(draft, device=device[:_LONGEST_DEVICE])
    return FiledRevision(sent["round"], entry, draft, after if isinstance(after, str) else None)


def _not_right(number: int, where: str) -> Text:
    if where:
        return text("Ballot {number}: {field} is not right. Nothing was taken.", number=number, field=where)
    return text("Ballot {number}: its form is not right. Nothing was taken.", number=number)


def _preview(round: Round, form: UnsentForm, plans: list[Plan]) -> Response | str | tuple[str, int]:
    at = clock.now()
    outcomes, refused = rehearse(lambda: _take_in(round, plans, at))
    lines = _lines(plans, outcomes or [])
    page = Confirmation(
        round,
        tab="kept",
        title=_("Ballots taken off a tablet"),
        consequences=[],
        obstacles=refused,
        button=_("Take them in"),
        done=_("Taken in. If the tablet sends the same later, it is stored only once."),
        then=address("kept", round),
        back=address("take_unsent", round),
        form=form,
        template="organizer/night/unsent.html",
        details={"lines": lines, "form": form},
    )

    def seen() -> str:
        return state_digest(round, form.text.data, *(line.words for line in lines), with_standings=False)

    if refused:
        form.seen.data = seen()
        return shown(page)
    return preview(page, lambda: _take_in(round, plans, at), seen=seen)


def _take_in(round: Round, plans: list[Plan], at: datetime) -> list[list[Outcome]]:
    return [
        tablet_files.save_filed(
            round.event, plan.judge, plan.filed, digest=plan.package.digest, at=at, key=the_key(), actor=actor()
        )
        for plan in plans
    ]


def _lines(plans: list[Plan], outcomes: list[list[Outcome]]) -> list[Line]:
    return [
        Line(plan.judge, filed, outcome, *_outcome_chip(filed, outcome))
        for plan, answers in zip(plans, outcomes, strict=bool(outcomes))
        for filed, outcome in zip(plan.filed, answers, strict=True)
    ]


def _outcome_chip(filed: FiledRevision, outcome: Outcome) -> tuple[str, str]:
    if isinstance(outcome, Invalid):
        return _("Cannot be taken: {why}", why=outcome.sentence(chosen_language())), "chip-stop"
    return {
        "accepted": (_("Sealed and counted") if filed.draft.sealed else _("Saved as a draft"), "chip-ok"),
        "duplicate": (_("Here already"), ""),
        "conflict": (_("Conflicts with the server's version; waits for a ruling"), "chip-wait"),
        "held": (_("Outside the judging window; waits for a ruling"), "chip-wait"),
    }[outcome.status]
