"""Organizers act, auditors read, staff count, the chair signs; for everybody else the desk does not exist."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from hackathon.models import Round
from tests.web.desk import CLEAR, FIRST, make_locked, make_published, make_round, press, sit_down
from tests.web.visitors import OURS, Visitor

READ = [
    "/organizer/settings",
    "/organizer/log",
    *(
        f"{FIRST}/{page}"
        for page in (
            "assignments",
            "panel",
            "recusals",
            "entries",
            "adjustments",
            "rubric",
            "awards",
            "log",
            "settings",
        )
    ),
]
ACTS = [
    f"{FIRST}/{act}"
    for act in (
        "lock",
        "unlock",
        "publish",
        "advance",
        "step-in",
        "decide/waived",
        "assignments",
        "assignments/fill",
        "panel",
        "panel/J02/unseat",
        "panel/J02/chair",
        "recusals",
        "recusals/1/take-back",
        "entries/order",
        "entries/T001/withdraw",
        "adjustments/new",
        "adjustments/1/take-back",
        "rubric",
        "settings",
    )
]
OUTSIDERS = ("staff", "chair", "judge", "captain", "nobody")


def in_phase(phase: str) -> Round:
    return {"open": make_round, "locked": make_locked, "published": make_published}[phase](CLEAR)


@pytest.mark.parametrize("path", READ)
def test_the_desk_is_read_by_organizers_and_auditors_alone(sqlite_app: Flask, path: str) -> None:
    round = make_round(CLEAR)
    for role in ("organizer", "auditor"):
        assert sit_down(sqlite_app, round, role).get(path).status_code == 200
    for role in OUTSIDERS:
        assert sit_down(sqlite_app, round, role).get(path).status_code == 404


def test_the_chair_reads_the_ties_too_and_nobody_else_does(sqlite_app: Flask) -> None:
    round = make_locked(CLEAR)
    codes = {
        role: sit_down(sqlite_app, round, role).get(f"{FIRST}/ties").status_code for role in ("auditor", *OUTSIDERS)
    }
    assert codes == {"auditor": 200, "chair": 200, "staff": 404, "judge": 404, "captain": 404, "nobody": 404}


@pytest.mark.parametrize("role", ["auditor", *OUTSIDERS])
@pytest.mark.parametrize("phase", ["open", "locked", "published"])
def test_nobody_but_an_organizer_acts(sqlite_app: Flask, role: str, phase: str) -> None:
    round = in_phase(phase)
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
    visitor = sit_down(sqlite_app, round, role)
    answers = {path: visitor.post(path, headers=OURS).status_code for path in [*ACTS, "/organizer/settings"]}
    assert set(answers.values()) == {404}, answers


def test_a_stranger_is_asked_to_sign_in(sqlite_app: Flask) -> None:
    make_round()
    assert Visitor(sqlite_app).get(FIRST).status_code == 302
    assert Visitor(sqlite_app).post(f"{FIRST}/lock", headers=OURS).status_code in (400, 401)


def test_an_auditor_finds_no_button(sqlite_app: Flask) -> None:
    auditor = sit_down(sqlite_app, make_round(CLEAR), "auditor")
    for path in [FIRST, *READ]:
        page = auditor.read(path).split("<main")[1]
        sending = re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL)
        assert [form for form in sending if "<button" in form] == [], path
    assert f"{FIRST}/lock" not in auditor.read(FIRST)


def test_staff_see_counts_in_the_control_room_and_nothing_else(sqlite_app: Flask) -> None:
    staff = sit_down(sqlite_app, make_round(CLEAR), "staff")
    page = staff.read(FIRST)
    assert "<b>4</b>/4" in page
    assert "/standings" not in page
    assert "/lock" not in page
    for path in ("standings", "export.csv", "export.json", "sign"):
        assert staff.get(f"{FIRST}/{path}").status_code == 404


@pytest.mark.parametrize("phase", ["open", "locked"])
def test_the_control_room_holds_no_score(sqlite_app: Flask, phase: str) -> None:
    round = in_phase(phase)
    for role in ("staff", "organizer"):
        page = sit_down(sqlite_app, round, role).read(FIRST)
        assert not any(score in page for score in ("90.00", "80.00", "70.00", "60.00"))


def test_the_chair_reads_the_standings_and_signs_and_no_more(sqlite_app: Flask) -> None:
    chair = sit_down(sqlite_app, make_locked(CLEAR), "chair")
    page = chair.read(f"{FIRST}/standings")
    assert f'href="{FIRST}/sign"' in page
    assert f'href="{FIRST}/panel"' not in page
    assert chair.get(f"{FIRST}/sign").status_code == 200
    assert chair.get("/organizer").status_code == 404
    assert chair.get(FIRST).status_code == 404


@pytest.mark.parametrize("role", ["judge", "staff", "captain", "nobody", "auditor"])
def test_only_the_chair_and_organizers_reach_the_page_to_sign(sqlite_app: Flask, role: str) -> None:
    visitor = sit_down(sqlite_app, make_locked(CLEAR), role)
    assert visitor.get(f"{FIRST}/sign").status_code == 404


def test_the_chair_of_one_round_is_nobody_in_another(sqlite_app: Flask) -> None:
    chair = sit_down(sqlite_app, make_locked(CLEAR), "chair")
    assert chair.get("/organizer/rounds/next/sign").status_code == 404
    assert chair.get("/organizer/rounds/next/standings").status_code == 404


def test_a_form_without_its_token_does_nothing(sqlite_app: Flask) -> None:
    round = make_round(CLEAR)
    organizer = sit_down(sqlite_app, round)
    assert organizer.post(f"{FIRST}/lock", headers=OURS).status_code == 400
    assert press(organizer, f"{FIRST}/lock").status_code == 303
