"""Names and titles of the teams in a round, as the person looking may read them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from hackathon.domain.rounds import rounds
from hackathon.domain.submissions import submissions
from hackathon.extensions import db
from hackathon.models import Entry, Round, Team
from hackathon.permissions import visible
from hackathon.web.http.sessions import viewer


@dataclass(frozen=True)
class Named:
    """A team as the table shows it."""

    name: str
    title: str


def team_names(round: Round) -> dict[str, Named]:
    """The name and the newest title of every team in the round, by code; in a blind round judges get the code again."""
    titles = submissions.newest_by_team(rounds.until(round))
    found = db.session.execute(
        select(Team.id, Team.code, Team.name).join(Entry, Entry.team_id == Team.id).where(Entry.round_id == round.id)
    )
    known = visible(viewer(), "names", round=round)
    return {
        code: Named(name if known else code, titles[key].title if key in titles else "") for key, code, name in found
    }
