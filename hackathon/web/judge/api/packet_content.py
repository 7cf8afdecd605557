"""Content of a packet: the round, its entries as this judge may see them, and the judge's own revisions."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app, url_for
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from hackathon import clock
from hackathon.domain.ballots import drills
from hackathon.domain.ballots.heads import head_number
from hackathon.domain.ballots.progress import waiting_of
from hackathon.domain.ballots.receipts import receipt_of
from hackathon.domain.ballots.revisions import rubric_of
from hackathon.domain.base.keys import get_key
from hackathon.domain.rounds.rounds import now_presenting, state_of, until
from hackathon.domain.rounds.submission_fields import read_fields
from hackathon.domain.submissions import submissions
from hackathon.extensions import db
from hackathon.models import (
    Assignment,
    BallotText,
    Entry,
    Judge,
    Receipt,
    Recusal,
    Revision,
    Round,
    Ruling,
    RulingText,
    Seat,
    SubmissionVersion,
    Team,
)
from hackathon.permissions import visible
from hackathon.web.http.languages import gettext as _
from hackathon.web.judge.api.pledges import pledge_of
from hackathon.web.page.frame import words
from scoring.policy.rubric import Criterion
from scoring.reading.cells import json_number


def packet_content(round: Round, judge: Judge, seat: Seat) -> dict[str, Any]:
    """The packet without the server's time."""
    event, key = round.event, get_key(current_app.config["SETTINGS"].keys)
    return {
        "round": round.key,
        "state": state_of(round),
        "opens_at": clock.rfc3339(round.opens_at),
        "closes_at": clock.rfc3339(round.closes_at),
        "public_key": base64.b64encode(key.public).decode(),
        "key_id": key.id,
        "judge": judge.code,
        "judge_name": judge.person.name,
        "chair": seat.chair,
        "standings": visible(judge.person, "standings", round=round),
        "rulings": waiting_of(round).total() if visible(judge.person, "ballots", round=round) else 0,
        "name": round.name,
        "blind": not visible(judge.person, "names", round=round),
        "drill": _drill(round),
        "pledge": pledge_of(round, judge),
        "event": {"key": event.key, "name": event.name, "time_zone": event.time_zone},
        "rubric": {"criteria": [_criterion(each, round.guide) for each in rubric_of(round.policy).criteria]},
        "entries": _entries(round, judge),
        **_own_revisions(round, judge),
        "now_presenting": now_presenting(round),
    }


def _drill(round: Round) -> dict[str, Any] | None:
    """The drill, whose ballots count for nothing; with the spread of all marks, without names, once the organizer opens it."""
    drill = None if round.counts else drills.find_for(round)
    if drill is None:
        return None
    shown = drills.spread_of(round) if drill.opened_at else []
    spread = {each.criterion.key: [json_number(mark) for mark in each.marks] for each in shown}
    return {"of": drill.of.key, "spread": spread or None}


def _criterion(criterion: Criterion, guide: Mapping[str, Any]) -> dict[str, Any]:
    guidance = guide.get(criterion.key) or {}
    scale = criterion.scale
    return {
        "key": criterion.key,
        "name": dict(criterion.name),
        "points": json_number(criterion.points),
        "scale": {"min": json_number(scale.min), "max": json_number(scale.max), "step": json_number(scale.step)},
        "question": guidance.get("question"),
        "levels": guidance.get("levels") or [],
    }


def _entries(round: Round, judge: Judge) -> list[dict[str, Any]]:
    """What this judge is to score or is recused from, in the order of presentation."""
    rows = db.session.execute(
        select(Entry, Team, Recusal.id)
        .join(Team, Team.id == Entry.team_id)
        .outerjoin(Assignment, (Assignment.entry_id == Entry.id) & (Assignment.judge_id == judge.id))
        .outerjoin(Recusal, (Recusal.entry_id == Entry.id) & (Recusal.judge_id == judge.id))
        .where(Entry.round_id == round.id, Entry.withdrawn_at.is_(None))
        .where(or_(Assignment.id.is_not(None), Recusal.id.is_not(None)))
        .order_by(Entry.position)
    ).all()
    newest = submissions.newest_by_team(until(round), teams=[team.id for _entry, team, _recusal in rows])
    show = _entry if visible(judge.person, "names", round=round) else _blind_entry
    return [show(entry, team, newest.get(team.id), recused=bool(recusal)) for entry, team, recusal in rows]


def _entry(entry: Entry, team: Team, version: SubmissionVersion | None, *, recused: bool) -> dict[str, Any]:
    """What a judge may know of an entry."""
    names = _field_names(version) if version else {}
    return {
        "entry": team.code,
        "name": team.name,
        "track": team.track,
        "title": version.title if version else None,
        "summary": version.summary if version else None,
        "links": [*_links(version), *_files(version, names)] if version else [],
        "answers": [{"name": names.get(key, key), "text": text} for key, text in version.answers.items()]
        if version
        else [],
        "order": entry.position,
        "place": entry.place,
        "recused": recused,
        "changed_at": clock.rfc3339(version.submitted_at) if version else None,
    }


