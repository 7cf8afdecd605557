"""Status of a team in one word. Only what has been published goes into it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import select

from hackathon.domain.results.publications import get_published
from hackathon.extensions import db
from hackathon.models import Entry, Event, Round, Team

Status = Literal["applied", "shortlisted", "reserve", "not-selected", "finalist", "result", "withdrawn", "disqualified"]
STATUSES: tuple[Status, ...] = (
    "applied", "shortlisted", "reserve", "not-selected", "finalist", "result", "withdrawn", "disqualified",
)  # fmt: skip


def statuses_of(event: Event, teams: Sequence[Team]) -> dict[int, Status]:
    """The status of each team by its id; the number of queries does not grow with the teams.

    A round that is not published says nothing, whoever asks: neither its standings nor who was entered after it.
    """
    published = [_Outcome(round, event) for round in event.rounds if round.published_at is not None]
    return {team.id: _status_of(team, published) for team in teams}


def status_of(event: Event, team: Team) -> Status:
    return statuses_of(event, [team])[team.id]


class _Outcome:
    """What a published round did to the teams in it."""

    def __init__(self, round: Round, event: Event) -> None:
        standing: dict[str, Any] = json.loads(get_published(round).standings)
        following = [each for each in event.rounds if each.source_id == round.id]
        self.round = round
        self.is_last = not following
        self.leads_to_the_last = bool(following) and not any(
            each.source_id in {one.id for one in following} for each in event.rounds
        )
        self.judged = {row["entry"] for row in standing["standings"]} | {each["entry"] for each in standing["unranked"]}
        self.advance, self.reserve = set(standing["advance"]), set(standing["reserve"])
        self.undecided = set(standing["cut"]["entries"])
        self.entered, self.gone = _entered(following), _entered(following, withdrawn=True)

    def of(self, team: Team) -> Status | None:
        if team.code not in self.judged:
            return None
        if self.is_last:
            return "result"
        if team.id in self.entered:
            return "finalist" if self.leads_to_the_last else "shortlisted"
        if team.id in self.gone:
            return "withdrawn"
        if team.code in self.advance:
            return "shortlisted"
        if team.code in self.undecided:
            return None
        return "reserve" if team.code in self.reserve else "not-selected"


def _entered(rounds: Sequence[Round], *, withdrawn: bool = False) -> set[int]:
    found = select(Entry.team_id).where(
        Entry.round_id.in_([round.id for round in rounds]),
        Entry.withdrawn_at.is_not(None) if withdrawn else Entry.withdrawn_at.is_(None),
    )
    return set(db.session.scalars(found))


def _status_of(team: Team, published: Sequence[_Outcome]) -> Status:
    if team.disqualified_at is not None:
        return "disqualified"
    if team.withdrawn_at is not None:
        return "withdrawn"
    known = [status for outcome in published if (status := outcome.of(team)) is not None]
    return known[-1] if known else "applied"
