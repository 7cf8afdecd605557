"""Results of a round: lock, signatures, publication, correction."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import select

from hackathon import clock
from hackathon.domain.base import audit
from hackathon.domain.base.errors import AlreadySigned, Invalid, QuestionsOpen, RoundIncomplete, RoundNotLocked
from hackathon.domain.base.keys import Key
from hackathon.domain.results import checkpoints, integrity, signed_contents
from hackathon.domain.results.blockers import blockers_to_lock
from hackathon.domain.results.entry_columns import kept_inputs
from hackathon.domain.results.publications import find_published
from hackathon.domain.results.signers import require_two_hands
from hackathon.domain.results.standings import form_of, inputs_of, standings_from
from hackathon.domain.rounds import rounds
from hackathon.domain.rounds.rule_checks import rules_as_seated
from hackathon.extensions import db
from hackathon.models import Correction, Person, Publication, Result, Round, Seat, Signature, SignIn
from scoring import draw
from scoring.reading.canonical import digest as digest_of
from scoring.standings.forms import FORM_1, Form
from scoring.standings.open_questions import OpenQuestion, open_questions
from scoring.standings.sentences import sentences_of
from scoring.text import in_languages, joined, text


def has_sent_on(round: Round) -> bool:
    """Whether its teams stand in the next round already."""
    following = rounds.find_next(round)
    return following is not None and bool(following.entries)


def lock(round: Round, *, key: Key, actor: Person | None = None) -> Result:
    """Close the round for good and keep its standings. Refused while `blockers_to_lock` finds anything."""
    rounds.hold(round)
    rounds.require_unlocked(round)
    blockers = blockers_to_lock(round)
    if blockers:
        raise RoundIncomplete(
            text("The round cannot be locked yet. {why}", why=joined((each.sentence for each in blockers), " "))
        )
    integrity.require_ballots(round, key=key)
    form = form_of(round)
    round.locked_at = clock.now()
    audit.record(round.event, "round.locked", f"round:{round.key}", actor=actor)
    return make_result(round, key=key, form=form, anew=True)


def make_result(round: Round, *, key: Key, form: Form | None = None, anew: bool = False) -> Result:
    """Keep the standings of a locked round as the next version, and where log and receipts end with them; `anew` looks
    again at what stands beside the ballots."""
    form = form or form_of(round)
    given = inputs_of(round, anew=anew)
    standings = standings_from(given, form=form)
    latest = find_result(round)
    version = latest.version + 1 if latest else 1
    content = {"event": round.event.key, "round": round.key, "version": version, "standings": standings.to_dict()}
    digest = digest_of(content)
    row = Result(
        round_id=round.id,
        version=version,
        standings=standings.to_json(),
        policy=rules_as_seated(round),
        digest=digest,
        form=form.number,
        inputs=kept_inputs(given.entries, given.carry),
        sentences=None if form == FORM_1 else sentences_of(standings),
        made_at=clock.now(),
        key_id=key.id,
        signature=key.sign(signed_contents.of_result(digest, form=form)),
    )
    db.session.add(row)
    db.session.flush()
    audit.record(round.event, "result.made", f"round:{round.key}", version=version, digest=digest)
    checkpoints.make(round, key=key)
    return row


def find_result(round: Round) -> Result | None:
    """The newest result of a locked round."""
    return db.session.scalars(
        select(Result).where(Result.round_id == round.id).order_by(Result.version.desc()).limit(1)
    ).first()


def get_result(round: Round) -> Result:
    """The result that stands; an unlocked round has none, whatever it had before."""
    result = find_result(round) if round.locked_at else None
    if result is None:
        raise RoundNotLocked(text("{round} is not locked yet.", round=in_languages(round.name)))
    return result


def unlock(round: Round, *, reason: str, actor: Person | None = None) -> None:
    """Open a locked round again, with a reason. What was published opens as a correction.

    A correction takes nothing back by itself: the published result stays out until the next version is published, and
    teams that were sent on stay in their round, where they are added or withdrawn by hand. Nobody who has presented
    there is put out by a number that changed.
    """
    result = get_result(round)
    if has_sent_on(round) and not round.published_at:
        raise Invalid(text("Its teams have already advanced."), field="round")
    if not reason.strip():
        raise Invalid(text("Unlocking needs a reason."), field="reason")
    act = "round.unlocked"
    if result == find_published(round):
        act = "correction.opened"
        told = {"reason": reason, "opened_at": clock.now(), "opened_by": actor.id if actor else None}
        db.session.add(Correction(round_id=round.id, result_id=result.id, **told))
    round.locked_at = None
    audit.record(round.event, act, f"round:{round.key}", actor=actor, reason=reason, version=result.version)


def questions_of(result: Result) -> tuple[OpenQuestion, ...]:
    """What the result leaves open."""
    return open_questions(json.loads(result.standings))


def require_settled(result: Result) -> None:
    """The gate before a signature, the publication and the next round: nothing open is called settled."""
    left = questions_of(result)
    if left:
        what = joined((each.sentence for each in left), " ")
        raise QuestionsOpen(text("This must be settled first, under Ties: {what}", what=what))


def advancing(round: Round) -> list[str]:
    """Who goes on by the result that stands. Refused while it leaves anything open."""
    result = get_result(round)
    require_settled(result)
    return list(json.loads(result.standings)["advance"])


def send_on(round: Round, *, actor: Person | None = None) -> Round:
    """Enter the advancing teams into the next round. The result's digest draws the order of presentation."""
    codes = advancing(round)
    order = draw(codes, seed=get_result(round).digest)
    return rounds.advance(round, codes, order=order, actor=actor)


