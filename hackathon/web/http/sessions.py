"""Session of a browser: a row in the database, found by the secret in the signed cookie."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from functools import cached_property

from flask import Flask, Request, g, request, session
from flask_login import AnonymousUserMixin, UserMixin, current_user
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from hackathon.database import unit_of_work
from hackathon.domain.people import accounts
from hackathon.domain.people.accounts import Identity
from hackathon.extensions import db, login_manager
from hackathon.models import Entrant, Membership, Person, SignIn
from hackathon.web.http.cookies import SessionCookie

_KEY = "sign_in"
_DESTINATION = "way"
_LONGEST_ADDRESS = 1000


class SignedIn(UserMixin):
    def __init__(self, identity: Identity) -> None:
        self.identity = identity
        self.id = identity.person_id

    @cached_property
    def person(self) -> Person:
        """Loaded when it is asked for: a tablet that saves a ballot needs no more than the id."""
        person = db.session.get(Person, self.id)
        assert person  # the session's row refers to it
        return person


class Nobody(AnonymousUserMixin):
    person = identity = None


def init_app(app: Flask) -> None:
    app.session_interface = SessionCookie()
    app.config.update(PERMANENT_SESSION_LIFETIME=accounts.SESSION_LIFE, SESSION_REFRESH_EACH_REQUEST=False)
    login_manager.session_protection = None  # it would keep more in the cookie than the secret
    login_manager.anonymous_user = Nobody
    login_manager.request_loader(_load)
    login_manager.init_app(app)
    app.after_request(_note_seen)


def _load(_request: Request) -> SignedIn | None:
    secret = session.get(_KEY)
    identity = accounts.find_identity(secret) if secret else None
    g.session, g.signed_in = identity, identity is not None
    g.unseen = identity.session_id if identity is not None and accounts.is_stale(identity.seen_at) else None
    return SignedIn(identity) if identity else None


def viewer() -> Person | None:
    """The person who is signed in."""
    return current_user.person


def identity() -> Identity | None:
    """Whose session this request came in: id and roles, without loading the person."""
    return current_user.identity


def open_for(person: Person, *, began: str) -> None:
    """Sign a person in on this device: always a new session, never one that was known before."""
    begin(accounts.open_session(person, device=request.user_agent.string, began=began))


def go_on(person: Person) -> None:
    """Go on under a new secret after an act that ended every session; it stays what it began as."""
    before: Identity | None = g.get("session")
    began, made_by = (before.began, before.made_by) if before is not None else ("unknown", None)
    begin(accounts.open_session(person, device=request.user_agent.string, began=began, made_by=made_by))


def _note_seen(response: Response) -> Response:
    """Write down now and then that this device was heard of: organizers see which tablets are alive."""
    unseen = g.pop("unseen", None)
    if unseen is not None and response.status_code < 500:
        with suppress(SQLAlchemyError), unit_of_work():  # nobody's page fails for it
            accounts.note_seen([unseen])
    return response


def begin(secret: str) -> None:
    """Keep a new session's secret in the cookie; whoever was signed in here before is signed out."""
    end()
    session[_KEY] = secret
    session.permanent = True


def end() -> None:
    secret = session.get(_KEY)
    if secret:
        accounts.end_session(secret)
    session.clear()


def secret() -> str | None:
    """The secret of the session on this device."""
    return session.get(_KEY)


def current() -> SignIn | None:
    """The row of this browser's session."""
    own = secret()
    return accounts.find_session(own) if own else None


def remember_destination(address: str) -> None:
    """Keep the page that somebody asked for before signing in; the cookie is signed, so it is one of ours."""
    if len(address) <= _LONGEST_ADDRESS:
        session[_DESTINATION] = address


def take_destination() -> str | None:
    address: str | None = session.pop(_DESTINATION, None)
    return address


def may_be(person: Person, roles: Collection[str]) -> bool:
    """Whether a person has one of these roles; captain, member and entrant are looked up."""
    if person.role_names & set(roles):
        return True
    if "entrant" in roles and entrant_of(person) is not None:
        return True
    membership = membership_of(person) if {"captain", "member"} & set(roles) else None
    return membership is not None and ("member" in roles or membership.captain)


def entrant_of(person: Person) -> Entrant | None:
    """The person's application, whatever has become of it."""
    return db.session.scalars(select(Entrant).where(Entrant.person_id == person.id)).first()


def membership_of(person: Person) -> Membership | None:
    """The person's place in a team now."""
    return db.session.scalars(
        select(Membership)
        .join(Entrant, Entrant.id == Membership.entrant_id)
        .where(Entrant.person_id == person.id, Membership.left_at.is_(None))
    ).first()
