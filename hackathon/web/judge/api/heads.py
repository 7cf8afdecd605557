"""The heads of ballots that have moved on: what the judge's other device left there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from hackathon.extensions import db
from hackathon.models import Revision
from hackathon.web.judge.api.packing import version_of, versions_where


def heads_of(ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """By the id of a revision that was kept aside: the newest accepted one of the same ballot."""
    kept, head = aliased(Revision), aliased(Revision)
    newest = select(func.max(Revision.revision)).where(
        Revision.entry_id == kept.entry_id, Revision.judge_id == kept.judge_id
    )
    same = and_(
        head.entry_id == kept.entry_id, head.judge_id == kept.judge_id, head.revision == newest.scalar_subquery()
    )
    found = dict(db.session.execute(select(kept.id, head.id).join(head, same).where(kept.id.in_(ids))).all())
    heads = {row.Revision.id: version_of(row) for row in versions_where(Revision.id.in_(set(found.values())))}
    return {kept_id: heads[head_id] for kept_id, head_id in found.items()}
