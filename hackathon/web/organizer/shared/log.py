"""The log of acts: who did what to what, when and why, and whether its chain still holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from sqlalchemy import func, select

from hackathon.domain.base import audit
from hackathon.extensions import db
from hackathon.models import AuditEntry, AuditText, Event, Person, Round
from hackathon.web.http.guard import policy
from hackathon.web.organizer.shared.audit_labels import deed
from hackathon.web.organizer.shared.desk import READERS, blueprint, load_round
from hackathon.web.page.frame import get_event

Query = Any
"""A select of any columns."""
_A_PAGE = 50


@dataclass(frozen=True)
class Wanted:
    round: str
    act: str
    person: str

    def narrow(self, query: Query) -> Query:
        if self.round:
            query = query.where(AuditEntry.subject == f"round:{self.round}")
        if self.act:
            query = query.where(AuditEntry.act == self.act)
        if self.person.isdigit():
            query = query.where(AuditEntry.actor_id == int(self.person))
        return query


@blueprint.get("/log")
@policy(*READERS)
def log() -> str:
    return _log(None)


@blueprint.get("/rounds/<key>/log")
@policy(*READERS)
def round_log(key: str) -> str:
    return _log(load_round(key, "desk"))


def _log(round: Round | None) -> str:
    event = get_event()
    asked = {name: request.args.get(name, "") for name in ("act", "person")}
    wanted = Wanted(round=round.key if round else request.args.get("round", ""), **asked)
    page = max(request.args.get("page", 1, type=int), 1)
    count = db.session.scalar(wanted.narrow(_of(event, select(func.count())))) or 0
    return render_template(
        "organizer/shared/log.html",
        round=round,
        wanted=wanted,
        lines=_lines(event, wanted, page),
        page=page,
        pages=max(-(-count // _A_PAGE), 1),
        count=count,
        broken=audit.find_break(event),
        acts=_acts(event),
        people=_people(event),
        deed=deed,
        told=told,
    )


def _of(event: Event, query: Query) -> Query:
    return query.select_from(AuditEntry).where(AuditEntry.event_id == event.id)


def _lines(event: Event, wanted: Wanted, page: int) -> list[Any]:
    query = (
        wanted.narrow(_of(event, select(AuditEntry, Person.name, AuditText.reason)))
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .outerjoin(AuditText, AuditText.audit_id == AuditEntry.id)
        .order_by(AuditEntry.position.desc())
    )
    return list(db.session.execute(query.limit(_A_PAGE).offset((page - 1) * _A_PAGE)))


def _acts(event: Event) -> list[str]:
    return sorted(db.session.scalars(_of(event, select(AuditEntry.act).distinct())))


def _people(event: Event) -> list[tuple[int, str]]:
    """Those who have done something."""
    found = db.session.execute(
        _of(event, select(Person.id, Person.name).distinct())
        .join(Person, Person.id == AuditEntry.actor_id)
        .order_by(Person.id)
    )
    return [(key, name or _("이름이 지워진 사람")) for key, name in found]


def told(facts: Mapping[str, Any]) -> str:
    """The facts of an act on one line."""
    return " · ".join(f"{name}: {_value(value)}" for name, value in facts.items())


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_value(each)}" for name, each in value.items())
    if isinstance(value, list):
        return " ".join(map(str, value))
    text = str(value)
    return f"{text[:16]}…" if len(text) == 64 and " " not in text else text
