"""The manual: open to everybody in every language, led to from every page, and true to what screens say."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask

from hackathon.config import Settings
from hackathon.models import Round
from hackathon.web.manual.chapters import CHAPTERS, FOLDER, languages_of, page_of
from scoring.names import METHODS, STEPS
from tests.house.catalogues import DOMAINS, read
from tests.web.canaries import person_of
from tests.web.visitors import Visitor

KEYS = [chapter.key for chapter in CHAPTERS]
LANGUAGES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != "pictures")
EVERYWHERE = [pytest.param(key, language, id=f"{key}-{language}") for key in KEYS for language in LANGUAGES]


def visitor(app: Flask, language: str, *, person: object = None) -> Visitor:
    found = Visitor(app, person)  # type: ignore[arg-type]
    found.get(f"/?lang={language}")
    return found


def test_both_languages_hold_every_chapter_and_no_other() -> None:
    assert LANGUAGES == ["en", "ko"]
    assert {path.stem for path in FOLDER.glob("*/*.html")} == set(KEYS)
    assert {key: languages_of(key) for key in KEYS} == {key: set(LANGUAGES) for key in KEYS}


@pytest.mark.parametrize(("key", "language"), EVERYWHERE)
def test_a_chapter_answers_everybody_in_their_language(
    sqlite_app: Flask, round: Round, key: str, language: str
) -> None:
    for role in ("nobody", "judge", "captain"):
        page = visitor(sqlite_app, language, person=person_of(role, round)).read(f"/help/{key}")
        assert f'<article class="manual" lang="{language}">' in page


@pytest.mark.parametrize(("key", "language"), EVERYWHERE)
def test_a_chapter_asks_for_nothing_from_elsewhere(sqlite_app: Flask, round: Round, key: str, language: str) -> None:
    page = visitor(sqlite_app, language).read(f"/help/{key}")
    asked = re.findall(r'(?:src|srcset|data|action|poster)="([^"]*)"|<link[^>]*href="([^"]*)"', page)
    assert asked
    assert [found for pair in asked for found in pair if found and not found.startswith("/")] == []
    assert "style=" not in page
    assert "<script>" not in page


@pytest.mark.parametrize("key", KEYS)
def test_a_chapter_has_the_same_sections_in_every_language(sqlite_app: Flask, round: Round, key: str) -> None:
    chapter = next(each for each in CHAPTERS if each.key == key)
    with sqlite_app.test_request_context():
        found = [[anchor for anchor, _ in page_of(chapter, language).sections] for language in LANGUAGES]
    assert found[0]
    assert found == [found[0]] * len(LANGUAGES)


def test_whoever_has_a_role_reads_their_chapter_first(sqlite_app: Flask, round: Round) -> None:
    page = visitor(sqlite_app, "en", person=person_of("judge", round)).read("/help")
    first = page[page.index("Read this first") : page.index("All other chapters")]
    assert re.findall(r'href="/help/(\w+)"', first) == ["judges"]
    assert "Read this first" not in visitor(sqlite_app, "en").read("/help")


@pytest.mark.parametrize("address", ["/", "/sign-in", "/apply", "/help", "/nothing/here"])
def test_every_page_leads_to_the_manual(sqlite_app: Flask, round: Round, address: str) -> None:
    page = Visitor(sqlite_app).get(address, follow_redirects=True).get_data(as_text=True)
    assert re.search(r'<footer class="end">.*href="/help".*</footer>', page, re.DOTALL)


def test_there_is_no_other_chapter(sqlite_app: Flask, round: Round) -> None:
    assert Visitor(sqlite_app).get("/help/nothing").status_code == 404
    assert Visitor(sqlite_app).get("/help/pictures/..%2f..%2fconfig.py").status_code == 404


@pytest.mark.parametrize("wanted", ["fr", "..", "pictures"])
def test_a_language_without_a_folder_reads_the_events_first(sqlite_app: Flask, round: Round, wanted: str) -> None:
    with sqlite_app.test_request_context():
        assert page_of(CHAPTERS[0], wanted).language == round.event.languages[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_method_and_step_is_told_under_its_one_name(sqlite_app: Flask, round: Round, language: str) -> None:
    page = html.unescape(visitor(sqlite_app, language).read("/help/rules"))
    for kind, rules in (("method", METHODS), ("step", STEPS)):
        for key, rule in rules.items():
            told = re.search(rf'id="{kind}-{key}"><h3>(.+?) <code>{key}</code></h3><p>(.*?)</p>', page)
            assert told, key
            assert told[1] == rule.name.say(language)
            sentence = getattr(rule, "sentence", None)
            assert told[2].startswith(sentence.say(language) if sentence else "")
            assert len(told[2]) > 10 + len(sentence.say(language) if sentence else ""), f"{key} is only named"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_is_told(language: str) -> None:
    text = (FOLDER / language / "server.html").read_text(encoding="utf-8")
    prefix = Settings.model_config["env_prefix"]
    names = {str(field.validation_alias or f"{prefix}{name.upper()}") for name, field in Settings.model_fields.items()}
    assert names == set(re.findall(r"<dt><code>(\w+)</code></dt>", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_between_chapters_lead_to_sections(sqlite_app: Flask, round: Round, language: str) -> None:
    with sqlite_app.test_request_context():
        pages = {chapter.key: page_of(chapter, language).text for chapter in CHAPTERS}
    links = {link for text in pages.values() for link in re.findall(r'href="/help/(\w+)(?:#([\w-]+))?"', text)}
    assert links
    assert [(key, anchor) for key, anchor in links if anchor and f'id="{anchor}"' not in pages[key]] == []
    pictures = {name for text in pages.values() for name in re.findall(r'src="/help/pictures/([^"]+)"', text)}
    assert pictures
    assert {name for name in pictures if not name.endswith(f"-{language}.webp")} == set()
    assert [name for name in pictures if Visitor(sqlite_app).get(f"/help/pictures/{name}").status_code != 200] == []


# --- words on buttons ----------------------------------------------------------------------------------------------------


def said(language: str) -> set[str]:
    """Every sentence of the screens in a language."""
    messages = [message for domain in DOMAINS for message in read(domain, "ko") if message.id]
    forms = [message.id if language == "en" else message.string for message in messages]
    return {form for each in forms for form in ([each] if isinstance(each, str) else each or ())}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_manual_says_of_a_button_stands_on_it(language: str) -> None:
    """In a chapter `<kbd>` holds what a screen says, letter for letter."""
    known = said(language)
    quoted = {
        html.unescape(words)
        for path in (FOLDER / language).glob("*.html")
        for words in re.findall(r"<kbd>(.*?)</kbd>", path.read_text(encoding="utf-8"), re.DOTALL)
    }
    assert quoted
    assert quoted - known == set()


# --- on the tablet -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tablets_page_is_the_same_for_everybody(sqlite_app: Flask, round: Round, language: str) -> None:
    nobody, judge = visitor(sqlite_app, "ko"), visitor(sqlite_app, "en", person=person_of("judge", round))
    judge.get("/?theme=dark")
    pages = {each.read(f"/judge/help/{language}") for each in (nobody, judge)}
    assert len(pages) == 1
    assert f'<html lang="{language}">' in pages.pop()


def test_the_worker_keeps_the_tablets_pages_after_everything_else(sqlite_app: Flask, round: Round) -> None:
    worker = Visitor(sqlite_app).read("/sw.js")
    files, later = (re.search(rf'"{name}": {{(.*?)}}', worker)[1] for name in ("files", "later"))  # type: ignore[index]
    assert "/judge/help/" not in files
    assert all(f'"/judge/help/{language}": "' in later for language in round.event.languages)
    page = Visitor(sqlite_app).read("/judge/help/ko")
    needed = re.findall(r'(?:src|rel="stylesheet" href)="([^"]+)"', page)
    assert needed
    assert [address for address in needed if f'"{address}": "' not in later] == []
