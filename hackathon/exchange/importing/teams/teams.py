"""Teams of a file beside those that are there: by code, by the project's address, by name.

Members are people: known ones by address, by phone and name, or by a name that only one applicant has; others are
added. Somebody who is in a team already stays there and the row is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rapidfuzz import fuzz

from hackathon.domain.people import imports
from hackathon.domain.teams.teams import name_key
from hackathon.exchange.importing.people.directory import UNLIKE, Directory, Draft, Known, jamo, likeness
from hackathon.exchange.importing.people.entrants import Gathered
from hackathon.exchange.importing.plan import Alike, Change, Plan
from hackathon.exchange.importing.table.table import Table
from hackathon.exchange.importing.table.values import Bad
from hackathon.exchange.importing.teams.directory import Standing, Teams
from hackathon.exchange.importing.teams.team_row import TeamDraft, team_drafts
from hackathon.exchange.importing.teams.works import Works
from hackathon.exchange.importing.teams.writer import Formed, team_writer
from hackathon.models import Event, Round
from scoring.faults import Both

_ALIKE = 90


def plan_teams(event: Event, table: Table, round: Round | None) -> Plan:
    """What importing this file of teams would do."""
    plan = Plan(table, seen=imports.state_of(event))
    drafts = team_drafts(table, plan, zone=event.zone)
    planner = _Planner(event, plan, Works(event, round))
    for draft in drafts:
        try:
            planner.settle(draft)
        except Bad as bad:
            plan.refuse(draft.row, bad.field, bad.reason)
    planner.give_codes()
    if any(each.team is None and not each.draft.members for each in planner.formed):
        table.notes.add("no-members")
    plan.alike = _alike(planner.formed, planner.teams)
    plan.samples = [[f.code, f.draft.name, str(len(f.draft.members)), f.draft.title] for f in planner.formed[:8]]
    plan.prepare = lambda: team_writer(event, planner.gathered, planner.formed, planner.changes, planner.works)
    return plan


class _Planner:
    def __init__(self, event: Event, plan: Plan, works: Works) -> None:
        self.event, self.plan, self.works = event, plan, works
        self.teams, self.directory = Teams(event), Directory(event)
        self.overwrites = not imports.has_ballots(event)
        self.gathered, self.formed = Gathered(), list[Formed]()
        self.changes: dict[int, dict[str, tuple[Any, Any]]] = {}
        self.names: dict[str, int] = {}
        self.codes: dict[str, int] = {}
        self.taken: dict[object, int] = {}

    def settle(self, draft: TeamDraft) -> None:
        """Say what becomes of one team. Raises Bad where it is refused; then nothing of it stays behind."""
        standing = self.teams.find(draft)
        self._refuse_repeated(draft, standing)
        people = [(member, self._resolve(member, standing)) for member in draft.members]
        self._check_size(draft, standing, people)
        work = self.works.wanted(draft, standing.id if standing else None, overwrites=self.overwrites)
        if standing is None:
            self.formed.append(Formed(draft, work=work))
            self.plan.added.append(draft.row)
        else:
            self._compare(draft, standing, people, work)
        self._hold(draft, people)

    def _refuse_repeated(self, draft: TeamDraft, standing: Standing | None) -> None:
        if draft.code in self.codes:
            said = Both(f"{self.codes[draft.code]}행과 번호가 같습니다", f"row {self.codes[draft.code]} has this code")
            raise Bad("code", said)
        if draft.key and (standing is None or _is_renamed(draft, standing)):
            draft.name = self._free_name(draft)
        first = self.names.get(name_key(draft.name))
        if first and not draft.key:
            raise Bad("team", Both(f"{first}행에 같은 팀이 있습니다", f"the same team stands in row {first}"))
        other = self.teams.by_name.get(name_key(draft.name))
        if other and standing and other is not standing and not draft.key:
            raise Bad("team", Both(f"{other.code}의 이름입니다", f"this is the name of {other.code}"))

    def _free_name(self, draft: TeamDraft) -> str:
        """Projects may share a title; the later one gets a number."""
        name, number = draft.name, 1
        while name_key(name) in self.names or name_key(name) in self.teams.by_name:
            number += 1
            name = f"{draft.name} ({number})"
        if number > 1:
            self.plan.table.notes.add("same-name", row=draft.row)
        return name

    def _resolve(self, member: Draft, standing: Standing | None) -> Known | None:
        """The person a member is, None for somebody new."""
        known = self.directory.find(member)
        if known is None and not member.email and not member.phone:
            known = self._by_name(member, standing)
        if known is None and not member.name:
            said = Both(f"명단에 없는 주소입니다: {member.email}", f"nobody here has the address {member.email}")
            raise Bad("members", said)
        if known and known.name and member.name and likeness(known.name, member.name) < UNLIKE:
            raise Bad("members", Both("다른 이름의 사람이 쓰는 주소입니다", "this address belongs to another name"))
        place = self.teams.of_person.get(known.id) if known else None
        if place and place is not standing:
            who = member.name or (known.name if known else "") or ""
            raise Bad("members", Both(f"{who}: 이미 {place.code} 팀원입니다", f"{who} is in {place.code} already"))
        return known

    def _by_name(self, member: Draft, standing: Standing | None) -> Known | None:
        found = self.directory.named(member.name)
        mine = [known for known in found if standing and known.id in standing.members]
        free = mine or [known for known in found if known.id not in self.teams.of_person]
        if len(free) > 1:
            said = Both(
                f"{member.name}: 같은 이름이 여럿입니다. 이메일로 적으세요",
                f"{member.name}: several have this name; give an address",
            )
            raise Bad("members", said)
        if free:
            self.plan.table.notes.add("ids-by-name", row=member.row)
        return free[0] if free else None

    def _check_size(
        self, draft: TeamDraft, standing: Standing | None, people: list[tuple[Draft, Known | None]]
    ) -> None:
        for member, known in people:
            row = self.taken.get(_identity(member, known))
            if row:
                raise Bad(
                    "members",
                    Both(
                        f"{member.name or member.email}: {row}행의 팀에도 있습니다",
                        f"{member.name or member.email} is in the team of row {row} too",
                    ),
                )
        present = set(standing.members) if standing else set()
        size = len(present | {_identity(member, known) for member, known in people})
        low, high = self.event.team_min, self.event.team_max
        if (people or present) and not (low <= size <= high) and (standing is None or size > high):
            said = Both(
                f"팀원은 {low}–{high}명이어야 하는데 {size}명입니다", f"{low}–{high} members are allowed, not {size}"
            )
            raise Bad("members", said)

    def _hold(self, draft: TeamDraft, people: list[tuple[Draft, Known | None]]) -> None:
        self.names[name_key(draft.name)] = draft.row
        if draft.code:
            self.codes[draft.code] = draft.row
        for member, known in people:
            self.taken[_identity(member, known)] = draft.row
            if known is None:
                self.gathered.new.append(member)
            else:
                member.person = known.id
                if known.entrant is None:
                    self.gathered.joining.append((known, member))

    def _compare(
        self, draft: TeamDraft, standing: Standing, people: list[tuple[Draft, Known | None]], work: bool
    ) -> None:
        wanted = self._fields(draft, standing)
        joining = [member for member, known in people if known is None or known.id not in standing.members]
        captain = self._new_captain(draft, standing, people)
        told = [Change(draft.row, standing.code, name, old or "", new) for name, (old, new) in wanted.items()]
        told += (
            [Change(draft.row, standing.code, "captain", "", captain.name or captain.email or "")] if captain else []
        )
        barred = [each.field for each in told if each.old or each.field == "captain"] if not self.overwrites else []
        if barred:
            names = ", ".join(barred)
            raise Bad(
                barred[0],
                Both(
                    f"첫 채점표가 온 뒤라 바꾸지 않습니다: {names}",
                    f"nothing is overwritten after the first ballot: {names}",
                ),
            )
        told += [
            Change(draft.row, standing.code, "members", "", member.name or member.email or "") for member in joining
        ]
        told += [Change(draft.row, standing.code, "title", "", draft.title)] if work else []
        if len(people) > 0 and len(standing.members) + len(joining) > len(people):
            self.plan.table.notes.add("not-in-file", row=draft.row)
        if not told:
            self.plan.same += 1
            return
        self.plan.changed += 1
        self.plan.changes += told
        if wanted:
            self.changes[standing.id] = wanted | (
                {"name_key": (name_key(standing.name), name_key(draft.name))} if "name" in wanted else {}
            )
        self.formed.append(
            Formed(draft, team=standing.id, joining=joining, captain=captain, work=work, code=standing.code)
        )

    def _fields(self, draft: TeamDraft, standing: Standing) -> dict[str, tuple[Any, Any]]:
        found: dict[str, tuple[Any, Any]] = {}
        if draft.name and _is_renamed(draft, standing):
            found["name"] = (standing.name, draft.name)
        if draft.track and draft.track != standing.track:
            found["track"] = (standing.track or None, draft.track)
        return found

    def _new_captain(
        self, draft: TeamDraft, standing: Standing, people: list[tuple[Draft, Known | None]]
    ) -> Draft | None:
        if draft.captain is None or not _names_a_captain(self.plan.table.columns):
            return None
        known = next((known for member, known in people if member is draft.captain), None)
        return None if known and standing.members.get(known.id) else draft.captain

    def give_codes(self) -> None:
        """Codes for those who bring none, after the highest there is."""
        number = self.teams.next_number()
        given = {formed.draft.code for formed in self.formed}
        for formed in self.formed:
            if formed.team is not None:
                continue
            formed.code = formed.draft.code
            while not formed.code:
                code, number = f"T{number:03d}", number + 1
                formed.code = "" if code in given else code


def _is_renamed(draft: TeamDraft, standing: Standing) -> bool:
    """Members type their team's name in many ways: only one that is another name is a change."""
    bare = re.sub(r" \(\d+\)$", "", standing.name) if draft.key else standing.name
    return name_key(draft.name) not in (name_key(standing.name), name_key(bare))


def _names_a_captain(columns: Mapping[str, str | None]) -> bool:
    return any(name == "captain" or (name or "").startswith("captain.") for name in columns.values())


def _identity(member: Draft, known: Known | None) -> object:
    return known.id if known else (member.email or member.contact or (member.key, member.name, id(member)))


def _alike(formed: list[Formed], teams: Teams) -> list[Alike]:
    """New teams whose names are almost those of others."""
    names = [(each.draft.row, each.draft.name) for each in formed if each.team is None]
    others = names + [(0, team.name) for team in teams.all.values()]
    if len(others) > 3000:
        return []
    keys = [jamo(name) for _, name in others]
    found = []
    for at in range(len(names)):
        for to in range(at + 1, len(others)):
            if len(keys[at]) >= 6 and fuzz.ratio(keys[at], keys[to]) >= _ALIKE:
                rows = tuple(row for row in (names[at][0], others[to][0]) if row)
                found.append(
                    Alike(
                        rows,
                        (names[at][1], others[to][1]),
                        Both("팀 이름이 거의 같습니다", "team names almost the same"),
                    )
                )
    return found
