"""A person as a row of a file describes them: one a row, or a whole team beside each other or in one cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from hackathon.exchange.importing.table.columns import ANSWERS, COLUMNS, FACTS
from hackathon.exchange.importing.table.notes import Notes
from hackathon.exchange.importing.table.table import Record
from hackathon.exchange.importing.table.values import (
    Refusal,
    email_of,
    is_nobody,
    is_nothing,
    key_of,
    lines_of,
    moment_of,
    name_of,
    named,
    phone_of,
    require_no_number,
    yes_or_no,
)
from scoring.korean import is_syllable
from scoring.text import text

_BETWEEN = re.compile(r"[,;/\n\r、·|]+|\s{2,}")
_ADDRESS = re.compile(r"[^\s()<>\[\],;]+@[^\s()<>\[\],;]+")
_NUMBER = re.compile(r"\+?\d[\d\s.-]{7,}\d")
_NAMES = ("name", "first_name", "last_name")


@dataclass(slots=True)
class PersonRow:
    """What a row says of one person."""

    row: int
    name: str
    email: str | None = None
    phone: str | None = None
    facts: dict[str, str | None] = field(default_factory=dict)
    """The columns that are facts, by key."""
    applied_at: datetime | None = None
    consent: bool | None = None
    answers: dict[str, str] = field(default_factory=dict)
    team: str = ""
    captain: bool | None = None
    person: int | None = None
    """The key of the person that this turns out to be."""
    key: str = ""

    @property
    def affiliation(self) -> str:
        return self.facts.get("affiliation") or ""

    @property
    def contact(self) -> str:
        """Name and phone as one key, where there is a phone."""
        return f"{key_of(self.name)}\x1f{self.phone}" if self.phone else ""

    @property
    def stored(self) -> dict[str, str | None]:
        """What is stored with the person, by the column of the table."""
        facts = {column.key: self.facts.get(column.key) for column in FACTS}
        return {"name": self.name, "email": self.email, "phone": self.phone, **facts}


def read_person(
    values: Mapping[str, str], *, row: int, zone: ZoneInfo, notes: Notes, extra: Mapping[str, str] | None = None
) -> PersonRow:
    """Read a person out of a row. Raises Refusal with the field and the reason."""
    return PersonRow(
        row=row,
        name=_name(values),
        email=_email(values),
        phone=_phone(values.get("phone", ""), row=row, notes=notes),
        facts={column.key: column.value(values) or None for column in FACTS},
        applied_at=_moment(values.get("applied_at", ""), row=row, zone=zone, notes=notes),
        consent=_consent(values),
        answers=_answers(values, extra or {}),
    )


def _reference(values: Mapping[str, str], *, row: int) -> PersonRow:
    """Somebody whom a row only points at, by name or by address."""
    name = name_of(values.get("name", ""))
    require_no_number(name)
    return PersonRow(row=row, name=name, email=_email(values))


def _email(values: Mapping[str, str]) -> str | None:
    return email_of(values["email"]) if values.get("email") else None


def _name(values: Mapping[str, str]) -> str:
    name = name_of(values.get("name", ""))
    if not name and (values.get("first_name") or values.get("last_name")):
        first, last = name_of(values.get("first_name", "")), name_of(values.get("last_name", ""))
        korean = any(map(is_syllable, first + last))
        name = f"{last}{first}" if korean else f"{first} {last}".strip()
    if not name or is_nothing(name):
        raise Refusal("name", text("there is no name"))
    require_no_number(name)
    fitting: str = COLUMNS["name"].fit(name)
    return fitting


def _phone(text: str, *, row: int, notes: Notes) -> str | None:
    try:
        return phone_of(text) if text else None
    except Refusal:
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
        raise Refusal("consent", text("consent was refused"))
    return said


def _answers(values: Mapping[str, str], extra: Mapping[str, str]) -> dict[str, str]:
    found = {each.key: each.value(values) for each in ANSWERS if values.get(each.key, "").strip()}
    return found | {name: lines_of(text) for name, text in extra.items() if text.strip()}


def person_of(record: Record, *, zone: ZoneInfo, notes: Notes) -> PersonRow:
    """The person of a row that describes one."""
    if record.wide:
        raise Refusal(
            "",
            text("the row has more cells than the header; look for an unquoted comma"),
        )
    person = read_person(record.values, row=record.number, zone=zone, notes=notes, extra=record.answers)
    person.team = named(record.values.get("team", ""))
    if person.team:
        person.answers["team"] = person.team
    return person


def members_of(record: Record, *, zone: ZoneInfo, notes: Notes, by_name: bool = True) -> list[PersonRow]:
    """The people of a row that describes a team, the captain first; what holds for all of them stands once.

    Unless they must stand there `by_name`, an address alone points at somebody who is known already.
    """
    shared = {name: record.values[name] for name in ("applied_at", "consent", "affiliation") if record.values.get(name)}
    people = [{**shared, **one} for one in _described(record.values)]
    rows = [_somebody(one, record, zone, notes, by_name=by_name) for one in people if _is_somebody(one)]
    for each in rows:
        each.team = named(record.values.get("team", ""))
    return _once(rows)


def _described(values: Mapping[str, str]) -> list[dict[str, str]]:
    """What the row says of each: those with columns of their own, then those in one cell."""
    groups = _groups(values)
    ordered = sorted(groups, key=lambda who: (who != "captain", len(who), who))
    captain = split_people(values["captain"]) if "captain" in values and "captain" not in groups else []
    return [*captain, *(groups[who] for who in ordered), *split_people(values.get("members", ""))]


def _groups(values: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """`member3.email` and the like, by whom they are of."""
    groups: dict[str, dict[str, str]] = {}
    for name, cell in values.items():
        who, _, what = name.partition(".")
        if what and cell.strip():
            groups.setdefault(who, {})[what] = cell
    return groups


def _somebody(values: dict[str, str], record: Record, zone: ZoneInfo, notes: Notes, *, by_name: bool) -> PersonRow:
    if not by_name and not any(values.get(name, "").strip() for name in _NAMES):
        return _reference(values, row=record.number)
    return read_person(values, row=record.number, zone=zone, notes=notes)


def _is_somebody(values: dict[str, str]) -> bool:
    """A lone affiliation is nobody; an address that comes without a name is told as such."""
    return any(values.get(name, "").strip() for name in (*_NAMES, "email", "phone"))


def _once(people: list[PersonRow]) -> list[PersonRow]:
    """A submitter stands among the members again in some exports, a captain by name alone before the list."""
    kept: list[PersonRow] = []
    for person in people:
        twin = next((at for at, other in enumerate(kept) if _is_same(other, person)), None)
        if twin is None:
            kept.append(person)
        elif not kept[twin].email and not kept[twin].phone:
            kept[twin] = person
    return kept


def _is_same(one: PersonRow, other: PersonRow) -> bool:
    if one.email and other.email:
        return one.email == other.email
    return bool(one.name) and one.name == other.name


def split_people(text: str) -> list[dict[str, str]]:
    """People in one cell: `Hong(a@b.kr), Kim / 010-1234-5678`. What stands alone belongs to the name before it."""
    found: list[dict[str, str]] = []
    for part in _BETWEEN.split(lines_of(text)):
        one = _one_of(part)
        if one and "name" not in one and found and not one.keys() & found[-1].keys():
            found[-1] |= one
        elif one:
            found.append(one)
    return found


def _one_of(part: str) -> dict[str, str]:
    email, phone = _ADDRESS.search(part), _NUMBER.search(part)
    name = part
    for piece in (email, phone):
        name = name.replace(piece[0], " ") if piece else name
    name = name_of(re.sub(r"[()<>\[\]:*]|\s-\s", " ", name))
    one = {"name": name, "email": email[0] if email else "", "phone": phone[0] if phone else ""}
    return {} if is_nobody(part.strip()) else {key: value for key, value in one.items() if value}
