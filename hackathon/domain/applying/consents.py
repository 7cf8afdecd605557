"""Consents of an entrant: which purpose, which version of its text, when, and by whom. Rows are only ever added."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hackathon import clock
from hackathon.domain.applying.application_form import Purpose, form_of
from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid, NotFound
from hackathon.extensions import db
from hackathon.models import Consent, ConsentNotice, Entrant, Event, Person
from scoring.text import text


def notices(event: Event) -> dict[str, ConsentNotice]:
    """The notices that stand now: purpose → its newest text. One that is new or was reworded gets a row of its own."""
    form = form_of(event)
    found = {
        (row.purpose, row.version): row
        for row in db.session.scalars(select(ConsentNotice).where(ConsentNotice.event_id == event.id))
    }
    return {purpose.key: _notice(event, purpose, form.version, found) for purpose in form.purposes}


def _notice(
    event: Event, purpose: Purpose, version: str, found: Mapping[tuple[str, str], ConsentNotice]
) -> ConsentNotice:
    known = found.get((purpose.key, version))
    if known is not None and known.digest == purpose.digest:
        return known
    if known is not None:  # another text under the same version: it must not pass for the one that was agreed to
        version = f"{version[:20]}+{purpose.digest[:8]}"
        if (purpose.key, version) in found:
            return found[purpose.key, version]
    row = ConsentNotice(
        event_id=event.id,
        purpose=purpose.key,
        version=version,
        required=purpose.required,
        text=purpose.text,
        digest=purpose.digest,
        made_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def record(event: Event, entrant: Entrant, given: Collection[str], *, given_by: str = "self") -> None:
    """Write what somebody agreed to and what not, where that differs from what stands."""
    before = standing(entrant)
    for purpose, notice in notices(event).items():
        agrees, last = purpose in given, before.get(purpose)
        same = last is not None and last.notice_id == notice.id and last.given == agrees
        if (same and given_by != "guardian") or (not agrees and (last is None or not last.given)):
            continue
        db.session.add(
            Consent(entrant_id=entrant.id, notice_id=notice.id, given=agrees, given_by=given_by, at=clock.now())
        )
    db.session.flush()
    if entrant.consented_at is None:
        entrant.consented_at = clock.now()


def history(entrant: Entrant) -> Sequence[Consent]:
    """Everything that was agreed to or taken back, the oldest first."""
    return db.session.scalars(
        select(Consent).where(Consent.entrant_id == entrant.id).options(joinedload(Consent.notice)).order_by(Consent.id)
    ).all()


def standing(entrant: Entrant) -> dict[str, Consent]:
    """What stands now: purpose → the newest row."""
    return {row.notice.purpose: row for row in history(entrant)}


def agrees(entrant: Entrant, purpose: str) -> bool:
    row = standing(entrant).get(purpose)
    return row is not None and row.given


def change(event: Event, entrant: Entrant, purpose: str, *, given: bool, actor: Person) -> None:
    """Agree to an optional purpose, or take that back. A required one ends only with the application."""
    notice = notices(event).get(purpose)
    if notice is None:
        raise NotFound(text("There is no such consent."))
    if notice.required and not given:
        raise Invalid(text("A consent that the application needs ends by withdrawing the application."), field=purpose)
    if agrees(entrant, purpose) == given:
        return
    db.session.add(Consent(entrant_id=entrant.id, notice_id=notice.id, given=given, given_by="self", at=clock.now()))
    db.session.flush()
    subject = f"entrant:{entrant.id}"
    audit.record(event, "consent.changed", subject, actor=actor, purpose=purpose, version=notice.version, given=given)
