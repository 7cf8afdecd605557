"""Results as they are stored: versions, signatures and checkpoints, read again and compared with the log."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from hackathon.domain.base.keys import Key, is_signed
from hackathon.domain.results import checkpoints, signed_contents
from hackathon.domain.results.standings import adjustments, standings_of
from hackathon.extensions import db
from hackathon.models import AuditEntry, Decision, Result, Round, Signature
from scoring import ScoringError
from scoring.reading.canonical import canonical, digest
from scoring.standings.forms import FORMS
from scoring.standings.sentences import is_kept
from scoring.text import Code, Text, text


def read(round: Round) -> Sequence[Result]:
    """Every version of a round's result, the newest last."""
    return db.session.scalars(select(Result).where(Result.round_id == round.id).order_by(Result.version)).all()


def checkpoints_of(round: Round) -> list[dict[str, Any]]:
    return [checkpoints.signed(round, each) for each in checkpoints.all_of(round)]


def find_break(round: Round, results: Sequence[Result], *, key: Key) -> Text | None:
    """The first version that is missing or was changed; of the one that stands, also whether it still follows."""
    for expected, result in enumerate(results, start=1):
        if result.version != expected:
            return text("version {version} is missing", version=expected)
        if not _is_whole(round, result, key=key):
            return text("version {version} was changed", version=expected)
        if any(not _is_signed(row, result, key=key) for row in _signatures(result)):
            return text("a signature under version {version} was changed", version=expected)
    if round.locked_at and (not results or not _still_follows(round, results[-1])):
        return text("the result that stands is not what is computed now")
    return None


def _is_whole(round: Round, result: Result, *, key: Key) -> bool:
    named = {"event": round.event.key, "round": round.key, "version": result.version}
    made = digest({**named, "standings": json.loads(result.standings)})
    signed = signed_contents.of_result(result.digest, form=FORMS[result.form])
    is_ours = result.key_id == key.id
    return made == result.digest and (not is_ours or is_signed(signed, signature=result.signature, public=key.public))


def _signatures(result: Result) -> Sequence[Signature]:
    return db.session.scalars(select(Signature).where(Signature.result_id == result.id)).all()


def _is_signed(row: Signature, result: Result, *, key: Key) -> bool:
    """Those of form 1 cannot be read again: what they signed held another moment than what was kept."""
    if row.digest != result.digest:
        return False
    if result.form == 1 or row.key_id != key.id:
        return True
    return is_signed(signed_contents.of_signature(row), signature=row.signature, public=key.public)


def _still_follows(round: Round, result: Result) -> bool:
    try:
        return is_kept(standings_of(round), result.standings, result.sentences)
    except ScoringError:
        return False


def find_unlogged(round: Round, acts: Sequence[AuditEntry]) -> Iterator[Text | None]:
    """Results, signatures, adjustments and decisions that the log does not know, or that it knows and that are gone."""
    yield _find_unmade(round, acts)
    yield _find_odd_adjustment(round, acts)
    yield _find_odd_decision(round, acts)
    if round.published_at and not any(act.act == "round.published" for act in acts):
        yield text("the round is published, and the log does not say so")


def _find_unmade(round: Round, acts: Sequence[AuditEntry]) -> Text | None:
    made = {(act.facts["version"], act.facts["digest"]) for act in acts if act.act == "result.made"}
    signed = {(act.facts["version"], act.facts["capacity"]) for act in acts if act.act == "result.signed"}
    results = read(round)
    if {(result.version, result.digest) for result in results} != made:
        return text("results are not those of the log")
    if {(result.version, row.capacity) for result in results for row in _signatures(result)} != signed:
        return text("signatures are not those of the log")
    return None


def _find_odd_adjustment(round: Round, acts: Sequence[AuditEntry]) -> Text | None:
    logged: Counter[tuple[str, Decimal]] = Counter()
    for act in acts:
        if act.act in ("entry.adjusted", "adjustment.taken-back"):
            logged[act.facts["entry"], Decimal(act.facts["points"])] += 1 if act.act == "entry.adjusted" else -1
    stored = Counter((each.entry, Decimal(str(each.points))) for each in adjustments(round))
    odd = {pair for pair in {*logged, *stored} if logged[pair] != stored[pair]}
    return text("adjusted otherwise than in the log: {entry}", entry=Code(min(odd)[0])) if odd else None


_DECIDED = {
    "round.decided": "made",
    "decision.proposed": "made",
    "decision.confirmed": "confirmed",
    "decision.taken-back": "taken back",
}


def _find_odd_decision(round: Round, acts: Sequence[AuditEntry]) -> Text | None:
    """Decisions, confirmations and takings back are rows; the latter two say of which decision they are."""
    logged = Counter(
        (_DECIDED[act.act], canonical([act.facts["kind"], act.facts["value"]])) for act in acts if act.act in _DECIDED
    )
    rows = db.session.scalars(select(Decision).where(Decision.round_id == round.id)).all()
    by_id = {row.id: row for row in rows}
    stored: Counter[tuple[str, bytes]] = Counter()
    for row in rows:
        about = by_id[row.confirms_id or row.withdraws_id or row.id]
        what = "confirmed" if row.confirms_id else "taken back" if row.withdraws_id else "made"
        stored[what, canonical([about.kind, about.value.get("value")])] += 1
    odd = (logged - stored) + (stored - logged)
    return text("decided otherwise than in the log: {kind}", kind=json.loads(min(odd)[1])[0]) if odd else None
