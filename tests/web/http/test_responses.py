"""What every response has in common: headers, languages, light and dark, errors that help."""

from __future__ import annotations

import re

import pytest
from flask import Flask, abort

from hackathon.database import unit_of_work
from hackathon.domain.base.errors import RoundLocked
from hackathon.domain.rounds.events import get_event
from hackathon.models import Person, Round
from hackathon.web.http.guard import policy
from scoring.text import in_languages
from tests.web.visitors import OURS, Visitor


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nowhere", "/organizer", "/static/css/tokens.css", "/s/x"])
def test_every_response_carries_the_security_headers(sqlite_app: Flask, round: Round, path: str) -> None:
    headers = Visitor(sqlite_app).get(path).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Referrer-Policy"] in ("same-origin", "no-referrer")


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nowhere"])
def test_no_page_holds_inline_style_or_script(sqlite_app: Flask, round: Round, path: str) -> None:
    page = Visitor(sqlite_app).get(path).get_data(as_text=True)
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=|javascript:", page)


def test_no_page_asks_another_host_for_anything(sqlite_app: Flask, round: Round) -> None:
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', Visitor(sqlite_app).read("/"))


def test_a_signed_in_page_is_not_kept_on_the_tablet(sqlite_app: Flask, organizer: Person) -> None:
    visitor = Visitor(sqlite_app, organizer)
    assert visitor.get("/organizer").headers["Cache-Control"] == "no-store"
    assert Visitor(sqlite_app).get("/").headers["Cache-Control"] == "no-cache"


def test_static_files_are_kept_for_good_under_the_address_of_their_content(sqlite_app: Flask, round: Round) -> None:
    visitor = Visitor(sqlite_app)
    address = re.search(r"/static/css/tokens\.css\?v=[0-9a-f]{12}", visitor.read("/"))
    assert address
    assert "immutable" in visitor.get(address[0]).headers["Cache-Control"]
    assert visitor.get("/static/css/tokens.css?v=old").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("wish", "cookie", "shown"),
    [
        ("", "", "ko"),
        ("en-US,en;q=0.9", "", "en"),
        ("de,en;q=0.5,ko;q=0.4", "", "en"),
        ("en;q=0.4,ko-KR;q=0.9", "", "ko"),
        ("de", "", "ko"),
        ("en-US", "ko", "ko"),
        ("", "en", "en"),
        ("ko", "de", "ko"),
    ],
)
def test_a_new_visitor_gets_the_browsers_wish_among_the_events_languages(
    wish: str, cookie: str, shown: str, sqlite_app: Flask, round: Round
) -> None:
    visitor = Visitor(sqlite_app)
    if cookie:
        visitor.client.set_cookie("lang", cookie)
    page = visitor.read("/", headers={"Accept-Language": wish} if wish else {})
    assert f'<html lang="{shown}">' in page


def test_the_first_language_of_the_event_is_shown_to_who_has_no_wish(sqlite_app: Flask, round: Round) -> None:
    with unit_of_work():
        get_event().languages = ["en", "ko"]
    page = Visitor(sqlite_app).read("/")
    assert '<html lang="en">' in page
    assert page.index('hreflang="en"') < page.index('hreflang="ko"')


def test_an_event_of_one_language_offers_no_other(sqlite_app: Flask, round: Round) -> None:
    with unit_of_work():
        get_event().languages = ["en"]
    visitor = Visitor(sqlite_app)
    visitor.client.set_cookie("lang", "ko")
    page = visitor.read("/")
    assert '<html lang="en">' in page
    assert "hreflang" not in page


def test_the_language_is_switched_in_place_and_remembered(sqlite_app: Flask, round: Round) -> None:
    visitor = Visitor(sqlite_app)
    switched = visitor.get("/sign-in?from=mail&lang=en&from=qr")
    assert (switched.status_code, switched.location) == (303, "/sign-in?from=mail&from=qr")
    assert '<html lang="en">' in visitor.read("/sign-in")
    assert "If you have a sign-in link" in visitor.read("/sign-in")
    visitor.get("/?lang=ko")
    assert '<html lang="ko">' in visitor.read("/")


