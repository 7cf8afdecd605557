"""Names and titles of the teams in a round, as the person looking may read them."""

from __future__ import annotations

from dataclasses import dataclass

from hackathon.domain.rounds import entries, rounds
from hackathon.domain.submissions import submissions
from hackathon.models import Round
from hackathon.permissions import visible
from hackathon.web.http.sessions import viewer


@dataclass(frozen=True)
class TeamLabel:
    """A team as the table shows it."""

    name: str
    title: str


def team_names(round: Round) -> dict[str, TeamLabel]:
    """The name and the newest title of every team in the round, by code; in a blind round judges get the code again."""
    titles = submissions.newest_by_team(rounds.until(round))
    known = visible(viewer(), "names", round=round)
    return {
        code: TeamLabel(name if known else code, titles[key].title if key in titles else "")
        for code, (key, name) in entries.team_names(round).items()
    }
