"""Figures for who watches over the server: for nobody else, and without a name or a mark in them."""

from __future__ import annotations

import pytest
from flask import Flask
from pydantic import ValidationError

from hackathon.config import Settings
from hackathon.models import Round
from tests.web.tablets import Tablet, a_revision
from tests.web.visitors import Visitor


def read(app: Flask, address: str = "127.0.0.1", **headers: str) -> tuple[int, str]:
    answer = Visitor(app).get("/metrics", environ_base={"REMOTE_ADDR": address}, headers=headers)
    return answer.status_code, answer.get_data(as_text=True)


def test_ballots_are_counted_by_what_became_of_them(sqlite_app: Flask, round: Round) -> None:
    revision = a_revision(comment="비밀")
    Tablet(sqlite_app).send(revision, revision, a_revision(entry="T999"), a_revision())
    text = read(sqlite_app)[1]
    for status in ("accepted", "duplicate", "rejected", "conflict"):
        assert f'hackathon_ballots_total{{status="{status}"}} 1.0' in text
    assert "hackathon_save_seconds_count 1.0" in text
    assert "hackathon_event_streams 0.0" in text
    assert 'hackathon_requests_total{blueprint="api",method="POST",status="200"} 1.0' in text


def test_nothing_personal_is_in_them(sqlite_app: Flask, round: Round) -> None:
    Tablet(sqlite_app).save(comment="비밀")
    text = read(sqlite_app)[1]
    assert not [word for word in ("비밀", "J02", "j02", "T001", "팀", "first") if word in text]


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.3", "2001:db8::1", "::ffff:192.0.2.7", ""])
def test_from_elsewhere_there_is_no_such_page(sqlite_app: Flask, address: str) -> None:
    assert read(sqlite_app, address)[0] == 404


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_reads_them(sqlite_app: Flask, address: str) -> None:
    assert read(sqlite_app, address)[0] == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"])
def test_a_proxy_that_nobody_told_us_of_lends_nobody_its_address(sqlite_app: Flask, header: str) -> None:
    assert read(sqlite_app, **{header: "127.0.0.1"})[0] == 404


def test_the_settings_name_who_may_read(sqlite_app: Flask) -> None:
    sqlite_app.config["SETTINGS"].metrics_from = "192.0.2.0/24, 2001:db8::1"
    assert [read(sqlite_app, each)[0] for each in ("192.0.2.7", "2001:db8::1", "127.0.0.1")] == [200, 200, 404]


def test_rubbish_in_the_setting_is_refused_at_the_start() -> None:
    with pytest.raises(ValidationError, match="metrics_from"):
        Settings(metrics_from="everybody")
