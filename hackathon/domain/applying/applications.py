"""An application: sent by anybody in the event's window, confirmed by the link in a letter, changed until the deadline.

What a stranger sends is kept as a row of its own and becomes the application only once whoever reads the mailbox says
so: nobody can change, or find out about, somebody else's application by knowing the address.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import select

from hackathon import clock
from hackathon.domain.applying import answers, consents, guardians
from hackathon.domain.applying.application_form import form_of
from hackathon.domain.base import attempts, audit
from hackathon.domain.base.errors import DomainError, Invalid, LinkUnusable
from hackathon.domain.letters import letters
from hackathon.domain.people import people
from hackathon.domain.people.passwords import TooManyAttempts
from hackathon.extensions import db
from hackathon.models import Application, Entrant, Event, Person
from scoring.reading.canonical import digest
from scoring.text import text

Window = Literal["before", "open", "after"]
LINK_LIFE = timedelta(days=14)
HOUR = timedelta(hours=1)
LETTERS_PER_ACCOUNT = 3
PER_ADDRESS = 2000
"""In an hour, from one address: a hall of nine hundred people behind one router applies without being stopped."""
DOUBLE = timedelta(minutes=2)
"""The same content again within this time is a second press on the button."""


class ApplicationsClosed(DomainError):
    pass


def window(event: Event) -> Window:
    """Half-open: at its opening moment it is open, at its closing moment it is over."""
    if clock.now() < event.applications_open_at:
        return "before"
    return "open" if clock.now() < event.applications_close_at else "after"


def require_open(event: Event) -> None:
    if window(event) != "open":
        raise ApplicationsClosed(text("Applications are not open now."))


def find_entrant(event: Event, person: Person) -> Entrant | None:
    return db.session.scalars(
        select(Entrant).where(Entrant.event_id == event.id, Entrant.person_id == person.id)
    ).first()


def hold_event(event: Event) -> None:
    """Applications and team codes are given one after the other; SQLite's writers queue up anyway."""
    db.session.execute(select(Event.id).where(Event.id == event.id).with_for_update())


def send(event: Event, given: Mapping[str, Any], *, language: str, address: str, base: str) -> None:
    """Take what a stranger sent, and write to the address. Nothing tells whether the address is known."""
    require_open(event)
    content = answers.check(form_of(event), given, today=clock.now().astimezone(event.zone).date())
    if attempts.count("apply", within=HOUR, address=address) >= PER_ADDRESS:
        raise TooManyAttempts(text("Too many applications came from here. Please send it again a little later."))
    hold_event(event)
    email = content["email"]
    may_write = attempts.count("apply", within=HOUR, account=email) < LETTERS_PER_ACCOUNT
    person = people.find_person(event, email)
    if person is not None and person.roles:
        attempts.note("apply", account=email, address=address)
        if may_write:
            letters.write(event, person, "apply-role")
        return
    entrant = _entrant_for(event, person or _new_person(event, content, language=language))
    secret = _keep(entrant, content, language=language)
    if secret is None:
        return
    attempts.note("apply", account=email, address=address)
    if may_write:
        kind = "apply-again" if entrant.confirmed and entrant.withdrawn_at is None else "apply-confirm"
        letters.write(event, entrant.person, kind, link=f"{base}/apply/confirm/{secret}", days=str(LINK_LIFE.days))


def _new_person(event: Event, content: Mapping[str, Any], *, language: str) -> Person:
    person = people.add_person(event, name=content["name"], email=content["email"], phone=content["phone"])
    person.affiliation, person.language = content["affiliation"], language
    return person


def _entrant_for(event: Event, person: Person) -> Entrant:
    found = find_entrant(event, person)
    if found is None:
        found = Entrant(event_id=event.id, person=person, applied_at=clock.now(), confirmed=False, answers={})
        db.session.add(found)
        db.session.flush()
        audit.record(event, "entrant.applied", f"entrant:{found.id}")
    return found


def _keep(entrant: Entrant, content: dict[str, Any], *, language: str) -> str | None:
    """Keep what was sent and return the secret that confirms it; None for a second press on the button."""
    content = {**content, "language": language}
    again = db.session.scalars(
        select(Application)
        .where(Application.entrant_id == entrant.id, Application.digest == digest(content))
        .where(Application.confirmed_at.is_(None))
        .limit(1)
    ).first()
    if again is not None and clock.now() - again.sent_at < DOUBLE:
        return None
    if again is None:
        again = Application(entrant_id=entrant.id, content=content, digest=digest(content), sent_at=clock.now())
        db.session.add(again)
    return renew(again)


