"""The chair's desk as pages: who finds them, what they show side by side, and what a button does."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.ballots import ballots
from hackathon.domain.rounds import rounds
from hackathon.extensions import db
from hackathon.models import Round, Ruling
from tests.factories import HOUR, NOON, a_draft, seal, the_entry, the_judge, the_key
from tests.web.desk import CLEAR, FIRST, make_round, press, sit_down, text_of, told
from tests.web.visitors import Visitor, lock

REASON = "태블릿이 끊겼다가 나중에 연결됨"


def keep(round: Round, judge: str = "J02", *, at: float = 7, device: str = "갤럭시 2호", sealed: bool = True) -> str:
    draft = a_draft(
        {"creativity": 10, "technical": 1}, device=device, sealed=sealed, comment="늦은 의견", note="비밀 메모"
    )
    with clock.at(NOON + at * HOUR), unit_of_work():
        return ballots.save(round, the_judge(judge), the_entry(round, "T001"), draft, key=the_key()).id


def page_of(revision: str) -> str:
    return f"{FIRST}/kept/{revision}"


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    return make_round(CLEAR)


def chair(app: Flask, round: Round) -> Visitor:
    return sit_down(app, round, "chair")


def test_the_list_says_who_when_on_what_and_why_but_no_mark(sqlite_app: Flask, round: Round) -> None:
    keep(round)
    page = text_of(chair(sqlite_app, round).read(f"{FIRST}/kept"))
    assert "판정 대기 1건" in page
    for said in ("J02", "T001", "마감 뒤에 도착", "갤럭시 2호", "기기 시계로는 기간 안에 작성"):
        assert said in page
    assert "늦은 의견" not in page


def test_both_versions_stand_side_by_side(sqlite_app: Flask, round: Round) -> None:
    page = text_of(chair(sqlite_app, round).read(page_of(keep(round))))
    assert "집계되는 판 (1번째)" in page
    assert "창의성 다름 9 10" in page
    assert "총점 90 64" in page
    assert "늦은 의견" in page
    assert "비밀 메모" not in page


def test_what_the_chair_admits_counts(sqlite_app: Flask, round: Round) -> None:
    revision, visitor = keep(round), chair(sqlite_app, round)
    response = press(visitor, page_of(revision), verdict="admitted", reason=REASON)
    said = told(visitor, response)
    assert "인정했습니다" in said
    assert REASON in said
    ruling = db.session.scalars(select(Ruling)).one()
    assert (ruling.verdict, ruling.ruled_by) == ("admitted", the_judge("J01").person_id)
    assert '"creativity":10' in next(b.marks for b in ballots.counted(round) if (b.entry, b.judge) == ("T001", "J02"))


def test_an_organizer_declines_a_late_ballot_with_a_reason(sqlite_app: Flask, round: Round) -> None:
    revision, visitor = keep(round), sit_down(sqlite_app, round)
    assert "인정하지 않기로" in told(visitor, press(visitor, page_of(revision), verdict="declined", reason=REASON))
    assert db.session.scalars(select(Ruling.verdict)).one() == "declined"


def test_the_judge_reads_what_became_of_it_and_why(sqlite_app: Flask, round: Round) -> None:
    revision, organizer = keep(round), sit_down(sqlite_app, round)
    press(organizer, page_of(revision), verdict="declined", reason=REASON)
    packet = sit_down(sqlite_app, round, "judge").get("/api/v1/rounds/first/packet").get_json()
    told = [(each["entry"], each["verdict"], each["reason"]) for each in packet["ruled"]]
    assert (told, packet["held"]) == ([("T001", "declined", REASON)], [])


def test_without_a_reason_nothing_happens(sqlite_app: Flask, round: Round) -> None:
    revision = keep(round)
    response = press(chair(sqlite_app, round), page_of(revision), verdict="admitted", reason=" ")
    assert response.status_code == 422
    assert db.session.scalars(select(Ruling)).all() == []


def test_a_page_that_another_ruling_overtook_does_nothing(sqlite_app: Flask, round: Round) -> None:
    revision = keep(round)
    first, second = chair(sqlite_app, round), sit_down(sqlite_app, round)
    open_page = second.read(page_of(revision))
    press(first, page_of(revision), verdict="declined", reason=REASON)
    response = press(second, page_of(revision), page=open_page, verdict="admitted", reason="다른 뜻")
    assert response.status_code == 409
    assert db.session.scalars(select(Ruling.verdict)).all() == ["declined"]


def test_a_page_from_before_a_newer_revision_does_nothing(sqlite_app: Flask, round: Round) -> None:
    revision, visitor = keep(round, at=2), chair(sqlite_app, round)
    open_page = visitor.read(page_of(revision))
    with clock.at(NOON + 3 * HOUR), unit_of_work():
        ballots.save(round, the_judge("J02"), the_entry(round, "T001"), a_draft(base=1), key=the_key())
    response = press(visitor, page_of(revision), page=open_page, verdict="admitted", reason=REASON)
    assert response.status_code == 409
    assert db.session.scalars(select(Ruling)).all() == []


def test_a_locked_round_says_that_it_must_be_unlocked_first(sqlite_app: Flask, round: Round) -> None:
    lock(round)
    revision, visitor = keep(round, at=8), chair(sqlite_app, round)
    assert "먼저 잠금을 푸세요" in text_of(visitor.read(page_of(revision)))
    assert press(visitor, page_of(revision), verdict="admitted", reason=REASON).status_code == 409
    assert "인정하지 않기로" in told(visitor, press(visitor, page_of(revision), verdict="declined", reason=REASON))


def test_a_recused_judges_ballot_offers_no_admission(sqlite_app: Flask, round: Round) -> None:
    revision = keep(round)
    with unit_of_work():
        rounds.recuse(round, the_judge("J02"), the_entry(round, "T001"), kind="self", reason="가족")
    assert "제척·기피·회피되어 채점표를 인정할 수 없습니다" in text_of(
        sit_down(sqlite_app, round).read(page_of(revision))
    )


def test_the_chair_finds_no_button_at_a_ballot_of_the_chairs_own(sqlite_app: Flask, round: Round) -> None:
    revision, visitor = keep(round, "J01"), chair(sqlite_app, round)
    page = visitor.read(page_of(revision))
    assert 'name="verdict"' not in page
    assert "스스로 판정할 수 없습니다" in text_of(page)
    form = sit_down(sqlite_app, round).read(page_of(revision))
    assert press(visitor, page_of(revision), page=form, verdict="admitted", reason=REASON).status_code in (400, 404)
    assert db.session.scalars(select(Ruling)).all() == []


def test_an_auditor_looks_and_finds_no_button(sqlite_app: Flask, round: Round) -> None:
    page = sit_down(sqlite_app, round, "auditor").read(page_of(keep(round)))
    assert "집계되는 판" in page
    assert 'name="verdict"' not in page


@pytest.mark.parametrize("role", ["judge", "staff", "captain"])
def test_others_do_not_find_the_desk(sqlite_app: Flask, round: Round, role: str) -> None:
    revision = keep(round)
    visitor = sit_down(sqlite_app, round, role)
    assert [visitor.get(path).status_code for path in (f"{FIRST}/kept", page_of(revision))] == [404, 404]


def test_a_revision_of_another_round_is_not_found_here(sqlite_app: Flask, round: Round) -> None:
    revision = keep(round)
    assert sit_down(sqlite_app, round).get(f"/organizer/rounds/next/kept/{revision}").status_code == 404


def test_where_somebody_looks_there_is_a_way_to_the_desk(sqlite_app: Flask) -> None:
    round = make_round(CLEAR)
    with unit_of_work():
        seal(round, "J02", "T002", 1, 1)  # on a head that it did not see
    keep(round)
    address = f'href="{FIRST}/kept"'
    control = sit_down(sqlite_app, round).read(FIRST)
    assert control.count(address) == 3  # the tab, the blocker, the card of what is held
    packets = [
        sit_down(sqlite_app, round, role).get("/api/v1/rounds/first/packet").get_json() for role in ("chair", "judge")
    ]
    assert [packet["rulings"] for packet in packets] == [2, 0]  # the chair's app leads there
    assert f"{address}>" not in sit_down(sqlite_app, round, "staff").read(FIRST)


def test_a_device_cannot_smuggle_markup_in(sqlite_app: Flask, round: Round) -> None:
    revision = keep(round, device="<script>alert(1)</script>")
    for path in (f"{FIRST}/kept", page_of(revision)):
        assert "<script>alert" not in chair(sqlite_app, round).read(path)
