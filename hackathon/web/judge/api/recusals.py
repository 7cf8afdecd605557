"""Recusal of a judge from a team, said on the tablet."""

from __future__ import annotations

from flask import Response, abort, jsonify
from sqlalchemy import select

from hackathon.database import unit_of_work
from hackathon.domain.rounds import rounds
from hackathon.extensions import db
from hackathon.models import Assignment, Entry, Judge, Recusal, Round, Team
from hackathon.web.http.guard import policy
from hackathon.web.http.sessions import viewer
from hackathon.web.judge.api.access import blueprint, get_seat, read_json
from hackathon.web.judge.api.request_schemas import RecusalIn, checked


@blueprint.post("/rounds/<key>/recusals")
@policy("judge", "chair")
def recuse(key: str) -> Response:
    """Idempotent."""
    sent = checked(RecusalIn, read_json())
    with unit_of_work():
        round, judge, _seat = get_seat(key)
        entry = _find_entry(round, judge, sent.entry) or abort(404)
        own = (Recusal.judge_id == judge.id, Recusal.entry_id == entry.id)
        row = db.session.scalar(select(Recusal).where(*own))
        row = row or rounds.recuse(round, judge, entry, kind=sent.kind, reason=sent.reason, actor=viewer())
        return jsonify(recusal={"entry": sent.entry, "kind": row.kind, "recused": True})


def _find_entry(round: Round, judge: Judge, code: str) -> Entry | None:
    """An entry that the judge is to score or is recused from already."""
    concerned = [
        select(table.entry_id).where(table.judge_id == judge.id, table.round_id == round.id)
        for table in (Assignment, Recusal)
    ]
    return db.session.scalar(
        select(Entry)
        .join(Team, Team.id == Entry.team_id)
        .where(Entry.round_id == round.id, Team.code == code, Entry.withdrawn_at.is_(None))
        .where(Entry.id.in_(concerned[0]) | Entry.id.in_(concerned[1]))
    )