def renew(application: Application) -> str:
    """Another secret for the link that confirms it; the one before stops working."""
    secret = secrets.token_urlsafe(24)
    application.token, application.sent_at = _hash(secret), clock.now()
    db.session.flush()
    return secret


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def get_pending(event: Event, secret: str) -> Application:
    """What a link of a letter would confirm. Raises LinkUnusable once it is used or over."""
    row = db.session.scalars(
        select(Application).where(Application.token == _hash(secret)).with_for_update(of=Application)
    ).first()
    if row is None or row.confirmed_at or clock.now() >= row.sent_at + LINK_LIFE or row.entrant.event_id != event.id:
        raise LinkUnusable(
            text("This link was used already or has expired. If you have confirmed, sign in to see your application.")
        )
    return row


def confirm(event: Event, secret: str, *, base: str) -> Entrant:
    """Whoever reads the mailbox says that the application is theirs: now it is one."""
    application = get_pending(event, secret)
    entrant = application.entrant
    if entrant.disqualified_at is not None:
        raise Invalid(text("This application was disqualified."), field="entrant")
    first = not entrant.confirmed
    if entrant.withdrawn_at is not None:
        entrant.withdrawn_at, entrant.applied_at = None, application.sent_at
    adopt(event, entrant, application, base=base)
    consents.record(event, entrant, application.content["consents"])
    entrant.confirmed = True
    audit.record(event, "entrant.confirmed", f"entrant:{entrant.id}", actor=entrant.person, first=first)
    return entrant


def adopt(event: Event, entrant: Entrant, application: Application, *, base: str) -> None:
    """Let what was sent be what the event knows of this entrant."""
    content, person = application.content, entrant.person
    application.confirmed_at = clock.now()
    person.name, person.phone, person.affiliation = content["name"], content["phone"], content["affiliation"]
    person.language = content.get("language", person.language)
    entrant.answers = dict(content["answers"])
    entrant.under_14 = content["under_14"]
    if entrant.under_14:
        guardians.name(event, entrant, name=content["guardian_name"], email=content["guardian_email"], base=base)
    db.session.flush()


def change(event: Event, entrant: Entrant, given: Mapping[str, Any], *, actor: Person, base: str) -> None:
    """Write the application anew. The entrant may until the deadline, an organizer always; the address stays."""
    if actor.id == entrant.person_id:
        require_open(event)
        require_standing(entrant)
    kept = content_of(entrant)
    today = clock.now().astimezone(event.zone).date()
    content = answers.check(form_of(event), {**given, **_fixed(kept)}, today=today, email=False)
    content |= {name: kept[name] for name in ("birth_date",) if kept.get(name)}
    content["language"] = entrant.person.language
    application = Application(
        entrant_id=entrant.id, content=content, digest=digest(content), sent_at=clock.now(), confirmed_at=clock.now()
    )
    db.session.add(application)
    adopt(event, entrant, application, base=base)
    audit.record(event, "entrant.changed", f"entrant:{entrant.id}", actor=actor)


def _fixed(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The age is what was confirmed: a child does not grow older by editing."""
    return {
        "age": "under-14" if kept["under_14"] else "14-or-older",
        "birth_date": kept.get("birth_date") or "",
        "consents": kept["consents"],
    }


def newest(entrant: Entrant) -> Application | None:
    """The application that counts; none for somebody whom an organizer entered."""
    own = (Application.entrant_id == entrant.id, Application.confirmed_at.is_not(None))
    return db.session.scalars(select(Application).where(*own).order_by(Application.confirmed_at.desc(), Application.id.desc()).limit(1)).first()  # fmt: skip


def content_of(entrant: Entrant) -> dict[str, Any]:
    """What the event knows of an entrant, as the form has it."""
    last, person = newest(entrant), entrant.person
    return {
        "name": person.name or "",
        "phone": person.phone or "",
        "affiliation": person.affiliation or "",
        "under_14": entrant.under_14,
        "birth_date": last.content.get("birth_date") if last else None,
        "answers": entrant.answers,
        "consents": [key for key, row in consents.standing(entrant).items() if row.given],
        **_guardian_of(entrant),
    }


def _guardian_of(entrant: Entrant) -> dict[str, str]:
    guardian = guardians.find(entrant)
    name, email = (guardian.name, guardian.email) if guardian else (None, None)
    return {"guardian_name": name or "", "guardian_email": email or ""}


def require_standing(entrant: Entrant) -> None:
    if entrant.withdrawn_at or entrant.disqualified_at:
        raise Invalid(text("This application does not stand."), field="entrant")


def is_admitted(entrant: Entrant) -> bool:
    """Takes part: confirmed, neither withdrawn nor disqualified, and allowed by a guardian where that is needed."""
    return (
        entrant.confirmed
        and entrant.withdrawn_at is None
        and entrant.disqualified_at is None
        and not guardians.is_awaited(entrant)
    )


def sent_by(entrant: Entrant) -> Sequence[Application]:
    """Everything that an entrant has sent, the oldest first."""
    query = select(Application).where(Application.entrant_id == entrant.id).order_by(Application.id)
    return db.session.scalars(query).all()
