"""Rows as people, and which of them is whom.

A row is the person with its e-mail address; else the one with its phone number and name; else the one that a row with
the same name, affiliation and time named before (its source key). Two rows of one file that come out as the same person
are one application sent twice, and the later one holds; the same address under two unlike names is refused, since one
of them typed somebody else's. Whoever was merged into another is found again as that other.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz
from sqlalchemy import select

from hackathon.domain.people.imports import contact_key, email_key, source_key
from hackathon.domain.people.merging import is_present
from hackathon.exchange.importing.table.headings import ANSWERS
from hackathon.exchange.importing.table.notes import Notes
from hackathon.exchange.importing.table.values import (
    LONGEST,
    Bad,
    clean,
    email_of,
    is_nothing,
    key_of,
    moment_of,
    name_of,
    phone_of,
    yes_or_no,
)
from hackathon.extensions import db
from hackathon.models import Entrant, Event, Person, SourceKey
from scoring.faults import Both

UNLIKE = 60
"""Below this likeness (of 100) two names under one address are two people."""


@dataclass(slots=True)
class Draft:
    """A person as a row describes them."""

    row: int
    name: str
    email: str | None = None
    phone: str | None = None
    affiliation: str | None = None
    applied_at: datetime | None = None
    consent: bool | None = None
    answers: dict[str, str] = field(default_factory=dict)
    team: str = ""
    captain: bool | None = None
    person: int | None = None
    """The key of the person that this turns out to be."""
    key: str = ""

    @property
    def contact(self) -> str:
        """Name and phone as one key, where there is a phone."""
        return f"{key_of(self.name)}\x1f{self.phone}" if self.phone else ""


@dataclass(slots=True)
class Known:
    """A person who is there already, with what an import may change."""

    id: int
    name: str | None
    email: str | None
    phone: str | None
    affiliation: str | None
    entrant: int | None
    answers: dict[str, Any]
    consented_at: datetime | None
    withdrawn_at: datetime | None


def draft_of(
    values: Mapping[str, str], *, row: int, zone: ZoneInfo, notes: Notes, extra: Mapping[str, str] | None = None
) -> Draft:
    """Read a person out of a row. Raises Bad with the field and the reason."""
    draft = Draft(row=row, name=_name(values))
    draft.email = email_of(values["email"]) if values.get("email") else None
    draft.phone = _phone(values.get("phone", ""), row=row, notes=notes)
    draft.affiliation = limited("affiliation", values.get("affiliation", "")) or None
    draft.applied_at = _moment(values.get("applied_at", ""), row=row, zone=zone, notes=notes)
    draft.consent = _consent(values)
    draft.answers = _answers(values, extra or {})
    return draft


def reference_of(values: Mapping[str, str], *, row: int) -> Draft:
    """Somebody whom a row only points at, by name or by address."""
    draft = Draft(row=row, name=name_of(values.get("name", "")))
    draft.email = email_of(values["email"]) if values.get("email") else None
    return draft


def _name(values: Mapping[str, str]) -> str:
    name = name_of(values.get("name", ""))
    if not name and (values.get("first_name") or values.get("last_name")):
        first, last = name_of(values.get("first_name", "")), name_of(values.get("last_name", ""))
        korean = any("가" <= letter <= "힣" for letter in first + last)
        name = f"{last}{first}" if korean else f"{first} {last}".strip()
    if not name or is_nothing(name):
        raise Bad("name", Both("이름이 없습니다", "there is no name"))
    return limited("name", name)


def limited(what: str, text: str) -> str:
    """A text as it is stored; one that the table cannot hold is refused."""
    stored = clean(text)
    if len(stored) > LONGEST[what]:
        most = LONGEST[what]
        raise Bad(what, Both(f"{most}자까지인데 {len(stored)}자입니다", f"it has {len(stored)} characters; {most} fit"))
    return "" if what == "affiliation" and is_nothing(stored) else stored


def _phone(text: str, *, row: int, notes: Notes) -> str | None:
    try:
        return phone_of(text) if text else None
    except Bad:
        notes.add("bad-phone", row=row)
        return None


def _moment(text: str, *, row: int, zone: ZoneInfo, notes: Notes) -> datetime | None:
    if not text.strip():
        return None
    found = moment_of(text, zone)
    if found is None:
        notes.add("bad-moment", row=row)
    return found


def _consent(values: Mapping[str, str]) -> bool | None:
    said = yes_or_no(values["consent"]) if values.get("consent", "").strip() else None
    if said is False:
        raise Bad("consent", Both("개인정보 동의를 하지 않았습니다", "consent was refused"))
    return said


def _answers(values: Mapping[str, str], extra: Mapping[str, str]) -> dict[str, str]:
    found = {name: clean(values[name], lines=True) for name in ANSWERS if values.get(name, "").strip()}
    return found | {name: clean(text, lines=True) for name, text in extra.items() if text.strip()}


def jamo(name: str) -> str:
    """A name as its letters: 김철수 and 김철스 differ in one of eight."""
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
        for row in db.session.execute(_everybody(event)):
            self._add(Known(*row))
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

    def find(self, draft: Draft) -> Known | None:
        """The person whom a row names. An address that is not known yet may be new for somebody without one."""
        if draft.email:
            found = self._get(self.by_email.get(draft.email)) or self._get(self.by_key.get(email_key(draft.email)))
            if found:
                return found
        if draft.contact:
            found = self._get(self.by_contact.get(draft.contact)) or self._get(
                self.by_key.get(contact_key(draft.name, draft.phone or ""))
            )
            if found and (not draft.email or not found.email):
                return found
        return self._get(self.by_key.get(draft.key)) if draft.key else None

    def named(self, name: str) -> list[Known]:
        """Everybody of this name who applied."""
        return [self.people[key] for key in self.by_name.get(key_of(name), ()) if self.people[key].entrant is not None]

    def _get(self, key: int | None) -> Known | None:
        return self.people.get(key) if key is not None else None


def _everybody(event: Event) -> Any:
    return (
        select(
            Person.id,
            Person.name,
            Person.email,
            Person.phone,
            Person.affiliation,
            Entrant.id,
            Entrant.answers,
            Entrant.consented_at,
            Entrant.withdrawn_at,
        )
        .outerjoin(Entrant, Entrant.person_id == Person.id)
        .where(Person.event_id == event.id, Person.erased_at.is_(None), is_present(event))
        .order_by(Person.id)
    )


def give_keys(drafts: Iterable[Draft]) -> None:
    """Rows without an address go by phone and name, else by name, affiliation, team and time, in order among equals."""
    seen: Counter[str] = Counter()
    for draft in drafts:
        if draft.email or draft.phone:
            draft.key = "" if draft.email else contact_key(draft.name, draft.phone or "")
            continue
        when = draft.applied_at.isoformat() if draft.applied_at else ""
        base = "\x1f".join((key_of(draft.name), key_of(draft.affiliation or ""), key_of(draft.team), when))
        seen[base] += 1
        draft.key = source_key("row", base, str(seen[base]))
