"""The shell of the judge's app: one page for everybody and every address, and a worker that knows all of its files."""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import re
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask

from hackathon.models import Round
from hackathon.web.judge.tablet.bundle import NotBundled, bundle
from hackathon.web.judge.tablet.catalogues import catalogue
from tests.factories import the_judge
from tests.web.visitors import Visitor

ADDRESSES = ["/judge", "/judge/app", "/judge/rounds/first/entries/T001", "/judge/unsent", "/judge/%E2%80%A6"]


def shell_of(worker: str) -> dict[str, object]:
    found = re.match(r"const SHELL = (.+);\n", worker)
    assert found
    return dict(json.loads(found[1]))


def offered_by(page: str) -> list[dict[str, str]]:
    found = re.search(r'data-languages="([^"]+)"', page)
    assert found
    return list(json.loads(html.unescape(found[1])))


def test_every_address_answers_with_the_same_page_to_everybody(sqlite_app: Flask, round: Round) -> None:
    nobody, judge = Visitor(sqlite_app), Visitor(sqlite_app, the_judge("J01").person)
    judge.get("/?lang=en&theme=dark")
    pages = {visitor.read(address) for visitor in (nobody, judge) for address in ADDRESSES}
    assert len(pages) == 1
    assert not re.search(r"J01|j01|시험 행사|Test event", pages.pop())
    assert judge.get("/judge/app").headers["Cache-Control"] == "public, no-cache"


def test_the_worker_names_every_file_with_its_digest(sqlite_app: Flask, round: Round) -> None:
    visitor = Visitor(sqlite_app)
    response = visitor.get("/sw.js")
    assert response.headers["Cache-Control"] == "no-cache"
    files = shell_of(response.get_data(as_text=True))["files"]
    assert isinstance(files, dict)
    page = visitor.read("/judge/app")
    needed = set(re.findall(r'(?:src|href)="(/judge\.(?:js|css)[^"]+)"', page))
    needed |= {each["catalogue"] for each in offered_by(page) if each["catalogue"]}
    assert len(needed) == 3
    assert needed | {"/judge/app"} <= files.keys()
    for address, digest in files.items():
        assert hashlib.sha256(visitor.get(address).get_data()).hexdigest() == digest, address


def test_the_page_offers_the_event_s_languages_each_with_its_catalogue(sqlite_app: Flask, round: Round) -> None:
    visitor = Visitor(sqlite_app)
    korean, english = offered_by(visitor.read("/judge"))
    assert [korean[name] for name in ("code", "name", "short", "label")] == ["ko", "한국어", "한국어", "언어"]
    assert english == {"code": "en", "name": "English", "short": "EN", "label": "Language", "catalogue": ""}
    response = visitor.get(korean["catalogue"])
    assert "immutable" in response.headers["Cache-Control"]
    words = response.get_json()
    assert (set(words["plural"]), len(words["plural"])) == ({"0"}, 200)
    assert words["words"]["Seal"] == "봉인하기"
    assert words["words"]["state\x04Two versions"] == "충돌 확인"
    assert words["words"]["{n} team needs a look"] == "확인할 팀이 {n}개 있습니다"
    assert visitor.get("/judge.en.json").status_code == visitor.get("/judge.tlh.json").status_code == 404


def test_what_nobody_chose_a_language_for_is_said_in_each(sqlite_app: Flask, round: Round) -> None:
    visitor = Visitor(sqlite_app)
    page = visitor.read("/judge")
    assert "<title>심사 · Judging</title>" in page
    assert re.findall(r'<p lang="(\w+)">', page) == ["ko", "en"]
    manifest = visitor.get("/judge.webmanifest").get_json(force=True)
    assert [manifest[name] for name in ("name", "short_name", "lang")] == ["해커톤 심사 · Judging", "심사", "ko"]


def test_plurals_follow_the_rule_of_the_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "ru" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    found = Catalog(locale="ru")
    found.add(("{n} ballot", "{n} ballots"), ("{n} бюллетень", "{n} бюллетеня", "{n} бюллетеней"))
    found.add("Seal", "")
    with (folder / "tablet.mo").open("wb") as file:
        write_mo(file, found)
    monkeypatch.setattr("scoring.text._places", [(tmp_path, "tablet")])
    words = json.loads(catalogue("ru"))
    assert [words["plural"][n] for n in (0, 1, 2, 5, 11, 21, 101, 111, 199)] == list("201220022")
    assert words["words"] == {"{n} ballot": ["{n} бюллетень", "{n} бюллетеня", "{n} бюллетеней"]}


