"""The people of one row: one of them, or a whole team beside each other or in one cell."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from hackathon.exchange.importing.people.directory import Draft, draft_of, reference_of
from hackathon.exchange.importing.table.notes import Notes
from hackathon.exchange.importing.table.table import Record
from hackathon.exchange.importing.table.values import Bad, clean, name_of
from scoring.faults import Both

_BETWEEN = re.compile(r"[,;/\n\r、·|]+|\s{2,}")
_ADDRESS = re.compile(r"[^\s()<>\[\],;]+@[^\s()<>\[\],;]+")
_NUMBER = re.compile(r"\+?\d[\d\s.-]{7,}\d")


def person_of(record: Record, *, zone: ZoneInfo, notes: Notes) -> Draft:
    """The person of a row that describes one."""
    if record.wide:
        raise Bad(
            "",
            Both(
                "머리글보다 칸이 많습니다. 따옴표 없이 쉼표가 들어갔는지 보세요",
                "the row has more cells than the header; look for an unquoted comma",
            ),
        )
    draft = draft_of(record.values, row=record.number, zone=zone, notes=notes, extra=record.answers)
    draft.team = clean(record.values.get("team", ""))
    if draft.team:
        draft.answers["team"] = draft.team
    return draft


def members_of(record: Record, *, zone: ZoneInfo, notes: Notes, named: bool = True) -> list[Draft]:
    """The people of a row that describes a team, the captain first; what holds for all of them stands once.

    Unless they must be `named`, an address alone points at somebody who is known already.
    """
    shared = {name: record.values[name] for name in ("applied_at", "consent", "affiliation") if record.values.get(name)}
    groups: dict[str, dict[str, str]] = {}
    for name, text in record.values.items():
        who, _, what = name.partition(".")
        if what and text.strip():
            groups.setdefault(who, {})[what] = text
    ordered = sorted(groups, key=lambda who: (who != "captain", len(who), who))
    people = [{**shared, **groups[who]} for who in ordered]
    people += [{**shared, **one} for one in split_people(record.values.get("members", ""))]
    if "captain" in record.values and "captain" not in groups:
        people = [{**shared, **one} for one in split_people(record.values["captain"])] + people
    drafts = [_somebody(one, record, zone, notes, named=named) for one in people if _is_somebody(one)]
    for draft in drafts:
        draft.team = clean(record.values.get("team", ""))
    return _once(drafts)


def _somebody(values: dict[str, str], record: Record, zone: ZoneInfo, notes: Notes, *, named: bool) -> Draft:
    if not named and not any(values.get(name, "").strip() for name in ("name", "first_name", "last_name")):
        return reference_of(values, row=record.number)
    return draft_of(values, row=record.number, zone=zone, notes=notes)


def _is_somebody(values: dict[str, str]) -> bool:
    """A lone affiliation is nobody; an address that comes without a name is told as such."""
    return any(values.get(name, "").strip() for name in ("name", "first_name", "last_name", "email", "phone"))


def _once(drafts: list[Draft]) -> list[Draft]:
    """A submitter stands among the members again in some exports, a captain by name alone before the list."""
    kept: list[Draft] = []
    for draft in drafts:
        twin = next((at for at, other in enumerate(kept) if _is_same(other, draft)), None)
        if twin is None:
            kept.append(draft)
        elif not kept[twin].email and not kept[twin].phone:
            kept[twin] = draft
    return kept


def _is_same(one: Draft, other: Draft) -> bool:
    if one.email and other.email:
        return one.email == other.email
    return bool(one.name) and one.name == other.name


def split_people(text: str) -> list[dict[str, str]]:
    """People in one cell: `홍길동(a@b.kr), 김철수 / 010-1234-5678`. What stands alone belongs to the name before it."""
    found: list[dict[str, str]] = []
    for part in _BETWEEN.split(clean(text, lines=True)):
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
    return {key: value for key, value in one.items() if value}
