"""Teams of a file beside those that are there: by code, by the project's address, by name.

Members are people: known ones by address, by phone and name, or by a name that only one applicant has; others are
added. Somebody who is in a team already stays there and the row is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import select

from hackathon.domain.people import imports
from hackathon.domain.teams.teams import name_key, next_number
from hackathon.exchange.importing.people.directory import UNLIKE, Directory, Known, jamo, likeness
from hackathon.exchange.importing.people.entrants import Changes, PeopleChanges
from hackathon.exchange.importing.people.person_row import PersonRow
from hackathon.exchange.importing.plan import Alike, Change, Plan, refuse_fields
from hackathon.exchange.importing.table.table import Table
from hackathon.exchange.importing.table.values import Refusal, code_key
from hackathon.exchange.importing.teams.team_row import TeamRow, settled, team_rows
from hackathon.exchange.importing.teams.writer import Submissions, TeamWrite, team_writer
from hackathon.extensions import db
from hackathon.models import Entrant, Event, Membership, Round, SourceKey, Team
from scoring.text import text

_ALIKE = 90
_MOST_COMPARED = 3000
_SAME_NAME = text("team names almost the same")
Members = list[tuple[PersonRow, Known | None]]
"""The members that a row names, each with the person it is; none: somebody new."""


@dataclass
class KnownTeam:
    """A team that is there already."""

    id: int
    code: str
    name: str
    track: str
    members: dict[int, bool] = field(default_factory=dict)
    """Person → whether they are the captain."""


class Teams:
    """Every team of the event, and who is where."""

    def __init__(self, event: Event) -> None:
        rows = db.session.execute(
            select(Team.id, Team.code, Team.name, Team.track).where(Team.event_id == event.id, ~Team.sample)
        )
        self.all = {row.id: KnownTeam(row.id, row.code, row.name, row.track or "") for row in rows}
        self.by_code = {code_key(team.code): team for team in self.all.values()}
        self.by_name = {name_key(team.name): team for team in self.all.values()}
        keys = select(SourceKey.key, SourceKey.team_id).where(SourceKey.event_id == event.id)
        self.by_key = {key: self.all[team] for key, team in db.session.execute(keys) if team in self.all}
        self.of_person: dict[int, KnownTeam] = {}
        for team, person, captain in db.session.execute(_places(event)):
            self.all[team].members[person] = captain
            self.of_person[person] = self.all[team]

    def has_key(self, team: KnownTeam) -> bool:
        """Whether a project's address belongs to the team."""
        return any(each is team for each in self.by_key.values())

    def next_number(self) -> int:
        return next_number(team.code for team in self.all.values())

    def find(self, row: TeamRow) -> KnownTeam | None:
        found = self.by_code.get(code_key(row.code)) if row.code else None
        if found is None and row.key:
            return self.by_key.get(imports.source_key("project", row.key))
        if found is None and row.name:
            found = self.by_name.get(name_key(row.name))
            if found and row.code and code_key(found.code) != code_key(row.code):
                said = text("this team has the code {code} already", code=found.code)
                raise Refusal("code", said)
        return found


def _places(event: Event) -> Any:
    return (
        select(Membership.team_id, Entrant.person_id, Membership.captain)
        .join(Entrant, Entrant.id == Membership.entrant_id)
        .where(Entrant.event_id == event.id, Membership.left_at.is_(None))
        .order_by(Membership.id)
    )


def plan_teams(event: Event, table: Table, round: Round | None, *, chosen: frozenset[int] = frozenset()) -> Plan:
    """What importing this file of teams would do."""
    plan = Plan(table, seen=imports.fingerprint_of(event), chosen=chosen)
    rows = settled(team_rows(table, plan, zone=event.zone), plan)
    planner = _Planner(event, plan, Submissions(event, round))
    for row in rows:
        try:
            planner.plan_row(row)
        except Refusal as refusal:
            plan.refuse(row.row, refusal.field, refusal.reason)
    planner.give_codes()
    writes = planner.writes
    if any(each.team is None and not each.row.members for each in writes):
        table.notes.add("no-members")
    plan.alike = _alike_teams(writes, planner.teams)
    plan.samples = [[w.code, w.row.name, str(len(w.row.members)), w.row.title] for w in writes[:8]]
    plan.prepare = lambda: team_writer(event, planner.people, writes, planner.changes, planner.handed_in)
    return plan


