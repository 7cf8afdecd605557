"""The receipt: what the server holds of a revision, signed. A tablet lets go of its own copy only for one of these."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from hackathon import clock
from hackathon.domain.base.keys import Key
from hackathon.extensions import db
from hackathon.models import Entry, Receipt, Revision, Team
from scoring.reading.canonical import digest

KEPT = ("digest", "chain", "counted", "key_id", "signature")
"""What stands in the receipt's own row; the rest is the revision's."""


def give_receipt(row: Mapping[str, Any], *, entry: str, judge: str, before: str, key: Key) -> dict[str, Any]:
    """The signed receipt of a revision's row; `before` is the chain's end that it is tied to."""
    marks = digest({"entry": entry, "judge": judge, "marks": json.loads(row["marks"]), "sealed": row["sealed"]})
    receipt = {
        "id": row["id"],
        "entry": entry,
        "revision": row["revision"],
        "digest": marks,
        "received_at": clock.rfc3339(row["received_at"], precision="microseconds"),
        "chain": digest({"before": before, "id": row["id"], "digest": marks}),
        "counted": row["status"] == "accepted" and row["sealed"],
        "key_id": key.id,
    }
    return {**receipt, "signature": key.sign(receipt)}


def receipt_of(entry: str, revision: Any, kept: Any) -> dict[str, Any]:
    """The receipt as it was signed, from the rows of the revision and its receipt."""
    return {
        "id": revision.id,
        "entry": entry,
        "revision": revision.revision,
        "digest": kept.digest,
        "received_at": clock.rfc3339(revision.received_at, precision="microseconds"),
        "chain": kept.chain,
        "counted": kept.counted,
        "key_id": kept.key_id,
        "signature": kept.signature,
    }


def get_receipt(revision_id: str) -> dict[str, Any]:
    """The receipt as it was signed."""
    row = db.session.execute(
        select(Revision, Receipt, Team.code)
        .join(Receipt, Receipt.revision_id == Revision.id)
        .join(Entry, Entry.id == Revision.entry_id)
        .join(Team, Team.id == Entry.team_id)
        .where(Revision.id == revision_id)
    ).one()
    return receipt_of(row.code, row.Revision, row.Receipt)
