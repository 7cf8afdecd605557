"""A round: who is judged in it, by whom, and where it stands. Nothing here knows a preliminary from a final."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import func, insert, select

from hackathon import clock
from hackathon.domain.base import audit
from hackathon.domain.base.errors import AlreadyAdvanced, Invalid, NotFound, RoundLocked
from hackathon.extensions import db
from hackathon.models import Assignment, Entry, Judge, Person, Presenting, Recusal, Round, Seat, Team
from scoring.text import Code, in_languages, text

State = Literal["planned", "open", "closed", "locked", "published"]
RECUSAL_KINDS = ("statutory", "challenge", "self")


def state_of(round: Round, *, at: datetime | None = None) -> State:
    """Where the round stands now, or stood for what arrived at `at`. The window is half-open: at closes_at it is closed."""
    if round.published_at:
        return "published"
    if round.locked_at:
        return "locked"
    moment = at or clock.now()
    if moment < round.opens_at:
        return "planned"
    return "open" if moment < round.closes_at else "closed"


def require_unlocked(round: Round) -> None:
    if round.locked_at:
        raise RoundLocked(
            text("{round} is locked and cannot be changed. Unlock it first.", round=in_languages(round.name)),
        )


def hold(round: Round) -> None:
    """Let nobody save into the round until this transaction is through, and see it as it stands now.

    Who saves holds the same row: a ballot that was accepted is in the result, and after a lock or a recusal none is.
    """
    db.session.flush()
    db.session.refresh(round, with_for_update={"key_share": True})


def enter(round: Round, teams: Iterable[Team]) -> list[Entry]:
    """Give teams their place in the round, in this order of presentation."""
    require_unlocked(round)
    teams = list(teams)
    _require_track(round, teams)
    last = db.session.scalar(select(func.max(Entry.position)).where(Entry.round_id == round.id)) or 0
    entries = [
        Entry(round_id=round.id, team_id=team.id, position=position)
        for position, team in enumerate(teams, start=last + 1)
    ]
    db.session.add_all(entries)
    db.session.flush()
    return entries


def _require_track(round: Round, teams: Sequence[Team]) -> None:
    """A round of a track is for the teams of that track alone."""
    strangers = [team.code for team in teams if not is_for(round, team)]
    if strangers:
        codes = ", ".join(strangers)
        raise Invalid(
            text("{round} is a round of another track: {codes}", round=in_languages(round.name), codes=codes),
            field="entry",
        )


def is_for(round: Round, team: Team) -> bool:
    """Is this team of the track that the round judges?"""
    return round.track is None or round.track == team.track


def seat(round: Round, judge: Judge, *, chair: bool = False, actor: Person | None = None) -> Seat:
    """Put a judge on the round's panel."""
    require_unlocked(round)
    if db.session.scalar(select(Seat.id).where(Seat.round_id == round.id, Seat.judge_id == judge.id)):
        raise Invalid(text("{judge} already has a seat.", judge=Code(judge.code)), field="judge")
    if chair and db.session.scalar(select(Seat.id).where(Seat.round_id == round.id, Seat.chair)):
        raise Invalid(text("A panel has one chair."), field="chair")
    row = Seat(round_id=round.id, judge_id=judge.id, chair=chair)
    db.session.add(row)
    db.session.flush()
    audit.record(round.event, "judge.seated", f"round:{round.key}", actor=actor, judge=judge.code, chair=chair)
    return row


def assign(round: Round, pairs: Iterable[tuple[Judge, Entry]], *, actor: Person | None = None) -> int:
    """Say which judge scores which entry; returns how many assignments were written."""
    require_unlocked(round)
    rows = [{"round_id": round.id, "judge_id": judge.id, "entry_id": entry.id} for judge, entry in pairs]
    if rows:
        db.session.execute(insert(Assignment), rows)
    audit.record(round.event, "round.assigned", f"round:{round.key}", actor=actor, count=len(rows))
    return len(rows)


def recuse(round: Round, judge: Judge, entry: Entry, *, kind: str, reason: str, actor: Person | None = None) -> Recusal:
    """Keep a judge from scoring an entry. Ballots that exist stay stored and stop counting."""
    hold(round)
    require_unlocked(round)
    if kind not in RECUSAL_KINDS:
        raise Invalid(text("'{kind}' is no kind of recusal.", kind=kind), field="kind")
    if db.session.scalar(select(Recusal.id).where(Recusal.judge_id == judge.id, Recusal.entry_id == entry.id)):
        raise Invalid(
            text("{judge} is already recused from {team}.", judge=Code(judge.code), team=Code(entry.team.code)),
            field="entry",
        )
    row = Recusal(
        round_id=round.id,
        judge_id=judge.id,
        entry_id=entry.id,
        kind=kind,
        reason=reason,
        declared_at=clock.now(),
        declared_by=actor.id if actor else None,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        round.event,
        "judge.recused",
        f"round:{round.key}",
        actor=actor,
        judge=judge.code,
        entry=entry.team.code,
        kind=kind,
    )
    return row


