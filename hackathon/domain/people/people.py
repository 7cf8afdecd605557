"""People, their roles, and their numbers as judges."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable

from sqlalchemy import select, union

from hackathon import clock
from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid, NotFound
from hackathon.domain.people import accounts
from hackathon.extensions import db
from hackathon.models import Assignment, Event, Judge, Person, Recusal, Revision, Role
from hackathon.models.people import ROLES
from scoring.text import languages, text


def normal_email(email: str) -> str:
    """The form under which an address is stored and compared."""
    return unicodedata.normalize("NFKC", email).strip().lower()


def normal_name(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def find_person(event: Event, email: str) -> Person | None:
    return db.session.scalars(
        select(Person).where(Person.event_id == event.id, Person.email == normal_email(email))
    ).first()


def get_person(event: Event, email: str) -> Person:
    person = find_person(event, email)
    if person is None:
        raise NotFound(text("Nobody here has the address {email}.", email=email))
    return person


def add_person(event: Event, *, name: str | None, email: str | None, phone: str | None = None) -> Person:
    """Write a new person. An address that somebody has already is refused."""
    if email is not None and find_person(event, email):
        raise Invalid(text("{email} is already registered.", email=email), field="email")
    person = Person(
        event_id=event.id,
        name=normal_name(name) if name else None,
        email=normal_email(email) if email else None,
        phone=phone,
        language=event.languages[0],
        created_at=clock.now(),
    )
    db.session.add(person)
    db.session.flush()
    return person


def names_of(numbers: Collection[int]) -> dict[int, str | None]:
    """The names of people by their numbers."""
    found = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(numbers)))
    return dict(found.all())


def get_by_number(event: Event, number: int) -> Person:
    """The person with this key, unless everything personal has been erased."""
    person = db.session.get(Person, number)
    if person is None or person.event_id != event.id or person.erased_at is not None:
        raise NotFound(text("There is no such person."))
    return person


def invite(event: Event, *, name: str | None, email: str, role: str, actor: Person | None = None) -> Person:
    """Give the person with this address a role; somebody new is added first."""
    person = find_person(event, email)
    if person is None:
        person = add_person(event, name=name, email=email)
        audit.record(event, "person.added", f"person:{person.id}", actor=actor)
    grant(event, person, role, actor=actor)
    return person


def choose_language(person: Person, language: str) -> None:
    """The language of the letters to this person."""
    if language not in languages():
        raise Invalid(text("There is no language '{language}'.", language=language), field="language")
    person.language = language
    db.session.flush()


def grant(event: Event, person: Person, role: str, *, actor: Person | None = None) -> None:
    """Give a role. A judge or chair gets a judge's code with it; granting again changes nothing."""
    if role not in ROLES:
        raise Invalid(text("There is no role '{role}'.", role=role), field="role")
    if role in person.role_names:
        return
    person.roles.append(Role(name=role, granted_at=clock.now()))
    accounts.end_sessions(person)  # an open page knows the old roles only
    if role in ("judge", "chair"):
        ensure_judge(event, person)
    audit.record(event, "role.granted", f"person:{person.id}", actor=actor, role=role)


def revoke(event: Event, person: Person, role: str, *, actor: Person | None = None) -> None:
    """Take a role away; whoever had it is signed out everywhere, so that no open page goes on with it."""
    held = next((row for row in person.roles if row.name == role), None)
    if held is None:
        return
    if role == "organizer" and _organizers(event) == 1:
        raise Invalid(text("The last organizer cannot be removed."), field="role")
    db.session.delete(held)
    accounts.end_sessions(person)
    audit.record(event, "role.withdrawn", f"person:{person.id}", actor=actor, role=role)
    db.session.expire(person, ["roles"])


def _organizers(event: Event) -> int:
    """How many there are; the rows stay locked, so that two who remove each other at once do not both succeed."""
    found = select(Role.id).join(Person).where(Person.event_id == event.id, Role.name == "organizer")
    return len(db.session.scalars(found.with_for_update(of=Role)).all())


def find_judge(person: Person) -> Judge | None:
    return db.session.scalars(select(Judge).where(Judge.person_id == person.id)).first()


def ensure_judge(event: Event, person: Person, *, code: str | None = None) -> Judge:
    judge = db.session.scalars(select(Judge).where(Judge.event_id == event.id, Judge.person_id == person.id)).first()
    if judge is None:
        taken = db.session.scalars(select(Judge.code).where(Judge.event_id == event.id))
        judge = Judge(event_id=event.id, person_id=person.id, code=code or next_code(taken))
        db.session.add(judge)
        db.session.flush()
    return judge


def next_code(taken: Iterable[str]) -> str:
    """The judge's code after the highest of these."""
    numbers = [int(code[1:]) for code in taken if code[1:].isdigit()]
    return f"J{max(numbers, default=0) + 1:02d}"


def fixed_judges(event: Event) -> set[int]:
    """Judges who keep their codes: something was assigned to them, they were recused, or they judged."""
    found = union(
        *(
            select(table.judge_id).join(Judge, Judge.id == table.judge_id).where(Judge.event_id == event.id)
            for table in (Assignment, Recusal, Revision)
        )
    )
    return set(db.session.scalars(found))


def renumber(event: Event, judge: Judge, code: str, *, actor: Person | None = None) -> None:
    """Give a judge who has judged nothing yet another code."""
    before, judge.code = judge.code, code
    audit.record(event, "judge.renumbered", f"person:{judge.person_id}", actor=actor, before=before, after=code)
