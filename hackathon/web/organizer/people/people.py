"""People at the organizer's desk: found, added, given roles and links; their devices signed out."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hackathon.database import unit_of_work
from hackathon.domain.base import audit
from hackathon.domain.base.errors import DomainError
from hackathon.domain.people import accounts, passwords, people
from hackathon.domain.people.search import FILTERS, Wanted, codes_of, search, teams_of
from hackathon.domain.rounds.panels import rounds_of
from hackathon.models import Person
from hackathon.web.accounts.devices import devices_of
from hackathon.web.http import addresses, sessions
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language, ngettext
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.people import blueprint
from hackathon.web.organizer.people.forms import AddForm
from hackathon.web.organizer.shared.desk import actor
from hackathon.web.page import roles
from hackathon.web.page.frame import get_event
from hackathon.web.page.qr_code import qr_picture

_ONE = "/people/<int(max=2147483647):number>"


@blueprint.get("/people")
@policy("organizer", "auditor")
def index() -> str:
    page = request.args.get("page", 1, type=int)
    wanted = Wanted(text=request.args.get("q", "")[:100], role=request.args.get("role", ""), page=page)
    listing = search(get_event(), wanted)
    return render_template("organizer/people/index.html", listing=listing, names=roles.NAMES, filters=FILTERS)


@blueprint.get("/people/add")
@policy("organizer")
def add_form() -> str:
    return render_template(
        "organizer/people/add.html", form=AddForm(), refusal=None, about=roles.ABOUT, names=roles.NAMES
    )


@blueprint.post("/people/add")
@policy("organizer")
def add() -> Response | tuple[str, int]:
    form = AddForm()
    refusal = None
    if form.validate():
        try:
            with unit_of_work():
                person = people.invite(
                    get_event(),
                    name=form.name.data,
                    email=form.email.data or "",
                    role=form.role.data,
                    actor=actor(),
                )
                return _done(person, _("Role given: {role}.", role=roles.NAMES[form.role.data]))
        except DomainError as error:
            refusal = error.sentence(chosen_language())
    page = render_template(
        "organizer/people/add.html", form=form, refusal=refusal, about=roles.ABOUT, names=roles.NAMES
    )
    return page, 422


@blueprint.get(_ONE)
@policy("organizer", "auditor")
def person(number: int) -> str:
    return _page(people.get_by_number(get_event(), number))


def _page(person: Person, *, phone: bool = False) -> str:
    return render_template(
        "organizer/people/person.html",
        person=person,
        held=roles.in_order(person.role_names),
        names=roles.NAMES,
        about=roles.ABOUT,
        code=codes_of([person.id]).get(person.id),
        seats=rounds_of(person),
        membership=teams_of([person.id]).get(person.id),
        devices=devices_of(person),
        has_password=passwords.has_password(person),
        phone=phone,
    )


@blueprint.post(f"{_ONE}/phone")
@policy("organizer", writes=True)
def show_phone(number: int) -> str:
    """Looking at a phone number leaves a trace."""
    person = people.get_by_number(get_event(), number)
    audit.record(get_event(), "phone.shown", f"person:{person.id}", actor=actor())
    return _page(person, phone=True)


@blueprint.post(f"{_ONE}/roles")
@policy("organizer", writes=True)
def grant(number: int) -> Response:
    person = people.get_by_number(get_event(), number)
    role = request.form.get("role", "")
    people.grant(get_event(), person, role, actor=actor())
    return _done(person, _("Role given: {role}.", role=roles.NAMES[role]))


@blueprint.post(f"{_ONE}/roles/<role>/withdraw")
@policy("organizer", writes=True)
def withdraw(number: int, role: str) -> Response:
    person = people.get_by_number(get_event(), number)
    people.revoke(get_event(), person, role, actor=actor())
    return _done(person, _("Role taken away: {role}.", role=roles.NAMES.get(role, role)))


@blueprint.post(f"{_ONE}/link")
@policy("organizer", writes=True)
def make_link(number: int) -> Response:
    """The one page that shows the link: it is stored nowhere and cannot be shown again."""
    person = people.get_by_number(get_event(), number)
    secret = accounts.make_link(get_event(), person, actor=actor())
    link = f"{addresses.for_screen()}/s/{secret}"
    page = render_template(
        "organizer/people/link.html",
        person=person,
        link=link,
        picture=qr_picture(link, border=4),
        days=accounts.LINK_LIFE.days,
    )
    return Response(page, mimetype="text/html", headers={"Cache-Control": "no-store"})


@blueprint.post(f"{_ONE}/sign-out")
@policy("organizer", writes=True)
def sign_out(number: int) -> Response:
    person = people.get_by_number(get_event(), number)
    ended = accounts.sign_out_everywhere(get_event(), person, actor=actor())
    return _done(person, ngettext("{n} device is signed out.", "{n} devices are signed out.", ended))


def _done(person: Person, message: str) -> Response:
    """Back to the person. Who changed their own roles goes on with a new session: the old one has ended."""
    is_own = actor().id == person.id
    if is_own:
        sessions.go_on(person)
    flash(message)
    still = not is_own or sessions.may_be(person, {"organizer"})
    return redirect(url_for("people.person", number=person.id) if still else url_for("accounts.me"), 303)
