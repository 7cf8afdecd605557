"""What the teams of a file hand in: title, summary and links, as the first version or as a newer one."""

from __future__ import annotations

from sqlalchemy import select

from hackathon.domain.base.errors import Invalid
from hackathon.domain.submissions import submissions
from hackathon.exchange.importing.table.values import Bad
from hackathon.exchange.importing.teams.team_row import TeamDraft
from hackathon.extensions import db
from hackathon.models import Event, Person, Round, SubmissionVersion, Team
from scoring.faults import Both
from scoring.reading.canonical import digest


class Works:
    """The works of one round: that which was asked for, or the first."""

    def __init__(self, event: Event, round: Round | None) -> None:
        self.round = round or next((each for each in event.rounds if each.source_id is None), None)
        found = (
            select(SubmissionVersion.team_id, SubmissionVersion.digest)
            .where(SubmissionVersion.round_id == (self.round.id if self.round else 0))
            .order_by(SubmissionVersion.version)
        )
        self.newest: dict[int, str] = dict(db.session.execute(found).all())

    def wanted(self, draft: TeamDraft, team: int | None, *, overwrites: bool) -> bool:
        """Whether the row hands in something that does not stand there yet. Raises Bad where it cannot."""
        work = draft.work
        if work is None or self.round is None:
            return False
        try:
            content = submissions.check(**work)
        except Invalid as error:
            raise Bad(error.field, Both(error.ko.rstrip("."), error.en.rstrip("."))) from None
        before = self.newest.get(team) if team is not None else None
        if before == digest(content):
            return False
        if self.round.locked_at or (before and not overwrites):
            raise Bad(
                "title",
                Both(
                    "첫 채점표가 온 뒤라 제출물을 바꾸지 않습니다",
                    "nothing is overwritten after the first ballot: title",
                ),
            )
        return True

    def hand_in(self, draft: TeamDraft, team: int, *, actor: Person | None) -> None:
        work = draft.work
        if work is not None and self.round is not None:
            submissions.submit(self.round, db.session.get_one(Team, team), **work, by=actor)
