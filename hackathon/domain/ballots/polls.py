"""Votes of the audience and of the teams: one code, one vote, and a source of the round's rules.

A vote becomes a ballot: full marks for the entry that was chosen, the lowest for every other. The mean over all voters
is then the share of the votes, in points, and nothing but the rules decides what it weighs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from hackathon import clock
from hackathon.domain.base import attempts, audit
from hackathon.domain.base.errors import DomainError, Invalid, NotFound
from hackathon.domain.base.typed_codes import keyed_digest, make_code, read_code
from hackathon.domain.people.passwords import TooManyAttempts
from hackathon.domain.rounds import rounds
from hackathon.domain.rounds.rule_columns import PANEL
from hackathon.extensions import db
from hackathon.models import Entry, Person, Poll, Round, Vote, VoteImport, VoteImportText, Voter
from scoring import Policy
from scoring.text import text

KINDS = ("audience", "peer")
MOST = 5000
"""Codes in one press of the button, and votes in one imported file."""
_WINDOW, _GUESSES = timedelta(minutes=15), 300


class VoteRefused(DomainError):
    pass


def panel_source(policy: Policy) -> str | None:
    """The source that the panel's ballots belong to: `judges`, else the first; None where there are no sources."""
    names = [source.name for source in policy.sources]
    return PANEL if PANEL in names else names[0] if names else None


def voted_sources(policy: Policy) -> list[str]:
    """The sources that a vote may fill."""
    return [source.name for source in policy.sources if source.name != panel_source(policy)]


def polls_of(round: Round) -> list[Poll]:
    return list(db.session.scalars(select(Poll).where(Poll.round_id == round.id).order_by(Poll.id)))


def get_poll(round: Round, number: int) -> Poll:
    poll = db.session.get(Poll, number)
    if poll is None or poll.round_id != round.id:
        raise NotFound(text("There is no such vote."))
    return poll


def add_poll(
    round: Round, *, source: str, kind: str, opens_at: datetime, closes_at: datetime, actor: Person | None = None
) -> Poll:
    """Set up a vote that fills a source of the rules."""
    rounds.require_unlocked(round)
    if source not in voted_sources(Policy.from_text(round.policy)):
        raise Invalid(text("The rules have no such source."), field="source")
    if any(poll.source == source for poll in polls_of(round)):
        raise Invalid(text("There is a vote for it already."), field="source")
    if kind not in KINDS:
        raise Invalid(text("There are audience and peer votes only."), field="kind")
    if opens_at >= closes_at:
        raise Invalid(text("The end must come after the beginning."), field="closes_at")
    made = {"made_at": clock.now(), "made_by": actor.id if actor else None}
    poll = Poll(round_id=round.id, source=source, kind=kind, opens_at=opens_at, closes_at=closes_at, **made)
    db.session.add(poll)
    db.session.flush()
    audit.record(round.event, "poll.added", f"round:{round.key}", actor=actor, source=source, kind=kind)
    return poll


def make_codes(
    poll: Poll, *, count: int, batch: str, secret: str, actor: Person | None = None
) -> list[tuple[int, str, str]]:
    """New codes, shown now and never again: number, code, and the team whose vote it is in a vote of the teams."""
    rounds.require_unlocked(poll.round)
    if db.session.scalar(select(Voter.id).where(Voter.batch == batch).limit(1)):
        return []
    barred: list[tuple[str, int | None]] = (
        [(code, entry.id) for code, entry in rounds.entries_by_code(poll.round).items()]
        if poll.kind == "peer"
        else [("", None)] * count
    )
    if not 1 <= len(barred) <= MOST:
        raise Invalid(text("Choose 1 to {most} codes.", most=MOST), field="count")
    first = _last_number(poll) + 1
    made = [(number, make_code(), team) for number, (team, _entry) in enumerate(barred, start=first)]
    rows = [
        _row(poll, number, token=_digest(code, secret=secret), batch=batch, barred=entry)
        for (number, code, _team), (_code, entry) in zip(made, barred, strict=True)
    ]
    db.session.execute(insert(Voter), rows)
    audit.record(
        poll.round.event, "poll.codes-made", f"round:{poll.round.key}", actor=actor, source=poll.source, codes=len(made)
    )
    return made


def _row(poll: Poll, number: int, *, token: str, batch: str, barred: int | None = None) -> dict[str, Any]:
    plain = {"poll_id": poll.id, "number": number, "token": token, "batch": batch}
    return {**plain, "barred_id": barred, "made_at": clock.now()}


def _last_number(poll: Poll) -> int:
    db.session.execute(select(Poll.id).where(Poll.id == poll.id).with_for_update())  # numbers are given one by one
    return db.session.scalar(select(func.max(Voter.number)).where(Voter.poll_id == poll.id)) or 0


def _digest(code: str, *, secret: str) -> str:
    return keyed_digest("vote", code, secret=secret)