def _blind_entry(entry: Entry, team: Team, version: SubmissionVersion | None, *, recused: bool) -> dict[str, Any]:
    """The same by number: no name of the team, and links, where the round shows any, without theirs."""
    content = _entry(entry, team, version, recused=recused)
    files = _files(version, _field_names(version)) if version else []
    links = _links(version) if version and entry.round.blind_links else []
    numbered = [{"name": _("Link {number}", number=at), "url": link["url"]} for at, link in enumerate(links, start=1)]
    return {**content, "name": team.code, "links": [*numbered, *files]}


def _field_names(version: SubmissionVersion) -> dict[str, str]:
    return {field.key: words(field.label) for field in read_fields(version.round.fields)}


def _links(version: SubmissionVersion) -> list[dict[str, str]]:
    return [link for link in version.links if submissions.is_web_address(link["url"])]


def _files(version: SubmissionVersion, names: Mapping[str, str]) -> list[dict[str, str]]:
    """Files are links to their download, under the name that the round gave them."""
    readable = submissions.readable_files(version, version.round)
    return [
        {"name": names.get(file.field, file.field), "url": url_for("files.file", number=file.id)} for file in readable
    ]


def _own_revisions(round: Round, judge: Judge) -> dict[str, list[dict[str, Any]]]:
    """The head of each ballot, and what was only kept: still waiting for the judge or a ruling, or ruled on."""
    rows = _revision_rows(Revision.round_id == round.id, Revision.judge_id == judge.id)
    accepted = [row for row in rows if row.Revision.status == "accepted"]
    heads = {row.code: row for row in accepted}  # in their order: the newest stays
    waiting = [row for row in rows if _is_waiting(row, heads.get(row.code))]
    return {
        "ballots": _versions([heads[code] for code in sorted(heads)], "accepted"),
        "conflicts": _versions(waiting, "conflict"),
        "held": _versions(waiting, "held"),
        "counting": _counting(accepted),
        "ruled": [_ruled(row) for row in reversed(rows) if row.verdict],
    }


def _versions(rows: Sequence[Any], status: str) -> list[dict[str, Any]]:
    return [_version(row) for row in rows if row.Revision.status == status]


def _is_waiting(row: Any, head: Any) -> bool:
    """Whether nobody has ruled on a revision and none was accepted after it."""
    return row.verdict is None and (head is None or row.Revision.chain_position > head.Revision.chain_position)


def _counting(accepted: Sequence[Any]) -> list[dict[str, Any]]:
    """The newest sealed revision of each ballot: the one that counts."""
    sealed = {row.code: row.Revision.revision for row in accepted if row.Revision.sealed}
    return [{"entry": code, "revision": sealed[code]} for code in sorted(sealed)]


def _ruled(row: Any) -> dict[str, Any]:
    """What became of a revision that was only kept."""
    received_at = clock.rfc3339(row.Revision.received_at)
    return {"entry": row.code, "verdict": row.verdict, "reason": row.reason or "", "received_at": received_at}


def _revision_rows(*where: Any) -> Sequence[Any]:
    """Revisions with their texts and receipts, as they came."""
    return db.session.execute(
        select(Revision, Receipt, Team.code, BallotText.comment, BallotText.note, Ruling.verdict, RulingText.reason)
        .join(Receipt, Receipt.revision_id == Revision.id)
        .join(Entry, Entry.id == Revision.entry_id)
        .join(Team, Team.id == Entry.team_id)
        .outerjoin(BallotText, BallotText.revision_id == Revision.id)
        .outerjoin(Ruling, Ruling.revision_id == Revision.id)
        .outerjoin(RulingText, RulingText.ruling_id == Ruling.id)
        .where(*where)
        .order_by(Revision.chain_position)
    ).all()


def _version(row: Any) -> dict[str, Any]:
    """A revision as its judge reads it again."""
    kept: Revision = row.Revision
    return {
        "entry": row.code,
        "revision": kept.revision,
        "id": kept.id,
        "marks": json.loads(kept.marks),
        "comment": row.comment or "",
        "note": row.note or "",
        "sealed": kept.sealed,
        "base": kept.base,
        "receipt": receipt_of(row.code, kept, row.Receipt),
    }


def find_heads(ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The newest accepted revision of the same ballot, by the id of a revision that was kept aside."""
    kept, head = aliased(Revision), aliased(Revision)
    newest = head_number(entry=kept.entry_id, judge=kept.judge_id).scalar_subquery()
    same = and_(head.entry_id == kept.entry_id, head.judge_id == kept.judge_id, head.revision == newest)
    head_ids = dict(db.session.execute(select(kept.id, head.id).join(head, same).where(kept.id.in_(ids))).all())
    heads = {row.Revision.id: _version(row) for row in _revision_rows(Revision.id.in_(set(head_ids.values())))}
    return {kept_id: heads[head_id] for kept_id, head_id in head_ids.items()}
