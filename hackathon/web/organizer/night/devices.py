"""Devices of the judges of a round: seen, named and signed out here, and connected by cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort, render_template, request

from hackathon.database import unit_of_work
from hackathon.domain.people import accounts, pairing
from hackathon.domain.rounds import rounds
from hackathon.domain.rounds.panels import find_seat
from hackathon.models import Judge, PairingCode, Round, Seat, SignIn
from hackathon.web.accounts.devices import name_of
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.shared.desk import READERS, Answer, actor, back, blueprint, load_round, may_act
from hackathon.web.organizer.shared.forms import CardsForm
from hackathon.web.organizer.shared.grid import ago
from hackathon.web.page.frame import words

_ONE = "/rounds/<key>/devices/<code>"
_DEVICE = f"{_ONE}/<int(max=2147483647):number>"


@dataclass(frozen=True)
class Paired:
    id: int
    name: str
    label: str
    since: datetime
    seen: str


@dataclass(frozen=True)
class Row:
    code: str
    name: str
    chair: bool
    devices: Sequence[Paired]
    cards: Sequence[PairingCode]


@blueprint.get("/rounds/<key>/devices")
@policy(*READERS)
def devices(key: str) -> str:
    return page(load_round(key, "desk"))


def page(round: Round, *, form: CardsForm | None = None) -> str:
    return render_template(
        "organizer/night/devices.html",
        round=round,
        rows=rows_of(round),
        form=form or CardsForm.new(),
        until=pairing.valid_until(round),
        may=may_act(),
        elsewhere=_cards_for_elsewhere(round),
    )


def _cards_for_elsewhere(round: Round) -> dict[str, str]:
    """Judges with unused cards who sit on another open panel as well: code → that round. A card signs in the person,
    so that making older ones invalid would take the cards of the other panel too."""
    others = [each for each in round.event.rounds if each is not round and not each.locked_at]
    seats = {seat.judge_id: each for each in others for seat in rounds.panel(each)}
    waiting = pairing.cards_of([seat.judge.person_id for seat in rounds.panel(round)])
    found = (seat.judge for seat in rounds.panel(round) if seat.judge_id in seats and waiting.get(seat.judge.person_id))
    return {judge.code: words(seats[judge.id].name) for judge in found}


def rows_of(round: Round) -> list[Row]:
    seats = rounds.panel(round)
    people = [seat.judge.person_id for seat in seats]
    paired, cards = accounts.sessions_of(people), pairing.cards_of(people)
    return [_row(seat, paired.get(seat.judge.person_id, []), cards.get(seat.judge.person_id, [])) for seat in seats]


def _row(seat: Seat, paired: Sequence[SignIn], cards: Sequence[PairingCode]) -> Row:
    return Row(
        code=seat.judge.code,
        name=seat.judge.person.name or seat.judge.code,
        chair=seat.chair,
        devices=[_paired(row) for row in paired],
        cards=cards,
    )


def _paired(row: SignIn) -> Paired:
    kind = name_of(row.device)
    return Paired(row.id, row.label or kind, row.label or "", row.created_at, ago(row.seen_at) if row.seen_at else "")


def seated(round: Round, code: str) -> Judge:
    """A judge of this round's panel; others have no devices here."""
    seat = find_seat(round, code)
    return seat.judge if seat else abort(404)


@blueprint.post(f"{_DEVICE}/revoke")
@policy("organizer")
def revoke_device(key: str, code: str, number: int) -> Answer:
    round = load_round(key, "desk")
    with unit_of_work():
        pairing.revoke_device(round.event, seated(round, code), number, actor=actor())
    return back(round, "devices", _("That device is signed out. Ballots that were received stay."))


@blueprint.post(f"{_DEVICE}/name")
@policy("organizer")
def name_device(key: str, code: str, number: int) -> Answer:
    round = load_round(key, "desk")
    with unit_of_work():
        pairing.name_device(round.event, seated(round, code), number, request.form.get("label", ""), actor=actor())
    return back(round, "devices", _("The device has its name."))


@blueprint.post(f"{_ONE}/sign-out")
@policy("organizer")
def sign_out_judge(key: str, code: str) -> Answer:
    round = load_round(key, "desk")
    with unit_of_work():
        accounts.sign_out_everywhere(round.event, seated(round, code).person, actor=actor())
    return back(
        round, "devices", _("All devices of {judge} are signed out, and unused cards are no longer valid.", judge=code)
    )


@blueprint.post(f"{_ONE}/revoke-cards")
@policy("organizer")
def revoke_cards(key: str, code: str) -> Answer:
    round = load_round(key, "desk")
    with unit_of_work():
        count = pairing.revoke_cards(round.event, seated(round, code), actor=actor())
    return back(round, "devices", _("Unused cards that are no longer valid: {count}.", count=count))
