"""The way out for a chair whom an organizer let in: a password of their own."""

from __future__ import annotations

import re

from flask import Flask

from tests.web.desk import CLEAR, FIRST, make_locked, press, sit_down, somebody, text_of, told
from tests.web.visitors import CLOSED, Visitor

PASSWORD = "seven brown pigeons"


def test_a_chair_whom_the_organizer_let_in_signs_with_a_password(sqlite_app: Flask) -> None:
    round = make_locked(CLEAR)
    desk = sit_down(sqlite_app, round)
    chair = somebody(round, "chair")
    page = press(desk, f"/organizer/people/{chair.id}", to=f"/organizer/people/{chair.id}/link").get_data(as_text=True)
    link = re.search(r"/s/[\w-]+", page)
    assert link
    visitor = Visitor(sqlite_app, at=CLOSED)
    assert visitor.get(link[0]).status_code == 303
    assert "자기 비밀번호를 정하고" in text_of(visitor.read(f"{FIRST}/sign"))
    press(visitor, "/me/password", password=PASSWORD, again=PASSWORD)
    assert "자기 비밀번호를 정하고" in text_of(visitor.read(f"{FIRST}/sign"))  # still the same way in
    press(visitor, "/me/account", to="/sign-out")
    press(visitor, "/sign-in", email=chair.email, password=PASSWORD)
    assert "서명했습니다" in told(visitor, press(visitor, f"{FIRST}/sign", read="y"))
    assert "서명했습니다" in told(desk, press(desk, f"{FIRST}/sign", read="y"))
