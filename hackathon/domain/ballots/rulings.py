"""Rulings on revisions that were only kept, by somebody who may decide.

Nothing of what was sent changes by it. To admit one writes a new accepted revision with the same content.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased, joinedload

from hackathon import clock
from hackathon.domain.ballots import ballots, revisions
from hackathon.domain.ballots.heads import head_number, heads_of, is_head
from hackathon.domain.ballots.progress import KeptFacts, outcome_of
from hackathon.domain.base import audit
from hackathon.domain.base.errors import DomainError, Invalid
from hackathon.domain.base.keys import Key
from hackathon.domain.rounds.rounds import require_unlocked
from hackathon.extensions import db
from hackathon.models import BallotText, Entry, Judge, Person, Recusal, Revision, Round, Ruling, RulingText
from hackathon.permissions import is_chair
from scoring.text import Code, text

VERDICTS = ("admitted", "declined")
LONGEST_REASON = 2000
_ADMITTED = uuid.UUID("8d0f6d3e-3c0b-5d3a-9a53-5a0c35a2b1f4")
"""Names the revisions that an admission writes, so that admitting one twice could never write two."""


class AlreadyRuled(DomainError):
    """Somebody else was quicker, or the judge has moved on."""


@dataclass(frozen=True)
class Version:
    """One revision as whoever decides reads it: everything but the judge's private note."""

    id: str
    revision: int | None
    status: str
    sealed: bool
    marks: Mapping[str, Decimal]
    comment: str
    device: str
    made_at: datetime
    received_at: datetime
    position: int


@dataclass(frozen=True)
class Kept:
    """A revision that was only kept, and what became of it."""

    version: Version
    judge: Judge
    entry: Entry
    outcome: str
    ruling: Ruling | None = None
    reason: str = ""
    ruled_by: str = ""

    @property
    def made_in_time(self) -> bool:
        """By the device's own clock, which may be wrong."""
        round = self.entry.round
        return round.opens_at <= self.version.made_at < round.closes_at


def may_rule(person: Person, *, round: Round, judge: Judge) -> bool:
    """Organizers and the round's chair decide, nobody about a ballot of their own."""
    if judge.person_id == person.id:
        return False
    return "organizer" in person.role_names or is_chair(person, round)


def kept_of(round: Round) -> list[Kept]:
    """All that was only kept, what waits for a ruling first, then the newest first."""
    found = [_kept(row) for row in _rows(round, Revision.round_id == round.id)]
    return sorted(found, key=lambda kept: (kept.outcome != "waiting", -kept.version.position))


def find_kept(round: Round, revision_id: str) -> Kept | None:
    rows = _rows(round, Revision.id == revision_id, Revision.round_id == round.id)
    return next((_kept(row) for row in rows), None)


def _rows(round: Round, *which: ColumnElement[bool]) -> Sequence[Any]:
    ruler, head, heads = aliased(Person), aliased(Revision), heads_of(Revision.round_id == round.id)
    same = (heads.c.entry_id == Revision.entry_id) & (heads.c.judge_id == Revision.judge_id)
    return db.session.execute(
        select(Revision, Judge, Entry, Ruling, BallotText.comment, RulingText.reason, ruler.name, head.chain_position)
        .join(Judge, Judge.id == Revision.judge_id)
        .join(Entry, Entry.id == Revision.entry_id)
        .outerjoin(Ruling, Ruling.revision_id == Revision.id)
        .outerjoin(RulingText, RulingText.ruling_id == Ruling.id)
        .outerjoin(ruler, ruler.id == Ruling.ruled_by)
        .outerjoin(BallotText, BallotText.revision_id == Revision.id)
        .outerjoin(heads, same)
        .outerjoin(head, is_head(heads, of=head))
        .where(Revision.status != "accepted", *which)
        .options(joinedload(Judge.person), joinedload(Entry.team))
    ).all()


def _kept(row: Any) -> Kept:
    revision, judge, entry, ruling, comment, reason, ruled_by, last = row
    waits = KeptFacts(revision.status, revision.chain_position, ruling.verdict if ruling else None)
    return Kept(
        version=_version(revision, comment or ""),
        judge=judge,
        entry=entry,
        outcome=outcome_of(waits, after=last or 0),
        ruling=ruling,
        reason=reason or "",
        ruled_by=ruled_by or "",
    )


def _version(row: Revision, comment: str) -> Version:
    return Version(
        id=row.id,
        revision=row.revision,
        status=row.status,
        sealed=row.sealed,
        marks=json.loads(row.marks, parse_float=Decimal, parse_int=Decimal),
        comment=comment,
        device=row.device or "",
        made_at=row.made_at,
        received_at=row.received_at,
        position=row.chain_position,
    )


