"""The outbox: letters that nobody has sent yet. What they say, and their secret links, only organizers see."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from hackathon.database import unit_of_work
from hackathon.domain.base import audit
from hackathon.domain.letters import letters
from hackathon.web.http import letter_delivery
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.people import blueprint
from hackathon.web.organizer.shared.desk import actor
from hackathon.web.page.frame import get_event
from scoring.csv_json import csv_text


@blueprint.get("/outbox", endpoint="outbox")
@policy("organizer", "auditor")
def show() -> str:
    return render_template(
        "organizer/people/outbox.html",
        waiting=letters.addressed(get_event()),
        set_up=letter_delivery.is_set_up(),
        mailto=mailto,
    )


def mailto(waiting: letters.Waiting) -> str:
    """A link that opens the letter, written, in the organizer's own mail program."""
    letter = waiting.letter
    body = quote(letter.body.replace("\n", "\r\n"), safe="")
    return f"mailto:{quote(waiting.address or '', safe='@')}?subject={quote(letter.subject, safe='')}&body={body}"


@blueprint.get("/outbox.csv")
@policy("organizer", writes=True)
def download() -> Response:
    """For a mail merge. Taking the links away in a file leaves a trace."""
    waiting = letters.addressed(get_event())
    audit.record(get_event(), "outbox.downloaded", "outbox", actor=actor(), letters=len(waiting))
    header = [["number", "written_at", "name", "email", "state", "subject", "body"]]
    text = csv_text(header + [_row(each) for each in waiting])
    name = f"{get_event().key}-outbox.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response("\ufeff" + text, mimetype="text/csv", headers=headers)


def _row(waiting: letters.Waiting) -> list[str]:
    letter = waiting.letter
    written = letter.written_at.isoformat(timespec="seconds")
    return [
        str(letter.id),
        written,
        waiting.addressee or "",
        waiting.address or "",
        waiting.state,
        letter.subject,
        letter.body,
    ]


@blueprint.post("/outbox/send")
@policy("organizer")
def send() -> AnyResponse:
    """Try the letters again that did not leave; what becomes of them shows when the page is opened anew."""
    with unit_of_work():
        letters.try_again(get_event(), actor=actor())
    sent, failed = letter_delivery.send_waiting()
    flash(_("Letters sent: {sent}, not sent: {failed}.", sent=sent, failed=failed))
    return redirect(url_for("people.outbox"), 303)


@blueprint.post("/outbox/<int(max=2147483647):number>/sent")
@policy("organizer", writes=True)
def mark_sent(number: int) -> AnyResponse:
    letters.mark_sent(get_event(), letters.get_letter(get_event(), number), actor=actor())
    flash(_("The letter is marked as sent."))
    return redirect(url_for("people.outbox"), 303)
