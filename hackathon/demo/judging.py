"""The demo's judges at work: ballots over the hours, ties resolved, results signed and published."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from hackathon import clock
from hackathon.demo import marks
from hackathon.demo.calendar import PRESENT
from hackathon.demo.plan import Demo
from hackathon.demo.seeded_random import SeededRandom
from hackathon.demo.texts import read_texts
from hackathon.domain.ballots import ballots, revisions
from hackathon.domain.ballots.heads import head_number
from hackathon.domain.results import decisions, results
from hackathon.domain.results.standings import standings_of
from hackathon.domain.rounds import pledges, rounds
from hackathon.domain.rounds.events import get_round
from hackathon.domain.submissions import submissions
from hackathon.extensions import db
from hackathon.models import Entry, Event, Judge, Person, Result, Role, Round, Team
from scoring.ties.lot import draw

MINUTES_A_TEAM = 6
SLOW_JUDGE = "J06"
SLOWNESS = timedelta(minutes=18)
AT_THE_TABLES = {"J04": (17, 20, 23, 26), "J07": (20,)}
"""Teams, by their place in the order, that a judge scores before they present: the only ballots they have for hours."""
PUTS_OFF, PUT_OFF_EVERY, PUT_OFF_TO = "J08", 4, timedelta(hours=4, minutes=30)
"""A judge who leaves every fourth team for the end of the night. Half a night is never even."""
_NAMESPACE = uuid.UUID("6d7d2a52-0b0b-5a41-9a1c-4f2b7a0c2025")


@dataclass(frozen=True)
class TimedBallot:
    """One ballot with the moment at which its judge seals it."""

    at: datetime
    ballot: marks.Ballot


def judge_preliminary(event: Event, demo: Demo) -> None:
    """Enter every team, seat and assign the panel, and bring in all ballots."""
    round = get_round(event, "preliminary")
    with clock.at(round.opens_at - timedelta(hours=1)):
        rounds.enter(round, _teams(event, demo))
        judges = _seat(round, [(judge.code, judge.is_chair) for judge in demo.everybody.preliminary_judges])
        entries = rounds.entries_by_code(round)
        pairs = marks.preliminary_assignment(demo.everybody, demo.seed)
        rounds.assign(round, [(judges[judge], entries[entry]) for judge, entry in pairs])
    sheets = marks.preliminary_marks(demo.everybody, demo.seed)
    span = demo.calendar(PRESENT["preliminary"]) - round.opens_at
    order = SeededRandom(demo.seed, "turns").order(sheets)
    timed = [TimedBallot(round.opens_at + span * (n + 1) / (len(order) + 2), sheet) for n, sheet in enumerate(order)]
    _score(round, demo, timed)


def _teams(event: Event, demo: Demo) -> Sequence[Team]:
    """The demo's own teams: one that somebody founded while trying it out has nobody to judge it."""
    codes = [team.code for team in demo.everybody.teams]
    query = select(Team).where(Team.event_id == event.id, Team.code.in_(codes), Team.withdrawn_at.is_(None))
    return db.session.scalars(query.order_by(Team.code)).all()


def publish_preliminary(event: Event, demo: Demo) -> None:
    """Lock, resolve what is tied at the cut, sign, publish, and send the finalists on in a drawn order."""
    round = get_round(event, "preliminary")
    with clock.at(round.closes_at + timedelta(hours=1)):
        _settle(round, demo)
    with clock.at(round.publishes_at or clock.now()):
        results.publish(round, actor=_organizer())
        finalists = results.advancing(round)
        order = draw(finalists, seed=f"{event.key}/{demo.seed}")
        final = rounds.advance(round, finalists, order=order, actor=_organizer())
        judges = _seat(final, [(judge.code, judge.is_chair) for judge in demo.everybody.final_judges])
        entries = rounds.entries_by_code(final)
        rounds.assign(final, [(judge, entry) for entry in entries.values() for judge in judges.values()])
        for recusal in marks.final_recusals(demo.everybody, finalists, demo.seed):
            judge, entry = judges[recusal.judge], entries[recusal.entry]
            rounds.recuse(final, judge, entry, kind=recusal.kind, reason=recusal.reason, actor=_organizer())
    _hand_in(final, round, entries)


def _hand_in(final: Round, preliminary: Round, entries: dict[str, Entry]) -> None:
    """Every finalist hands in before the deadline of the night."""
    proposals = submissions.newest_by_team([preliminary])
    deadline = final.submissions_close_at or final.opens_at
    names = read_texts("form")["links"]
    for number, entry in enumerate(entries.values(), start=1):
        proposal = proposals[entry.team_id]
        code = entry.team.code.lower()
        links = [{"name": name, "url": f"https://{kind}.example.org/{code}"} for kind, name in names.items()]
        with clock.at(deadline - timedelta(minutes=4 * number)):
            submissions.submit(final, entry.team, title=proposal.title, summary=proposal.summary, links=links)