def entries_by_code(round: Round) -> dict[str, Entry]:
    """The entries that are still in the round: team code → entry."""
    found = db.session.execute(
        select(Team.code, Entry)
        .join(Team, Team.id == Entry.team_id)
        .where(Entry.round_id == round.id, Entry.withdrawn_at.is_(None))
        .order_by(Entry.position)
    )
    return dict(found.all())


def panel(round: Round) -> Sequence[Seat]:
    """The seats of a round, the chair first, then by code."""
    return db.session.scalars(
        select(Seat).join(Judge).where(Seat.round_id == round.id).order_by(Seat.chair.desc(), Judge.code)
    ).all()


def present(round: Round, entry: Entry | None, *, actor: Person | None = None) -> None:
    """Say which entry stands on the stage now, None for nobody. Saying it again changes nothing."""
    if entry is not None and (entry.round_id != round.id or entry.withdrawn_at is not None):
        raise Invalid(text("This team does not present in this round."), field="entry")
    db.session.execute(select(Round.id).where(Round.id == round.id).with_for_update())  # two hands, one after the other
    row = db.session.get(Presenting, round.id, populate_existing=True)
    if (row.entry_id if row else None) == (entry.id if entry else None):
        return
    if row:
        db.session.delete(row)
        db.session.flush()
    if entry:
        db.session.add(Presenting(round_id=round.id, entry_id=entry.id, since=clock.now()))
        db.session.flush()
    code = entry.team.code if entry else None
    audit.record(round.event, "round.presenting", f"round:{round.key}", actor=actor, entry=code)


def now_presenting(round: Round) -> str | None:
    """The code of the entry that stands on the stage now."""
    return db.session.scalar(
        select(Team.code)
        .join(Entry, Entry.team_id == Team.id)
        .join(Presenting, Presenting.entry_id == Entry.id)
        .where(Presenting.round_id == round.id, Entry.withdrawn_at.is_(None))
    )


def find_next(round: Round, team: Team | None = None) -> Round | None:
    """The round that takes its entries from this one; of several, the one for the track of `team`."""
    return next((each for each in _following(round) if team is None or is_for(each, team)), None)


def _following(round: Round) -> Sequence[Round]:
    return db.session.scalars(select(Round).where(Round.source_id == round.id).order_by(Round.position)).all()


def advance(round: Round, codes: Sequence[str], *, order: Sequence[str], actor: Person | None = None) -> Round:
    """Enter the advancing teams into the next round, each of its own track, in this order of presentation.

    Returns the round they went to, the first one where the tracks part.
    """
    following = _require_following(round)
    chosen = select(Team).where(Team.event_id == round.event_id, Team.code.in_(codes))
    teams = {team.code: team for team in db.session.scalars(chosen)}
    _require_track(following[0], [team for team in teams.values() if find_next(round, team) is None])
    for each in following:
        entered = [code for code in order if find_next(round, teams[code]) is each]
        for entry in enter(each, [teams[code] for code in entered]):
            _leave_vacant(entry, actor=actor)
        audit.record(
            round.event, "round.advanced", f"round:{round.key}", actor=actor, to=each.key, entries=sorted(entered)
        )
    return following[0]


def _require_following(round: Round) -> Sequence[Round]:
    """The next rounds, still without entries."""
    following = _following(round)
    if not following:
        raise NotFound(text("No round takes its entries from {round}.", round=in_languages(round.name)))
    for each in following:
        if db.session.scalar(select(Entry.id).where(Entry.round_id == each.id).limit(1)):
            raise AlreadyAdvanced(text("{round} already has its entries.", round=in_languages(each.name)))
    return following


def until(round: Round) -> list[Round]:
    """The rounds whose submissions tell of a team in this one: those before it, and itself."""
    return [*(each for each in round.event.rounds if each.position < round.position), round]


def _leave_vacant(entry: Entry, *, actor: Person | None) -> None:
    """A team that left the event after its result was locked holds no place: somebody of the reserve may take it."""
    if entry.team.withdrawn_at is not None:
        entry.withdrawn_at = clock.now()
        event, subject = entry.round.event, f"round:{entry.round.key}"
        audit.record(event, "entry.withdrawn", subject, actor=actor, entry=entry.team.code)


def eligible(round: Round) -> Sequence[Team]:
    """The teams that a first round may judge: of its track, still in the event, by code."""
    standing = (Team.event_id == round.event_id, Team.withdrawn_at.is_(None))
    found = db.session.scalars(select(Team).where(*standing).order_by(Team.code))
    return [team for team in found if is_for(round, team)]


def outstanding(round: Round) -> list[Team]:
    """The teams that could be entered into a first round and are not, nor ever were.

    None where another round chooses, and none in a drill.
    """
    if round.source_id is not None or not round.counts:
        return []
    entered = set(db.session.scalars(select(Entry.team_id).where(Entry.round_id == round.id)))
    return [team for team in eligible(round) if team.id not in entered]


def enter_outstanding(round: Round, *, actor: Person | None = None) -> int:
    """Enter every team of the event that is not in its first round yet, after those that are; returns how many."""
    teams = outstanding(round)
    if teams:
        enter(round, teams)
        codes = [team.code for team in teams]
        audit.record(round.event, "round.entered", f"round:{round.key}", actor=actor, entries=codes)
    return len(teams)
