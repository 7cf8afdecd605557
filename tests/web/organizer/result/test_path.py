"""Lock, ties, signatures, publication, advance: each button does one thing once, and says so."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.base import audit
from hackathon.domain.results import decisions, results, standings
from hackathon.domain.rounds import rounds
from hackathon.domain.rounds.events import get_round
from hackathon.extensions import db
from hackathon.models import AuditEntry
from tests.factories import POLICY, seal, the_entry, the_key
from tests.web.desk import (
    CLEAR,
    FIRST,
    TIED,
    make_locked,
    make_published,
    make_round,
    press,
    sit_down,
    text_of,
    told,
)
from tests.web.visitors import CLOSED, Visitor


def acts_of(act: str) -> list[AuditEntry]:
    return list(db.session.scalars(db.select(AuditEntry).where(AuditEntry.act == act)))


def test_what_keeps_the_round_open_is_named_and_the_button_waits(sqlite_app: Flask) -> None:
    round = make_round({"T001": (9, 9)})
    organizer = sit_down(sqlite_app, round)
    room = organizer.read(FIRST)
    assert 'href="#blockers" aria-disabled="true"' in room
    assert "J01(3), J02(3), J03(3)" in text_of(organizer.read(f"{FIRST}/lock"))
    assert press(organizer, f"{FIRST}/lock").status_code == 409
    assert round.locked_at is None


def test_locking_tells_its_consequences_and_happens_once(sqlite_app: Flask) -> None:
    round = make_round(CLEAR)
    organizer = sit_down(sqlite_app, round)
    page = organizer.read(f"{FIRST}/lock")
    assert "봉인된 채점표 12장이 확정됩니다." in page
    assert "잠갔습니다" in told(organizer, press(organizer, f"{FIRST}/lock", page=page))
    assert "이미 잠겨 있습니다" in told(organizer, press(organizer, f"{FIRST}/lock", page=page))
    assert results.get_result(round).version == 1


def test_looking_at_a_page_changes_nothing(sqlite_app: Flask) -> None:
    round = make_round(CLEAR)
    organizer = sit_down(sqlite_app, round)
    before = len(db.session.scalars(db.select(AuditEntry.id)).all())
    for page in ("lock", "unlock", "sign", "publish", "advance", "ties", "assignments/fill", "step-in"):
        organizer.get(f"{FIRST}/{page}")
    assert len(db.session.scalars(db.select(AuditEntry.id)).all()) == before


def test_a_page_that_is_no_longer_true_does_nothing_and_says_so(sqlite_app: Flask) -> None:
    round = make_round(CLEAR)
    organizer = sit_down(sqlite_app, round)
    page = organizer.read(f"{FIRST}/lock")
    with unit_of_work():
        seal(round, "J01", "T001", 5, 5, base=1)
    response = press(organizer, f"{FIRST}/lock", page=page)
    assert response.status_code == 409
    assert "달라진 것이 있어 아무것도 하지 않았습니다" in response.get_data(as_text=True)
    assert round.locked_at is None


def test_unlocking_needs_a_reason_that_stays_in_the_log(sqlite_app: Flask) -> None:
    round = make_locked(CLEAR)
    organizer = sit_down(sqlite_app, round)
    assert press(organizer, f"{FIRST}/unlock").status_code == 422
    assert "잠금을 풀었습니다" in told(organizer, press(organizer, f"{FIRST}/unlock", reason="빠진 채점표"))
    assert "사유: 빠진 채점표" in text_of(organizer.read("/organizer/log?act=round.unlocked"))
    assert "잠겨 있지 않습니다" in told(organizer, organizer.get(f"{FIRST}/unlock"))


def test_two_people_sign_each_on_their_own(sqlite_app: Flask) -> None:
    round = make_locked(CLEAR)
    organizer, chair = sit_down(sqlite_app, round), sit_down(sqlite_app, round, "chair")
    page = chair.read(f"{FIRST}/sign")
    assert results.get_result(round).digest in page
    assert press(chair, f"{FIRST}/sign", page=page).status_code == 422  # not read yet
    assert "서명했습니다" in told(chair, press(chair, f"{FIRST}/sign", page=page, read="y"))
    assert "이미 서명하셨습니다" in told(chair, chair.get(f"{FIRST}/sign"))
    told(organizer, press(organizer, f"{FIRST}/sign", read="y"))
    given = {row.capacity for row in results.signatures(results.get_result(round))}
    assert given == {"chair", "organizer"}


def test_a_result_with_a_tie_at_the_cut_is_not_signed(sqlite_app: Flask) -> None:
    round = make_locked(TIED)
    organizer = sit_down(sqlite_app, round)
    page = organizer.read(f"{FIRST}/sign")
    assert "선발선에 동점이 걸려 있습니다: T002, T003 가운데 1팀" in page
    assert f'href="{FIRST}/ties"' in page


def test_publishing_waits_for_both_signatures(sqlite_app: Flask) -> None:
    round = make_locked(CLEAR)
    organizer, chair = sit_down(sqlite_app, round), sit_down(sqlite_app, round, "chair")
    assert "두 사람의 서명이 있어야" in organizer.read(f"{FIRST}/publish")
    assert press(organizer, f"{FIRST}/publish").status_code == 409
    for visitor in (organizer, chair):
        press(visitor, f"{FIRST}/sign", read="y")
    page = organizer.read(f"{FIRST}/publish")
    assert "결과를 공개했습니다" in told(organizer, press(organizer, f"{FIRST}/publish", page=page))
    assert "이미 공개되어 있습니다" in told(organizer, press(organizer, f"{FIRST}/publish", page=page))


def test_a_published_result_is_opened_as_a_correction(sqlite_app: Flask) -> None:
    round = make_published(CLEAR)
    organizer = sit_down(sqlite_app, round)
    assert "여기에 쓰는 사유는 공개됩니다" in organizer.read(f"{FIRST}/unlock")
    told(organizer, press(organizer, f"{FIRST}/unlock", reason="가점 누락"))
    assert "정정 중" in organizer.read(FIRST)
    everybody = Visitor(sqlite_app, at=CLOSED)
    assert "정정하고 있습니다" in text_of(everybody.read("/"))


def test_teams_go_on_in_the_order_that_was_shown(sqlite_app: Flask) -> None:
    round = make_published(CLEAR)
    organizer = sit_down(sqlite_app, round)
    page = organizer.read(f"{FIRST}/advance")
    assert "T001" in page
    assert "T003" in page.partition("예비팀")[2]  # the reserve
    told(organizer, press(organizer, f"{FIRST}/advance", page=page))
    assert "이미 올렸습니다" in told(organizer, press(organizer, f"{FIRST}/advance", page=page))
    entered = list(rounds.entries_by_code(get_round(round.event, "next")))
    assert sorted(entered) == ["T001", "T002"]
    assert page.index(entered[0]) < page.index(entered[1])


def test_a_lot_is_previewed_and_every_look_is_logged(sqlite_app: Flask) -> None:
    round = make_locked(TIED)
    organizer = sit_down(sqlite_app, round)
    address = f"{FIRST}/decide/lot_seed"
    looked = press(organizer, address, seed="비 오는 날", step="preview").get_data(as_text=True)
    assert "결정 뒤" in looked
    assert results.get_result(round).version == 1
    assert [entry.facts["seed"] for entry in acts_of("lot.previewed")] == ["비 오는 날"]
    said = told(organizer, press(organizer, address, page=looked, seed="비 오는 날", step="confirm"))
    assert "결과 2판이 만들어졌습니다" in said
    assert not standings.standings_of(round).cut.open
    assert "지금은 이 결정을 할 수 없습니다" in told(organizer, organizer.get(address))


def test_another_seed_than_the_previewed_one_is_not_taken(sqlite_app: Flask) -> None:
    round = make_locked(TIED)
    organizer = sit_down(sqlite_app, round)
    looked = press(organizer, f"{FIRST}/decide/lot_seed", seed="하나", step="preview").get_data(as_text=True)
    response = press(organizer, f"{FIRST}/decide/lot_seed", page=looked, seed="둘", step="confirm")
    assert response.status_code == 409
    assert results.get_result(round).version == 1


def test_the_panel_decides_an_order_where_the_rules_say_so(sqlite_app: Flask) -> None:
    round = make_round(TIED, policy=POLICY.replace('"criteria-by-points", "lot"]\nlot_seed = "pending"', '"decision"]'))
    with clock.at(CLOSED), unit_of_work():
        results.lock(round, key=the_key())
    organizer = sit_down(sqlite_app, round)
    address = f"{FIRST}/decide/order"
    typed = {"place_0": "3", "place_1": "2", "reason": "심사위원단 합의"}
    assert press(organizer, address, place_0="2", place_1="2", reason="x", step="preview").status_code == 422
    looked = press(organizer, address, step="preview", **typed).get_data(as_text=True)
    told(organizer, press(organizer, address, page=looked, step="confirm", **typed))
    assert [row.entry for row in standings.standings_of(round).rows] == ["T001", "T003", "T002", "T004"]


def test_whoever_signs_reads_who_decided_what(sqlite_app: Flask) -> None:
    round = make_locked(CLEAR)
    organizer = sit_down(sqlite_app, round)
    with unit_of_work():
        decisions.decide(round, "waived", ["T004"], reason="일정", actor=None, key=the_key())
    assert "자리를 내놓음: 팀 T004" in text_of(organizer.read(f"{FIRST}/sign"))


def test_a_team_gives_up_its_place_and_the_next_moves_up(sqlite_app: Flask) -> None:
    round = make_locked(CLEAR)
    organizer = sit_down(sqlite_app, round)
    typed = {"entry": "T001", "reason": "일정"}
    looked = press(organizer, f"{FIRST}/decide/waived", step="preview", **typed).get_data(as_text=True)
    told(organizer, press(organizer, f"{FIRST}/decide/waived", page=looked, step="confirm", **typed))
    assert results.advancing(round) == ["T002", "T003"]


def test_a_finalist_withdraws_and_the_first_of_the_reserve_steps_in(sqlite_app: Flask) -> None:
    round = make_published(CLEAR)
    organizer = sit_down(sqlite_app, round)
    press(organizer, f"{FIRST}/advance")
    following = "/organizer/rounds/next"
    assert press(organizer, f"{following}/entries/T001/withdraw").status_code == 422
    told(organizer, press(organizer, f"{following}/entries/T001/withdraw", reason="일정"))
    assert "예비팀 팀 T003 올리기" in text_of(organizer.read(f"{following}/entries"))
    page = organizer.read(f"{following}/step-in")
    told(organizer, press(organizer, f"{following}/step-in", page=page))
    assert "빈자리나 남은 예비팀이 없습니다" in told(organizer, press(organizer, f"{following}/step-in", page=page))
    assert sorted(rounds.entries_by_code(get_round(round.event, "next"))) == ["T002", "T003"]
    assert audit.find_break(round.event) is None


def test_the_entry_of_the_reserve_presents_last(sqlite_app: Flask) -> None:
    round = make_published(CLEAR)
    organizer = sit_down(sqlite_app, round)
    press(organizer, f"{FIRST}/advance")
    press(organizer, "/organizer/rounds/next/entries/T001/withdraw", reason="일정")
    press(organizer, "/organizer/rounds/next/step-in")
    following = get_round(round.event, "next")
    assert the_entry(following, "T003").position == 3


@pytest.mark.parametrize("page", ["lock", "unlock", "sign", "publish", "advance", "ties", "decide/waived"])
def test_every_step_speaks_english_too(sqlite_app: Flask, page: str) -> None:
    round = make_locked(CLEAR) if page != "lock" else make_round(CLEAR)
    organizer = sit_down(sqlite_app, round)
    organizer.get("/?lang=en")
    shown = text_of(organizer.read(f"{FIRST}/{page}").replace("한국어", "").replace("언어", ""))
    assert not re.search(r"[가-힣]", re.sub(r"팀 T\d+", "", shown).replace("시험 행사", ""))


def test_s2_1_an_organizer_proposes_and_the_chair_confirms_by_names(sqlite_app: Flask) -> None:
    chain = '"criteria-by-points", "lot"]\nlot_seed = "pending"'
    round = make_round(TIED, policy=POLICY.replace(chain, '"criteria-by-points", "rejudge"]'))
    with clock.at(CLOSED), unit_of_work():
        results.lock(round, key=the_key())
    organizer, chair = sit_down(sqlite_app, round), sit_down(sqlite_app, round, "chair")
    ties = organizer.read(f"{FIRST}/ties")
    assert f"{FIRST}/decide/order?tie=T002" in ties
    address = f"{FIRST}/decide/order?tie=T002"
    typed = {"place_0": "3", "place_1": "2", "reason": "다시 보고 정함"}
    looked = press(organizer, address, step="preview", **typed).get_data(as_text=True)
    assert "제안" in told(organizer, press(organizer, address, page=looked, step="confirm", **typed))
    assert results.questions_of(results.get_result(round)) != ()
    assert "직접 제안한 결정입니다" in organizer.read(f"{FIRST}/decisions/1/confirm")
    told(chair, press(chair, f"{FIRST}/decisions/1/confirm"))
    assert results.advancing(round) == ["T001", "T003"]
    assert "다시 보고 정함" in text_of(organizer.read(f"{FIRST}/ties"))
