"""Saving ballots: many revisions, of many judges, in one transaction, each answered for itself.

This is the path that thirty tablets wait for. It speaks to the tables directly (Core, no ORM objects), asks for the
whole transaction what would cost a question per revision, and holds the rounds while it does: what is checked here
still holds when it is committed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hackathon.domain.ballots.lookups import Known, Pair, Parcel, end_of, entries_of, facts_of, known_of, seats_of
from hackathon.domain.ballots.receipts import KEPT, give_receipt
from hackathon.domain.ballots.revisions import (
    RevisionDraft,
    Saved,
    body_of,
    check_marks,
    check_shape,
    facts_of_saved,
    rubric_of,
)
from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid
from hackathon.domain.base.inserts import insert_rows
from hackathon.domain.base.keys import Key
from hackathon.domain.people import accounts
from hackathon.domain.rounds.rounds import state_of
from hackathon.models import BallotText, Receipt, Revision
from scoring.reading.canonical import canonical
from scoring.text import Text, text

Answers = list[Saved | Invalid] | None
"""What became of a parcel's revisions, in their order; None where the person has no seat in such a round."""


def save_all(parcels: Sequence[Parcel], *, key: Key) -> list[Answers]:
    """Keep what can be kept of every parcel. A revision that can never be valid is answered with Invalid."""
    book = _Book(parcels, key)
    answers = [book.take(parcel) for parcel in parcels]
    book.write()
    return answers


@dataclass
class _Writes:
    """Rows to be written."""

    revisions: list[dict[str, Any]] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)
    receipts: list[dict[str, Any]] = field(default_factory=list)
    acts: list[audit.Act] = field(default_factory=list)


