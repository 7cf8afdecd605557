"""Content of the event's public page: where the event stands, its milestones, and what has been published."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from hackathon import clock
from hackathon.domain.results.publications import get_published
from hackathon.domain.rounds import rounds
from hackathon.domain.rounds.entries import team_names
from hackathon.domain.submissions import submissions
from hackathon.extensions import db
from hackathon.models import Entrant, Entry, Event, Result, Round, Team
from hackathon.permissions import visible
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.languages import speak
from hackathon.web.page.frame import span_parts, words
from hackathon.web.page.steps import Step
from scoring import Policy
from scoring.policy.rule_names import empty_award


@dataclass(frozen=True)
class Milestone:
    name: str
    starts_at: datetime
    ends_at: datetime | None

    @property
    def state(self) -> str:
        """The class of its step: done, now, or nothing yet."""
        if clock.now() < self.starts_at:
            return ""
        return "now" if self.ends_at and clock.now() < self.ends_at else "done"

    @property
    def step(self) -> Step:
        return Step(self.state, self.name, span_parts(self.starts_at, self.ends_at))


@dataclass(frozen=True)
class PublicTeam:
    """A team as the public sees it: in the order of presentation, with what has been published of it."""

    position: int
    code: str
    name: str
    title: str
    rank: int | None = None
    score: str | None = None


@dataclass(frozen=True)
class Award:
    """One place of an award. `undecided` says why it is open; without that and without a team it stays vacant."""

    name: str
    team: PublicTeam | None
    undecided: str = ""
    candidates: tuple[str, ...] = ()


def milestones_of(event: Event) -> list[Milestone]:
    return [
        Milestone(
            name=words(each["name"]),
            starts_at=datetime.fromisoformat(each["starts_at"]),
            ends_at=datetime.fromisoformat(each["ends_at"]) if each.get("ends_at") else None,
        )
        for each in event.milestones
    ]


def find_next(milestones: Sequence[Milestone]) -> Milestone | None:
    return next((each for each in milestones if clock.now() < each.starts_at), None)


def stage_chip(event: Event, milestones: Sequence[Milestone]) -> tuple[str, str]:
    """The chip above the headline: its class and its words."""
    current = next((round for round in event.rounds if not round.published_at), None)
    if current is None:
        return ("chip-final", _("Results are out")) if event.rounds else _milestone_chip(milestones)
    state = rounds.state_of(current)
    if state == "planned":
        return _milestone_chip(milestones)
    if state == "open":
        return "chip-open", _("{round}: judging", round=words(current.name))
    return "chip-wait", _("{round}: results being checked", round=words(current.name))


def _milestone_chip(milestones: Sequence[Milestone]) -> tuple[str, str]:
    """Between rounds: what is going on, else what comes next."""
    running = [each for each in milestones if each.state == "now"]
    if running:
        return "chip-open", running[-1].name
    following = find_next(milestones)
    return "", _("Next: {milestone}", milestone=following.name) if following else _("In preparation")


def count_participants(event: Event) -> tuple[int, int] | None:
    """How many people and teams take part, once applications are closed."""
    if clock.now() < event.applications_close_at:
        return None
    people = select(func.count()).where(Entrant.event_id == event.id, Entrant.withdrawn_at.is_(None), Entrant.confirmed)
    teams = select(func.count()).where(Team.event_id == event.id, Team.withdrawn_at.is_(None))
    return db.session.scalar(people) or 0, db.session.scalar(teams) or 0


def find_shown_round(event: Event) -> Round | None:
    """The last round whose teams everybody may know."""
    return next((round for round in reversed(event.rounds) if visible(None, "entries", round=round)), None)


def tracks_beside(event: Event, shown: Round | None) -> list[Round]:
    """Where tracks are judged apart: the other rounds of the same stage that everybody may know."""
    if shown is None or shown.track is None:
        return []
    beside = [each for each in event.rounds if each.track and each.source_id == shown.source_id and each is not shown]
    return [each for each in beside if visible(None, "entries", round=each)]


def teams_of(event: Event, round: Round) -> list[PublicTeam]:
    """The teams of a round in their order of presentation, or by rank where ranks are published."""
    titles = submissions.newest_by_team(event.rounds)
    entries = db.session.execute(
        select(Entry.position, Team)
        .join(Team, Team.id == Entry.team_id)
        .where(Entry.round_id == round.id, Entry.withdrawn_at.is_(None))
        .order_by(Entry.position)
    )
    published = _published_rows(round)
    shown = [
        PublicTeam(
            position=position,
            code=team.code,
            name=team.name,
            title=titles[team.id].title if team.id in titles else "",
            **published.get(team.code, {}),
        )
        for position, team in entries
    ]
    return sorted(shown, key=lambda team: (team.rank is None, team.rank or 0))


def _published_rows(round: Round) -> dict[str, dict[str, Any]]:
    """Of the locked result, what the event's level lets everybody see: code → rank and score."""
    names = [name for name, what in (("rank", "ranks"), ("score", "scores")) if visible(None, what, round=round)]  # type: ignore[arg-type]
    rows = _locked(round)["standings"] if names else []
    return {row["entry"]: {name: row[name] for name in names} for row in rows}


def awards_of(round: Round, teams: Sequence[PublicTeam], *, result: Result | None = None) -> list[Award]:
    """The awards as they are published, or were with `result`: each with its team, a vacant one with none, an open one
    with what is known.

    Between whom an open award lies tells ranks, so it is said only where ranks are.
    """
    if not visible(None, "awards", round=round):
        return []
    by_code = {team.code: team for team in teams}
    result = result or get_published(round)
    rules, ranks = Policy.from_text(result.policy), visible(None, "ranks", round=round)
    return [_award(each, by_code, rules, round, ranks=ranks) for each in json.loads(result.standings)["awards"]]


def _award(
    given: dict[str, Any], teams: Mapping[str, PublicTeam], rules: Policy, round: Round, *, ranks: bool
) -> Award:
    name, title = words(given["name"]), given["name"]
    if given["entry"]:
        return Award(name, teams.get(given["entry"]) or _gone(round, given["entry"]))
    if not given["open"]:
        return Award(name, None)
    key = title if isinstance(title, str) else next(iter(title.values()))
    candidates = given.get("candidates", ()) if ranks else ()
    called = tuple(teams[code].name if code in teams else code for code in candidates)
    return Award(name, None, speak(empty_award(key, rules, is_open=True)), called)


def _gone(round: Round, code: str) -> PublicTeam:
    """A winner whose entry was withdrawn since: the award stays theirs until somebody corrects the result."""
    names = team_names(round)
    return PublicTeam(0, code, names[code][1] if code in names else code, "")


def _locked(round: Round) -> dict[str, Any]:
    """The standings that were locked and signed, never computed again."""
    content: dict[str, Any] = json.loads(get_published(round).standings)
    return content
