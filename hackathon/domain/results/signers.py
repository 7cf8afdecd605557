"""Signers of a result: two people, of whom neither could have signed in as the other."""

from __future__ import annotations

from sqlalchemy import select

from hackathon import clock
from hackathon.domain.base.errors import OneHand
from hackathon.extensions import db
from hackathon.models import Credential, Decision, Person, Result, Role, Signature, SignIn, SignInLink
from scoring.text import text


def require_two_hands(result: Result, person: Person, capacity: str, let_in_by: int | None) -> None:
    """Whoever made another's link or card can have used it: both signatures could be theirs.

    Also refused is a chair's signature after which nobody would be left who could give the other one.
    """
    given = db.session.scalars(select(Signature).where(Signature.result_id == result.id)).all()
    one_hand = any(_is_one_hand(other.person_id, other.let_in_by, person.id, let_in_by) for other in given)
    last = capacity == "chair" and let_in_by is not None and not _other_organizers(person, let_in_by)
    if one_hand or last:
        raise OneHand(
            text(
                "Where one signer came in by a link or card that the other one made, one person could give both signatures. Whoever came in that way opens a new sign-in link, sets a password of their own under My account, signs out, signs in with it, and signs. If they have signed already, another organizer gives the other signature."
            ),
        )


def require_another_hand(decision: Decision, person: Person, let_in_by: int | None) -> None:
    """Whoever confirms a decision is not whoever proposed it, nor could either have signed in as the other."""
    if decision.decided_by == person.id:
        raise OneHand(text("You proposed this decision. Somebody else confirms it."))
    if _is_one_hand(decision.decided_by, decision.let_in_by, person.id, let_in_by):
        raise OneHand(
            text(
                "One of the two who decide came in by a link or card that the other one made, so that both could be one person. Whoever came in that way opens a new sign-in link, sets a password of their own under My account, signs out and signs in with it."
            )
        )


def _is_one_hand(one: int | None, one_by: int | None, other: int, other_by: int | None) -> bool:
    """Whether one of two people let the other one in, or a third one let in both."""
    return other_by == one or one_by == other or (one_by is not None and one_by == other_by)


def may_sign(person: Person) -> bool:
    """Whether somebody can come in so that nobody else could have: by a password of their own, or a way that nobody
    at the desk made."""
    own = (SignIn.person_id == person.id, SignIn.made_by.is_(None), SignIn.ended_at.is_(None))
    link = (SignInLink.person_id == person.id, SignInLink.made_by.is_(None), SignInLink.expires_at > clock.now())
    ways = (
        select(Credential.person_id).where(Credential.person_id == person.id),
        select(SignIn.id).where(*own, SignIn.expires_at > clock.now()),
        select(SignInLink.id).where(*link, SignInLink.used_at.is_(None) | SignInLink.reusable),
    )
    return any(db.session.scalar(way.limit(1)) is not None for way in ways)


def chair_can_sign(chair: Person) -> bool:
    """Whether the chair's signature would be taken: where one organizer makes the link and another one signs, it is."""
    return may_sign(chair) or len(_organizers_but(chair)) != 1


def lacks_organizer(chair: Person) -> bool:
    """Whether nobody but the chair is an organizer: one person does not give both signatures."""
    return "organizer" in chair.role_names and not _organizers_but(chair)


def _organizers_but(person: Person) -> list[int]:
    found = select(Role.person_id).where(Role.name == "organizer", Role.person_id != person.id).distinct()
    return list(db.session.scalars(found))


def _other_organizers(*known: Person | int) -> bool:
    ids = [each if isinstance(each, int) else each.id for each in known]
    return (
        db.session.scalar(select(Role.id).where(Role.name == "organizer", Role.person_id.not_in(ids)).limit(1))
        is not None
    )