class _Planner:
    def __init__(self, event: Event, plan: Plan, handed_in: Submissions) -> None:
        self.event, self.plan, self.handed_in = event, plan, handed_in
        self.teams, self.directory = Teams(event), Directory(event)
        self.overwrites = not imports.has_ballots(event)
        self.people, self.writes = PeopleChanges(), list[TeamWrite]()
        self.changes: dict[int, Changes] = {}
        self.names: dict[str, int] = {}
        self.codes: dict[str, int] = {}
        self.taken: dict[object, int] = {}

    def plan_row(self, row: TeamRow) -> None:
        """Say what becomes of one team. Raises Refusal; then nothing of it stays behind."""
        known = self.teams.find(row) or self._found_by_members(row)
        if known and row.titled and not self.handed_in.is_titled(known.id, name=known.name):
            row.name = known.name  # another title makes no other name of a team that was not named after its work
        self._refuse_repeated(row, known)
        members: Members = [(member, self._person(member, known)) for member in row.members]
        self._refuse_shared(members)
        self._check_size(known, members)
        hands_in = self.handed_in.is_new(row, known.id if known else None, overwrites=self.overwrites)
        if known is None:
            self.writes.append(TeamWrite(row, hands_in=hands_in))
            self.plan.added.append(row.row)
        else:
            self._compare(row, known, members, hands_in)
        self._hold(row, members)

    def _found_by_members(self, row: TeamRow) -> KnownTeam | None:
        """A form calls a team by its name, a project site by the title of its work: then its people say which it is.

        The captain's team, or the one that more than half of the members are in; it keeps its name. A project without
        members is the team of its name that no project belongs to yet.
        """
        if not row.members:
            namesake = self.teams.by_name.get(name_key(row.name)) if row.key else None
            return None if namesake is None or self.teams.has_key(namesake) else namesake
        places = {id(member): self._place_of(member) for member in row.members}
        ranked = Counter(place.id for place in places.values() if place).most_common(1)
        captains = places.get(id(row.captain)) if _names_a_captain(self.plan.table.columns) else None
        most = self.teams.all[ranked[0][0]] if ranked and 2 * ranked[0][1] > len(row.members) else None
        found = captains or most
        if (
            found is None
            or (row.code and code_key(row.code) != code_key(found.code))
            or not (row.titled or self.teams.has_key(found))
        ):
            return None
        if name_key(row.name) != name_key(found.name):
            self.plan.table.notes.add("by-members", row=row.row)
            row.name = found.name
        return found

    def _place_of(self, member: PersonRow) -> KnownTeam | None:
        known = self.directory.find(member)
        return self.teams.of_person.get(known.id) if known else None

    def _refuse_repeated(self, row: TeamRow, known: KnownTeam | None) -> None:
        if row.code and code_key(row.code) in self.codes:
            said = text("row {row} has this code", row=self.codes[code_key(row.code)])
            raise Refusal("code", said)
        if not row.key:
            self._refuse_name(row, known)
        elif known is None or _is_renamed(row, known):
            row.name = self._free_name(row)

    def _refuse_name(self, row: TeamRow, known: KnownTeam | None) -> None:
        first = self.names.get(name_key(row.name))
        if first:
            raise Refusal("team", text("the same team stands in row {row}", row=first))
        other = self.teams.by_name.get(name_key(row.name))
        if other and known and other is not known:
            raise Refusal("team", text("this is the name of {code}", code=other.code))

    def _free_name(self, row: TeamRow) -> str:
        """Projects may share a title; the later one gets a number."""
        name, number = row.name, 1
        while name_key(name) in self.names or name_key(name) in self.teams.by_name:
            number += 1
            name = f"{row.name} ({number})"
        if number > 1:
            self.plan.table.notes.add("same-name", row=row.row)
        return name

    def _person(self, member: PersonRow, team: KnownTeam | None) -> Known | None:
        """The person a member is, None for somebody new."""
        known = self.directory.find(member)
        if known is None and not member.email and not member.phone:
            known = self._by_name(member, team)
        if known is None:
            _require_name(member)
            return None
        if known.name and member.name and likeness(known.name, member.name) < UNLIKE:
            raise Refusal("members", text("this address belongs to another name"))
        self._refuse_elsewhere(member, known, team)
        return known

    def _refuse_elsewhere(self, member: PersonRow, known: Known, team: KnownTeam | None) -> None:
        place = self.teams.of_person.get(known.id)
        if place and place is not team:
            who = member.name or known.name or ""
            raise Refusal("members", text("{person} is in {team} already", person=who, team=place.code))

    def _by_name(self, member: PersonRow, team: KnownTeam | None) -> Known | None:
        found = self.directory.named(member.name)
        mine = [known for known in found if team and known.id in team.members]
        free = mine or [known for known in found if known.id not in self.teams.of_person]
        if len(free) > 1:
            said = text("{person}: several have this name; give an address", person=member.name)
            raise Refusal("members", said)
        if free:
            self.plan.table.notes.add("ids-by-name", row=member.row)
        return free[0] if free else None

    def _refuse_shared(self, members: Members) -> None:
        for member, known in members:
            row = self.taken.get(_identity(member, known))
            if row:
                who = member.name or member.email
                said = text("{person} is in the team of row {row} too", person=who, row=row)
                raise Refusal("members", said)

    def _check_size(self, team: KnownTeam | None, members: Members) -> None:
        present = set(team.members) if team else set()
        size = len(present | {_identity(member, known) for member, known in members})
        low, high = self.event.team_min, self.event.team_max
        too_few = team is None and 0 < size < low  # who joins a team that is there makes it no smaller
        if too_few or size > high:
            said = text("{low}–{high} members are allowed, not {size}", low=low, high=high, size=size)
            raise Refusal("members", said)

    def _hold(self, row: TeamRow, members: Members) -> None:
        self.names[name_key(row.name)] = row.row
        if row.code:
            self.codes[code_key(row.code)] = row.row
        for member, known in members:
            self.taken[_identity(member, known)] = row.row
            if known is None:
                self.people.new.append(member)
            else:
                member.person = known.id
                if known.entrant is None:
                    self.people.joining.append((known, member))

    def _compare(self, row: TeamRow, known: KnownTeam, members: Members, hands_in: bool) -> None:
        write = TeamWrite(row, team=known.id, code=known.code, hands_in=hands_in)
        write.joining = [member for member, person in members if not _is_in(person, known)]
        write.captain = self._new_captain(row, known, members)
        fields = _changed_fields(row, known)
        changes = _team_changes(write, fields)
        if not self.overwrites:
            refuse_fields(_overwritten(changes))
        changes += _additions(write)
        if 0 < len(members) < len(known.members) + len(write.joining):
            self.plan.table.notes.add("not-in-file", row=row.row)
        if not changes:
            self.plan.same += 1
            return
        self.plan.changed += 1
        self.plan.changes += changes
        if "name" in fields:
            fields["name_key"] = (name_key(known.name), name_key(row.name))
        if fields:
            self.changes[known.id] = fields
        self.writes.append(write)

    def _new_captain(self, row: TeamRow, team: KnownTeam, members: Members) -> PersonRow | None:
        if row.captain is None or not _names_a_captain(self.plan.table.columns):
            return None
        known = next((known for member, known in members if member is row.captain), None)
        return None if known and team.members.get(known.id) else row.captain

    def give_codes(self) -> None:
        """Codes for those who bring none, after the highest there is."""
        number = self.teams.next_number()
        given = {code_key(write.row.code) for write in self.writes if write.row.code}
        for write in self.writes:
            if write.team is not None:
                continue
            write.code = write.row.code
            while not write.code:
                code, number = f"T{number:03d}", number + 1
                write.code = "" if code_key(code) in given else code


