"""Conflicts of interest: which judge must not score which team (제척·기피·회피), in one round or in all that stand open."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from hackathon.domain.people import imports
from hackathon.domain.rounds import rounds
from hackathon.domain.teams.teams import name_key
from hackathon.exchange.importing.judging.lookups import Lookup
from hackathon.exchange.importing.plan import Change, Plan
from hackathon.exchange.importing.table.table import Record, Table
from hackathon.exchange.importing.table.values import Bad, clean
from hackathon.extensions import db
from hackathon.models import Entry, Event, Judge, Person, Recusal, Round
from scoring.faults import Both, quote

KINDS = {
    **dict.fromkeys(("", "제척", "statutory", "conflict", "이해충돌", "이해관계"), "statutory"),
    **dict.fromkeys(("기피", "challenge"), "challenge"),
    **dict.fromkeys(("회피", "self", "자진"), "self"),
}


@dataclass(frozen=True)
class _Act:
    row: int
    judge: int
    entry: int
    kind: str
    reason: str
    known: int | None = None


def plan_conflicts(event: Event, table: Table, round: Round | None) -> Plan:
    """What importing this file of conflicts would do."""
    plan = Plan(table, seen=imports.state_of(event))
    planner = _Planner(event, plan, round)
    for record in table.records():
        try:
            planner.settle(record)
        except Bad as bad:
            plan.refuse(record.number, bad.field, bad.reason)
            planner.acts = [act for act in planner.acts if act.row != record.number]
    plan.samples = [[record] for record in planner.told[:8]]
    plan.prepare = lambda: lambda actor: _write_all(planner.acts, actor)
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
        self.acts: list[_Act] = []
        self.told: list[str] = []
        self.seen: set[tuple[int, int]] = set()

    def settle(self, record: Record) -> None:
        values = record.values
        judge, team = self.lookup.judge(values.get("judge", "")), self.lookup.team(values.get("entry", ""))
        kind = KINDS.get(clean(values.get("kind", "")).casefold())
        if kind is None:
            said = quote(values["kind"])
            raise Bad("kind", Both(f"제척·기피·회피가 아닙니다: {said}", f"this is no kind of conflict: {said}"))
        reason = clean(values.get("reason", ""), lines=True)[:2000]
        entries = self._entries(team, values.get("round", ""))
        fresh = [entry for entry in entries if (judge, entry) not in self.seen]
        if not fresh:
            raise Bad("entry", Both("앞 행에 같은 것이 있습니다", "an earlier row says the same"))
        outcomes = [self._outcome(_Act(record.number, judge, entry, kind, reason)) for entry in fresh]
        self.told.append(f"{clean(values['judge'])} – {clean(values['entry'])} ({kind})")
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
            raise Bad("entry", Both(f"이 팀은 {keys} 단계의 심사 대상이 아닙니다", f"this team is no entry of {keys}"))
        return found

    def _chosen(self, named: str) -> list[Round]:
        """The round of the row, the one that was asked for, or all that are not locked."""
        if named.strip():
            found = self.rounds.get(name_key(named))
            if found is None:
                raise Bad("round", Both(f"그런 단계가 없습니다: {quote(named)}", f"there is no round {quote(named)}"))
            chosen = [found]
        else:
            chosen = [self.round] if self.round else [each for each in self.event.rounds if not each.locked_at]
        locked = next((each for each in chosen if each.locked_at), None)
        if locked or not chosen:
            key = locked.key if locked else "-"
            raise Bad("round", Both(f"{key} 단계는 잠겨 있습니다", f"the round {key} is locked"))
        return chosen

    def _outcome(self, act: _Act) -> str:
        self.seen.add((act.judge, act.entry))
        known = self.known.get((act.judge, act.entry))
        if known is None:
            self.acts.append(act)
            return "added"
        wanted = {"kind": act.kind, "reason": act.reason or known.reason or ""}
        changes = {name: new for name, new in wanted.items() if new != (getattr(known, name) or "")}
        barred = [name for name in changes if getattr(known, name)] if not self.overwrites else []
        if barred:
            raise Bad(
                barred[0],
                Both(
                    f"첫 채점표가 온 뒤라 바꾸지 않습니다: {barred[0]}",
                    f"nothing is overwritten after the first ballot: {barred[0]}",
                ),
            )
        if not changes:
            return "same"
        self.plan.changes += [
            Change(act.row, str(act.entry), name, getattr(known, name) or "", new) for name, new in changes.items()
        ]
        self.acts.append(_Act(act.row, act.judge, act.entry, act.kind, wanted["reason"], known.id))
        return "changed"


def _write_all(acts: list[_Act], actor: Person | None) -> None:
    for act in acts:
        _write(act, actor)


def _write(act: _Act, actor: Person | None) -> None:
    if act.known is not None:
        db.session.execute(update(Recusal).where(Recusal.id == act.known).values(kind=act.kind, reason=act.reason))
        return
    entry = db.session.get_one(Entry, act.entry)
    judge = db.session.get_one(Judge, act.judge)
    rounds.recuse(entry.round, judge, entry, kind=act.kind, reason=act.reason, actor=actor)