def find_voter(typed: str, *, secret: str) -> Voter | None:
    """Whose code this is, however it was typed."""
    code = read_code(typed)
    if code is None:
        return None
    return db.session.scalars(select(Voter).where(Voter.token == _digest(code, secret=secret))).first()


def note_guess(*, address: str) -> None:
    """A code that nobody has: many of them from one address are turned away for a while, right ones never."""
    if attempts.count("vote", within=_WINDOW, address=address) >= _GUESSES:
        raise TooManyAttempts(text("Too many wrong codes. Wait a little."))
    attempts.note("vote", account="", address=address)


def vote_of(voter: Voter) -> Vote | None:
    return db.session.scalars(select(Vote).where(Vote.voter_id == voter.id)).first()


def choices(voter: Voter) -> list[Entry]:
    """What this voter may choose, in the order of presentation: a team never itself."""
    entries = rounds.entries_by_code(voter.poll.round).values()
    return [entry for entry in entries if entry.id != voter.barred_id]


def is_open(poll: Poll) -> bool:
    """The window is half-open, and ends with the lock of the round."""
    return poll.round.locked_at is None and poll.opens_at <= clock.now() < poll.closes_at


def is_ahead(poll: Poll) -> bool:
    return clock.now() < poll.opens_at


def cast(voter: Voter, entry: Entry) -> Vote:
    """Cast the one vote. Pressing twice for the same entry is the vote that stands."""
    before = vote_of(voter)
    if before is not None and before.entry_id == entry.id:
        return before
    if before is not None:
        raise VoteRefused(text("You have voted. A vote cannot be changed."))
    if not is_open(voter.poll):
        raise VoteRefused(text("Voting is not open now."))
    if entry.id not in {each.id for each in choices(voter)}:
        raise VoteRefused(text("You cannot vote for this team."))
    vote = Vote(voter_id=voter.id, entry_id=entry.id, cast_at=clock.now())
    try:
        with db.session.begin_nested():
            db.session.add(vote)
    except IntegrityError as error:  # two devices at once: the constraint keeps one
        raise VoteRefused(text("You have voted already.")) from error
    return vote


def import_votes(poll: Poll, tally: Mapping[str, int], *, name: str, secret: str, actor: Person | None = None) -> int:
    """Votes that were collected elsewhere: entry code → how many. The same file again is refused."""
    rounds.require_unlocked(poll.round)
    entries = rounds.entries_by_code(poll.round)
    unknown = sorted(tally.keys() - entries.keys())
    if unknown:
        raise Invalid(text("{team} is not in this round.", team=unknown[0]), field="entry")
    chosen = [entries[code] for code in sorted(tally) for _ in range(tally[code])]
    if not 1 <= len(chosen) <= MOST or min(tally.values()) < 0:
        raise Invalid(text("There must be 1 to {most} votes.", most=MOST), field="votes")
    name = _free_name(poll, name)
    first = _last_number(poll) + 1
    rows = [
        _row(poll, number, token=_digest(f"{poll.id} {name} {number}", secret=secret), batch=name)
        for number in _from(first, chosen)
    ]
    db.session.execute(insert(Voter), rows)
    keys = db.session.scalars(
        select(Voter.id).where(Voter.batch == name, Voter.poll_id == poll.id).order_by(Voter.number)
    )
    pairs = zip(keys, chosen, strict=True)
    db.session.execute(
        insert(Vote), [{"voter_id": key, "entry_id": entry.id, "cast_at": clock.now()} for key, entry in pairs]
    )
    made = {"made_at": clock.now(), "made_by": actor.id if actor else None}
    db.session.add(VoteImport(poll_id=poll.id, batch=name, votes=len(chosen), **made))
    facts = {"source": poll.source, "votes": len(chosen), "file": name[:16]}
    audit.record(poll.round.event, "poll.imported", f"round:{poll.round.key}", actor=actor, reason="", **facts)
    return len(chosen)


def _free_name(poll: Poll, name: str) -> str:
    """The name of an import that stands only once; after it was taken back, the same file may come again."""
    known = dict(_imports(poll))
    while name in known:
        if not known[name]:
            raise Invalid(text("This file was imported before."), field="file")
        name = hashlib.sha256(f"{name} again".encode()).hexdigest()
    return name


def _imports(poll: Poll) -> Sequence[tuple[str, int | None]]:
    """The name of every import and the number of the row that takes it back."""
    counter = aliased(VoteImport)
    found = select(VoteImport.batch, counter.id).outerjoin(counter, counter.withdraws_id == VoteImport.id)
    rows = db.session.execute(found.where(VoteImport.poll_id == poll.id, VoteImport.withdraws_id.is_(None)))
    return [(batch, gone) for batch, gone in rows]


