"""The demo's sign-in links: they work any number of times and survive a restart on another port."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from hackathon.database import unit_of_work
from hackathon.demo.judging import finalist_captains
from hackathon.domain.people import accounts
from hackathon.domain.rounds.events import get_event, get_round
from hackathon.extensions import db
from hackathon.models import Entrant, Event, Judge, Membership, Person, Role, Seat

FILE = "demo-links.json"
_LIFE = timedelta(days=3650)


def refresh_links(home: Path, *, base: str) -> dict[str, Any]:
    """Write demo-links.json for this address, keeping the links that were given out before."""
    path = home / FILE
    kept = _read(path)
    with unit_of_work():
        event = get_event()
        secrets = {key: _keep_or_make(event, person, kept.get(key)) for key, person in _people(event).items()}
    links: dict[str, Any] = {"public": f"{base}/"}
    for key in ("organizer", "staff", "auditor", "chair", "judge", "captain"):
        links[key] = f"{base}/s/{secrets[key]}"
    if "entrant" in secrets:
        links["entrant"] = f"{base}/s/{secrets['entrant']}"
    links["judges"] = [f"{base}/s/{secret}" for key, secret in secrets.items() if key.startswith("J")]
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(links, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    draft.chmod(0o600)
    draft.replace(path)
    return links


def _people(event: Event) -> dict[str, Person]:
    """Whom a link is for: by role, and the final's judges by code, the chair first."""
    found = {name: _first(name) for name in ("organizer", "staff", "auditor")}
    judges = _final_judges(event)
    found |= {"chair": judges[0].person, "judge": judges[1].person, "captain": next(finalist_captains(event))}
    alone = _without_team(event)
    found |= {"entrant": alone} if alone else {}
    return found | {judge.code: judge.person for judge in judges}


def _first(role: str) -> Person:
    return db.session.scalars(select(Person).join(Role).where(Role.name == role).order_by(Person.id).limit(1)).one()


def _without_team(event: Event) -> Person | None:
    """The first who applied alone."""
    placed = select(Membership.entrant_id).where(Membership.left_at.is_(None))
    alone = select(Person).join(Entrant, Entrant.person_id == Person.id).where(Entrant.event_id == event.id)
    return db.session.scalars(alone.where(Entrant.id.not_in(placed)).order_by(Entrant.id).limit(1)).first()


def _final_judges(event: Event) -> list[Judge]:
    """Those who are seated in the final; before that, those who will be."""
    seated = select(Judge).join(Seat).where(Seat.round_id == get_round(event, "final").id)
    judges = list(db.session.scalars(seated.order_by(Seat.chair.desc(), Judge.code)))
    return judges or list(db.session.scalars(select(Judge).order_by(Judge.code).limit(9)))


def _keep_or_make(event: Event, person: Person, secret: str | None) -> str:
    if secret and accounts.is_link_of(secret, person):
        return secret
    return accounts.make_link(event, person, reusable=True, life=_LIFE)


def _read(path: Path) -> dict[str, str]:
    """The secrets of the links in the file; a file that cannot be read only means that new ones are made."""
    try:
        links = json.loads(path.read_text(encoding="utf-8"))
        secrets = {key: _secret(link) for key, link in links.items() if isinstance(link, str)}
        judges = [_secret(link) for link in links.get("judges", [])]
    except (OSError, ValueError, AttributeError):
        return {}
    return secrets | {f"J{number:02}": secret for number, secret in enumerate(judges, start=1)}


def _secret(link: str) -> str:
    return PurePosixPath(urlsplit(link).path).name
