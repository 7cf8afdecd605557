"""What of a round or submission a person may see. Every exit (page, file, count, status code) asks here and nowhere else."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import select

from hackathon.extensions import db
from hackathon.models import (
    Assignment,
    Entrant,
    Entry,
    Judge,
    Membership,
    Person,
    Recusal,
    Round,
    Seat,
    SubmissionVersion,
)

What = Literal["entries", "names", "progress", "desk", "standings", "ballots", "awards", "ranks", "scores", "bundle"]

_LEVELS = {"awards": {"awards"}, "ranks": {"awards", "ranks"}, "scores": {"awards", "ranks", "scores"}}
"""What a published result shows to everybody, by the level that the organizer chose."""


def roles_of(person: Person | None) -> frozenset[str]:
    return person.role_names if person else frozenset()


def is_chair(person: Person | None, round: Round) -> bool:
    """The chair of this round's panel, which the role alone does not make anybody."""
    if person is None:
        return False
    own = select(Seat.id).join(Judge).where(Seat.round_id == round.id, Seat.chair, Judge.person_id == person.id)
    return db.session.scalar(own) is not None


def _sits_on(person: Person | None, round: Round) -> bool:
    own = select(Seat.id).join(Judge).where(Seat.round_id == round.id, Judge.person_id == (person.id if person else 0))
    return db.session.scalar(own) is not None


def hides_names(round: Round) -> bool:
    """Whether its judges, and whatever is put into their hands, know the teams by number alone."""
    return round.blind and round.locked_at is None and round.published_at is None


def visible(viewer: Person | None, what: What, *, round: Round) -> bool:
    """May this person (None: anybody at all) see this of the round now?

    `entries`: which teams are in it. `names`: who they are, in a blind round too. `progress`: counts of ballots. `desk`: how the round is set up,
    with every reason that was given. `standings` and `ballots`: everything there is,
    before publication too. `awards`, `ranks`, `scores`: the published result, at the level the event chose.
    `bundle`: the results file of a published round, with every mark by number, where the organizer lets everybody have it.
    """
    roles = roles_of(viewer)
    if roles & {"organizer", "auditor"}:
        return True
    if what in ("awards", "ranks", "scores"):
        return round.published_at is not None and what in _LEVELS[round.event.result_level]
    if what == "bundle":
        return round.published_at is not None and round.bundle_public
    return _sees_before_publication(viewer, what, round=round, roles=roles)


def _sees_before_publication(viewer: Person | None, what: What, *, round: Round, roles: frozenset[str]) -> bool:
    if what == "progress":
        return "staff" in roles or is_chair(viewer, round)
    if what in ("standings", "ballots"):
        return is_chair(viewer, round)
    if what == "names":
        return not hides_names(round) or ("staff" in roles and not _sits_on(viewer, round))
    if what == "entries":
        return _entries_are_public(round) or bool(roles & {"staff", "judge", "chair"})
    return False


def may_read_submission(viewer: Person | None, version: SubmissionVersion) -> bool:
    """May this person read what a team handed in, its files too? The team, whoever judges it, and who sees everything."""
    if viewer is None:
        return False
    return bool(viewer.role_names & {"organizer", "auditor"}) or _is_of(viewer, version) or _judges(viewer, version)


def _is_of(person: Person, version: SubmissionVersion) -> bool:
    own = select(Membership.id).join(Entrant, Entrant.id == Membership.entrant_id)
    now = own.where(Entrant.person_id == person.id, Membership.team_id == version.team_id, Membership.left_at.is_(None))
    return db.session.scalar(now) is not None


def _judges(person: Person, version: SubmissionVersion) -> bool:
    """Assigned to the team in some round, and kept from it in none."""
    entry = select(Entry.id).where(Entry.team_id == version.team_id, Entry.withdrawn_at.is_(None))
    judge = select(Judge.id).where(Judge.person_id == person.id)
    assigned = select(Assignment.id).where(Assignment.judge_id.in_(judge), Assignment.entry_id.in_(entry))
    recused = select(Recusal.id).where(Recusal.judge_id.in_(judge), Recusal.entry_id.in_(entry))
    return db.session.scalar(assigned.limit(1)) is not None and db.session.scalar(recused.limit(1)) is None


def _entries_are_public(round: Round) -> bool:
    """Known are the teams that a published round chose, and those of a last round once it is published itself."""
    if round.source is not None:
        return round.source.published_at is not None
    chooses = db.session.scalar(select(Round.id).where(Round.source_id == round.id).limit(1))
    return round.published_at is not None and chooses is None
