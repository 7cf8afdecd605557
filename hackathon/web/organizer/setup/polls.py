"""Votes beside the panel: set up for a source of the rules, with codes to hand out or a tally to bring in."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections import Counter
from datetime import UTC

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from hackathon.database import unit_of_work
from hackathon.domain.ballots import polls
from hackathon.domain.base.errors import DomainError, Invalid
from hackathon.domain.base.typed_codes import shown
from hackathon.models import Poll, Round
from hackathon.web.http import addresses, cookies
from hackathon.web.http.csrf import choices
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language, each_language, ngettext
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.shared.desk import READERS, Answer, actor, back, blueprint, load_round, may_act
from hackathon.web.organizer.shared.forms import PollForm
from hackathon.web.organizer.shared.printed_card import CODE, Card, bold, event_name
from hackathon.web.organizer.shared.tabs import Tab, sees_desk
from hackathon.web.page.qr_code import qr_picture
from scoring import Policy
from scoring.text import Text, text

TAB = Tab("organizer.poll_list", lambda: _("Vote"), lambda round: sees_desk(round) and "[[sources]]" in round.policy)
_LINE = re.compile(r"\s*([^\s,;]+)[\s,;]+([0-9]{1,6})\s*")


@blueprint.get("/rounds/<key>/polls")
@policy(*READERS)
def poll_list(key: str) -> str:
    round = load_round(key, "desk")
    return _page(round, _form(round))


@blueprint.post("/rounds/<key>/polls")
@policy("organizer")
def add_poll(key: str) -> Answer:
    round = load_round(key, "desk")
    form = _form(round)
    if not form.validate_on_submit():
        return _page(round, form), 422
    window = {
        name: form[name].data.replace(tzinfo=round.event.zone).astimezone(UTC) for name in ("opens_at", "closes_at")
    }
    try:
        with unit_of_work():
            polls.add_poll(round, source=form.source.data, kind=form.kind.data, actor=actor(), **window)
    except Invalid as refusal:
        form[refusal.field].errors = [refusal.sentence(chosen_language())]
        return _page(round, form), 422
    return back(round, "poll_list", _("The vote is set up. Now make codes and hand them out."))


@blueprint.post("/rounds/<key>/polls/<int:number>/codes")
@policy("organizer")
def poll_codes(key: str, number: int) -> Answer:
    """The one page that shows the codes; sent again it makes nothing and says so."""
    round = load_round(key, "desk")
    poll = polls.get_poll(round, number)
    batch = request.form.get("batch", "")[:36] or str(uuid.uuid4())
    try:
        with unit_of_work():
            made = polls.make_codes(
                poll, count=request.form.get("count", 0, type=int), batch=batch, secret=cookies.secret(), actor=actor()
            )
    except Invalid as refusal:
        return _page(round, _form(round), errors={f"codes-{poll.id}": refusal.sentence(chosen_language())}), 422
    if not made:
        return back(
            round,
            "poll_list",
            _("These codes were made before and are shown once only. Make new ones if you need more."),
        )
    base = addresses.for_screen()
    cards = [Card(str(at), team, shown(code), qr_picture(f"{base}/v/{code}")) for at, code, team in made]
    content = render_template(
        "organizer/setup/poll_cards.html",
        round=round,
        poll=poll,
        cards=cards,
        name=event_name(round.event),
        code=each_language(CODE),
        vote=each_language(text("Vote")),
        how=[each_language(sentence) for sentence in _how(f"{base}/vote")],
    )
    return Response(content, mimetype="text/html", headers={"Cache-Control": "no-store"})


def _how(where: str) -> list[Text]:
    return [
        text("Scan the QR code, or type the code at {where}.", where=bold(where)),
        text("One code, one vote; it cannot be changed."),
    ]


@blueprint.post("/rounds/<key>/polls/<int:number>/import")
@policy("organizer")
def import_votes(key: str, number: int) -> Answer:
    round = load_round(key, "desk")
    poll = polls.get_poll(round, number)
    text = request.form.get("tally", "").replace("\r\n", "\n").strip()
    try:
        tally = _tally(text)
        with unit_of_work():
            name = hashlib.sha256(text.encode()).hexdigest()
            count = polls.import_votes(poll, tally, name=name, secret=cookies.secret(), actor=actor())
    except DomainError as refusal:
        errors = {f"tally-{poll.id}": refusal.sentence(chosen_language())}
        return _page(round, _form(round), errors=errors, typed=text), 422
    return back(round, "poll_list", ngettext("One vote was imported.", "{n} votes were imported.", count))


@blueprint.post("/rounds/<key>/polls/<int:number>/close")
@policy("organizer")
def close_poll(key: str, number: int) -> Answer:
    round = load_round(key, "desk")
    with unit_of_work():
        polls.close(polls.get_poll(round, number), actor=actor())
    return back(round, "poll_list", _("The vote is closed."))


@blueprint.post("/rounds/<key>/polls/imports/<int:number>/take-back")
@policy("organizer")
def take_back_votes(key: str, number: int) -> Answer:
    round = load_round(key, "desk")
    row = next((row for row, *_rest in polls.import_lines(round) if row.id == number), None) or abort(404)
    with unit_of_work():
        polls.take_back_import(row, reason=request.form.get("reason", ""), actor=actor())
    return back(round, "poll_list", _("Taken back. The reason is in the log."))


def _tally(typed: str) -> Counter[str]:
    """One team a line: its code and how many votes."""
    found: Counter[str] = Counter()
    for row, line in enumerate(typed.split("\n"), start=1):
        parts = _LINE.fullmatch(line)
        if parts is None or parts[1] in found:
            raise Invalid(
                text(
                    "Line {row}: '{line}'. Write a team's code and its votes, each team once, e.g. T001, 120",
                    row=row,
                    line=line[:40],
                ),
                field="tally",
            )
        found[parts[1]] = int(parts[2])
    return found


def _form(round: Round) -> PollForm:
    form = PollForm()
    used = {poll.source for poll in polls.polls_of(round)}
    free = [name for name in polls.voted_sources(Policy.from_text(round.policy)) if name not in used]
    form.source.choices = choices([(name, name) for name in free])
    form.kind.choices = choices(list(kind_names().items()))
    return form


def kind_names() -> dict[str, str]:
    return {
        "audience": _("Audience (one vote a code)"),
        "peer": _("Teams among themselves (one vote a team, not for itself)"),
    }


def _page(round: Round, form: PollForm, *, errors: dict[str, str] | None = None, typed: str = "") -> str:
    rules = Policy.from_text(round.policy)
    return render_template(
        "organizer/setup/polls.html",
        round=round,
        found=polls.polls_of(round),
        turnout=polls.turnout(round),
        imports=polls.import_lines(round),
        state=_state,
        weights={source.name: source.weight for source in rules.sources},
        total=sum(source.weight for source in rules.sources),
        form=form,
        free=bool(form.source.choices),
        kinds=kind_names(),
        errors=errors or {},
        typed=typed,
        batch=uuid.uuid4,
        may=may_act() and not round.locked_at,
        most=polls.MOST,
    )


def _state(poll: Poll) -> tuple[str, str]:
    if polls.is_open(poll):
        return "chip-open", _("Voting is open")
    return ("", _("Not started")) if polls.is_ahead(poll) else ("chip-wait", _("Closed"))