class _Book:
    """What the database says about these parcels, kept up to date with what is about to be written."""

    def __init__(self, parcels: Sequence[Parcel], key: Key) -> None:
        self.key = key
        self.seats = seats_of(parcels)
        rounds = {seat.round_id for seat in self.seats.values()}
        self.known = known_of(draft.id for parcel in parcels for _code, draft in parcel.drafts)
        self.entries = entries_of(self.seats.values(), {code for parcel in parcels for code, _draft in parcel.drafts})
        self.assigned, self.recused, self.heads = self._pairs(parcels)
        self.ends = {round_id: end_of(round_id) for round_id in rounds}
        self.made: dict[str, datetime] = {}
        """When the devices made what is kept now, by the revision's id."""
        self.writes = _Writes()

    def _pairs(self, parcels: Sequence[Parcel]) -> tuple[set[Pair], set[Pair], dict[Pair, int]]:
        asked = [(self.seats.get((parcel.sender, parcel.round)), parcel.drafts) for parcel in parcels]
        places = [
            (seat, self.entries.get((seat.round_id, code))) for seat, drafts in asked if seat for code, _ in drafts
        ]
        return facts_of({(seat.judge_id, entry.id) for seat, entry in places if entry})

    def take(self, parcel: Parcel) -> Answers:
        seat = self.seats.get((parcel.sender, parcel.round))
        if seat is None or parcel.judge not in (None, seat.judge):
            return None
        answers = [self._take(seat, code, draft, parcel) for code, draft in parcel.drafts]
        kept = [answer for answer in answers if isinstance(answer, Saved) and answer.status != "duplicate"]
        if kept and not parcel.admitted:
            self.writes.acts.append(_act(seat, kept, parcel, made=self.made))
        return answers

    def _take(self, seat: Any, code: str, draft: RevisionDraft, parcel: Parcel) -> Saved | Invalid:
        try:
            check_shape(draft)
            entry = self.entries.get((seat.round_id, code))
            known = self.known.get(draft.id)
            if known:
                return _repeat(known, draft, seat, entry)
            self._check(seat, entry, draft)
        except Invalid as refusal:
            return refusal
        return self._keep(seat, entry, draft, parcel)

    def _check(self, seat: Any, entry: Any, draft: RevisionDraft) -> None:
        if entry is None or entry.withdrawn_at:
            raise _refused(text("This team is not in this round."), code="unknown-entry")
        pair = (seat.judge_id, entry.id)
        if pair in self.recused:
            raise _refused(text("You are recused from this team."), code="recused")
        if pair not in self.assigned:
            raise _refused(text("This team is not assigned to you."), code="not-assigned")
        check_marks(rubric_of(seat.policy), draft.marks, sealed=draft.sealed)

    def _keep(self, seat: Any, entry: Any, draft: RevisionDraft, parcel: Parcel) -> Saved:
        pair = (seat.judge_id, entry.id)
        head = self.heads.get(pair)
        status = _status(seat, parcel, draft.base == head)
        revision = (head or 0) + 1 if status == "accepted" else None
        if revision:
            self.heads[pair] = revision
        position, before = self.ends[seat.round_id]
        row = {
            "id": draft.id,
            "round_id": seat.round_id,
            "entry_id": entry.id,
            "judge_id": seat.judge_id,
            "revision": revision,
            "base": draft.base,
            "status": status,
            "sealed": draft.sealed,
            "marks": canonical(dict(draft.marks)).decode(),
            "body": _body(seat, entry, draft),
            "made_at": draft.made_at,
            "received_at": parcel.received_at,
            "device": draft.device,
            "chain_position": position + 1,
        }
        receipt = give_receipt(row, entry=entry.code, judge=seat.judge, before=before, key=self.key)
        self.ends[seat.round_id] = (position + 1, receipt["chain"])
        self.known[draft.id] = Known(draft.id, revision, status, row["body"], receipt)
        self._note(row, draft, receipt)
        return Saved(draft.id, status, revision, receipt)

    def _note(self, row: dict[str, Any], draft: RevisionDraft, receipt: dict[str, Any]) -> None:
        self.writes.revisions.append(row)
        self.made[draft.id] = draft.made_at
        self.writes.receipts.append({"revision_id": draft.id, **{name: receipt[name] for name in KEPT}})
        if draft.comment or draft.note:
            self.writes.texts.append({"revision_id": draft.id, "comment": draft.comment, "note": draft.note})

    def write(self) -> None:
        rows = self.writes
        insert_rows(Revision, rows.revisions)
        insert_rows(Receipt, rows.receipts)
        insert_rows(BallotText, rows.texts)
        audit.record_all(rows.acts)
        accounts.note_seen([seat.session_id for seat in self.seats.values() if _is_stale(seat)])


def _status(seat: Any, parcel: Parcel, on_head: bool) -> str:
    if parcel.admitted:
        return "accepted"
    if state_of(seat, at=parcel.received_at) != "open":
        return "held"
    return "accepted" if on_head else "conflict"


def _is_stale(seat: Any) -> bool:
    """Only who came by a session has a device to be heard of."""
    return hasattr(seat, "session_id") and accounts.is_stale(seat.seen_at)


def _refused(why: Text, *, code: str) -> Invalid:
    return Invalid(why, field="entry", code=code)


def _body(seat: Any, entry: Any, draft: RevisionDraft) -> str:
    return body_of(draft, judge=seat.judge, entry_id=entry.id)


def _repeat(known: Known, draft: RevisionDraft, seat: Any, entry: Any) -> Saved:
    """The first answer again. Whose the other ballot is remains untold: the id may be another judge's."""
    if entry is None or known.body != _body(seat, entry, draft):
        raise Invalid(
            text("This id was already used for another ballot."),
            field="id",
            code="id-taken",
        )
    return Saved(known.id, "duplicate", known.revision, known.receipt, first=known.status)


def _act(seat: Any, kept: Sequence[Saved], parcel: Parcel, *, made: Mapping[str, datetime]) -> audit.Act:
    facts = {"judge": seat.judge, **facts_of_saved(kept, made=made)}
    actor = seat.person_id if parcel.by is None else parcel.by
    brought = {"brought_in": parcel.way} if parcel.way else {}
    return audit.Act(seat.event_id, "ballots.saved", f"round:{parcel.round}", actor, facts | brought)