def take_back_import(row: VoteImport, *, reason: str, actor: Person | None = None) -> None:
    """Votes that were brought in count no more: a row against them, until the lock. Votes that people cast stay."""
    poll = row.poll
    rounds.require_unlocked(poll.round)
    if not reason.strip():
        raise Invalid(text("Taking it back needs a reason."), field="reason")
    gone = select(VoteImport.id).where(VoteImport.withdraws_id == row.id)
    if row.withdraws_id or db.session.scalar(gone):
        raise Invalid(text("These votes have been taken back."), field="import")
    told = {"made_at": clock.now(), "made_by": actor.id if actor else None}
    against = VoteImport(poll_id=poll.id, batch=row.batch, votes=row.votes, withdraws_id=row.id, **told)
    db.session.add(against)
    db.session.flush()
    db.session.add(VoteImportText(import_id=against.id, reason=reason))
    facts = {"source": poll.source, "votes": row.votes, "file": row.batch[:16]}
    act = "poll.import-taken-back"
    audit.record(poll.round.event, act, f"round:{poll.round.key}", actor=actor, reason=reason, **facts)


ImportLine = tuple[VoteImport, str | None, VoteImport | None, str | None, str | None]
"""Votes brought in, who did it, the row that takes them back, who did that, and why."""


def import_lines(round: Round) -> list[ImportLine]:
    """Everything that was brought in, the newest first; what was taken back stays in the list."""
    counter, maker, taker = aliased(VoteImport), aliased(Person), aliased(Person)
    query = (
        select(VoteImport, maker.name, counter, taker.name, VoteImportText.reason)
        .join(Poll, Poll.id == VoteImport.poll_id)
        .outerjoin(maker, maker.id == VoteImport.made_by)
        .outerjoin(counter, counter.withdraws_id == VoteImport.id)
        .outerjoin(taker, taker.id == counter.made_by)
        .outerjoin(VoteImportText, VoteImportText.import_id == counter.id)
        .where(Poll.round_id == round.id, VoteImport.withdraws_id.is_(None))
        .order_by(VoteImport.id.desc())
    )
    return [(row, who, against, by, why) for row, who, against, by, why in db.session.execute(query)]


def close(poll: Poll, *, actor: Person | None = None) -> None:
    """End a running vote now: the lock waits for it."""
    if not is_open(poll):
        raise Invalid(text("This vote is not running."), field="poll")
    poll.closes_at = clock.now()
    audit.record(poll.round.event, "poll.closed", f"round:{poll.round.key}", actor=actor, source=poll.source)


def _stands() -> Any:
    """Whether a voter's vote was not taken back with its import."""
    row, against = aliased(VoteImport), aliased(VoteImport)
    gone = select(against.id).join(row, row.id == against.withdraws_id)
    return ~gone.where(row.poll_id == Voter.poll_id, row.batch == Voter.batch).exists()


def _from(first: int, many: Sequence[object]) -> range:
    return range(first, first + len(many))


def turnout(round: Round) -> dict[int, tuple[int, int]]:
    """How many votes were cast of how many that may be, by poll. Never for whom."""
    voters = dict(db.session.execute(_counted(select(Voter.poll_id, func.count()), round)).all())
    cast = dict(db.session.execute(_counted(select(Voter.poll_id, func.count()).join(Vote), round)).all())
    return {poll.id: (cast.get(poll.id, 0), voters.get(poll.id, 0)) for poll in polls_of(round)}


def _counted(query: Any, round: Round) -> Any:
    found = query.join(Poll, Poll.id == Voter.poll_id).where(Poll.round_id == round.id, _stands())
    return found.group_by(Voter.poll_id)


def ballots_of(round: Round, policy: Policy) -> Iterator[dict[str, Any]]:
    """The votes as ballots of their source: one of every voter for every entry that the voter could choose, with marks
    on the criteria of the source."""
    marked = {each.name: each.criteria or policy.rubric.keys for each in policy.sources}
    scales = {each.key: each.scale for each in policy.rubric.criteria}
    entries = rounds.entries_by_code(round)
    for source, number, barred, chosen in _cast(round):
        for code, entry in entries.items():
            if entry.id != barred:
                is_chosen = entry.id == chosen
                marks = {key: scales[key].max if is_chosen else scales[key].min for key in marked[source]}
                yield {"entry": code, "judge": f"{source}-{number:04d}", "source": source, **marks}


def tallies(round: Round) -> dict[tuple[str, str], tuple[int, int]]:
    """How many of the voters who could choose an entry chose it: source and entry code → both numbers."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    entries = rounds.entries_by_code(round)
    for source, _number, barred, chosen in _cast(round):
        for code, entry in entries.items():
            if entry.id != barred:
                votes, voters = found.get((source, code), (0, 0))
                found[source, code] = (votes + (entry.id == chosen), voters + 1)
    return dict(sorted(found.items()))


def _cast(round: Round) -> Sequence[tuple[str, int, int | None, int]]:
    found = db.session.execute(
        select(Poll.source, Voter.number, Voter.barred_id, Vote.entry_id)
        .join(Voter, Voter.poll_id == Poll.id)
        .join(Vote, Vote.voter_id == Voter.id)
        .where(Poll.round_id == round.id, _stands())
        .order_by(Poll.id, Voter.number)
    )
    return [(source, number, barred, chosen) for source, number, barred, chosen in found]
