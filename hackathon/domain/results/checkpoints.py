"""Checkpoints: where an event's log and a round's chain of receipts end, signed.

They leave with results and packets. Whoever later cuts off the end of a chain, or writes it anew with links that fit, no
longer has what was signed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from hackathon import clock
from hackathon.domain.ballots.lookups import end_of
from hackathon.domain.base import audit
from hackathon.domain.base.keys import Key
from hackathon.extensions import db
from hackathon.models import Checkpoint, Round
from scoring.bundle.checks import CHECKPOINT_PURPOSE


def make(round: Round, *, key: Key) -> Checkpoint:
    """Keep where both chains end now."""
    row = _row(round, key=key)
    db.session.add(row)
    db.session.flush()
    return row


def now(round: Round, *, key: Key) -> dict[str, Any]:
    """Where both chains end now, signed, for somebody to keep elsewhere: by their links alone, for how many ballots
    others have sent is not for everybody to know."""
    content = content_of(round, _row(round, key=key))
    for chain in ("log", "ballots"):
        del content[chain]["position"]
    return {**content, "signature": key.sign(content)}


def signed(round: Round, row: Checkpoint) -> dict[str, Any]:
    """A checkpoint as it leaves."""
    return {**content_of(round, row), "signature": row.signature}


def content_of(round: Round, row: Checkpoint) -> dict[str, Any]:
    """What is signed of a checkpoint; the purpose keeps it from being passed off as anything else that the key signs."""
    return {
        "purpose": CHECKPOINT_PURPOSE,
        "event": round.event.key,
        "round": round.key,
        "at": clock.rfc3339(row.made_at, precision="microseconds"),
        "log": {"position": row.log_position, "chain": row.log_chain},
        "ballots": {"position": row.ballots_position, "chain": row.ballots_chain},
        "key_id": row.key_id,
    }


def all_of(round: Round) -> Sequence[Checkpoint]:
    return db.session.scalars(select(Checkpoint).where(Checkpoint.round_id == round.id).order_by(Checkpoint.id)).all()


def _row(round: Round, *, key: Key) -> Checkpoint:
    log_position, log_chain = audit.end_of(round.event)
    ballots_position, ballots_chain = end_of(round.id)
    row = Checkpoint(
        round_id=round.id,
        made_at=clock.now(),
        log_position=log_position,
        log_chain=log_chain,
        ballots_position=ballots_position,
        ballots_chain=ballots_chain,
        key_id=key.id,
    )
    row.signature = key.sign(content_of(round, row))
    return row
