"""Assignments of judges to entries: filled in by the round's own numbers, changed by hand, never against a recusal."""

from __future__ import annotations

from collections import Counter
from itertools import product

from sqlalchemy import delete, select

from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid
from hackathon.domain.rounds import rounds
from hackathon.extensions import db
from hackathon.models import Absence, Assignment, Entry, Judge, Person, Recusal, Revision, Round
from scoring import ScoringError, allocate
from scoring.text import text

Ids = tuple[int, int]  # of a judge and an entry


def fill(round: Round, *, actor: Person | None = None) -> int:
    """Assign what is still missing: everybody to everything, or so many judges to each entry, loads kept even.

    What is assigned stays. Raises Invalid where an entry cannot get as many judges as the round asks for.
    """
    rounds.require_unlocked(round)
    judges, entries = present(round), rounds.entries_by_code(round)
    if not judges or not entries:
        raise Invalid(
            text("There must be judges and entries before anything is assigned."),
            field="round",
        )
    pairs = _missing(round, judges, entries)
    return rounds.assign(round, pairs, actor=actor) if pairs else 0


def present(round: Round) -> list[Judge]:
    """The judges of the panel who are there."""
    absent = set(db.session.scalars(select(Absence.judge_id).where(Absence.round_id == round.id)))
    return [seat.judge for seat in rounds.panel(round) if seat.judge_id not in absent]


def fill_as_far_as_possible(round: Round, *, actor: Person | None = None) -> int:
    """As `fill`, but an entry that cannot get enough judges gets every judge who may score it."""
    rounds.require_unlocked(round)
    judges, entries = present(round), rounds.entries_by_code(round)
    short, pairs = _short_of_judges(round, judges, entries)
    count = rounds.assign(round, pairs, actor=actor) if pairs else 0
    rest = {code: entry for code, entry in entries.items() if code not in short}
    more = _missing(round, judges, rest) if rest and judges else []
    return count + (rounds.assign(round, more, actor=actor) if more else 0)


def _short_of_judges(
    round: Round, judges: list[Judge], entries: dict[str, Entry]
) -> tuple[set[str], list[tuple[Judge, Entry]]]:
    """The entries that need every judge who may score them, and what of that is not assigned yet."""
    barred, held = _pairs(Recusal, round), _pairs(Assignment, round)
    wanted, away = round.ballots_per_entry or len(judges), _kept_by_the_absent(held - barred, judges)
    short: set[str] = set()
    pairs: list[tuple[Judge, Entry]] = []
    for code, entry in entries.items():
        able = [judge for judge in judges if (judge.id, entry.id) not in barred]
        if len(able) + away[entry.id] <= wanted:
            short.add(code)
            pairs += [(judge, entry) for judge in able if (judge.id, entry.id) not in held]
    return short, pairs


def _kept_by_the_absent(held: set[Ids], judges: list[Judge]) -> Counter[int]:
    """How many assignments of each entry stay with judges who are not there: who is absent keeps what is sealed."""
    here = {judge.id for judge in judges}
    return Counter(entry for judge, entry in held if judge not in here)


def fill_entry(round: Round, entry: Entry, *, actor: Person | None = None) -> list[str]:
    """Give one entry, which came when the others had their judges, its own; returns their codes.

    Nobody where nothing is assigned in the round yet, or where the rules of allocation find no way.
    """
    rounds.require_unlocked(round)
    judges, entries = present(round), rounds.entries_by_code(round)
    if not judges or not _pairs(Assignment, round):
        return []
    try:
        pairs = [(judge, each) for judge, each in _missing(round, judges, entries) if each.id == entry.id]
    except Invalid:
        return []
    if pairs:
        rounds.assign(round, pairs, actor=actor)
    return sorted(judge.code for judge, _entry in pairs)


def seed_of(round: Round) -> str:
    """What decides among equals: anybody who knows it gets the same allocation."""
    return f"{round.event.key}/{round.key}"


def _missing(round: Round, judges: list[Judge], entries: dict[str, Entry]) -> list[tuple[Judge, Entry]]:
    barred = _pairs(Recusal, round)
    held = _pairs(Assignment, round) - barred
    pairs = [(judge, entry) for entry in entries.values() for judge in judges if (judge.id, entry.id) not in barred]
    if round.ballots_per_entry is not None:
        pairs = _shared_out(round, judges, entries, held=held, barred=barred, per_entry=round.ballots_per_entry)
    return [(judge, entry) for judge, entry in pairs if (judge.id, entry.id) not in held]


def _shared_out(
    round: Round, judges: list[Judge], entries: dict[str, Entry], *, held: set[Ids], barred: set[Ids], per_entry: int
) -> list[tuple[Judge, Entry]]:
    """What is assigned and what the rules of allocation add to it, as even as recusals allow."""
    everybody = {seat.judge.code: seat.judge for seat in rounds.panel(round)}  # who is absent keeps what is sealed

    def codes_of(chosen: set[Ids]) -> list[tuple[str, str]]:
        pairs = product(everybody.values(), entries.items())
        return [(judge.code, code) for judge, (code, entry) in pairs if (judge.id, entry.id) in chosen]

    try:
        shared = allocate(
            entries,
            [judge.code for judge in judges],
            per_entry=per_entry,
            conflicts=codes_of(barred),
            keep=codes_of(held),
            seed=seed_of(round),
            uneven=True,
        )
    except ScoringError as error:
        raise Invalid(error.faults[0].message, field="round") from None
    return [(everybody[judge], entries[entry]) for judge, entry in shared]


def _pairs(table: type[Assignment | Recusal], round: Round) -> set[Ids]:
    found = db.session.execute(select(table.judge_id, table.entry_id).where(table.round_id == round.id))
    return {(judge, entry) for judge, entry in found}


def assign_one(round: Round, judge: Judge, entry: Entry, *, actor: Person | None = None) -> None:
    """Assign one entry to one judge; doing it again changes nothing."""
    if (judge.id, entry.id) in _pairs(Recusal, round):
        raise Invalid(text("The judge is recused from this team."), field="entry")
    if (judge.id, entry.id) not in _pairs(Assignment, round):
        rounds.assign(round, [(judge, entry)], actor=actor)


def unassign(round: Round, judge: Judge, entry: Entry, *, actor: Person | None = None) -> None:
    """Take an assignment back. A ballot that counts would vanish from the result by it, so that is refused."""
    rounds.hold(round)
    rounds.require_unlocked(round)
    own = (Revision.judge_id == judge.id, Revision.entry_id == entry.id, Revision.sealed)
    if db.session.scalar(select(Revision.id).where(*own).limit(1)):
        raise Invalid(
            text("A sealed ballot exists. If the judge must not score this team, enter a recusal instead."),
            field="entry",
        )
    db.session.execute(delete(Assignment).where(Assignment.judge_id == judge.id, Assignment.entry_id == entry.id))
    audit.record(
        round.event, "judge.unassigned", f"round:{round.key}", actor=actor, judge=judge.code, entry=entry.team.code
    )


def judges_of(entry: Entry) -> list[tuple[str, str | None]]:
    """Code and name of every judge who is to score an entry."""
    query = (
        select(Judge.code, Person.name)
        .join(Person, Person.id == Judge.person_id)
        .join(Assignment, Assignment.judge_id == Judge.id)
        .where(Assignment.entry_id == entry.id)
        .order_by(Judge.code)
    )
    return [(code, name) for code, name in db.session.execute(query)]
