"""Everybody can check: the public key in all its places, and the results file where the organizer lets everybody have it."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from hackathon.database import unit_of_work
from hackathon.domain.base.keys import get_key
from hackathon.domain.results import public_bundle
from hackathon.extensions import db
from hackathon.models import AuditEntry, Round
from scoring import verify_results
from scoring.bundle.signing import fingerprint, key_lines, read_public_key
from tests.web.desk import CLEAR, FIRST, make_locked, make_published, press, sit_down, told
from tests.web.visitors import CLOSED, Visitor, publish

FILE = "/results/first.zip"


def installed_key(app: Flask) -> bytes:
    return get_key(app.config["SETTINGS"].keys).public


def test_f6_the_key_is_the_same_wherever_it_is_published(sqlite_app: Flask) -> None:
    make_published(CLEAR)
    key = installed_key(sqlite_app)
    response = Visitor(sqlite_app, at=CLOSED).get("/.well-known/hackathon-key")
    assert response.mimetype == "text/plain"
    assert response.get_data(as_text=True) == key_lines(key)
    assert read_public_key(response.get_data(as_text=True)) == key
    page = Visitor(sqlite_app, at=CLOSED).read("/")
    assert key.hex() in page
    assert fingerprint(key) in page


def test_f6_the_results_file_is_the_publics_only_where_the_organizer_says_so(sqlite_app: Flask, tmp_path: Path) -> None:
    round = make_published(CLEAR)
    visitor = Visitor(sqlite_app, at=CLOSED)
    assert visitor.get(FILE).status_code == 404
    assert FILE not in visitor.read("/")
    offer(round)
    assert FILE in visitor.read("/")
    response = visitor.get(FILE)
    assert response.status_code == 200
    path = tmp_path / "results.zip"
    path.write_bytes(response.data)
    assert all(check.ok is not False for check in verify_results(path, public_key=installed_key(sqlite_app)))
    assert visitor.get(FILE).data == response.data


def offer(round: Round) -> None:
    with unit_of_work():
        public_bundle.offer(db.session.merge(round))


def test_the_results_file_waits_for_the_publication(sqlite_app: Flask) -> None:
    round = make_locked(CLEAR)
    offer(round)
    assert Visitor(sqlite_app, at=CLOSED).get(FILE).status_code == 404
    publish(round)
    assert Visitor(sqlite_app, at=CLOSED).get(FILE).status_code == 200
    assert Visitor(sqlite_app, at=CLOSED).get("/results/elsewhere.zip").status_code == 404


def test_the_organizer_offers_it_with_the_publication_and_takes_it_back(sqlite_app: Flask) -> None:
    round = make_locked(CLEAR)
    organizer, chair = sit_down(sqlite_app, round), sit_down(sqlite_app, round, "chair")
    for visitor in (organizer, chair):
        press(visitor, f"{FIRST}/sign", read="y")
    page = organizer.read(f"{FIRST}/publish")
    assert press(organizer, f"{FIRST}/publish", page=page, bundle="y").status_code == 303
    visitor = Visitor(sqlite_app, at=CLOSED)
    assert visitor.get(FILE).status_code == 200
    assert "공개 화면에서 내렸습니다" in told(organizer, press(organizer, f"{FIRST}/results-file"))
    assert visitor.get(FILE).status_code == 404
    acts = set(db.session.scalars(db.select(AuditEntry.act)))
    assert {"bundle.offered", "bundle.withdrawn"} <= acts
