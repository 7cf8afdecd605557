"""The results bundle of a locked round: what `python -m scoring verify` recomputes, by code and without personal data."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from hackathon.domain.base import audit
from hackathon.domain.base.keys import Key
from hackathon.domain.results.standings import inputs_of
from hackathon.extensions import db
from hackathon.models import AuditEntry, Result, Round
from scoring import Contents, pack_results


def results_bundle(round: Round, result: Result, *, key: Key) -> bytes:
    """The bytes of the ZIP; the same for the same result."""
    given = inputs_of(round)
    contents = Contents(
        policy=result.policy,
        ballots=given.ballots,
        entries=given.entries,
        adjustments=given.adjustments,
        carry=given.carry,
        decisions=given.decisions,
        log=_acts(round, result),
        about={
            "event": round.event.key,
            "round": round.key,
            "version": result.version,
            "result": result.digest,
        },
    )
    return pack_results(contents, public_key=key.public, sign=key.sign)


def _acts(round: Round, result: Result) -> list[dict[str, Any]]:
    """The acts on this round up to the one that made the result, each with the link of the chain before it."""
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.event_id == round.event_id).order_by(AuditEntry.position)
    )
    acts, before = [], ""
    for entry in entries:
        if entry.subject == f"round:{round.key}":
            acts.append({**audit.content_of(entry, before=before), "chain": entry.chain})
            if entry.act == "result.made" and entry.facts.get("digest") == result.digest:
                break
        before = entry.chain
    return acts
