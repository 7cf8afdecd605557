"""Pairing a judge's tablet: a card with a code signs in on one device, once; an organizer sees and ends devices.

Guessing is hopeless by the number of codes, not by locking anybody out: a right code works whatever others try from the
same address. Wrong ones are counted per address and in all; beyond the limits they are turned away without being
written down, so that somebody who goes on guessing keeps no one from saving ballots.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from hackathon import clock
from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid, LinkUnusable, NotFound
from hackathon.domain.base.typed_codes import keyed_digest, make_code, read_code
from hackathon.domain.people import accounts
from hackathon.domain.people.passwords import TooManyAttempts
from hackathon.extensions import db
from hackathon.models import Attempt, Event, Judge, PairingCode, Person, Round, SignIn
from scoring.text import Text, text

WINDOW = timedelta(minutes=15)
ADDRESS_LIMIT, TOTAL_LIMIT = 20, 200
AFTER_CLOSE = timedelta(hours=12)
SHORTEST_LIFE = timedelta(days=1)
_KIND = "pairing"


class CodeUnusable(LinkUnusable):
    """`reason`: unknown, used, expired or revoked."""

    def __init__(self, reason: str, sentence: Text) -> None:
        super().__init__(sentence)
        self.reason = reason


def valid_until(round: Round) -> datetime:
    """Until when cards that are made now can be used: the round and the night after it."""
    return max(round.closes_at + AFTER_CLOSE, clock.now() + SHORTEST_LIFE)


def make_card(
    event: Event, judge: Judge, *, until: datetime, batch: str, secret: str, actor: Person | None = None
) -> str:
    """Write a code for a card and return it; it is stored nowhere."""
    code = make_code()
    row = PairingCode(
        person_id=judge.person_id,
        token=_digest(code, secret=secret),
        batch=batch,
        made_by=actor.id if actor else None,
        made_at=clock.now(),
        expires_at=until,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(event, "card.made", f"judge:{judge.code}", actor=actor, card=row.id)
    return code


def is_made(batch: str) -> bool:
    """Whether this press of the button has made its cards already."""
    return db.session.scalar(select(PairingCode.id).where(PairingCode.batch == batch).limit(1)) is not None


def _digest(code: str, *, secret: str) -> str:
    return keyed_digest("pairing", code, secret=secret)


def find_card(typed: str, *, secret: str) -> PairingCode | None:
    code = read_code(typed)
    if code is None:
        return None
    return db.session.scalars(select(PairingCode).where(PairingCode.token == _digest(code, secret=secret))).first()


def redeem(event: Event, card: PairingCode, *, device: str | None = None) -> tuple[Person, str]:
    """Pair this device: the judge and the session's secret. Of two devices at once, one is paired."""
    _refuse_unusable(card)
    free = (PairingCode.id == card.id, PairingCode.used_at.is_(None), PairingCode.revoked_at.is_(None))
    claimed = update(PairingCode).where(*free).values(used_at=clock.now()).returning(PairingCode.id)
    if db.session.scalar(claimed.execution_options(synchronize_session=False)) is None:
        db.session.refresh(card)
        _refuse_unusable(card)
    person = card.person
    secret = accounts.open_session(person, device=device, began="code", made_by=card.made_by, until=card.expires_at)
    row = accounts.find_session(secret)
    assert row is not None  # just written
    db.session.execute(update(PairingCode).where(PairingCode.id == card.id).values(sign_in_id=row.id))
    code = db.session.scalar(select(Judge.code).where(Judge.person_id == person.id))
    audit.record(event, "device.paired", f"judge:{code}", actor=person, card=card.id, device=row.id)
    return person, secret


def _refuse_unusable(card: PairingCode) -> None:
    if card.used_at is not None:
        raise CodeUnusable("used", text("This card was used already. Ask an organizer for a new one."))
    if card.revoked_at is not None or not card.person.role_names & {"judge", "chair"}:
        raise CodeUnusable("revoked", text("This card is no longer valid. Ask an organizer for a new one."))
    if clock.now() >= card.expires_at:
        raise CodeUnusable("expired", text("This card has expired. Ask an organizer for a new one."))


def refuse_if_flooded(*, address: str) -> None:
    """To be asked about a wrong code. Raises TooManyAttempts, with nothing written, where too many were wrong lately."""
    here = Attempt.address == _hash(address)
    recent = select(func.count(Attempt.id)).where(Attempt.kind == _KIND, Attempt.at > clock.now() - WINDOW)
    by_address, in_all = db.session.scalar(recent.where(here)) or 0, db.session.scalar(recent) or 0
    if by_address >= ADDRESS_LIMIT or in_all >= TOTAL_LIMIT:
        raise TooManyAttempts(
            text("Too many wrong codes came in. Look at the card and try again: a right code still works.")
        )


def note_guess(*, address: str) -> CodeUnusable:
    """Remember a wrong guess, not what was guessed, and return what to answer."""
    db.session.execute(delete(Attempt).where(Attempt.at < clock.now() - timedelta(days=1)))
    db.session.add(Attempt(kind=_KIND, account=_hash(""), address=_hash(address), at=clock.now()))
    db.session.flush()
    return CodeUnusable(
        "unknown", text("There is no card with this code. It has no 0 or O, no 1, I or L. Please look again.")
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def cards_of(people: Collection[int]) -> dict[int, list[PairingCode]]:
    """Cards that can still be used: person id → cards, the newest first."""
    usable = (PairingCode.used_at.is_(None), PairingCode.revoked_at.is_(None), PairingCode.expires_at > clock.now())
    found: dict[int, list[PairingCode]] = {}
    query = select(PairingCode).where(PairingCode.person_id.in_(people), *usable).order_by(PairingCode.id.desc())
    for row in db.session.scalars(query):
        found.setdefault(row.person_id, []).append(row)
    return found


def revoke_cards(event: Event, judge: Judge, *, actor: Person | None = None) -> int:
    """Make the cards useless that nobody has used; returns how many there were."""
    cards = cards_of([judge.person_id]).get(judge.person_id, [])
    for card in cards:
        card.revoked_at = clock.now()
    db.session.flush()
    if cards:
        audit.record(event, "card.revoked", f"judge:{judge.code}", actor=actor, cards=sorted(card.id for card in cards))
    return len(cards)


def revoke_device(event: Event, judge: Judge, number: int, *, actor: Person | None = None) -> None:
    """Sign one device out, at once. Doing it again changes nothing."""
    row = get_device(judge, number)
    if row.ended_at is None:
        row.ended_at = clock.now()
        audit.record(event, "device.revoked", f"judge:{judge.code}", actor=actor, device=row.id)


def name_device(event: Event, judge: Judge, number: int, label: str, *, actor: Person | None = None) -> None:
    """Call a device something: tablet 3. The name is nobody's secret and not in the log."""
    row, name = get_device(judge, number), " ".join(label.split())
    if len(name) > 60:
        raise Invalid(text("A device's name has 60 characters at most."), field="label")
    row.label = name or None
    db.session.flush()
    audit.record(event, "device.named", f"judge:{judge.code}", actor=actor, device=row.id)


def get_device(judge: Judge, number: int) -> SignIn:
    row = db.session.get(SignIn, number)
    if row is None or row.person_id != judge.person_id:
        raise NotFound(text("There is no such device."))
    return row