def _is_in(person: Known | None, team: KnownTeam) -> bool:
    return person is not None and person.id in team.members


def _require_name(member: PersonRow) -> None:
    if not member.name:
        said = text("nobody here has the address {email}", email=member.email)
        raise Refusal("members", said)


def _changed_fields(row: TeamRow, known: KnownTeam) -> Changes:
    found: Changes = {}
    if row.name and _is_renamed(row, known):
        found["name"] = (known.name, row.name)
    if row.track and row.track != known.track:
        found["track"] = (known.track or None, row.track)
    return found


def _team_changes(write: TeamWrite, fields: Changes) -> list[Change]:
    changes = [Change(write.row.row, write.code, name, old or "", new) for name, (old, new) in fields.items()]
    return changes + ([_change(write, "captain", _called(write.captain))] if write.captain else [])


def _overwritten(changes: list[Change]) -> list[str]:
    return [each.field for each in changes if each.old or each.field == "captain"]


def _additions(write: TeamWrite) -> list[Change]:
    """What an import may do to a team at any time, since nothing is overwritten by it."""
    joining = [_change(write, "members", _called(member)) for member in write.joining]
    return joining + ([_change(write, "title", write.row.title)] if write.hands_in else [])


def _change(write: TeamWrite, field: str, new: str) -> Change:
    return Change(write.row.row, write.code, field, "", new)


def _called(member: PersonRow) -> str:
    return member.name or member.email or ""


def _is_renamed(row: TeamRow, known: KnownTeam) -> bool:
    """Members type their team's name in many ways: only one that is another name is a change."""
    bare = re.sub(r" \(\d+\)$", "", known.name) if row.key else known.name
    return name_key(row.name) not in (name_key(known.name), name_key(bare))


def _names_a_captain(columns: Mapping[str, str | None]) -> bool:
    return any(name == "captain" or (name or "").startswith("captain.") for name in columns.values())


def _identity(member: PersonRow, known: Known | None) -> object:
    return known.id if known else (member.email or member.contact or (member.key, member.name, id(member)))


def _alike_teams(writes: list[TeamWrite], teams: Teams) -> list[Alike]:
    """New teams whose names are almost those of others."""
    new = [(each.row.row, each.row.name) for each in writes if each.team is None]
    names = new + [(0, team.name) for team in teams.all.values()]
    if len(names) > _MOST_COMPARED:
        return []
    return [
        Alike(tuple(row for row in (names[at][0], names[to][0]) if row), (names[at][1], names[to][1]), _SAME_NAME)
        for at, to in _close_pairs([jamo(name) for _, name in names], len(new))
    ]


def _close_pairs(keys: list[str], new: int) -> Iterator[tuple[int, int]]:
    """Places of keys almost the same; the first `new` are compared with all that follow on them."""
    for at in range(new):
        for to in range(at + 1, len(keys)):
            if len(keys[at]) >= 6 and fuzz.ratio(keys[at], keys[to]) >= _ALIKE:
                yield at, to
