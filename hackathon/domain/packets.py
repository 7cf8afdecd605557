"""What one judge needs to score a round: the teams in order, what they handed in, and the judge's own ballots.

It holds nothing of any other judge.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from hackathon.domain import submissions
from hackathon.domain.ballots import rubric_of
from hackathon.domain.progress import Cell, Waits, outcome_of, progress_of
from hackathon.extensions import db
from hackathon.models import (
    BallotText,
    Entry,
    Judge,
    Person,
    Revision,
    Round,
    Ruling,
    RulingText,
    Seat,
    SubmissionVersion,
    Team,
)
from scoring import Rubric


@dataclass(frozen=True)
class Version:
    """One revision of a ballot as its judge reads it again."""

    id: str
    revision: int | None
    status: str
    sealed: bool
    marks: Mapping[str, Decimal]
    comment: str
    note: str
    received_at: datetime
    position: int
    verdict: str | None = None
    reason: str = ""

    @property
    def content(self) -> tuple[Any, ...]:
        """What the judge wrote: two versions with the same content need no decision."""
        return tuple(sorted(self.marks.items())), self.comment, self.note


@dataclass(frozen=True)
class Item:
    """One team to score. `head` is the newest accepted revision, `counting` the newest sealed one."""

    entry: Entry
    team: Team
    submission: SubmissionVersion | None
    cell: Cell
    total: Fraction | None
    head: Version | None = None
    counting: Version | None = None
    conflicts: tuple[Version, ...] = ()
    held: tuple[Version, ...] = ()
    ruled: tuple[Version, ...] = ()
    """Kept revisions that somebody has ruled on: `verdict` and `reason` say what became of them."""

    @property
    def number(self) -> int:
        return self.entry.position

    @property
    def state(self) -> str:
        return self.cell.state

    @property
    def base(self) -> int | None:
        return self.head.revision if self.head else None


@dataclass(frozen=True)
class Packet:
    """`items` in the order of presentation."""

    round: Round
    judge: Judge
    chair: bool
    rubric: Rubric
    items: tuple[Item, ...]

    @property
    def counts(self) -> Counter[str]:
        return Counter(item.state for item in self.items)

    @property
    def owed(self) -> int:
        return len(self.items) - self.counts["recused"]

    @property
    def begun(self) -> tuple[Item, ...]:
        """The teams with marks of this judge that may count."""
        return tuple(item for item in self.items if item.head and item.state != "recused")

    def find(self, code: str) -> Item | None:
        return next((item for item in self.items if item.team.code == code), None)

    def next_unscored(self, *, after: Item | None = None) -> Item | None:
        """The next team in order that is not sealed yet, from the top again at the end."""
        place = self.items.index(after) + 1 if after else 0
        in_turn = self.items[place:] + self.items[: max(place - 1, 0)]
        return next((item for item in in_turn if item.state in ("new", "draft")), None)


def find_judge(person: Person) -> Judge | None:
    return db.session.scalars(select(Judge).where(Judge.person_id == person.id)).first()


def packets_of(judge: Judge) -> list[Packet]:
    """The rounds on whose panel the judge sits, the latest first: it is the one to work on."""
    return [_packet(round, judge, chair=chair) for round, chair in _seats(judge)]


def find_packet(judge: Judge, key: str) -> Packet | None:
    """The packet of one round, None where the judge has no seat in it."""
    found = next(((round, chair) for round, chair in _seats(judge) if round.key == key), None)
    return _packet(found[0], judge, chair=found[1]) if found else None


def _seats(judge: Judge) -> list[tuple[Round, bool]]:
    found = db.session.execute(
        select(Round, Seat.chair)
        .join(Seat, Seat.round_id == Round.id)
        .where(Seat.judge_id == judge.id)
        .order_by(Round.position.desc())
    )
    return [(round, chair) for round, chair in found]


def _packet(round: Round, judge: Judge, *, chair: bool) -> Packet:
    cells = {code: cell for (_judge, code), cell in progress_of(round, judge=judge).cells.items()}
    pairs = [(entry, team) for entry, team in _entries(round) if team.code in cells]
    earlier = [each for each in round.event.rounds if each.position <= round.position]
    handed_in = submissions.newest_by_team(earlier, teams=[team.id for _entry, team in pairs])
    rubric, versions = rubric_of(round.policy), _versions(round, judge)
    items = tuple(
        _item(entry, team, cells[team.code], handed_in.get(team.id), versions.get(entry.id, []), rubric)
        for entry, team in pairs
    )
    return Packet(round=round, judge=judge, chair=chair, rubric=rubric, items=items)


def _item(
    entry: Entry,
    team: Team,
    cell: Cell,
    submission: SubmissionVersion | None,
    versions: Sequence[Version],
    rubric: Rubric,
) -> Item:
    accepted = [version for version in versions if version.status == "accepted"]
    head = accepted[-1] if accepted else None
    return Item(
        entry=entry,
        team=team,
        submission=submission,
        cell=cell,
        total=total_of(rubric, head.marks) if head else None,
        head=head,
        counting=next((version for version in reversed(accepted) if version.sealed), None),
        conflicts=_waiting(versions, "conflict", after=head),
        held=_waiting(versions, "held", after=head),
        ruled=tuple(version for version in reversed(versions) if version.verdict),
    )


def _waiting(versions: Sequence[Version], status: str, *, after: Version | None) -> tuple[Version, ...]:
    """The kept revisions that no accepted one has followed and nobody has ruled on, the newest first."""
    last = after.position if after else 0
    kept = (version for version in reversed(versions) if version.status == status)
    return tuple(v for v in kept if outcome_of(Waits(status, v.position, v.verdict), after=last) == "waiting")


def _entries(round: Round) -> list[tuple[Entry, Team]]:
    found = db.session.execute(
        select(Entry, Team)
        .join(Team, Team.id == Entry.team_id)
        .where(Entry.round_id == round.id, Entry.withdrawn_at.is_(None))
        .order_by(Entry.position)
    )
    return [(entry, team) for entry, team in found]


def _versions(round: Round, judge: Judge) -> dict[int, list[Version]]:
    """Everything the judge has sent in this round, as it came: entry id → versions."""
    rows = db.session.execute(
        select(Revision, BallotText.comment, BallotText.note, Ruling.verdict, RulingText.reason)
        .outerjoin(BallotText, BallotText.revision_id == Revision.id)
        .outerjoin(Ruling, Ruling.revision_id == Revision.id)
        .outerjoin(RulingText, RulingText.ruling_id == Ruling.id)
        .where(Revision.round_id == round.id, Revision.judge_id == judge.id)
        .order_by(Revision.chain_position)
    )
    found: dict[int, list[Version]] = {}
    for row, comment, note, verdict, reason in rows:
        version = _version(row, comment or "", note or "", verdict=verdict, reason=reason or "")
        found.setdefault(row.entry_id, []).append(version)
    return found


def _version(row: Revision, comment: str, note: str, *, verdict: str | None, reason: str) -> Version:
    marks = json.loads(row.marks, parse_float=Decimal, parse_int=Decimal)
    return Version(
        id=row.id,
        revision=row.revision,
        status=row.status,
        sealed=row.sealed,
        marks=marks,
        comment=comment,
        note=note,
        received_at=row.received_at,
        position=row.chain_position,
        verdict=verdict,
        reason=reason,
    )


def total_of(rubric: Rubric, marks: Mapping[str, Decimal]) -> Fraction | None:
    """The points that these marks add up to, None while one that counts is missing."""
    counting = [criterion for criterion in rubric.criteria if criterion.counts]
    if any(criterion.key not in marks for criterion in counting):
        return None
    return sum((earned(rubric, criterion.key, marks[criterion.key]) for criterion in counting), Fraction(0))


def earned(rubric: Rubric, key: str, mark: Decimal) -> Fraction:
    """The points that one mark adds to the total."""
    criterion = rubric.criteria[rubric.index(key)]
    return Fraction(criterion.points) * Fraction(mark) / Fraction(criterion.scale.max)
