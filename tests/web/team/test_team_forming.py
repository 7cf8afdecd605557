"""Teams as people form them on the page: codes, places, captains, the deadline, and nobody else's business."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.rounds.events import get_event
from hackathon.domain.teams import forming, leaving
from hackathon.extensions import db
from hackathon.models import Membership, Team
from tests.factories import HOUR, make_person
from tests.web.applying.applicants import (
    CLOSES,
    IN_TIME,
    applicant,
    entrant_of,
    found_team,
    join_team,
    make_open_event,
    newest_letter,
    team_of,
)
from tests.web.desk import text_of
from tests.web.forms import fields, fill_in, send
from tests.web.visitors import Visitor

MS = timedelta(milliseconds=1)


def token(visitor: Visitor, page: str = "/apply/mine") -> dict[str, str]:
    found = fields(visitor.read(page))["csrf_token"]
    return {"csrf_token": found[0] if isinstance(found, list) else found}


def the_team(code: str = "T001") -> Team:
    db.session.rollback()
    return db.session.scalars(select(Team).where(Team.code == code)).one()


def members() -> dict[str, bool]:
    """Who is in a team now, and whether as its captain."""
    db.session.rollback()
    found = db.session.scalars(select(Membership).where(Membership.left_at.is_(None)))
    return {(place.entrant.person.email or "").partition("@")[0]: place.captain for place in found}


def three(app: Flask) -> tuple[Visitor, Visitor, Visitor]:
    """A captain with two members."""
    make_open_event()
    first, second, third = (applicant(app, f"{name}@example.org", name=name) for name in "abc")
    code = found_team(first, "새벽")
    assert join_team(second, code) == join_team(third, code) == 303
    return first, second, third


def test_a_team_gets_the_next_code_and_says_what_is_missing(sqlite_app: Flask) -> None:
    make_open_event()
    captain = applicant(sqlite_app, "a@example.org")
    code = found_team(captain, "새벽")
    page = text_of(team_of(captain))
    assert "새벽 T001" in page
    assert "팀원이 1명 더 있어야 합니다." in page
    other = applicant(sqlite_app, "b@example.org")
    assert "새벽" in other.read(f"/team/join?code={code.lower()[:4]} {code[4:]}")
    assert join_team(other, code) == 303
    assert "더 있어야 합니다" not in team_of(captain)
    assert members() == {"a": True, "b": False}
    third = applicant(sqlite_app, "c@example.org")
    found_team(third, "노을")
    assert the_team("T002").name == "노을"


@pytest.mark.parametrize(
    "name",
    ["새벽", " 새 벽 ", "\u1109\u1162\u1107\u1167\u11a8", "ＳＡＥ", "sae", "", "   ", "!!!", "가" * 41, "www.x.kr"],
)
def test_a_name_that_is_taken_or_none_is_refused(sqlite_app: Flask, name: str) -> None:
    make_open_event()
    for number, taken in enumerate(("새벽", "SAE")):
        found_team(applicant(sqlite_app, f"x{number}@example.org"), taken)
    visitor = applicant(sqlite_app, "a@example.org")
    response = fill_in(visitor, "/team/new", name=name)
    assert response.status_code == 422
    assert "a" not in members()


def test_a_full_team_takes_nobody_and_says_so(sqlite_app: Flask) -> None:
    three(sqlite_app)
    late = applicant(sqlite_app, "d@example.org")
    code = the_team().invite or ""
    assert join_team(late, code) == 409
    assert len(members()) == 3


def test_a_renewed_code_closes_the_old_one(sqlite_app: Flask) -> None:
    make_open_event()
    captain = applicant(sqlite_app, "a@example.org")
    old = found_team(captain, "새벽")
    assert send(captain, "/team/invite", token(captain, "/team")).status_code == 303
    other = applicant(sqlite_app, "b@example.org")
    assert other.get(f"/team/join?code={old}").status_code == 404
    assert join_team(other, the_team().invite or "") == 303


def test_guessing_codes_is_stopped_for_the_guesser_alone(sqlite_app: Flask) -> None:
    make_open_event()
    code = found_team(applicant(sqlite_app, "a@example.org"), "새벽")
    guesser, friend = (applicant(sqlite_app, f"{name}@example.org") for name in ("b", "c"))
    wrong = [f"ABCD{number:04}" for number in range(2, 7)] + [f"CDFGHJKM2{number}" for number in range(2, 8)]
    answers = [guesser.get(f"/team/join?code={each}").status_code for each in wrong]
    assert answers == [404] * forming.GUESSES + [429]
    assert guesser.get(f"/team/join?code={code}").status_code == 429
    assert join_team(friend, code) == 303


def test_a_stranger_with_a_link_learns_nothing_of_the_team(sqlite_app: Flask) -> None:
    make_open_event()
    code = found_team(applicant(sqlite_app, "a@example.org"), "새벽")
    stranger = Visitor(sqlite_app, at=IN_TIME)
    right, wrong = stranger.read(f"/team/join?code={code}"), stranger.read("/team/join?code=AAAA2222")
    assert "새벽" not in right
    assert text_of(right) == text_of(wrong)


def test_one_leaves_and_keeps_no_access(sqlite_app: Flask) -> None:
    captain, second, _third = three(sqlite_app)
    assert fill_in(second, "/team/leave").status_code == 303
    assert second.get("/team").status_code == 404
    assert members() == {"a": True, "c": False}
    letter = newest_letter("a@example.org", "team-left")
    assert letter
    assert "b" in letter.body
    assert captain.get("/team").status_code == 200


def test_a_captain_hands_over_before_leaving(sqlite_app: Flask) -> None:
    captain, second, _third = three(sqlite_app)
    assert send(captain, "/team/leave", token(captain, "/team")).status_code == 422
    number = entrant_of("b@example.org").id
    assert send(captain, f"/team/members/{number}/captain", token(captain, "/team")).status_code == 303
    assert members() == {"a": False, "b": True, "c": False}
    assert fill_in(captain, "/team/leave").status_code == 303
    assert "초대 코드" not in team_of(second)[: team_of(second).index("팀원")]
    assert newest_letter("b@example.org", "team-captain")


def test_the_withdrawal_of_a_captain_passes_the_team_on(sqlite_app: Flask) -> None:
    captain, second, _third = three(sqlite_app)
    page = captain.read("/apply/mine/withdraw")
    assert "가장 먼저 들어온 팀원이 팀장이 됩니다" in page
    assert fill_in(captain, "/apply/mine/withdraw").status_code == 303
    assert members() == {"b": True, "c": False}
    assert captain.get("/team").status_code == 404
    assert "신청 취소" in captain.read("/apply/mine")
    assert second.get("/team").status_code == 200


def test_withdrawing_is_possible_after_every_deadline(sqlite_app: Flask) -> None:
    captain, _second, _third = three(sqlite_app)
    captain.at = CLOSES + 5 * HOUR
    assert fill_in(captain, "/apply/mine/withdraw").status_code == 303
    assert members() == {"b": True, "c": False}


def test_the_last_one_dissolves_the_team_and_frees_its_name(sqlite_app: Flask) -> None:
    make_open_event()
    visitor = applicant(sqlite_app, "a@example.org")
    found_team(visitor, "새벽")
    assert fill_in(visitor, "/team/leave").status_code == 303
    assert the_team().withdrawn_at is not None
    found_team(visitor, "새벽")
    assert the_team("T002").name == "새벽"


def test_a_captain_takes_somebody_out(sqlite_app: Flask) -> None:
    captain, second, _third = three(sqlite_app)
    number = entrant_of("b@example.org").id
    assert send(captain, f"/team/members/{number}/remove", token(captain, "/team")).status_code == 303
    assert members() == {"a": True, "c": False}
    assert second.get("/team").status_code == 404
    assert newest_letter("b@example.org", "team-removed")


def test_a_member_and_a_captain_of_others_change_nothing(sqlite_app: Flask) -> None:
    captain, second, _third = three(sqlite_app)
    rival = applicant(sqlite_app, "r@example.org")
    found_team(rival, "라이벌")
    number, own = entrant_of("c@example.org").id, entrant_of("a@example.org").id
    before = members()
    for who in (second, rival):
        for path in (f"members/{number}/remove", f"members/{number}/captain", f"members/{own}/remove", "asks/1"):
            assert send(who, f"/team/{path}", token(who, "/apply/mine")).status_code in (404, 303)
    assert send(second, "/team/invite", token(second)).status_code == 404
    assert second.get("/team/settings").status_code == 404
    assert members() == before
    assert (the_team().invite or "x") not in team_of(second)
    assert captain.get("/team").status_code == 200


@pytest.mark.parametrize(("at", "answer"), [(CLOSES - MS, 303), (CLOSES, 409), (CLOSES + MS, 409)])
def test_the_teams_stand_at_the_deadline(sqlite_app: Flask, at: object, answer: int) -> None:
    captain, second, _third = three(sqlite_app)
    sent = token(second, "/team/leave")
    second.at = at  # type: ignore[assignment]
    assert send(second, "/team/leave", sent).status_code == answer
    assert ("b" in members()) is (answer == 409)
    assert captain.get("/team").status_code == 200


def test_after_the_deadline_the_page_offers_nothing_more(sqlite_app: Flask) -> None:
    captain, _second, _third = three(sqlite_app)
    captain.at = CLOSES
    page = team_of(captain)
    assert "운영자만 바꿀 수 있습니다" in page
    assert "/team/members/" not in page
    assert "초대 코드" not in page


def test_a_deadline_of_its_own_for_teams(sqlite_app: Flask) -> None:
    make_open_event(teams_close_at=CLOSES + 48 * HOUR)
    visitor = applicant(sqlite_app, "a@example.org")
    visitor.at = CLOSES + 47 * HOUR
    found_team(visitor, "새벽")
    visitor.at = CLOSES + 48 * HOUR
    assert "운영자만 바꿀 수 있습니다" in team_of(visitor)


def test_a_disqualified_team_reads_why_and_keeps_its_page(sqlite_app: Flask) -> None:
    captain, _second, _third = three(sqlite_app)
    team = the_team()
    with clock.at(IN_TIME), unit_of_work():
        actor = make_person(get_event(), "boss", "organizer")
        leaving.disqualify_team(get_event(), team, reason="표절", actor=actor)
    page = team_of(captain)
    assert "이 팀은 실격했습니다. 사유: 표절" in page
    assert "초대 코드" not in page