def standing_of(kept: Kept) -> list[Version]:
    """What stands of the same ballot: the newest sealed revision, which counts, and the newest one if it is a draft."""
    own = (Revision.judge_id == kept.judge.id, Revision.entry_id == kept.entry.id)
    counting, newest = heads_of(*own, sealed=True), heads_of(*own)
    rows = db.session.execute(
        select(Revision, BallotText.comment)
        .outerjoin(BallotText, BallotText.revision_id == Revision.id)
        .outerjoin(counting, is_head(counting))
        .outerjoin(newest, is_head(newest))
        .where(*own, counting.c.revision.is_not(None) | newest.c.revision.is_not(None))
        .order_by(Revision.revision)
    )
    return [_version(row, comment or "") for row, comment in rows]


def beside(kept: Kept) -> list[Kept]:
    """The other revisions of the same ballot that wait as well."""
    pair = (Revision.judge_id == kept.judge.id, Revision.entry_id == kept.entry.id)
    found = [_kept(row) for row in _rows(kept.entry.round, *pair)]
    return [each for each in found if each.outcome == "waiting" and each.version.id != kept.version.id]


def rule(round: Round, revision_id: str, verdict: str, *, reason: str, key: Key, actor: Person | None = None) -> Ruling:
    """Admit or decline a kept revision, once. Raises AlreadyRuled where it no longer waits."""
    db.session.execute(select(Round.id).where(Round.id == round.id).with_for_update())
    kept = find_kept(round, revision_id)
    if kept is None or verdict not in VERDICTS:
        raise Invalid(text("There is no such ballot to rule on."), field="revision")
    _check(round, kept, reason=reason, actor=actor)
    admitted = _admit(round, kept, key=key) if verdict == "admitted" else None
    row = Ruling(
        round_id=round.id,
        revision_id=kept.version.id,
        verdict=verdict,
        admitted_id=admitted.id if admitted else None,
        ruled_at=clock.now(),
        ruled_by=actor.id if actor else None,
    )
    _write(row, reason)
    audit.record(
        round.event,
        f"revision.{verdict}",
        f"round:{round.key}",
        actor=actor,
        judge=kept.judge.code,
        entry=kept.entry.team.code,
        kept=kept.version.id,
        revision=admitted.revision if admitted else None,
        **_facts(kept, admitted),
    )
    return row


def _facts(kept: Kept, admitted: revisions.Saved | None) -> dict[str, Any]:
    return revisions.facts_of_saved([admitted], made={admitted.id: kept.version.made_at}) if admitted else {}


def _check(round: Round, kept: Kept, *, reason: str, actor: Person | None) -> None:
    if kept.outcome != "waiting":
        raise AlreadyRuled(
            text("It was ruled on already, or a newer revision followed it. Nothing was changed."),
        )
    if actor and not may_rule(actor, round=round, judge=kept.judge):
        raise Invalid(
            text("Nobody rules on a ballot of their own. An organizer does."),
            field="revision",
        )
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        raise Invalid(text("A ruling needs a reason."), field="reason")


def _write(row: Ruling, reason: str) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:  # another server process was quicker by a moment
        raise AlreadyRuled(
            text("Somebody else has just ruled on it. Nothing was changed."),
        ) from None
    db.session.add(RulingText(ruling_id=row.id, reason=reason.strip()))
    db.session.flush()


def _admit(round: Round, kept: Kept, *, key: Key) -> revisions.Saved:
    """The same content as the ballot's newest revision, under an id that follows from the kept one's."""
    _require_admissible(round, kept)
    version = kept.version
    head = db.session.scalar(head_number(entry=kept.entry.id, judge=kept.judge.id))
    texts = db.session.scalars(select(BallotText).where(BallotText.revision_id == version.id)).first()
    draft = revisions.RevisionDraft(
        id=str(uuid.uuid5(_ADMITTED, version.id)),
        marks=version.marks,
        sealed=version.sealed,
        made_at=version.made_at,
        base=head,
        comment=texts.comment if texts else None,
        note=texts.note if texts else None,
        device=version.device or None,
    )
    return ballots.save(round, kept.judge, kept.entry, draft, key=key, admitted=True)


def _require_admissible(round: Round, kept: Kept) -> None:
    require_unlocked(round)
    pair = (Recusal.judge_id == kept.judge.id, Recusal.entry_id == kept.entry.id)
    if db.session.scalar(select(Recusal.id).where(*pair)):
        raise Invalid(
            text(
                "{judge} is recused from {team}: the ballot cannot be admitted.",
                judge=Code(kept.judge.code),
                team=Code(kept.entry.team.code),
            ),
            field="revision",
        )
