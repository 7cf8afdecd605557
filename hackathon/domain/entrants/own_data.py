"""Own data: everything that the event keeps of one entrant, as a file for that entrant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from hackathon import clock
from hackathon.domain.applying import consents, guardians
from hackathon.domain.teams import board
from hackathon.extensions import db
from hackathon.models import Application, Approach, Entrant, Event, Letter, Membership, SubmissionVersion


def everything_of(event: Event, entrant: Entrant) -> dict[str, Any]:
    person, guardian, card = entrant.person, guardians.find(entrant), board.card_of(entrant)
    return {
        "event": event.key,
        "made_at": clock.now().isoformat(),
        "person": {name: getattr(person, name) for name in ("name", "email", "phone", "affiliation", "language")},
        "application": {
            "applied_at": _told(entrant.applied_at),
            "confirmed": entrant.confirmed,
            "withdrawn_at": _told(entrant.withdrawn_at),
            "disqualified_at": _told(entrant.disqualified_at),
            "disqualified_for": entrant.disqualified_for,
            "under_14": entrant.under_14,
            "answers": entrant.answers,
            "note": entrant.note,
        },
        "guardian": None
        if guardian is None
        else {"name": guardian.name, "email": guardian.email, "agreed_at": _told(guardian.agreed_at)},
        "sent": _sent(entrant),
        "consents": [
            {
                "purpose": row.notice.purpose,
                "version": row.notice.version,
                "given": row.given,
                "by": row.given_by,
                "at": _told(row.at),
                "text": row.notice.text,
            }
            for row in consents.history(entrant)
        ],
        "board": None
        if card is None
        else {"introduction": card.introduction, "wanted": card.wanted, "shown": card.shown},
        "requests": _requests(entrant),
        "teams": _teams(entrant),
        "letters": _letters(entrant),
    }


def _sent(entrant: Entrant) -> list[dict[str, Any]]:
    own = select(Application).where(Application.entrant_id == entrant.id).order_by(Application.id)
    return [
        {"sent_at": _told(row.sent_at), "confirmed_at": _told(row.confirmed_at), "content": row.content}
        for row in db.session.scalars(own)
    ]


def _requests(entrant: Entrant) -> list[dict[str, Any]]:
    own = select(Approach).where(Approach.entrant_id == entrant.id).order_by(Approach.id)
    return [
        {
            "kind": row.kind,
            "team": row.team.name,
            "message": row.message,
            "at": _told(row.made_at),
            "answer": row.answer,
        }
        for row in db.session.scalars(own)
    ]


def _teams(entrant: Entrant) -> list[dict[str, Any]]:
    """The teams somebody was in, with what they handed in themselves: the team's other work is not theirs alone."""
    own = select(Membership).where(Membership.entrant_id == entrant.id).order_by(Membership.id)
    handed_in = select(SubmissionVersion).where(SubmissionVersion.submitted_by == entrant.person_id)
    versions = list(db.session.scalars(handed_in.order_by(SubmissionVersion.id)))
    return [
        {
            "code": place.team.code,
            "name": place.team.name,
            "captain": place.captain,
            "joined_at": _told(place.joined_at),
            "left_at": _told(place.left_at),
            "handed_in": [
                {"version": row.version, "title": row.title, "summary": row.summary, "at": _told(row.submitted_at)}
                for row in versions
                if row.team_id == place.team_id
            ],
        }
        for place in db.session.scalars(own)
    ]


def _letters(entrant: Entrant) -> list[dict[str, Any]]:
    """That a letter was written and when; its links are secrets and stay in the mailbox."""
    own = select(Letter).where(Letter.person_id == entrant.person_id).order_by(Letter.id)
    return [
        {"kind": row.kind, "subject": row.subject, "written_at": _told(row.written_at), "sent_at": _told(row.sent_at)}
        for row in db.session.scalars(own)
    ]


def _told(moment: Any) -> str | None:
    return moment.isoformat() if moment is not None else None


def lines_of(content: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """The same as a table of two columns: where a value stands, and the value."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield from lines_of(value, f"{path}.{key}" if path else str(key))
    elif isinstance(content, list):
        for number, value in enumerate(content, start=1):
            yield from lines_of(value, f"{path}[{number}]")
    else:
        yield path, "" if content is None else str(content)