def test_a_page_links_to_itself_in_the_other_language(sqlite_app: Flask, round: Round) -> None:
    assert 'href="/sign-in?from=mail&amp;lang=en"' in Visitor(sqlite_app).read("/sign-in?from=mail")


@pytest.mark.parametrize("path", ["//elsewhere.example", "/\\elsewhere.example", "/%5Celsewhere.example"])
def test_switching_never_leads_to_another_site(sqlite_app: Flask, round: Round, path: str) -> None:
    location = Visitor(sqlite_app).get(f"{path}?lang=en").location or "/"
    assert re.match(r"(http://localhost)?/(?![/\\])", location)


def test_an_unknown_language_changes_nothing(sqlite_app: Flask, round: Round) -> None:
    assert '<html lang="ko">' in Visitor(sqlite_app).read("/?lang=fr")


def test_light_or_dark_follows_the_system_until_it_is_chosen(sqlite_app: Flask, round: Round) -> None:
    visitor = Visitor(sqlite_app)
    assert "data-theme" not in visitor.read("/")
    visitor.get("/?theme=dark")
    assert 'data-theme="dark"' in visitor.read("/")
    visitor.get("/?theme=auto")
    assert "data-theme" not in visitor.read("/")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_error_says_what_happened_and_what_to_do(sqlite_app: Flask, round: Round, language: str) -> None:
    visitor = Visitor(sqlite_app)
    visitor.get(f"/?lang={language}")
    response = visitor.get("/nowhere")
    page = response.get_data(as_text=True)
    assert response.status_code == 404
    assert {"ko": "그런 화면이 없습니다", "en": "There is no such page"}[language] in page
    assert 'href="/"' in page


def test_a_wrong_method_names_the_right_ones(sqlite_app: Flask, round: Round) -> None:
    response = Visitor(sqlite_app).get("/sign-out")
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]


def test_the_tablets_get_their_errors_as_json(sqlite_app: Flask, round: Round) -> None:
    response = Visitor(sqlite_app).get("/api/v1/nothing")
    assert response.status_code == 404
    assert response.get_json()["error"]["code"] == "not-found"


@policy("public")
def failing(status: int) -> str:
    if status == 409:
        raise RoundLocked(in_languages({"ko": "예선은 잠겨 있습니다.", "en": "The first round is locked."}))
    if status == 500:
        raise ZeroDivisionError
    abort(status)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 429, 500])
def test_every_kind_of_error_has_a_page_in_both_languages(sqlite_app: Flask, round: Round, status: int) -> None:
    sqlite_app.add_url_rule("/fails/<int:status>", "fails", failing)
    sqlite_app.config["PROPAGATE_EXCEPTIONS"] = False
    visitor = Visitor(sqlite_app)
    korean = visitor.get(f"/fails/{status}")
    visitor.get("/?lang=en")
    english = visitor.get(f"/fails/{status}")
    assert (korean.status_code, english.status_code) == (status, status)
    title = re.search(r"<h1>(.+)</h1>", english.get_data(as_text=True))
    assert title
    assert title[1].isascii()
    assert "Traceback" not in korean.get_data(as_text=True)
    assert "Content-Security-Policy" in korean.headers


def test_a_refusal_of_the_event_is_told_in_its_own_words(sqlite_app: Flask, round: Round) -> None:
    sqlite_app.add_url_rule("/fails/<int:status>", "fails", failing)
    response = Visitor(sqlite_app).get("/fails/409")
    assert "예선은 잠겨 있습니다." in response.get_data(as_text=True)


def test_without_an_event_the_first_page_says_how_to_make_one(sqlite_app: Flask) -> None:
    response = Visitor(sqlite_app).get("/")
    assert response.status_code == 404
    assert "hackathon init" in response.get_data(as_text=True)


def test_signing_out_needs_a_button_and_works_without_script(sqlite_app: Flask, organizer: Person) -> None:
    visitor = Visitor(sqlite_app, organizer)
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.read("/organizer"))
    assert token
    response = visitor.post("/sign-out", data={"csrf_token": token[1]}, headers=OURS)
    assert response.status_code == 303
    assert "로그아웃했습니다" in visitor.read("/")