def sign(result: Result, person: Person, *, capacity: str, key: Key, here: SignIn | None = None) -> Signature:
    """One person's signature. The chair and an organizer sign, and they are two people.

    `here` is the session they sign in: neither may have come in by what the other one made.
    """
    _check_signer(result, person, capacity)
    require_settled(result)
    round = db.session.get_one(Round, result.round_id)
    integrity.require_all(round.event, key=key)
    let_in_by = here.made_by if here else None
    require_two_hands(result, person, capacity, let_in_by)
    row = Signature(
        result_id=result.id,
        person_id=person.id,
        capacity=capacity,
        let_in_by=let_in_by,
        signed_at=clock.now(),
        digest=result.digest,
        key_id=key.id,
    )
    row.signature = key.sign(signed_contents.of_signature(row))
    db.session.add(row)
    db.session.flush()
    audit.record(
        round.event, "result.signed", f"round:{round.key}", actor=person, capacity=capacity, version=result.version
    )
    checkpoints.make(round, key=key)
    return row


def _check_signer(result: Result, person: Person, capacity: str) -> None:
    taken = db.session.scalars(select(Signature).where(Signature.result_id == result.id)).all()
    if any(row.person_id == person.id or row.capacity == capacity for row in taken):
        raise AlreadySigned(text("This signature has already been given."))
    is_chair = db.session.scalar(
        select(Seat.id).where(Seat.round_id == result.round_id, Seat.chair, Seat.judge.has(person_id=person.id))
    )
    if (capacity == "chair" and not is_chair) or (capacity == "organizer" and "organizer" not in person.role_names):
        raise Invalid(text("You cannot sign in this capacity."), field="capacity")


def signatures(result: Result) -> Sequence[Signature]:
    return db.session.scalars(select(Signature).where(Signature.result_id == result.id).order_by(Signature.id)).all()


def publish(round: Round, *, actor: Person | None = None) -> None:
    """Let the result out. It needs both signatures, and nothing may be left open."""
    result = get_result(round)
    require_settled(result)
    given = {signature.capacity for signature in signatures(result)}
    if given != {"chair", "organizer"}:
        raise RoundIncomplete(
            text("The chair and an organizer must both have signed before the result is published."),
        )
    if result == find_published(round):
        raise Invalid(text("This result is public already."), field="round")
    told = {"published_at": clock.now(), "published_by": actor.id if actor else None}
    db.session.add(Publication(round_id=round.id, result_id=result.id, **told))
    round.published_at = round.published_at or clock.now()
    audit.record(round.event, "round.published", f"round:{round.key}", actor=actor, version=result.version)
