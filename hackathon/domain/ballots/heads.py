"""Heads: the newest accepted revision of each ballot, as selects to build on.

A revision that was only kept has no number, so the highest number of a ballot is that of its head.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, select

from hackathon.models import Revision


def heads_of(*where: ColumnElement[bool], sealed: bool = False) -> Subquery:
    """Entry, judge and number of each ballot's head; if `sealed`, of its newest sealed revision, which counts."""
    kinds = (Revision.status == "accepted", *((Revision.sealed,) if sealed else ()))
    return (
        select(Revision.entry_id, Revision.judge_id, func.max(Revision.revision).label("revision"))
        .where(*where, *kinds)
        .group_by(Revision.entry_id, Revision.judge_id)
        .subquery()
    )


def is_head(heads: Subquery, *, of: Any = Revision) -> ColumnElement[bool]:
    """The condition that joins revisions to `heads_of`."""
    return and_(of.entry_id == heads.c.entry_id, of.judge_id == heads.c.judge_id, of.revision == heads.c.revision)


def head_number(*, entry: Any, judge: Any) -> Select[int | None]:
    """The number of one ballot's head; entry and judge are ids, or columns of the row around it."""
    return select(func.max(Revision.revision)).where(Revision.entry_id == entry, Revision.judge_id == judge)
