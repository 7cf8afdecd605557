"""A judge's rounds, and in each the teams to score with the state of one's own ballots."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from hackathon.domain import submissions
from hackathon.domain.ballots import rubric_of
from hackathon.extensions import db
from hackathon.models import Assignment, Entry, Judge, Person, Recusal, Revision, Round, Seat, Team

STATES = ("sealed", "draft", "conflict", "new", "recused")


@dataclass(frozen=True)
class Item:
    """One team to score. `marked` of `criteria` marks are given in the newest revision that the server holds."""

    number: int
    team: str
    title: str
    state: str
    marked: int
    criteria: int


@dataclass(frozen=True)
class RoundOfMine:
    round: Round
    chair: bool
    items: list[Item]

    @property
    def counts(self) -> Counter[str]:
        return Counter(item.state for item in self.items)

    @property
    def owed(self) -> int:
        return len(self.items) - self.counts["recused"]


@dataclass(frozen=True)
class _Ballot:
    sealed: bool
    marks: Mapping[str, object]


def state_names() -> dict[str, str]:
    return {
        "new": _("시작 전"),
        "draft": _("초안"),
        "sealed": _("봉인"),
        "conflict": _("확인 필요"),
        "recused": _("제척·기피·회피"),
    }


def find_judge(person: Person) -> Judge | None:
    return db.session.scalars(select(Judge).where(Judge.person_id == person.id)).first()


def rounds_of(judge: Judge) -> list[RoundOfMine]:
    """The rounds on whose panel the judge sits, the latest first: it is the one to work on."""
    seats = db.session.execute(
        select(Round, Seat.chair)
        .join(Seat, Seat.round_id == Round.id)
        .where(Seat.judge_id == judge.id)
        .order_by(Round.position.desc())
    )
    return [RoundOfMine(round, chair, _items(round, judge)) for round, chair in seats]


def _items(round: Round, judge: Judge) -> list[Item]:
    heads, unsettled, recused = _heads(round, judge), _unsettled(round, judge), _recused(round, judge)
    titles = submissions.newest_by_team([each for each in round.event.rounds if each.position <= round.position])
    criteria = len([criterion for criterion in rubric_of(round.policy).criteria if criterion.counts])
    return [
        Item(
            number=entry.position,
            team=team.name,
            title=titles[team.id].title if team.id in titles else "",
            state=_state(entry.id, heads=heads, unsettled=unsettled, recused=recused),
            marked=len(heads[entry.id].marks) if entry.id in heads else 0,
            criteria=criteria,
        )
        for entry, team in _assigned(round, judge)
    ]


def _assigned(round: Round, judge: Judge) -> list[tuple[Entry, Team]]:
    found = db.session.execute(
        select(Entry, Team)
        .join(Assignment, Assignment.entry_id == Entry.id)
        .join(Team, Team.id == Entry.team_id)
        .where(Assignment.judge_id == judge.id, Entry.round_id == round.id, Entry.withdrawn_at.is_(None))
        .order_by(Entry.position)
    )
    return [(entry, team) for entry, team in found]


def _heads(round: Round, judge: Judge) -> dict[int, _Ballot]:
    """The newest accepted revision of each of the judge's ballots: entry id → ballot."""
    found = db.session.execute(
        select(Revision.entry_id, Revision.sealed, Revision.marks)
        .where(Revision.round_id == round.id, Revision.judge_id == judge.id, Revision.status == "accepted")
        .order_by(Revision.revision)
    )
    return {entry: _Ballot(sealed, json.loads(marks)) for entry, sealed, marks in found}


def _unsettled(round: Round, judge: Judge) -> set[int]:
    """Entries with revisions that somebody must still decide on."""
    kept = select(Revision.entry_id).where(
        Revision.round_id == round.id, Revision.judge_id == judge.id, Revision.status != "accepted"
    )
    return set(db.session.scalars(kept))


def _recused(round: Round, judge: Judge) -> set[int]:
    own = select(Recusal.entry_id).where(Recusal.round_id == round.id, Recusal.judge_id == judge.id)
    return set(db.session.scalars(own))


def _state(entry: int, *, heads: Mapping[int, _Ballot], unsettled: set[int], recused: set[int]) -> str:
    if entry in recused:
        return "recused"
    if entry in unsettled:
        return "conflict"
    if entry not in heads:
        return "new"
    return "sealed" if heads[entry].sealed else "draft"
