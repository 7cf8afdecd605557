"""Which judge scores which entry: filled in by the round's own numbers, changed by hand, never against a recusal."""

from __future__ import annotations

from sqlalchemy import delete, select

from hackathon.domain import audit, rounds
from hackathon.domain.errors import Invalid
from hackathon.extensions import db
from hackathon.models import Assignment, Entry, Judge, Person, Recusal, Revision, Round


def fill(round: Round, *, actor: Person | None = None) -> int:
    """Assign what is still missing: everybody to everything, or so many judges to each entry, loads kept even.

    What is assigned stays. Raises Invalid where an entry cannot get as many judges as the round asks for.
    """
    rounds.require_unlocked(round)
    judges = [seat.judge for seat in rounds.panel(round)]
    entries = rounds.entries_by_code(round)
    if not judges or not entries:
        raise Invalid(
            "심사위원과 심사 대상이 있어야 배정할 수 있습니다.",
            "There must be judges and entries before anything is assigned.",
            field="round",
        )
    pairs = _missing(round, judges, entries)
    return rounds.assign(round, pairs, actor=actor) if pairs else 0


def _missing(round: Round, judges: list[Judge], entries: dict[str, Entry]) -> list[tuple[Judge, Entry]]:
    held = _pairs(Assignment, round)
    barred = _pairs(Recusal, round)
    load = {judge.id: sum(1 for of_judge, _ in held if of_judge == judge.id) for judge in judges}
    wanted = round.ballots_per_entry or len(judges)
    added: list[tuple[Judge, Entry]] = []
    for code, entry in entries.items():
        free = [judge for judge in judges if (judge.id, entry.id) not in held | barred]
        have = sum(1 for judge in judges if (judge.id, entry.id) in held - barred)
        lacking = wanted - have if round.ballots_per_entry else len(free)
        if lacking > len(free):
            raise Invalid(
                f"{code}: 채점할 수 있는 심사위원이 {lacking - len(free)}명 모자랍니다.",
                f"{code}: {lacking - len(free)} judges are missing who may score it.",
                field=code,
            )
        for judge in sorted(free, key=lambda judge: (load[judge.id], judge.code))[: max(lacking, 0)]:
            load[judge.id] += 1
            added.append((judge, entry))
    return added


def _pairs(table: type[Assignment | Recusal], round: Round) -> set[tuple[int, int]]:
    found = db.session.execute(select(table.judge_id, table.entry_id).where(table.round_id == round.id))
    return {(judge, entry) for judge, entry in found}


def add(round: Round, judge: Judge, entry: Entry, *, actor: Person | None = None) -> None:
    """Assign one entry to one judge; doing it again changes nothing."""
    if (judge.id, entry.id) in _pairs(Recusal, round):
        raise Invalid("제척·기피·회피한 팀입니다.", "The judge is recused from this team.", field="entry")
    if (judge.id, entry.id) not in _pairs(Assignment, round):
        rounds.assign(round, [(judge, entry)], actor=actor)


def remove(round: Round, judge: Judge, entry: Entry, *, actor: Person | None = None) -> None:
    """Take an assignment back. A ballot that counts would vanish from the result by it, so that is refused."""
    rounds.require_unlocked(round)
    own = (Revision.judge_id == judge.id, Revision.entry_id == entry.id, Revision.sealed)
    if db.session.scalar(select(Revision.id).where(*own).limit(1)):
        raise Invalid(
            "봉인한 채점표가 있어 배정을 뺄 수 없습니다. 채점하면 안 되는 팀이면 제척·기피·회피로 처리하세요.",
            "A sealed ballot exists. If the judge must not score this team, enter a recusal instead.",
            field="entry",
        )
    db.session.execute(delete(Assignment).where(Assignment.judge_id == judge.id, Assignment.entry_id == entry.id))
    audit.record(
        round.event, "judge.unassigned", f"round:{round.key}", actor=actor, judge=judge.code, entry=entry.team.code
    )
