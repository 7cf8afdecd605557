"""The directory of everybody who is known, in which the people of a file are found.

A row is the person with its e-mail address; else the one with its phone number and name; else the one that a row with
the same name, affiliation and time named before (its source key). Two rows of one file that come out as the same person
are one application sent twice, and the later one holds; the same address under two unlike names is refused, since one
of them typed somebody else's. Whoever was merged into another is found again as that other.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import select

from hackathon.domain.people.imports import contact_key, email_key, source_key
from hackathon.domain.people.merging import is_present
from hackathon.exchange.importing.people.person_row import PersonRow
from hackathon.exchange.importing.table.columns import FACTS
from hackathon.exchange.importing.table.values import key_of
from hackathon.extensions import db
from hackathon.models import Entrant, Event, Person, SourceKey

UNLIKE = 60
"""Below this likeness (of 100) two names under one address are two people."""


@dataclass(slots=True)
class Known:
    """A person who is there already, with what an import may change."""

    id: int
    name: str | None
    email: str | None
    phone: str | None
    entrant: int | None
    answers: dict[str, Any]
    consented_at: datetime | None
    withdrawn_at: datetime | None
    facts: dict[str, str | None] = field(default_factory=dict)

    @property
    def stored(self) -> dict[str, str | None]:
        """As `PersonRow.stored`."""
        return {"name": self.name, "email": self.email, "phone": self.phone, **self.facts}


def jamo(name: str) -> str:
    """A name as its letters: a Korean one of three syllables has six to nine."""
    return unicodedata.normalize("NFD", key_of(name))


def likeness(one: str, other: str) -> float:
    """How alike two names are, 0 to 100, whatever the order of their words."""
    return max(fuzz.ratio(jamo(one), jamo(other)), fuzz.token_sort_ratio(one.casefold(), other.casefold()))


class Directory:
    """Everybody who is known, found by address, by phone and name, and by the key of an earlier row."""

    def __init__(self, event: Event) -> None:
        self.people: dict[int, Known] = {}
        self.by_email: dict[str, int] = {}
        self.by_contact: dict[str, int] = {}
        self.by_name: dict[str, list[int]] = {}
        for known in _everybody(event):
            self._add(known)
        found = select(SourceKey.key, SourceKey.person_id).where(
            SourceKey.event_id == event.id, SourceKey.person_id.is_not(None)
        )
        self.by_key: dict[str, int] = {key: person for key, person in db.session.execute(found) if person is not None}

    def _add(self, known: Known) -> None:
        self.people[known.id] = known
        if known.email:
            self.by_email[known.email] = known.id
        if known.name:
            self.by_name.setdefault(key_of(known.name), []).append(known.id)
            if known.phone:
                self.by_contact[f"{key_of(known.name)}\x1f{known.phone}"] = known.id

    def find(self, row: PersonRow) -> Known | None:
        """The person whom a row names. An address that is not known yet may be new for somebody without one."""
        by_email = self._at(row.email) if row.email else None
        if by_email:
            return by_email
        by_contact = self._reached_by(row) if row.contact else None
        if by_contact and not (row.email and by_contact.email):
            return by_contact
        return self._get(self.by_key.get(row.key)) if row.key else None

    def _at(self, email: str) -> Known | None:
        return self._get(self.by_email.get(email)) or self._get(self.by_key.get(email_key(email)))

    def _reached_by(self, row: PersonRow) -> Known | None:
        found = self._get(self.by_contact.get(row.contact))
        return found or self._get(self.by_key.get(contact_key(row.name, row.phone or "")))

    def named(self, name: str) -> list[Known]:
        """Everybody of this name who applied."""
        return [self.people[key] for key in self.by_name.get(key_of(name), ()) if self.people[key].entrant is not None]

    def _get(self, key: int | None) -> Known | None:
        return self.people.get(key) if key is not None else None


def _everybody(event: Event) -> Iterator[Known]:
    facts = [column.key for column in FACTS]
    found: Any = (
        select(
            Person.id,
            Person.name,
            Person.email,
            Person.phone,
            Entrant.id,
            Entrant.answers,
            Entrant.consented_at,
            Entrant.withdrawn_at,
            *(getattr(Person, key) for key in facts),
        )
        .outerjoin(Entrant, Entrant.person_id == Person.id)
        .where(Person.event_id == event.id, Person.erased_at.is_(None), is_present(event))
        .order_by(Person.id)
    )
    for row in db.session.execute(found):
        own = len(row) - len(facts)
        known = Known(*row[:own])
        known.facts = dict(zip(facts, row[own:], strict=True))
        yield known


def give_keys(rows: Iterable[PersonRow]) -> None:
    """Rows without an address go by phone and name, else by name, affiliation, team and time, in order among equals."""
    seen: Counter[str] = Counter()
    for row in rows:
        if row.email or row.phone:
            row.key = "" if row.email else contact_key(row.name, row.phone or "")
            continue
        when = row.applied_at.isoformat() if row.applied_at else ""
        base = "\x1f".join((key_of(row.name), key_of(row.affiliation), key_of(row.team), when))
        seen[base] += 1
        row.key = source_key("row", base, str(seen[base]))
