"""Conflicts of interest, as recusals: which judge must not score which team, in one round or in all that stand open."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select, update

from hackathon.domain.people import imports
from hackathon.domain.rounds import rounds
from hackathon.domain.teams.teams import name_key
from hackathon.exchange.importing.judging.lookups import Lookup
from hackathon.exchange.importing.plan import Change, Plan, refuse_fields
from hackathon.exchange.importing.table.columns import COLUMNS
from hackathon.exchange.importing.table.table import Record, Table
from hackathon.exchange.importing.table.values import Refusal, clean, code_key, lines_of
from hackathon.extensions import db
from hackathon.models import Entry, Event, Judge, Person, Recusal, Round
from scoring.faults import quote
from scoring.text import text

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
KINDS = {word: kind for kind, words in _WORDS.items() for word in words}


@dataclass(frozen=True)
class _RecusalWrite:
    row: int
    judge: int
    entry: int
    kind: str
    reason: str
    known: int | None = None


def plan_conflicts(event: Event, table: Table, round: Round | None, *, chosen: frozenset[int] = frozenset()) -> Plan:
    """What importing this file of conflicts would do."""
    plan = Plan(table, seen=imports.fingerprint_of(event), chosen=chosen)
    planner = _Planner(event, plan, round)
    for record in planner.settled(table):
        try:
            planner.plan_row(record)
        except Refusal as refusal:
            plan.refuse(record.number, refusal.field, refusal.reason)
            planner.writes = [write for write in planner.writes if write.row != record.number]
    plan.samples = [[sample] for sample in planner.samples[:8]]
    plan.prepare = lambda: lambda actor: _write_all(planner.writes, actor)
    return plan


class _Planner:
    def __init__(self, event: Event, plan: Plan, round: Round | None) -> None:
        self.event, self.plan, self.round = event, plan, round
        self.lookup = Lookup(event)
        self.rounds = {name_key(word): each for each in event.rounds for word in (each.key, *each.name.values())}
        entries = db.session.scalars(select(Entry).join(Round).where(Round.event_id == event.id))
        self.entries = {(each.round_id, each.team_id): each.id for each in entries if each.withdrawn_at is None}
        self.known = {(each.judge_id, each.entry_id): each for each in db.session.scalars(select(Recusal))}
        self.overwrites = not imports.has_ballots(event)
        self.writes: list[_RecusalWrite] = []
        self.samples: list[str] = []
        self.seen: set[tuple[int, int]] = set()

    def settled(self, table: Table) -> list[Record]:
        """The rows, without those of one judge and team that say different things, unless one was chosen."""
        found: dict[tuple[str, str, str], list[Record]] = {}
        for record in table.records():
            key = (code_key(_word(record, "judge")), code_key(_word(record, "entry")), _word(record, "round"))
            found.setdefault(key, []).append(record)
        kept = []
        for rows in found.values():
            words = [", ".join(filter(None, (_word(row, "kind"), _word(row, "reason")))) for row in rows]
            if len({(KINDS.get(_word(row, "kind").casefold()), _word(row, "reason")) for row in rows}) > 1:
                said = f"{_word(rows[0], 'judge')} – {_word(rows[0], 'entry')}"
                chosen = self.plan.contest(said, [row.number for row in rows], words=words, field="kind")
                rows = [row for row in rows if row.number == chosen]
            kept += rows
        return sorted(kept, key=lambda record: record.number)

    def plan_row(self, record: Record) -> None:
        values = record.values
        judge, team = self.lookup.judge(values.get("judge", "")), self.lookup.team(values.get("entry", ""))
        kind = KINDS.get(clean(values.get("kind", "")).casefold())
        if kind is None:
            said = quote(values["kind"])
            raise Refusal("kind", text("this is no kind of conflict: {value}", value=said))
        reason = COLUMNS["reason"].cut(lines_of(values.get("reason", "")))
        entries = self._entries(team, values.get("round", ""))
        fresh = [entry for entry in entries if (judge, entry) not in self.seen]
        if not fresh:
            raise Refusal("entry", text("an earlier row says the same"))
        outcomes = [self._outcome(_RecusalWrite(record.number, judge, entry, kind, reason)) for entry in fresh]
        self.samples.append(f"{clean(values['judge'])} – {clean(values['entry'])} ({kind})")
        if "added" in outcomes:
            self.plan.added.append(record.number)
        elif "changed" in outcomes:
            self.plan.changed += 1
        else:
            self.plan.same += 1

    def _entries(self, team: int, named: str) -> list[int]:
        chosen = self._chosen(named)
        found = [self.entries[each.id, team] for each in chosen if (each.id, team) in self.entries]
        if not found:
            keys = ", ".join(each.key for each in chosen)
            raise Refusal("entry", text("this team is no entry of {rounds}", rounds=keys))
        return found

    def _chosen(self, named: str) -> list[Round]:
        """The round of the row, the one that was asked for, or all that are not locked."""
        chosen = [self._named(named)] if named.strip() else self._open_rounds()
        locked = next((each for each in chosen if each.locked_at), None)
        if locked or not chosen:
            key = locked.key if locked else "-"
            raise Refusal("round", text("the round {round} is locked", round=key))
        return chosen

    def _named(self, word: str) -> Round:
        found = self.rounds.get(name_key(word))
        if found is None:
            raise Refusal("round", text("there is no round {name}", name=quote(word)))
        return found

    def _open_rounds(self) -> list[Round]:
        return [self.round] if self.round else [each for each in self.event.rounds if not each.locked_at]

    def _outcome(self, write: _RecusalWrite) -> str:
        self.seen.add((write.judge, write.entry))
        known = self.known.get((write.judge, write.entry))
        if known is None:
            self.writes.append(write)
            return "added"
        return self._compare(write, known)

    def _compare(self, write: _RecusalWrite, known: Recusal) -> str:
        before = {"kind": known.kind, "reason": known.reason or ""}
        after = {"kind": write.kind, "reason": write.reason or before["reason"]}
        changed = [name for name in after if after[name] != before[name]]
        if not self.overwrites:
            refuse_fields([name for name in changed if before[name]][:1])
        if not changed:
            return "same"
        self.plan.changes += [Change(write.row, str(write.entry), name, before[name], after[name]) for name in changed]
        self.writes.append(replace(write, reason=after["reason"], known=known.id))
        return "changed"


def _word(record: Record, field: str) -> str:
    return clean(record.values.get(field, ""))


def _write_all(writes: list[_RecusalWrite], actor: Person | None) -> None:
    for write in writes:
        _write(write, actor)


def _write(write: _RecusalWrite, actor: Person | None) -> None:
    if write.known is not None:
        db.session.execute(
            update(Recusal).where(Recusal.id == write.known).values(kind=write.kind, reason=write.reason)
        )
        return
    entry = db.session.get_one(Entry, write.entry)
    judge = db.session.get_one(Judge, write.judge)
    rounds.recuse(entry.round, judge, entry, kind=write.kind, reason=write.reason, actor=actor)
