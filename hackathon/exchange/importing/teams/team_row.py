"""A team as rows of a file describe it: one row a team, one row a person with the team's name, one row a project or one a prize."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hackathon.domain.submissions import submissions
from hackathon.domain.teams.teams import name_key
from hackathon.exchange.importing.people.directory import give_keys
from hackathon.exchange.importing.people.entrants import only_latest
from hackathon.exchange.importing.people.person_row import PersonRow, members_of, person_of
from hackathon.exchange.importing.plan import Plan
from hackathon.exchange.importing.table.columns import COLUMNS
from hackathon.exchange.importing.table.table import Record, Table
from hackathon.exchange.importing.table.values import Refusal, clean, code_key, lines_of, named
from scoring.faults import quote
from scoring.text import text

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,15}")
_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_UNTITLED = frozenset(_WORDS["untitled"])


@dataclass
class TeamRow:
    """A team as one row or several describe it."""

    row: int
    name: str
    code: str = ""
    key: str = ""
    track: str = ""
    title: str = ""
    summary: str = ""
    links: list[dict[str, str]] = field(default_factory=list)
    members: list[PersonRow] = field(default_factory=list)
    captain: PersonRow | None = None
    titled: bool = False
    """Whether the name is the title of the work, for want of one of the team."""

    @property
    def identity(self) -> str:
        """Under which two rows are of one team."""
        return f"\0{self.key}" if self.key else f"{name_key(self.name)}\0{code_key(self.code)}"

    @property
    def content(self) -> tuple[object, ...]:
        """What the row says of the team."""
        members = tuple((each.name, each.email, each.phone) for each in self.members)
        links = tuple(link["url"] for link in self.links)
        return (name_key(self.name), self.track, self.title, self.summary, links, members)

    @property
    def words(self) -> str:
        """What somebody sees who chooses between two rows of one team."""
        members = ", ".join(each.name or each.email or "" for each in self.members)
        return " · ".join(dict.fromkeys(part for part in (self.name, self.title, self.track, members) if part))

    @property
    def submission(self) -> dict[str, Any] | None:
        """What the team hands in, if the file says so."""
        if not self.title:
            return None
        return {"title": self.title, "summary": self.summary, "links": self.links}


def team_rows(table: Table, plan: Plan, *, zone: ZoneInfo) -> list[TeamRow]:
    """Every team of the file, once."""
    by_person = "team" in table.fields and bool({"name", "first_name"} & table.fields)
    return _from_people(table, plan, zone) if by_person else list(_from_rows(table, plan, zone))


def settled(rows: list[TeamRow], plan: Plan) -> list[TeamRow]:
    """The rows, without those of one team that say different things, unless one was chosen."""
    found: dict[str, list[TeamRow]] = {}
    for row in rows:
        found.setdefault(row.identity, []).append(row)
    kept = []
    for same in found.values():
        if len({row.content for row in same}) > 1:
            words = [row.words for row in same]
            chosen = plan.contest(same[0].code or same[0].name, [row.row for row in same], words=words, field="team")
            same = [row for row in same if row.row == chosen]
        kept += [row for row in same if not row.key or row is same[0]]
        for row in same[1:]:
            if row.key:
                plan.table.notes.add("one-per-prize", row=row.row)
    return sorted(kept, key=lambda row: row.row)


def _from_people(table: Table, plan: Plan, zone: ZoneInfo) -> list[TeamRow]:
    people = []
    texts: dict[int, dict[str, str]] = {}
    for record in table.records():
        try:
            person = person_of(record, zone=zone, notes=table.notes)
        except Refusal as refusal:
            plan.refuse(record.number, refusal.field, refusal.reason)
            continue
        if not person.team:
            word = clean(record.values.get("team", ""))
            note = text('Rows whose team is "{word}" name no team and are passed over', word=quote(word))
            table.notes.add(note if word else "no-team", row=record.number)
            continue
        person.captain = COLUMNS["captain"].value(record.values)
        texts[record.number] = record.values
        people.append(person)
    give_keys(people)
    teams: dict[str, TeamRow] = {}
    for person in only_latest(people, plan):
        _gather(person, texts[person.row], teams, plan)
    for team in teams.values():
        _choose_captain(team, table)
    return list(teams.values())


def _gather(person: PersonRow, values: dict[str, str], teams: dict[str, TeamRow], plan: Plan) -> None:
    key = name_key(person.team)
    try:
        if key not in teams:
            teams[key] = _facts(values, person.row)
        teams[key].members.append(person)
    except Refusal as refusal:
        plan.refuse(person.row, refusal.field, refusal.reason)


def _choose_captain(team: TeamRow, table: Table) -> None:
    marked = [member for member in team.members if member.captain]
    if len(marked) != 1:
        table.notes.add("two-captains" if marked else "no-captain", row=team.row)
    team.captain = (marked or team.members)[0]


def _from_rows(table: Table, plan: Plan, zone: ZoneInfo) -> Iterator[TeamRow]:
    for record in table.records():
        try:
            yield _team_of(record, table, zone)
        except Refusal as refusal:
            plan.refuse(record.number, refusal.field, refusal.reason)


def _team_of(record: Record, table: Table, zone: ZoneInfo) -> TeamRow:
    if record.wide:
        raise Refusal("", text("the row has more cells than the header"))
    values = record.values
    if "draft" in values.get("status", "").casefold():
        raise Refusal("status", text("it is a draft that was not submitted"))
    team = _facts(values, record.number)
    team.members = members_of(record, zone=zone, notes=table.notes, by_name=False)
    give_keys(team.members)
    if team.members:
        team.captain = team.members[0]
        if not any(name == "captain" or name.startswith("captain.") for name in values):
            table.notes.add("no-captain", row=record.number)
    _cut(team, table)
    return team


def _facts(values: dict[str, str], row: int) -> TeamRow:
    title = named(values.get("title", ""))
    own = named(values.get("team", ""))
    name = own or title
    if name.casefold() in _UNTITLED and (values.get("code", "").strip() == "" or title):
        raise Refusal("title" if title or "title" in values else "team", text("the team has no name"))
    return TeamRow(
        row=row,
        name=COLUMNS["team"].fit(name),
        code=_code(values.get("code", "")),
        key=clean(values.get("key", "")).rstrip("/").casefold(),
        track=COLUMNS["track"].cut(named(values.get("track", ""))),
        title=title,
        summary=lines_of(values.get("summary", "")),
        links=_links(values),
        titled=not own,
    )


def _code(word: str) -> str:
    """A team's code; a bare number becomes the code of that number."""
    code = "".join(named(word).split())
    if code.isdigit():
        return f"T{int(code):03d}"
    if code and not _CODE.fullmatch(code):
        said = text("this cannot be a code: {code}", code=quote(code))
        raise Refusal("code", said)
    return code.upper() if re.fullmatch(r"t\d+", code) else code


def _links(values: dict[str, str]) -> list[dict[str, str]]:
    """The addresses that a browser can open; what else people write there is left out."""
    texts = [values.get(name, "") for name in ("link", "video", "key")]
    found = [part.strip("<>()\"'") for text in texts for part in re.split(r"[\s,;]+", text)]
    good = [
        each for each in dict.fromkeys(found) if submissions.is_web_address(each) and len(each) <= submissions.ADDRESS
    ]
    return [{"name": "", "url": each} for each in good[: submissions.LINKS]]


def _cut(team: TeamRow, table: Table) -> None:
    for column in (COLUMNS["title"], COLUMNS["summary"]):
        text = getattr(team, column.key)
        if column.most and len(text) > column.most:
            setattr(team, column.key, text[: column.most - 1] + "…")
            table.notes.add("cut", row=team.row)
