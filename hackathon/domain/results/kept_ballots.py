"""Ballots as they are stored: revisions with their receipts, read again link by link, and compared with the log."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from hackathon import clock
from hackathon.domain.ballots.receipts import receipt_of
from hackathon.domain.ballots.revisions import RevisionDraft, body_of
from hackathon.domain.base.audit import content_of
from hackathon.domain.base.keys import Key, is_signed
from hackathon.extensions import db
from hackathon.models import AuditEntry, BallotText, Entry, Judge, Receipt, Recusal, Revision, Round, Seat, Team
from scoring.bundle.acts import panel_of
from scoring.reading.canonical import digest
from scoring.text import Code, Text, text


@dataclass(frozen=True)
class Kept:
    """One revision with its receipt; without one, `receipt` is empty. `said` is whether what was sent is what is stored;
    None where free text was erased, without which nobody can tell."""

    position: int
    judge: str
    entry: str
    marks: str
    sealed: bool
    status: str
    made: str
    said: bool | None
    receipt: Mapping[str, Any]


def read(round: Round) -> list[Kept]:
    """Every revision of a round, as they came."""
    rows = db.session.execute(
        select(Revision, Receipt, BallotText, Team.code.label("entry"), Judge.code.label("judge"))
        .outerjoin(Receipt, Receipt.revision_id == Revision.id)
        .outerjoin(BallotText, BallotText.revision_id == Revision.id)
        .join(Entry, Entry.id == Revision.entry_id)
        .join(Team, Team.id == Entry.team_id)
        .join(Judge, Judge.id == Revision.judge_id)
        .where(Revision.round_id == round.id)
        .order_by(Revision.chain_position)
        .execution_options(populate_existing=True)
    )
    return [_kept(row) for row in rows]


def _kept(row: Any) -> Kept:
    revision = row.Revision
    receipt = receipt_of(row.entry, revision, row.Receipt) if row.Receipt else {}
    return Kept(
        position=revision.chain_position,
        judge=row.judge,
        entry=row.entry,
        marks=revision.marks,
        sealed=revision.sealed,
        status=revision.status,
        made=clock.rfc3339(revision.made_at, precision="microseconds"),
        said=_is_said(row),
        receipt=receipt,
    )


def _is_said(row: Any) -> bool | None:
    """Whether the digest of what the judge sent is that of what is stored; text that was erased is in it, and gone."""
    revision, words = row.Revision, row.BallotText
    draft = RevisionDraft(
        id=revision.id,
        marks=json.loads(revision.marks, parse_float=Decimal),
        sealed=revision.sealed,
        made_at=revision.made_at,
        base=revision.base,
        comment=words.comment if words else None,
        note=words.note if words else None,
    )
    if body_of(draft, judge=row.judge, entry_id=revision.entry_id) == revision.body:
        return True
    return False if words and (words.comment or words.note) else None


def is_by(signed: Mapping[str, Any], *, public: bytes) -> bool:
    """Whether the owner of the key signed this value, of which `signature` is a member."""
    content = {name: value for name, value in signed.items() if name != "signature"}
    return is_signed(content, signature=signed["signature"], public=public)


def find_break(kept: Sequence[Kept], *, key: Key) -> Text | None:
    """The first revision that is missing, or not what its receipt says."""
    before = ""
    for expected, each in enumerate(kept, start=1):
        who = {"judge": Code(each.judge), "entry": Code(each.entry), "position": expected}
        if each.position != expected:
            return text("ballot number {position} is missing", position=expected)
        if each.said is False or not _is_whole(each, before):
            return text("ballot number {position} ({judge}, {entry}) was changed", **who)
        if each.receipt["key_id"] == key.id and not is_by(each.receipt, public=key.public):
            return text("ballot number {position} ({judge}, {entry}): its receipt was changed", **who)
        before = each.receipt["chain"]
    return None


def _is_whole(each: Kept, before: str) -> bool:
    """Whether marks, state and link are those of the receipt."""
    if not each.receipt:
        return False
    marks = json.loads(each.marks, parse_float=Decimal)
    made = digest({"entry": each.entry, "judge": each.judge, "marks": marks, "sealed": each.sealed})
    chain = digest({"before": before, "id": each.receipt["id"], "digest": made})
    counted = each.status == "accepted" and each.sealed
    return (made, chain, counted) == (each.receipt["digest"], each.receipt["chain"], each.receipt["counted"])


def find_unlogged(kept: Sequence[Kept], acts: Sequence[AuditEntry]) -> Text | None:
    """The first revision that is in the tables and not in the log, or the other way round.

    Acts from before form 2 name no revision: of those only their number can be compared.
    """
    panel = panel_of([content_of(act) for act in acts])
    logged = {save.id: save for save in panel.saves}
    made = {
        name: at for act in acts for name, at in zip(act.facts.get("ids", ()), act.facts.get("made", ()), strict=False)
    }
    stored = {each.receipt["id"]: each for each in kept if each.receipt}
    for each in panel.saves:
        if each.id not in stored:
            return text(
                "a ballot that the log names is missing ({judge}, {entry})",
                judge=Code(each.judge),
                entry=Code(each.entry),
            )
    unnamed = [each for number, each in stored.items() if number not in logged]
    if len(unnamed) != _unnamed(acts):
        return text("a ballot is not in the log ({ballots})", ballots=_who(unnamed))
    for number, save in logged.items():
        found = stored[number]
        named = (save.judge, save.entry, save.digest, made.get(number))
        if named != (found.judge, found.entry, found.receipt["digest"], found.made):
            return text("a ballot is not the one that the log names ({ballots})", ballots=_who([found]))
    return None


def _unnamed(acts: Sequence[AuditEntry]) -> int:
    """How many revisions were saved by acts that do not name them."""
    old = [act for act in acts if act.act in ("ballots.saved", "revision.admitted") and "ids" not in act.facts]
    return sum(len(act.facts["entries"]) if "entries" in act.facts else 1 for act in old)


def _who(kept: Sequence[Kept]) -> str:
    return ", ".join(f"{each.judge}/{each.entry}" for each in kept[-3:])


def find_odd_seat(round: Round, acts: Sequence[AuditEntry]) -> Text | None:
    """A judge whom the tables seat or recuse otherwise than the log."""
    panel = panel_of([content_of(act) for act in acts])
    seats = select(Judge.code).join(Seat, Seat.judge_id == Judge.id).where(Seat.round_id == round.id)
    odd = set(db.session.scalars(seats)) ^ panel.seated
    if odd:
        return text("seated otherwise than in the log: {judge}", judge=Code(min(odd)))
    recusals = (
        select(Judge.code, Team.code)
        .select_from(Recusal)
        .join(Judge, Judge.id == Recusal.judge_id)
        .join(Entry, Entry.id == Recusal.entry_id)
        .join(Team, Team.id == Entry.team_id)
        .where(Recusal.round_id == round.id)
    )
    pairs = {(judge, entry) for judge, entry in db.session.execute(recusals)} ^ panel.recused
    if pairs:
        judge, entry = min(pairs)
        return text("recused otherwise than in the log: {judge}, {entry}", judge=Code(judge), entry=Code(entry))
    return None
