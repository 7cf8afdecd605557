"""The board: applicants without a team and teams with room find each other. Nobody is on it who did not ask to be.

No address is shown to anybody: who wants to talk sends a message, which goes out as a letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from hackathon import clock
from hackathon.domain.applying import applications, consents
from hackathon.domain.applying.answers import clean
from hackathon.domain.applying.consent_texts import BOARD
from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid, NotFound
from hackathon.domain.base.masking import masked
from hackathon.domain.letters import letters
from hackathon.domain.teams import forming, leaving
from hackathon.extensions import db
from hackathon.models import Approach, Card, Consent, ConsentNotice, Entrant, Event, Guardian, Membership, Person, Team
from scoring.text import text

INTRODUCTION, WANTED, WANTED_EACH, MESSAGE, OPEN_AT_ONCE = 500, 5, 30, 500, 5


def people_on(event: Event) -> Sequence[Card]:
    """Applicants without a team who agreed to be seen, the newest first."""
    placed = select(Membership.entrant_id).where(Membership.left_at.is_(None))
    waiting = select(Entrant.id).outerjoin(Guardian).where(Entrant.under_14, Guardian.agreed_at.is_(None))
    cards = (
        select(Card)
        .join(Entrant, Entrant.id == Card.entrant_id)
        .where(Card.event_id == event.id, Card.shown, Entrant.confirmed)
        .where(Entrant.withdrawn_at.is_(None), Entrant.disqualified_at.is_(None))
        .where(Entrant.id.not_in(placed), Entrant.id.not_in(waiting), Entrant.id.in_(_agreed(event)))
        .options(joinedload(Card.entrant).joinedload(Entrant.person))
        .order_by(Card.changed_at.desc(), Card.id.desc())
    )
    return db.session.scalars(cards).all()


def _agreed(event: Event) -> set[int]:
    """Entrants whose newest word about the board is yes."""
    newest = (
        select(func.max(Consent.id))
        .join(ConsentNotice, ConsentNotice.id == Consent.notice_id)
        .where(ConsentNotice.event_id == event.id, ConsentNotice.purpose == BOARD)
        .group_by(Consent.entrant_id)
    )
    return set(db.session.scalars(select(Consent.entrant_id).where(Consent.id.in_(newest), Consent.given)))


def teams_on(event: Event) -> Sequence[Card]:
    """Teams that look for members and have room."""
    size = (
        select(func.count())
        .where(Membership.team_id == Team.id, Membership.left_at.is_(None))
        .correlate(Team)
        .scalar_subquery()
    )
    cards = (
        select(Card)
        .join(Team, Team.id == Card.team_id)
        .where(Card.event_id == event.id, Card.shown, Team.withdrawn_at.is_(None), size < event.team_max)
        .options(joinedload(Card.team))
        .order_by(Card.changed_at.desc(), Card.id.desc())
    )
    return db.session.scalars(cards).all()


def card_of(whose: Entrant | Team) -> Card | None:
    column = Card.entrant_id if isinstance(whose, Entrant) else Card.team_id
    return db.session.scalars(select(Card).where(column == whose.id)).first()


def show_card(event: Event, whose: Entrant | Team, *, introduction: str, wanted: str, actor: Person) -> Card:
    """Put a card on the board, or write it anew. A person's card needs the consent that belongs to it."""
    introduction = clean(introduction).strip()
    if not introduction or len(introduction) > INTRODUCTION:
        raise Invalid(
            text("Please write an introduction of at most {most} characters.", most=INTRODUCTION), field="introduction"
        )
    if isinstance(whose, Entrant):
        if not applications.is_admitted(whose):
            raise Invalid(text("An application must be confirmed first."))
        consents.change(event, whose, BOARD, given=True, actor=actor)
    card = card_of(whose)
    if card is None:
        key = {"entrant_id": whose.id} if isinstance(whose, Entrant) else {"team_id": whose.id}
        card = Card(event_id=event.id, **key)
        db.session.add(card)
    card.introduction, card.wanted, card.shown, card.changed_at = introduction, _roles(wanted), True, clock.now()
    db.session.flush()
    return card


def _roles(text: str) -> list[str]:
    roles = [" ".join(clean(role).split())[:WANTED_EACH] for role in text.replace("，", ",").split(",")]
    return list(dict.fromkeys(filter(None, roles)))[:WANTED]


def hide_card(whose: Entrant | Team) -> None:
    card = card_of(whose)
    if card is not None:
        card.shown = False
        db.session.flush()


def get_card(event: Event, number: int) -> Card:
    """A card that stands on the board now; any other one does not exist."""
    found = next((card for card in (*people_on(event), *teams_on(event)) if card.id == number), None)
    if found is None:
        raise NotFound(text("This card is no longer on the board."))
    return found


