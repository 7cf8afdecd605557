"""Results of a round: lock, decisions, signatures, publication."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hackathon import clock
from hackathon.domain.ballots.progress import Cell, progress_of
from hackathon.domain.base import audit
from hackathon.domain.base.errors import AlreadySigned, Invalid, QuestionsOpen, RoundIncomplete, RoundNotLocked
from hackathon.domain.base.keys import Key
from hackathon.domain.results import checkpoints, integrity, signed_contents
from hackathon.domain.results.entry_columns import kept_inputs
from hackathon.domain.results.signers import require_two_hands
from hackathon.domain.results.standings import form_of, inputs_of, standings_from
from hackathon.domain.rounds import pledges, rounds
from hackathon.extensions import db
from hackathon.models import Decision, Person, Result, Round, Seat, Signature, SignIn
from scoring import draw
from scoring.reading.canonical import digest as digest_of
from scoring.standings.forms import FORM_1, FORM_2, Form
from scoring.standings.open_questions import OpenQuestion, open_questions
from scoring.standings.sentences import sentences_of
from scoring.text import Text, in_languages, joined, text, text_n


def decide(round: Round, kind: str, value: Any, *, reason: str = "", actor: Person | None = None, key: Key) -> Decision:
    """Record an act that the rules read. A locked round gets a new version of its result by it."""
    if round.published_at:
        raise Invalid(text("A published result cannot be changed."), field="decision")
    if has_sent_on(round):
        raise Invalid(text("Its teams have already advanced."), field="decision")
    row = Decision(
        round_id=round.id,
        kind=kind,
        value={"value": value},
        decided_at=clock.now(),
        decided_by=actor.id if actor else None,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(round.event, "round.decided", f"round:{round.key}", actor=actor, reason=reason, kind=kind, value=value)
    if round.locked_at:
        _snapshot(round, key=key, form=form_of(round))
    return row


def has_sent_on(round: Round) -> bool:
    """Whether its teams stand in the next round already."""
    following = rounds.find_next(round)
    return following is not None and bool(following.entries)


Cells = Mapping[tuple[str, str], Cell]


@dataclass(frozen=True)
class Blocker:
    """One thing that must be settled first; `codes` names where."""

    code: str
    sentence: Text
    codes: tuple[str, ...] = ()


def blockers_to_lock(round: Round) -> list[Blocker]:
    """What keeps the round from being locked, in the order in which it is best settled."""
    if not round.counts:
        return [Blocker("drill", text("A drill is never locked."))]
    cells = progress_of(round).cells
    if not cells:
        unassigned = Blocker("unassigned", text("Nothing is assigned."))
        return [unassigned, *_unpledged(round, cells)]
    return [*_unsealed(cells), *_differing(cells), *_unpledged(round, cells)]


def _unsealed(cells: Cells) -> Iterator[Blocker]:
    owed = [pair for pair, cell in cells.items() if cell.state in ("new", "draft")]
    if owed:
        yield Blocker(
            "owed",
            text_n(
                "{n} assigned ballot is not sealed: {who}",
                "{n} assigned ballots are not sealed: {who}",
                n=len(owed),
                who=_who(owed),
            ),
            tuple(sorted({judge for judge, _ in owed})),
        )


def _differing(cells: Cells) -> Iterator[Blocker]:
    differing = [pair for pair, cell in cells.items() if cell.state == "conflict"]
    if differing:
        yield Blocker(
            "conflict",
            text_n(
                "{n} ballot differs between two devices: {who}",
                "{n} ballots differ between two devices: {who}",
                n=len(differing),
                who=_who(differing),
            ),
            tuple(sorted({judge for judge, _ in differing})),
        )


def _unpledged(round: Round, cells: Cells) -> list[Blocker]:
    """Judges who score here and have not promised what the round asks for. Their ballots are kept and count all the same."""
    owing = pledges.owing(round, {judge for (judge, _entry), cell in cells.items() if cell.state != "recused"})
    if not owing:
        return []
    who = ", ".join(owing)
    return [
        Blocker(
            "pledge",
            text_n(
                "{n} judge has not given the pledge: {who}",
                "{n} judges have not given the pledge: {who}",
                n=len(owing),
                who=who,
            ),
            tuple(owing),
        )
    ]


def _who(pairs: Sequence[tuple[str, str]]) -> str:
    counted = Counter(judge for judge, _ in pairs)
    return ", ".join(f"{judge}({count})" for judge, count in sorted(counted.items()))


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
    round.locked_at = clock.now()
    audit.record(round.event, "round.locked", f"round:{round.key}", actor=actor)
    return _snapshot(round, key=key, form=FORM_2, anew=True)


def _snapshot(round: Round, *, key: Key, form: Form, anew: bool = False) -> Result:
    """Keep the standings as they are now, and where log and receipts end with them; `anew` looks again at what stands
    beside the ballots."""
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
        policy=round.policy,
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
    """Open a locked round again, with a reason. What was published or sent on stays as it is."""
    get_result(round)
    if round.published_at:
        raise Invalid(text("A published round cannot be unlocked."), field="round")
    if has_sent_on(round):
        raise Invalid(text("Its teams have already advanced."), field="round")
    if not reason.strip():
        raise Invalid(text("Unlocking needs a reason."), field="reason")
    round.locked_at = None
    audit.record(round.event, "round.unlocked", f"round:{round.key}", actor=actor, reason=reason)


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
    round.published_at = clock.now()
    audit.record(round.event, "round.published", f"round:{round.key}", actor=actor, version=result.version)
