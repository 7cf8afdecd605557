"""Rows as teams: one row a team, one row a person with the team's name, one row a project or one a prize."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from hackathon.domain.submissions import submissions
from hackathon.domain.teams.teams import name_key
from hackathon.exchange.importing.people.directory import Draft, give_keys, limited
from hackathon.exchange.importing.people.entrants import only_latest
from hackathon.exchange.importing.people.person_row import members_of, person_of
from hackathon.exchange.importing.plan import Plan
from hackathon.exchange.importing.table.table import Record, Table
from hackathon.exchange.importing.table.values import LONGEST, Bad, clean, yes_or_no
from scoring.faults import Both, quote

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,15}")
_UNTITLED = {"", "untitled", "제목 없음", "무제"}


@dataclass
class TeamDraft:
    """A team as one row or several describe it."""

    row: int
    name: str
    code: str = ""
    key: str = ""
    track: str = ""
    title: str = ""
    summary: str = ""
    links: list[dict[str, str]] = field(default_factory=list)
    members: list[Draft] = field(default_factory=list)
    captain: Draft | None = None

    @property
    def work(self) -> dict[str, Any] | None:
        """What the team hands in, if the file says so."""
        if not self.title:
            return None
        return {"title": self.title, "summary": self.summary, "links": self.links}


def team_drafts(table: Table, plan: Plan, *, zone: ZoneInfo) -> list[TeamDraft]:
    """Every team of the file, once."""
    by_person = "team" in table.fields and bool({"name", "first_name"} & table.fields)
    return _of_people(table, plan, zone) if by_person else list(_of_rows(table, plan, zone))


def _of_people(table: Table, plan: Plan, zone: ZoneInfo) -> list[TeamDraft]:
    drafts = []
    texts: dict[int, dict[str, str]] = {}
    for record in table.records():
        try:
            draft = person_of(record, zone=zone, notes=table.notes)
        except Bad as bad:
            plan.refuse(record.number, bad.field, bad.reason)
            continue
        if not draft.team:
            table.notes.add("no-team", row=record.number)
            continue
        draft.captain = yes_or_no(record.values.get("captain", ""))
        texts[record.number] = record.values
        drafts.append(draft)
    give_keys(drafts)
    teams: dict[str, TeamDraft] = {}
    for draft in only_latest(drafts, plan):
        _gather(draft, texts[draft.row], teams, plan)
    for team in teams.values():
        _choose_captain(team, table)
    return list(teams.values())


def _gather(draft: Draft, values: dict[str, str], teams: dict[str, TeamDraft], plan: Plan) -> None:
    key = name_key(draft.team)
    try:
        if key not in teams:
            teams[key] = _facts(values, draft.row)
        teams[key].members.append(draft)
    except Bad as bad:
        plan.refuse(draft.row, bad.field, bad.reason)


def _choose_captain(team: TeamDraft, table: Table) -> None:
    marked = [draft for draft in team.members if draft.captain]
    if len(marked) != 1:
        table.notes.add("two-captains" if marked else "no-captain", row=team.row)
    team.captain = (marked or team.members)[0]


def _of_rows(table: Table, plan: Plan, zone: ZoneInfo) -> Iterator[TeamDraft]:
    by_key: dict[str, TeamDraft] = {}
    for record in table.records():
        try:
            team = _team_of(record, table, zone)
        except Bad as bad:
            plan.refuse(record.number, bad.field, bad.reason)
            continue
        if team.key and team.key in by_key:
            table.notes.add("one-per-prize", row=record.number)
            continue
        by_key[team.key] = team
        yield team


def _team_of(record: Record, table: Table, zone: ZoneInfo) -> TeamDraft:
    if record.wide:
        raise Bad("", Both("머리글보다 칸이 많습니다", "the row has more cells than the header"))
    values = record.values
    if "draft" in values.get("status", "").casefold():
        raise Bad("status", Both("내지 않은 초안입니다", "it is a draft that was not submitted"))
    team = _facts(values, record.number)
    team.members = members_of(record, zone=zone, notes=table.notes, named=False)
    give_keys(team.members)
    if team.members:
        team.captain = team.members[0]
        if not any(name == "captain" or name.startswith("captain.") for name in values):
            table.notes.add("no-captain", row=record.number)
    _cut(team, table)
    return team


def _facts(values: dict[str, str], row: int) -> TeamDraft:
    title = clean(values.get("title", ""))
    name = clean(values.get("team", "")) or title
    if name.casefold() in _UNTITLED and (values.get("code", "").strip() == "" or title):
        raise Bad(
            "title" if title or "title" in values else "team", Both("이름이 없는 팀입니다", "the team has no name")
        )
    return TeamDraft(
        row=row,
        name=limited("team", name),
        code=_code(values.get("code", "")),
        key=clean(values.get("key", "")).rstrip("/").casefold(),
        track=clean(values.get("track", ""))[:64],
        title=title,
        summary=clean(values.get("summary", ""), lines=True),
        links=_links(values),
    )


def _code(text: str) -> str:
    """A team's code; a bare number becomes the code of that number."""
    code = clean(text)
    if code.isdigit():
        return f"T{int(code):03d}"
    if code and not _CODE.fullmatch(code):
        said = Both(f"번호로 쓸 수 없습니다: {quote(code)}", f"this cannot be a code: {quote(code)}")
        raise Bad("code", said)
    return code.upper() if re.fullmatch(r"t\d+", code) else code


def _links(values: dict[str, str]) -> list[dict[str, str]]:
    """The addresses that a browser can open; what else people write there is left out."""
    texts = [values.get(name, "") for name in ("link", "video", "key")]
    found = [part.strip("<>()\"'") for text in texts for part in re.split(r"[\s,;]+", text)]
    good = [
        each for each in dict.fromkeys(found) if submissions.is_web_address(each) and len(each) <= submissions.ADDRESS
    ]
    return [{"name": "", "url": each} for each in good[: submissions.LINKS]]


def _cut(team: TeamDraft, table: Table) -> None:
    for name in ("title", "summary"):
        text = getattr(team, name)
        if len(text) > LONGEST[name]:
            setattr(team, name, text[: LONGEST[name] - 1] + "…")
            table.notes.add("cut", row=team.row)