def test_a_changed_file_is_another_version_for_page_and_worker(sqlite_app: Flask, round: Round, tmp_path: Path) -> None:
    visitor = Visitor(sqlite_app)
    before = visitor.read("/judge/app")
    copied = tmp_path / "static"
    shutil.copytree(sqlite_app.static_folder or "", copied)
    with (copied / "css/judge.css").open("a", encoding="utf-8") as file:
        file.write(".new {}\n")
    sqlite_app.static_folder = str(copied)
    after = visitor.read("/judge/app")
    assert after != before
    assert f'data-shell="{shell_of(visitor.read("/sw.js"))["version"]}"' in after


def test_text_is_packed_for_who_can_read_it(sqlite_app: Flask, round: Round) -> None:
    visitor = Visitor(sqlite_app)
    plain = visitor.get("/judge.js")
    packed = visitor.get("/judge.js", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.get_data()) == plain.get_data()
    assert len(packed.get_data()) < len(plain.get_data()) / 2
    page = visitor.get("/sign-in", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in page.headers  # it carries a form's token


def test_a_packed_file_is_still_known_by_its_tag(sqlite_app: Flask, round: Round) -> None:
    visitor = Visitor(sqlite_app)
    first = visitor.get("/static/css/base.css", headers={"Accept-Encoding": "gzip"})
    again = {"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]}
    assert first.headers["Content-Encoding"] == "gzip"
    assert visitor.get("/static/css/base.css", headers=again).status_code == 304


def test_the_app_can_be_installed(sqlite_app: Flask, round: Round) -> None:
    visitor = Visitor(sqlite_app)
    response = visitor.get("/judge.webmanifest")
    manifest = response.get_json(force=True)
    assert response.mimetype == "application/manifest+json"
    assert manifest["start_url"] == "/judge"
    assert {icon["sizes"] for icon in manifest["icons"]} >= {"192x192", "512x512"}
    for icon in manifest["icons"]:
        assert visitor.get(icon["src"]).mimetype == icon["type"]


# --- one file of many modules ------------------------------------------------------------------------------------------


def bundled(**modules: str) -> str:
    texts = {f"{name.replace('__', '/')}.js": text for name, text in modules.items()}
    return bundle("app.js", read=texts.__getitem__)


def test_modules_keep_their_own_names() -> None:
    text = bundled(
        app='import { one as two, three } from "./lib/a.js";\nconsole.log(two, three);\n',
        lib__a='// a remark\nimport { three } from "../b.js";\nexport const one = 1;\nconst hidden = 2;\nexport { three };\n',
        b="export function three() {}\n",
    )
    assert "const { one: two, three } = $lib_a;\nconsole.log(two, three);" in text
    assert "return { one, three };" in text
    assert text.index("$b =") < text.index("$lib_a =") < text.index("console.log")
    assert "remark" not in text


def test_a_type_inside_an_expression_takes_no_code_with_it() -> None:
    """Remarks of whole lines go; from one that code stands behind, nothing is taken up to the end of the next."""
    text = bundled(app="const a =\n  /** @type {A} */ (b);\nconst kept = 1;\n/** a remark */\nconst c = 2;\n")
    assert "(b);\nconst kept = 1;\nconst c = 2;" in text


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('import everything from "./b.js";', "app.js: import everything"),
        ('import * as b from "./b.js";', r"app.js: import \* as b"),
        ("export default 3;", "app.js: export default"),
        ("export let moving = 1;", "app.js: export let"),
        ("const here = import.meta;", "app.js: import.meta"),
        ("const long = `two\n  lines`;", "app.js: a text over several lines: const long"),
        ('import { a } from "./app.js";', "a circle: app.js → app.js"),
    ],
)
def test_what_one_file_cannot_hold_is_refused_with_its_place(source: str, said: str) -> None:
    with pytest.raises(NotBundled, match=said):
        bundled(app=f"{source}\n", b="export const b = 1;\n")
