"""Entry by an organizer, in an applicant's place: enter, confirm, write again, withdraw. Each with a line in the log."""

from __future__ import annotations

from sqlalchemy import select

from hackathon import clock
from hackathon.domain.applying import answers, applications, consents
from hackathon.domain.applying.application_form import form_of
from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid
from hackathon.domain.base.phones import normal_phone
from hackathon.domain.letters import letters
from hackathon.domain.people import people
from hackathon.domain.teams import leaving
from hackathon.extensions import db
from hackathon.models import Application, Entrant, Event, Person
from scoring.text import text


def add_entrant(
    event: Event, *, name: str, email: str, phone: str, affiliation: str, note: str, consented: str, actor: Person
) -> Entrant:
    """Enter somebody who applied on paper or at the desk; `consented` says that a signed consent is at hand."""
    name, email = people.normal_name(answers.clean(name)), answers.clean(email).strip()
    number = normal_phone(phone) if phone.strip() else None
    _check(name=name, email=email, phone=phone, number=number)
    applications.hold_event(event)
    person = _find_free(event, email)
    if person is None:
        person = people.add_person(event, name=name, email=email or None, phone=number)
        person.affiliation = answers.clean(affiliation).strip()[: answers.AFFILIATION] or None
    entrant = Entrant(
        event_id=event.id, person=person, applied_at=clock.now(), answers={}, note=answers.clean(note).strip() or None
    )
    db.session.add(entrant)
    db.session.flush()
    if consented:
        required = [purpose.key for purpose in form_of(event).purposes if purpose.required]
        consents.record(event, entrant, required, given_by="organizer")
    audit.record(event, "entrant.added", f"entrant:{entrant.id}", actor=actor, consented=bool(consented))
    return entrant


def _find_free(event: Event, email: str) -> Person | None:
    """Whoever has the address and has not applied yet."""
    person = people.find_person(event, email) if email else None
    if person is not None and applications.find_entrant(event, person):
        raise Invalid(text("This address has applied already."), field="email")
    return person


def _check(*, name: str, email: str, phone: str, number: str | None) -> None:
    fault = answers.name_fault(name)
    if fault is not None:
        raise Invalid(text("Name: {fault}", fault=fault), field="name")
    if email and not answers.is_address(email):
        raise Invalid(text("This does not look like an e-mail address."), field="email")
    if phone.strip() and number is None:
        raise Invalid(text("This does not look like a phone number."), field="phone")


def newest_pending(entrant: Entrant) -> Application | None:
    waiting = (Application.entrant_id == entrant.id, Application.confirmed_at.is_(None))
    return db.session.scalars(select(Application).where(*waiting).order_by(Application.id.desc()).limit(1)).first()


def confirm(event: Event, entrant: Entrant, *, reason: str, actor: Person, base: str) -> None:
    """Take an application as confirmed without its letter, for whoever is known to be its writer."""
    _require_reason(reason)
    applications.require_standing(entrant)
    if entrant.confirmed:
        return
    pending = newest_pending(entrant)
    if pending is not None:
        applications.adopt(event, entrant, pending, base=base)
        consents.record(event, entrant, pending.content["consents"])
    entrant.confirmed = True
    db.session.flush()
    audit.record(event, "entrant.confirmed-by-hand", f"entrant:{entrant.id}", actor=actor, reason=reason)


def send_again(event: Event, entrant: Entrant, *, actor: Person, base: str) -> None:
    """Write the letter with the link anew; the link before stops working."""
    pending = newest_pending(entrant)
    if pending is None or entrant.confirmed:
        raise Invalid(text("No application waits for its confirmation."), field="entrant")
    link = f"{base}/apply/confirm/{applications.renew(pending)}"
    letters.write(event, entrant.person, "apply-confirm", link=link, days=str(applications.LINK_LIFE.days))
    audit.record(event, "entrant.written-again", f"entrant:{entrant.id}", actor=actor)


def withdraw_entrant(event: Event, entrant: Entrant, *, reason: str, actor: Person) -> None:
    _require_reason(reason)
    applications.require_standing(entrant)
    leaving.withdraw_application(event, entrant, actor=actor, reason=reason)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid(text("Please give a reason; it is kept in the log."), field="reason")
