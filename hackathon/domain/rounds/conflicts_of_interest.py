"""Likely conflicts of interest between judges and teams: found, never decided, by what both say of themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hackathon import clock
from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid
from hackathon.domain.base.likeness import is_same_domain, is_same_place, mail_domain, place_key
from hackathon.domain.rounds import rounds
from hackathon.extensions import db
from hackathon.models import Assignment, Entrant, Entry, Judge, Membership, Overlooked, Person, Recusal, Round
from scoring.text import Text, joined, text


@dataclass(frozen=True)
class Ground:
    """Why: `kind` is "affiliation" or "email", `what` the judge's own, `member` who of the team shares it."""

    kind: str
    what: str
    member: str

    @property
    def reason(self) -> Text:
        if self.kind == "affiliation":
            return text("Same affiliation: {what}", what=self.what)
        return text("Same e-mail domain: {what}", what=self.what)


@dataclass(frozen=True)
class Suspicion:
    judge: Judge
    entry: Entry
    grounds: tuple[Ground, ...]
    assigned: bool

    @property
    def reason(self) -> Text:
        """What a recusal for it says; nobody of the team is named in it."""
        return joined(dict.fromkeys(ground.reason for ground in self.grounds), " / ")


@dataclass(frozen=True)
class _Traits:
    name: str
    affiliation: str
    place: str
    mail_domain: str


def undecided(round: Round) -> list[Suspicion]:
    """Pairs that look like a conflict, that are no recusal and that nobody has looked at; by judge, then presentation."""
    settled = _pairs(round, Recusal) | _pairs(round, Overlooked)
    assigned = _pairs(round, Assignment)
    members = _members(round)
    entries = list(rounds.entries_by_code(round).values())
    found = []
    for seat in sorted(rounds.panel(round), key=lambda seat: seat.judge.code):
        judge, own = seat.judge, _traits(seat.judge.person)
        for entry in entries:
            pair = (judge.id, entry.id)
            grounds = () if pair in settled else tuple(_grounds(own, judge, members[entry.team_id]))
            if grounds:
                found.append(Suspicion(judge, entry, grounds, pair in assigned))
    return found


def _grounds(own: _Traits, judge: Judge, members: list[_Traits]) -> Iterator[Ground]:
    for member in members:
        if is_same_place(own.place, member.place):
            yield Ground("affiliation", own.affiliation, member.name)
        if is_same_domain(own.mail_domain, member.mail_domain):
            yield Ground("email", own.mail_domain, member.name)


def _traits(person: Person) -> _Traits:
    affiliation = (person.affiliation or "").strip()
    return _Traits(person.name or "", affiliation, place_key(affiliation), mail_domain(person.email))


def _members(round: Round) -> dict[int, list[_Traits]]:
    """Who is in the teams of the round now: team id → what they say of themselves."""
    present = db.session.execute(
        select(Membership.team_id, Person)
        .join(Entrant, Entrant.id == Membership.entrant_id)
        .join(Person, Person.id == Entrant.person_id)
        .join(Entry, Entry.team_id == Membership.team_id)
        .where(Entry.round_id == round.id, Entry.withdrawn_at.is_(None), Membership.left_at.is_(None))
        .order_by(Membership.captain.desc(), Membership.id)
    )
    found: dict[int, list[_Traits]] = defaultdict(list)
    for team_id, person in present:
        found[team_id].append(_traits(person))
    return found


def _pairs(round: Round, table: type[Recusal | Overlooked | Assignment]) -> set[tuple[int, int]]:
    rows = db.session.execute(select(table.judge_id, table.entry_id).where(table.round_id == round.id))
    return {(judge, entry) for judge, entry in rows}


def find_suspicion(round: Round, judge: Judge, entry: Entry) -> Suspicion | None:
    pair = (judge.id, entry.id)
    return next((each for each in undecided(round) if (each.judge.id, each.entry.id) == pair), None)


def recuse(round: Round, judge: Judge, entry: Entry, *, actor: Person | None = None) -> Recusal:
    """Take a suspicion for what it looks like: the judge must not score the team."""
    reason = _get(round, judge, entry).reason.say(round.event.languages[0])  # what is stored is read by all
    return rounds.recuse(round, judge, entry, kind="statutory", reason=reason, actor=actor)


def overlook(round: Round, judge: Judge, entry: Entry, *, actor: Person | None = None) -> None:
    """Remember that somebody looked and found no conflict; it is not brought up again in this round."""
    rounds.require_unlocked(round)
    found = _get(round, judge, entry)
    decided_by = actor.id if actor else None
    db.session.add(
        Overlooked(
            round_id=round.id, judge_id=judge.id, entry_id=entry.id, decided_at=clock.now(), decided_by=decided_by
        )
    )
    kinds = sorted({ground.kind for ground in found.grounds})
    facts: dict[str, Any] = {"judge": judge.code, "entry": entry.team.code, "kinds": kinds}
    audit.record(round.event, "conflict.overlooked", f"round:{round.key}", actor=actor, **facts)


def _get(round: Round, judge: Judge, entry: Entry) -> Suspicion:
    found = find_suspicion(round, judge, entry)
    if found is None:
        raise Invalid(text("This is settled already."), field="entry")
    return found