def judge_final(event: Event, demo: Demo, *, stage: str) -> None:
    """Ballots in the order of presentation, up to the stage's present; who is in mid-team has an unsealed one."""
    round = get_round(event, "final")
    entries = rounds.entries_by_code(round)
    positions = {code: entry.position for code, entry in entries.items()}
    sheets = marks.final_marks(demo.everybody, sorted(entries), demo.seed)
    timed = sorted((_timed(round, sheet, positions[sheet.entry]) for sheet in sheets), key=lambda each: each.at)
    present = demo.calendar(PRESENT[stage])
    done = {(row.entry, row.judge) for row in ballots.counted(round)}
    open_ballots = [each for each in timed if (each.ballot.entry, each.ballot.judge) not in done]
    _score(round, demo, [each for each in open_ballots if each.at < present])
    unsealed = [each for each in open_ballots if present <= each.at < present + timedelta(minutes=MINUTES_A_TEAM)]
    _score(round, demo, unsealed, sealed=False, at=present - timedelta(minutes=1))


def _timed(round: Round, sheet: marks.Ballot, position: int) -> TimedBallot:
    lag = timedelta(seconds=20 * int(sheet.judge[1:])) + (SLOWNESS if sheet.judge == SLOW_JUDGE else timedelta())
    presented = timedelta(minutes=MINUTES_A_TEAM * position)
    if position in AT_THE_TABLES.get(sheet.judge, ()):
        presented = timedelta(minutes=position)
    elif sheet.judge == PUTS_OFF and position % PUT_OFF_EVERY == 0:
        presented = PUT_OFF_TO + timedelta(minutes=position)
    return TimedBallot(round.opens_at + presented + lag, sheet)


def publish_final(event: Event, demo: Demo) -> None:
    """The end of the night: locked, ties resolved, signed by two, published on stage."""
    round = get_round(event, "final")
    with clock.at(round.closes_at + timedelta(minutes=4)):
        _settle(round, demo)
    with clock.at(round.publishes_at or clock.now()):
        results.publish(round, actor=_organizer())


def _settle(round: Round, demo: Demo) -> Result:
    result = results.lock(round, key=demo.key, actor=_organizer())
    if any(not tie["resolved"] for tie in standings_of(round).to_dict()["ties"]):
        seed = f"{round.event.key}/{round.key}/{demo.seed}"
        decisions.decide(round, "lot_seed", seed, actor=_organizer(), key=demo.key)
        result = results.get_result(round)
    chair = rounds.panel(round)[0].judge.person
    results.sign(result, chair, capacity="chair", key=demo.key)
    results.sign(result, _organizer(), capacity="organizer", key=demo.key)
    return result


def _seat(round: Round, panel: Iterable[tuple[str, bool]]) -> dict[str, Judge]:
    judges = {judge.code: judge for judge in db.session.scalars(select(Judge).where(Judge.event_id == round.event_id))}
    seated = {code: rounds.seat(round, judges[code], chair=chair).judge for code, chair in panel}
    for judge in seated.values():
        if round.pledge:
            pledges.accept(round, judge, version=round.pledge["version"])
    return seated


def _organizer() -> Person:
    return db.session.scalars(select(Person).join(Role).where(Role.name == "organizer").order_by(Person.id)).first()  # type: ignore[return-value]


def _score(
    round: Round, demo: Demo, timed: Sequence[TimedBallot], *, sealed: bool = True, at: datetime | None = None
) -> None:
    judges = {seat.judge.code: seat.judge for seat in rounds.panel(round)}
    entries = rounds.entries_by_code(round)
    for each in timed:
        judge, entry = judges[each.ballot.judge], entries[each.ballot.entry]
        with clock.at(at or each.at):
            draft = _revision(
                demo,
                round,
                each.ballot,
                sealed=sealed,
                base=db.session.scalar(head_number(entry=entry.id, judge=judge.id)),
            )
            ballots.save(round, judge, entry, draft, key=demo.key)
        demo.tick(1)


def _revision(
    demo: Demo, round: Round, ballot: marks.Ballot, *, sealed: bool, base: int | None
) -> revisions.RevisionDraft:
    name = f"{demo.seed}/{round.key}/{ballot.judge}/{ballot.entry}/{base}"
    kept = ballot.marks if sealed else dict(list(ballot.marks.items())[:2])
    return revisions.RevisionDraft(
        id=str(uuid.uuid5(_NAMESPACE, name)),
        marks=kept,
        sealed=sealed,
        made_at=clock.now(),
        base=base,
        comment=ballot.comment if sealed else None,
        device="demo",
    )


def finalist_captains(event: Event) -> Iterator[Person]:
    """Captains of the final's teams in the order of presentation, else of all teams."""
    for round_key in ("final", "preliminary"):
        for entry in rounds.entries_by_code(get_round(event, round_key)).values():
            yield from (member.entrant.person for member in entry.team.members if member.captain)
    for team in db.session.scalars(select(Team).where(Team.event_id == event.id).order_by(Team.code)):
        yield from (member.entrant.person for member in team.members if member.captain)
