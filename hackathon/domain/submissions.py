"""What a team hands in: every save is a new version, late is kept and flagged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from hackathon import clock
from hackathon.domain.canonical import digest
from hackathon.extensions import db
from hackathon.models import Person, Round, SubmissionVersion, Team


def submit(
    round: Round,
    team: Team,
    *,
    title: str,
    summary: str,
    links: Sequence[dict[str, str]] = (),
    by: Person | None = None,
) -> SubmissionVersion:
    """Write the next version. The deadline is half-open: at its very moment a version is late."""
    newest = db.session.scalar(
        select(func.max(SubmissionVersion.version)).where(
            SubmissionVersion.round_id == round.id, SubmissionVersion.team_id == team.id
        )
    )
    content: dict[str, Any] = {"title": title, "summary": summary, "links": list(links)}
    deadline = round.submissions_close_at
    version = SubmissionVersion(
        round_id=round.id,
        team_id=team.id,
        version=(newest or 0) + 1,
        **content,
        digest=digest(content),
        submitted_at=clock.now(),
        submitted_by=by.id if by else None,
        late=deadline is not None and clock.now() >= deadline,
    )
    db.session.add(version)
    db.session.flush()
    return version


def newest_by_team(rounds: Sequence[Round]) -> dict[int, SubmissionVersion]:
    """Each team's newest version, that of a later round before that of an earlier one: team id → version."""
    found = db.session.scalars(
        select(SubmissionVersion)
        .join(Round, Round.id == SubmissionVersion.round_id)
        .where(SubmissionVersion.round_id.in_([round.id for round in rounds]))
        .order_by(Round.position, SubmissionVersion.version)
    )
    return {version.team_id: version for version in found}
