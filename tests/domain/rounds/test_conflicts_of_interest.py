"""Likely conflicts of interest: what counts as one place, which pairs are brought up, and that a decision is remembered."""

from __future__ import annotations

import pytest
from flask import Flask

from hackathon.database import unit_of_work
from hackathon.domain.base.errors import Invalid
from hackathon.domain.base.likeness import is_same_domain, is_same_place, mail_domain, place_key
from hackathon.domain.rounds import assignments, conflicts_of_interest, rounds
from hackathon.extensions import db
from hackathon.models import AuditEntry, Recusal, Round
from tests.factories import fill_round, make_event, the_entry, the_judge

SAME = (
    ("(주)한빛소프트", "한빛소프트 주식회사"),
    ("㈜한빛소프트", "한빛 소프트"),
    ("한국대학교", "한국대학교 컴퓨터공학과"),
    ("한국대학교 경영학과", "한국대학교 AI대학원"),
    ("한국대", "한국대학교"),
    ("한국대 전자공학과", "한국대학교"),
    ("Hanbit Soft Inc.", "hanbit soft"),
    ("새벽전자 연구센터", "새벽전자"),
    ("새벽반도체솔루션", "새벽반도채솔루션"),
)
DIFFERENT = (
    ("서강대학교", "서경대학교"),
    ("한국대학교", "한국전자"),
    ("한국", "한국대학교"),
    ("프리랜서", "프리랜서"),
    ("무소속", "무소속"),
    ("", ""),
    (None, "한국대학교"),
    ("-", "-"),
)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_place_however_it_is_written(one: str, other: str) -> None:
    assert is_same_place(place_key(one), place_key(other))
    assert is_same_place(place_key(other), place_key(one))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_places_or_none(one: str | None, other: str | None) -> None:
    assert not is_same_place(place_key(one), place_key(other))


def test_mail_of_one_house_and_mail_that_anybody_may_have() -> None:
    assert is_same_domain(mail_domain("a@ee.hanguk.ac.kr"), mail_domain("b@Hanguk.ac.kr"))
    assert not is_same_domain(mail_domain("a@hanguk.ac.kr"), mail_domain("b@nothanguk.ac.kr"))
    for address in ("a@naver.com", "a@GMAIL.com", "a@example.org", "", None):
        assert not is_same_domain(mail_domain(address), mail_domain(address))


@pytest.fixture
def round(app: Flask) -> Round:
    """J01 is of the school of T001's captain, J02 has mail where T002's captain has it."""
    with unit_of_work():
        round = fill_round(make_event(), teams=3)
        the_judge("J01").person.affiliation = "한국대학교 산학협력단"
        captain_of(round, "T001").affiliation = "한국대학교 전산학과"
        the_judge("J02").person.email = "judge@saebyeok.co.kr"
        captain_of(round, "T002").email = "kim@dev.saebyeok.co.kr"
    return round


def captain_of(round: Round, code: str):  # type: ignore[no-untyped-def]
    return the_entry(round, code).team.members[0].entrant.person


def told(round: Round) -> list[tuple[str, str, str]]:
    return [
        (each.judge.code, each.entry.team.code, each.reason.say("ko"))
        for each in conflicts_of_interest.undecided(round)
    ]


def test_pairs_are_brought_up_with_what_is_the_same(round: Round) -> None:
    assert told(round) == [
        ("J01", "T001", "소속이 같음: 한국대학교 산학협력단"),
        ("J02", "T002", "이메일 도메인이 같음: saebyeok.co.kr"),
    ]


def test_nothing_changes_until_somebody_decides(round: Round) -> None:
    conflicts_of_interest.undecided(round)
    assert db.session.query(Recusal).count() == 0


def test_a_recusal_settles_it_and_names_nobody_of_the_team(round: Round) -> None:
    with unit_of_work():
        row = conflicts_of_interest.recuse(round, the_judge("J01"), the_entry(round, "T001"))
    assert (row.kind, row.reason) == ("statutory", "소속이 같음: 한국대학교 산학협력단")
    assert [judge for judge, _entry, _reason in told(round)] == ["J02"]


def test_what_was_overlooked_is_remembered_and_logged_without_a_name(round: Round) -> None:
    with unit_of_work():
        conflicts_of_interest.overlook(round, the_judge("J02"), the_entry(round, "T002"))
    assert [judge for judge, _entry, _reason in told(round)] == ["J01"]
    facts = db.session.query(AuditEntry).filter_by(act="conflict.overlooked").one().facts
    assert facts == {"judge": "J02", "entry": "T002", "kinds": ["email"]}
    with unit_of_work(), pytest.raises(Invalid, match="settled"):
        conflicts_of_interest.overlook(round, the_judge("J02"), the_entry(round, "T002"))


def test_who_has_left_the_team_and_teams_that_have_gone_are_no_conflict(round: Round) -> None:
    with unit_of_work():
        the_entry(round, "T001").team.members[0].left_at = the_entry(round, "T001").team.created_at
        the_entry(round, "T002").withdrawn_at = the_entry(round, "T002").team.created_at
    assert told(round) == []


def test_a_pair_that_is_assigned_says_so(round: Round) -> None:
    with unit_of_work():
        assignments.unassign(round, the_judge("J02"), the_entry(round, "T002"))
    assert [each.assigned for each in conflicts_of_interest.undecided(round)] == [True, False]


def test_a_declared_recusal_is_not_brought_up_again(round: Round) -> None:
    with unit_of_work():
        rounds.recuse(round, the_judge("J01"), the_entry(round, "T001"), kind="self", reason="지도")
    assert [judge for judge, _entry, _reason in told(round)] == ["J02"]
