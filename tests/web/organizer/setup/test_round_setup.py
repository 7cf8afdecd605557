"""Setting a round up: entries, panel, assignments, recusals, adjustments, dates and rules."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from hackathon.database import unit_of_work
from hackathon.domain.results import standings
from hackathon.domain.rounds import rounds
from hackathon.extensions import db
from hackathon.models import Assignment, AuditEntry, Recusal, Round
from tests.factories import HOUR, NOON, POLICY, the_judge
from tests.web.desk import CLEAR, FIRST, make_locked, make_round, press, sit_down, text_of, told
from tests.web.visitors import OURS

EARLY = NOON - 2 * HOUR


def last_act(act: str) -> AuditEntry:
    return db.session.scalars(db.select(AuditEntry).where(AuditEntry.act == act).order_by(AuditEntry.id.desc())).first()  # type: ignore[return-value]


def assigned(round: Round) -> int:
    return len(db.session.scalars(db.select(Assignment.id).where(Assignment.round_id == round.id)).all())


def test_the_order_changes_until_judging_opens(sqlite_app: Flask) -> None:
    round = make_round()
    organizer = sit_down(sqlite_app, round, at=EARLY)
    page = organizer.read(f"{FIRST}/entries")
    address = f"{FIRST}/entries/order"
    said = told(organizer, press(organizer, address, page=page, **{"place-T004": "1"}))
    assert "발표 순서를 저장했습니다" in said
    assert list(rounds.entries_by_code(round)) == ["T004", "T001", "T002", "T003"]
    stale = press(organizer, address, page=page, **{"place-T003": "1"})
    assert "그 사이 순서가 바뀌어" in told(organizer, stale)
    organizer.at = NOON + HOUR
    assert 'name="place-T001"' not in organizer.read(f"{FIRST}/entries")


def test_a_judge_is_seated_chairs_and_leaves(sqlite_app: Flask) -> None:
    round = make_round()
    organizer = sit_down(sqlite_app, round)
    page = organizer.read(f"{FIRST}/panel")
    told(organizer, press(organizer, f"{FIRST}/panel/J02/chair", page=page))
    assert [seat.judge.code for seat in rounds.panel(round) if seat.chair] == ["J02"]
    said = told(organizer, press(organizer, f"{FIRST}/panel/J03/unseat", page=page))
    assert "배정 4건도 함께 뺐습니다" in said
    assert "이미 위원단에 없습니다" in told(organizer, press(organizer, f"{FIRST}/panel/J03/unseat", page=page))
    told(organizer, press(organizer, f"{FIRST}/panel", judge="J03"))
    assert press(organizer, f"{FIRST}/panel", page=page, judge="J03").status_code == 422  # no choice any more
    assert len(rounds.panel(round)) == 3


def test_a_judge_with_ballots_keeps_the_seat(sqlite_app: Flask) -> None:
    organizer = sit_down(sqlite_app, make_round(CLEAR))
    page = organizer.read(f"{FIRST}/panel")
    response = press(organizer, f"{FIRST}/panel/J03/unseat", page=page)
    assert response.status_code == 422
    assert "채점표가 있어 위원단에서 뺄 수 없습니다" in response.get_data(as_text=True)


def test_assignments_are_removed_and_filled_again(sqlite_app: Flask) -> None:
    round = make_round()
    organizer = sit_down(sqlite_app, round)
    for _twice in range(2):
        told(organizer, press(organizer, f"{FIRST}/assignments", judge="J01", entry="T001", step="remove"))
    assert assigned(round) == 11
    page = organizer.read(f"{FIRST}/assignments/fill")
    assert "새 배정 1건을 더합니다" in page
    told(organizer, press(organizer, f"{FIRST}/assignments/fill", page=page))
    assert assigned(round) == 12
    assert "채울 배정이 없습니다" in told(organizer, press(organizer, f"{FIRST}/assignments/fill", page=page))


def test_a_sealed_assignment_is_not_taken_away(sqlite_app: Flask) -> None:
    organizer = sit_down(sqlite_app, make_round(CLEAR))
    response = press(organizer, f"{FIRST}/assignments", judge="J01", entry="T001", step="remove")
    assert response.status_code == 422
    assert "봉인한 채점표가 있어" in response.get_data(as_text=True)


def test_a_recusal_takes_a_ballot_out_and_taking_it_back_counts_it_again(sqlite_app: Flask) -> None:
    round = make_round(CLEAR)
    organizer = sit_down(sqlite_app, round)
    typed = {"judge": "J02", "entry": "T001", "kind": "challenge", "reason": "같은 소속"}
    told(organizer, press(organizer, f"{FIRST}/recusals", **typed))
    assert standings.standings_of(round).rows[0].ballots == 2
    assert press(organizer, f"{FIRST}/recusals", **typed).status_code == 422
    assert "같은 소속" in organizer.read(f"{FIRST}/recusals")
    recusal = db.session.scalars(db.select(Recusal)).one()
    address = f"{FIRST}/recusals/{recusal.id}/take-back"
    page = organizer.read(address)
    told(organizer, press(organizer, address, page=page, reason="기각"))
    assert standings.standings_of(round).rows[0].ballots == 3
    assert "이미 되돌렸습니다" in told(organizer, press(organizer, address, page=page, reason="기각"))
    assert last_act("recusal.taken-back").facts["judge"] == "J02"


def test_an_adjustment_is_previewed_stands_and_is_taken_back(sqlite_app: Flask) -> None:
    round = make_round(CLEAR)
    organizer = sit_down(sqlite_app, round)
    address = f"{FIRST}/adjustments/new"
    typed = {"entry": "T002", "points": "+10.5", "reason": "현장 과제"}
    looked = press(organizer, address, step="preview", **typed).get_data(as_text=True)
    assert "1위" in text_of(looked).partition("결정 뒤")[2]
    assert not standings.adjustments(round)
    told(organizer, press(organizer, address, page=looked, step="confirm", **typed))
    assert standings.standings_of(round).rows[0].entry == "T002"
    assert press(organizer, address, page=looked, step="confirm", **typed).status_code == 409  # pressed twice
    take_back = f"{FIRST}/adjustments/1/take-back"
    page = organizer.read(take_back)
    told(organizer, press(organizer, take_back, page=page, reason="잘못 적음"))
    assert standings.adjustments(round) == []
    assert "이미 되돌린" in organizer.read(take_back)
    assert text_of(organizer.read(f"{FIRST}/adjustments")).count("10.5") == 2


@pytest.mark.parametrize("points", ["0", "NaN", "inf", "1e3", "abc", "", "0.00001", "99999"])
def test_only_a_plain_number_adjusts(sqlite_app: Flask, points: str) -> None:
    organizer = sit_down(sqlite_app, make_round(CLEAR))
    typed = {"entry": "T002", "points": points, "reason": "x", "step": "preview"}
    assert press(organizer, f"{FIRST}/adjustments/new", **typed).status_code == 422


def test_a_locked_round_takes_no_change(sqlite_app: Flask) -> None:
    round = make_locked(CLEAR)
    organizer = sit_down(sqlite_app, round)
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
    typed = {"judge": "J02", "entry": "T001", "kind": "self", "reason": "x"}
    for path in ("assignments", "recusals", "panel/J02/chair", "panel/J02/unseat"):
        assert organizer.post(f"{FIRST}/{path}", data=typed, headers=OURS).status_code in (303, 409, 422)
    assert not db.session.scalars(db.select(Recusal)).all()
    assert "잠긴 단계에는" in told(organizer, organizer.get(f"{FIRST}/adjustments/new"))


def local(round: Round, moment: object) -> str:
    return moment.astimezone(round.event.zone).strftime("%Y-%m-%dT%H:%M")  # type: ignore[attr-defined]


def dates(round: Round, **changes: str) -> dict[str, str]:
    names = ("submissions_close_at", "opens_at", "closes_at", "publishes_at")
    return {**{name: local(round, getattr(round, name)) for name in names}, **changes}


def test_a_deadline_moves_forward_and_the_log_keeps_both_values(sqlite_app: Flask) -> None:
    round = make_round()
    organizer = sit_down(sqlite_app, round, at=NOON + HOUR)
    before, later = round.closes_at, round.closes_at + timedelta(minutes=30)
    typed = dates(round, closes_at=local(round, later), reason="정전")
    assert "저장했습니다" in told(organizer, press(organizer, f"{FIRST}/settings", **typed))
    assert round.closes_at == later
    facts = last_act("round.changed").facts
    assert facts == {"before": {"closes_at": before.isoformat()}, "after": {"closes_at": later.isoformat()}}
    assert "바뀐 것이 없습니다" in told(organizer, press(organizer, f"{FIRST}/settings", **typed))


@pytest.mark.parametrize(
    ("name", "shift"), [("closes_at", -6 * HOUR), ("opens_at", 2 * HOUR), ("closes_at", -5.5 * HOUR)]
)
def test_dates_that_would_undo_what_has_happened_are_refused(sqlite_app: Flask, name: str, shift: timedelta) -> None:
    round = make_round()
    organizer = sit_down(sqlite_app, round, at=NOON + HOUR)
    before = getattr(round, name)
    response = press(
        organizer, f"{FIRST}/settings", **dates(round, **{name: local(round, before + shift), "reason": "x"})
    )
    assert response.status_code == 422
    assert getattr(round, name) == before


def test_a_change_of_dates_needs_a_reason(sqlite_app: Flask) -> None:
    round = make_round()
    organizer = sit_down(sqlite_app, round, at=NOON + HOUR)
    later = local(round, round.closes_at + HOUR)
    assert press(organizer, f"{FIRST}/settings", **dates(round, closes_at=later)).status_code == 422


def test_the_level_of_publication_is_chosen_with_a_reason(sqlite_app: Flask) -> None:
    round = make_round()
    organizer = sit_down(sqlite_app, round)
    event = round.event
    names = ("applications_open_at", "applications_close_at", "starts_at", "ends_at")
    typed = {name: local(round, getattr(event, name)) for name in names}
    told(organizer, press(organizer, "/organizer/settings", **typed, result_level="awards", reason="규정"))
    assert round.event.result_level == "awards"


def test_rules_change_before_the_first_ballot_and_every_fault_is_named(sqlite_app: Flask) -> None:
    round = make_round()
    organizer = sit_down(sqlite_app, round)
    wrong = POLICY.replace('"mean"', '"meen"').replace("points = 60", "pionts = 60")
    response = press(organizer, f"{FIRST}/rubric", text=wrong, reason="x")
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "meen" in page
    assert "pionts" in page
    better = POLICY.replace("points = 60", "points = 50").replace("points = 40", "points = 50")
    told(organizer, press(organizer, f"{FIRST}/rubric", text=better, reason="배점 조정"))
    assert round.policy == better


def test_rules_stand_from_the_first_ballot_on(sqlite_app: Flask) -> None:
    round = make_round({"T001": (9, 9)})
    organizer = sit_down(sqlite_app, round)
    page = organizer.read(f"{FIRST}/rubric")
    assert "규정은 그대로 굳었습니다" in page
    response = press(organizer, f"{FIRST}/rubric", page=page, text=POLICY, reason="x")
    assert response.status_code == 409


def test_names_are_shown_as_text_on_every_page(sqlite_app: Flask) -> None:
    round = make_round(CLEAR)
    organizer = sit_down(sqlite_app, round)
    with unit_of_work():
        round.entries[0].team.name = "<img src=x onerror=alert(1)>"
        the_judge("J02").person.name = "<b>J</b><script>"
    for page in ("", "/panel", "/entries", "/assignments", "/recusals", "/awards"):
        shown = organizer.read(FIRST + page)
        assert "<img" not in shown
        assert "<script>" not in shown
