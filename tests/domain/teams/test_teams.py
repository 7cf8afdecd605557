"""Who is in a team, and what the judges wrote for it."""

from __future__ import annotations

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.ballots import ballots, comments
from hackathon.domain.teams import teams
from hackathon.models import Round, Team
from tests.factories import HOUR, NOON, a_draft, seal, the_entry, the_judge, the_key


def the_team(round: Round, code: str = "T001") -> Team:
    return the_entry(round, code).team


def test_who_has_left_is_no_member(round: Round) -> None:
    assert [(person.name, captain) for person, captain in teams.members_of(the_team(round))] == [("captain-t001", True)]
    with clock.at(NOON), unit_of_work():
        the_team(round).members[0].left_at = clock.now()
    assert teams.members_of(the_team(round)) == []


def test_there_are_no_comments_before_publication(round: Round) -> None:
    with unit_of_work():
        seal(round, "J01", "T001", 9, 9, comment="좋아요")
    assert comments.comments_for(the_team(round), round) == []


def test_the_comment_is_that_of_the_newest_sealed_ballot(round: Round) -> None:
    with unit_of_work():
        seal(round, "J01", "T001", 9, 9, comment="처음")
        seal(round, "J01", "T001", 9, 9, comment="고친 것", base=1)
        seal(round, "J02", "T001", 9, 9, comment="  ")
        seal(round, "J02", "T002", 9, 9, comment="다른 팀에")
    with clock.at(NOON + 2 * HOUR), unit_of_work():
        unsealed = a_draft({}, sealed=False, base=2, comment="아직 쓰는 중")
        ballots.save(round, the_judge("J01"), the_entry(round, "T001"), unsealed, key=the_key())
        round.published_at = clock.now()
    assert comments.comments_for(the_team(round), round) == ["고친 것"]
