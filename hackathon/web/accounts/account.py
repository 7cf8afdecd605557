"""Account of who is signed in: name and roles, password, and the devices they are signed in on."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.base.errors import DomainError
from hackathon.domain.people import accounts, passwords, people
from hackathon.models import Person
from hackathon.web.accounts.devices import devices_of
from hackathon.web.accounts.forms import LanguageForm, PasswordForm
from hackathon.web.http import addresses, sessions
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.http.languages import gettext as _
from hackathon.web.page import roles
from hackathon.web.page.frame import get_event
from scoring.text import text

blueprint = Blueprint("account", __name__, url_prefix="/me")

FRESH = timedelta(minutes=15)
"""Whoever signed in this recently has shown who they are; a tablet left lying has not."""


def _me() -> Person:
    person = sessions.viewer()
    assert person is not None  # the policy of every page here
    return person


@blueprint.get("/account")
@policy("signed-in")
def show() -> str:
    person = _me()
    return render_template(
        "accounts/account.html",
        person=person,
        roles=[roles.NAMES[name] for name in roles.in_order(person.role_names)],
        membership=sessions.membership_of(person),
        devices=devices_of(person),
        has_password=passwords.has_password(person),
        form=LanguageForm(language=person.language),
    )


@blueprint.post("/account/language")
@policy("signed-in", writes=True)
def choose_language() -> Response:
    form = LanguageForm()
    people.choose_language(_me(), form.language.data or "")
    flash(_("Letters to you are in this language from now on."))
    return _back()


@blueprint.post("/account/devices/<int(max=2147483647):number>/sign-out")
@policy("signed-in", writes=True)
def sign_out_device(number: int) -> Response:
    accounts.end_one(_me(), number)
    flash(_("That device is signed out."))
    return _back()


@blueprint.post("/account/devices/sign-out-others")
@policy("signed-in", writes=True)
def sign_out_others() -> Response:
    accounts.end_sessions(_me(), but=sessions.secret())
    flash(_("Every device but this one is signed out."))
    return _back()


def _back() -> Response:
    return redirect(url_for("account.show"), 303)


@blueprint.get("/password")
@policy("signed-in")
def password() -> str:
    return _password_page(PasswordForm())


@blueprint.post("/password")
@policy("signed-in")
def set_password() -> Response | tuple[str, int]:
    """Every other session ends, and this one goes on under a new secret."""
    form, person = PasswordForm(), _me()
    if not form.validate():
        return _password_page(form), 422
    try:
        _require_proof(person, form.current.data or "")
        with unit_of_work():
            passwords.set_password(get_event(), person, form.password.data or "")
            sessions.go_on(person)
    except DomainError as refusal:
        return _password_page(form, refusal=refusal), refusal.status
    flash(_("Your password is set. All other devices are signed out."))
    return _back()


def _is_fresh() -> bool:
    here = sessions.current()
    return here is not None and clock.now() - here.created_at < FRESH


def _require_proof(person: Person, current: str) -> None:
    """The present password, unless the person has just signed in: throttled like signing in itself."""
    if _is_fresh():
        return
    email, address = person.email or "", addresses.of_client()
    try:
        passwords.sign_in(get_event(), email, current, address=address)
    except passwords.SignInRefused as refusal:
        with unit_of_work():
            passwords.note_failure(email, address=address)
        raise passwords.SignInRefused(text("The present password is wrong.")) from refusal


def _password_page(form: PasswordForm, *, refusal: DomainError | None = None) -> str:
    person = _me()
    return render_template(
        "accounts/password.html",
        form=form,
        email=person.email,
        refusal=refusal.sentence(chosen_language()) if refusal else None,
        asks_for_present=not _is_fresh(),
        has_password=passwords.has_password(person),
    )