def ask(event: Event, entrant: Entrant, team: Team, *, message: str, base: str) -> Approach:
    """Ask a team to be let in: the captain gets a letter and answers on the team's page."""
    forming.require_open(event)
    if not applications.is_admitted(entrant) or forming.find_place(entrant):
        raise Invalid(text("Only a confirmed applicant without a team may ask."))
    _limit_open(Approach.entrant_id == entrant.id, "ask")
    made = _approach(team, entrant, "ask", message)
    captain = leaving.find_captain(team)
    if captain is not None:
        letters.write(
            event,
            captain.entrant.person,
            "team-ask",
            team=team.name,
            who=entrant.person.name or "",
            message=made.message,
            link=f"{base}/team",
        )
    audit.record(event, "team.asked", f"team:{team.code}", actor=entrant.person, entrant=entrant.id)
    return made


def invite(event: Event, team: Team, entrant: Entrant, *, message: str, actor: Person, base: str) -> Approach:
    """Invite somebody from the board."""
    forming.require_open(event)
    _limit_open(Approach.team_id == team.id, "invite")
    made = _approach(team, entrant, "invite", message)
    link = f"{base}/apply/mine"
    letters.write(event, entrant.person, "team-invite", team=team.name, message=made.message, link=link)
    audit.record(event, "team.invited", f"team:{team.code}", actor=actor, entrant=entrant.id)
    return made


def _limit_open(whose: object, kind: str) -> None:
    waiting = select(func.count()).select_from(Approach).where(whose, Approach.kind == kind, Approach.answer.is_(None))  # type: ignore[arg-type]
    if (db.session.scalar(waiting) or 0) >= OPEN_AT_ONCE:
        raise Invalid(
            text("{count} are waiting for an answer. Try again once one has come.", count=OPEN_AT_ONCE), field="message"
        )


def _approach(team: Team, entrant: Entrant, kind: Literal["ask", "invite"], message: str) -> Approach:
    message = clean(message).strip()
    if not message or len(message) > MESSAGE:
        raise Invalid(text("Please write up to {most} characters.", most=MESSAGE), field="message")
    known = db.session.scalars(
        select(Approach).where(Approach.team_id == team.id, Approach.entrant_id == entrant.id, Approach.kind == kind)
    ).first()
    if known is not None and known.answer is None:
        raise Invalid(text("Already sent, and waiting for an answer."), field="message")
    if known is None:
        known = Approach(team_id=team.id, entrant_id=entrant.id, kind=kind)
        db.session.add(known)
    known.message, known.made_at, known.answer, known.answered_at = message, clock.now(), None, None
    db.session.flush()
    return known


def waiting_for(whose: Entrant | Team) -> Sequence[Approach]:
    """What waits for an answer of this team, or of this entrant."""
    own = Approach.entrant_id == whose.id if isinstance(whose, Entrant) else Approach.team_id == whose.id
    kind = "invite" if isinstance(whose, Entrant) else "ask"
    return db.session.scalars(
        select(Approach).where(own, Approach.kind == kind, Approach.answer.is_(None)).order_by(Approach.id)
    ).all()


def sent_by(entrant: Entrant) -> Sequence[Approach]:
    """The teams that an entrant has asked, the newest first."""
    return db.session.scalars(
        select(Approach)
        .where(Approach.entrant_id == entrant.id, Approach.kind == "ask")
        .order_by(Approach.made_at.desc())
    ).all()


def get_waiting(whose: Entrant | Team, number: int) -> Approach:
    found = next((each for each in waiting_for(whose) if each.id == number), None)
    if found is None:
        raise NotFound(text("This was answered already, or is gone."))
    return found


def answer(event: Event, approach: Approach, *, yes: bool, actor: Person, base: str) -> None:
    """Take somebody in, or decline. Raises what joining raises: the team may have filled up meanwhile."""
    team, entrant = approach.team, approach.entrant
    if yes:
        forming.join(event, team, entrant, actor=actor)
    approach.answer, approach.answered_at = ("yes" if yes else "no"), clock.now()
    db.session.flush()
    captain = leaving.find_captain(team)
    told = entrant.person if approach.kind == "ask" else captain.entrant.person if captain else None
    if told is not None:
        link = f"{base}/apply/mine" if approach.kind == "ask" else f"{base}/team"
        letters.write(event, told, "team-answer", team=team.name, answer=_SAID[yes], link=link)


_SAID = {
    True: text("yes, welcome."),
    False: text("not this time."),
}


def shown_name(card: Card) -> str:
    return masked(card.entrant.person.name) if card.entrant else card.team.name if card.team else ""
