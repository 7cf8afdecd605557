"""Cards for judges, on paper: a QR code, the same code to type, and how to begin. Shown once, when they are made."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import render_template
from werkzeug.wrappers import Response

from hackathon.database import unit_of_work
from hackathon.domain.base.typed_codes import shown
from hackathon.domain.people import pairing
from hackathon.models import Judge, Round
from hackathon.web.http import addresses, cookies
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import each_language, offered, speak
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.night.devices import page, seated
from hackathon.web.organizer.shared.desk import Answer, actor, back, blueprint, load_round
from hackathon.web.organizer.shared.forms import CardsForm
from hackathon.web.organizer.shared.printed_card import CODE, Card, bold, event_name
from hackathon.web.page import wording
from hackathon.web.page.frame import zone
from hackathon.web.page.qr_code import qr_picture
from scoring.text import Text, text


@blueprint.post("/rounds/<key>/cards")
@policy("organizer")
def make_cards(key: str) -> Answer:
    """The one page that shows the codes. Sent again (a page reloaded), it makes nothing and says so."""
    round, form = load_round(key, "desk"), CardsForm()
    if not form.validate():
        return page(round, form=form), 422
    with unit_of_work():
        cards = [] if pairing.is_made(form.batch.data or "") else _make(round, form)
    if not cards:
        return back(
            round,
            "devices",
            _("These cards were made already, and codes are shown once only. If they were not printed, make new ones."),
        )
    content = render_template(
        "organizer/night/cards.html",
        round=round,
        cards=cards,
        name=event_name(round.event),
        code=each_language(CODE),
        how=[each_language(sentence) for sentence in _how(urlsplit(addresses.for_screen()).netloc + "/j")],
        until=[
            speak(text("until {time}", time=wording.full(pairing.valid_until(round), zone(), each)), each)
            for each in offered()
        ],
    )
    return Response(content, mimetype="text/html", headers={"Cache-Control": "no-store"})


def _how(where: str) -> list[Text]:
    return [
        text("Scan the QR code with the tablet you will judge on."),
        text("Or type the code at {where}, or in the Home Screen app.", where=bold(where)),
        text("One device, once. For another device ask an organizer."),
    ]


def _make(round: Round, form: CardsForm) -> list[Card]:
    judges = [seated(round, code) for code in dict.fromkeys(form.judge.data or [])]
    if form.old.data:
        for judge in judges:
            pairing.revoke_cards(round.event, judge, actor=actor())
    return [_card(round, judge, form.batch.data or "") for judge in judges]


def _card(round: Round, judge: Judge, batch: str) -> Card:
    code = pairing.make_card(
        round.event, judge, until=pairing.valid_until(round), batch=batch, secret=cookies.secret(), actor=actor()
    )
    link = f"{addresses.for_screen()}/j/{code}"
    return Card(judge.code, judge.person.name or judge.code, shown(code), qr_picture(link))
