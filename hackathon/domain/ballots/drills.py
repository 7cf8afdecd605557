"""Drills: the panel of a round tries its rubric on one sample, in a round that counts for nothing."""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select

from hackathon import clock
from hackathon.domain.ballots import ballots
from hackathon.domain.ballots.revisions import rubric_of
from hackathon.domain.ballots.totals import total_of
from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid
from hackathon.domain.rounds import rounds
from hackathon.domain.submissions import submissions
from hackathon.extensions import db
from hackathon.models import Drill, Event, Person, Round, Team
from scoring.policy.rubric import Criterion
from scoring.text import in_languages, text


def find_for(round: Round) -> Drill | None:
    """The drill of a round, or the one that the round is itself."""
    return db.session.scalars(select(Drill).where((Drill.of_id == round.id) | (Drill.round_id == round.id))).first()


def create_drill(
    round: Round,
    *,
    title: str,
    summary: str,
    links: Sequence[Mapping[str, str]] = (),
    actor: Person | None = None,
) -> Drill:
    """Make a round of its own with the rubric and the panel of this one, and in it the sample that all of them score."""
    ends = _ends(round)
    if find_for(round) is not None:
        raise Invalid(text("There is a drill already."), field="title")
    panel = rounds.panel(round)
    if not panel:
        raise Invalid(text("There is no panel yet."), field="title")
    practice = _round(round, ends)
    team = _sample(practice, round.event)
    submissions.submit(practice, team, title=title, summary=summary, links=links, by=actor)
    (entry,) = rounds.enter(practice, [team])
    team.withdrawn_at = clock.now()  # whatever leaves withdrawn teams out leaves it out
    for seat in panel:
        rounds.seat(practice, seat.judge, chair=seat.chair, actor=actor)
    rounds.assign(practice, [(seat.judge, entry) for seat in panel], actor=actor)
    drill = Drill(round_id=practice.id, of_id=round.id)
    db.session.add(drill)
    audit.record(round.event, "drill.created", f"round:{round.key}", actor=actor, drill=practice.key)
    return drill


def _ends(round: Round) -> datetime:
    """A drill is over when the round begins; one that is made later ends with the round."""
    now = clock.now()
    if not round.counts or round.locked_at or now >= round.closes_at:
        raise Invalid(
            text("A drill is made for a round whose judging is not over."),
            field="title",
        )
    return round.opens_at if now < round.opens_at else round.closes_at


def _round(round: Round, ends: datetime) -> Round:
    first = db.session.scalar(select(func.min(Round.position)).where(Round.event_id == round.event_id)) or 0
    name = text("{round} (practice)", round=in_languages(round.name))
    practice = Round(
        event_id=round.event_id,
        key=_free_key(round),
        position=min(first, 1) - 1,
        name={language: name.say(language) for language in round.event.languages},
        fields=[],
        opens_at=clock.now(),
        closes_at=ends,
        panel_size=round.panel_size,
        policy=round.policy,
        guide=round.guide,
        counts=False,
    )
    db.session.add(practice)
    db.session.flush()
    return practice


def _free_key(round: Round) -> str:
    taken = set(db.session.scalars(select(Round.key).where(Round.event_id == round.event_id)))
    stem = f"{round.key[:50]}-drill"
    return next(key for key in (stem, *(f"{stem}-{n}" for n in range(2, 99))) if key not in taken)


def _sample(practice: Round, event: Event) -> Team:
    """No team of the event: nobody is in it, and its name is kept from no real team."""
    team = Team(
        event_id=event.id,
        code=f"SAMPLE-{practice.id}",
        name=text("Practice work").say(event.languages[0]),
        name_key=f"·sample·{practice.id}",
        created_at=clock.now(),
        sample=True,
    )
    db.session.add(team)
    db.session.flush()
    return team


def show_spread(drill: Drill, *, shown: bool, actor: Person | None = None) -> None:
    """Let the judges see how all marks are spread, or no longer. Doing it again changes nothing."""
    if (drill.opened_at is not None) == shown:
        return
    drill.opened_at = clock.now() if shown else None
    act = "drill.opened" if shown else "drill.closed"
    audit.record(drill.of.event, act, f"round:{drill.of.key}", actor=actor, drill=drill.round.key)


@dataclass(frozen=True)
class Spread:
    """The marks that a criterion got, from the lowest; `by_judge` is for who may know whose they are."""

    criterion: Criterion
    by_judge: dict[str, Decimal]

    @property
    def marks(self) -> list[Decimal]:
        return sorted(self.by_judge.values())

    @property
    def mean(self) -> Decimal:
        return statistics.mean(self.marks)

    @property
    def width(self) -> Decimal:
        """From the lowest mark to the highest."""
        return self.marks[-1] - self.marks[0]


def spread_of(practice: Round) -> list[Spread]:
    """Criterion by criterion, of the sealed ballots; nothing while there is none."""
    sealed = _sealed(practice)
    found = [
        Spread(each, {judge: marks[each.key] for judge, marks in sealed.items() if each.key in marks})
        for each in rubric_of(practice.policy).criteria
    ]
    return [each for each in found if each.by_judge]


def totals_of(practice: Round) -> dict[str, Decimal]:
    """What each judge's ballot adds up to, by code."""
    rubric = rubric_of(practice.policy)
    found = {judge: total_of(rubric, marks) for judge, marks in _sealed(practice).items()}
    return {
        judge: Decimal(total.numerator) / Decimal(total.denominator)
        for judge, total in found.items()
        if total is not None
    }


def _sealed(practice: Round) -> dict[str, dict[str, Decimal]]:
    return {
        row.judge: json.loads(row.marks, parse_float=Decimal, parse_int=Decimal) for row in ballots.counted(practice)
    }
