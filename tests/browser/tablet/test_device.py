"""What a judge wrote survives the device: its stores, its tabs, a newer app, and the ways out without a network."""

from __future__ import annotations

import json

import numpy as np
import pytest
import zxingcpp
from playwright.sync_api import Route

from scoring.reading.canonical import digest
from tests.browser.tablet.tablets import TEAMS, NewTablet, Venue, arrived

pytestmark = pytest.mark.browser


def portal(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<title>Sign in to the venue's Wi-Fi</title>")


def test_a_new_version_of_the_app_comes_in_while_ballots_wait(venue: Venue, tablet: NewTablet) -> None:
    one = tablet()
    one.context.route("**/api/**/ballots", portal)
    one.score("T001", 5, 6)
    old = one.page.evaluate("() => document.documentElement.dataset.shell")
    module = venue.static / "js/tablet/engine/ids.js"
    module.write_text(module.read_text(encoding="utf-8") + "export const NEWER = 1;\n", encoding="utf-8")
    one.page.evaluate("async () => { await (await navigator.serviceWorker.ready).update() }")
    one.wait("engine.status.update")
    assert one.page.evaluate("() => document.documentElement.dataset.shell") == old  # nobody is interrupted
    with one.page.expect_navigation():
        one.page.evaluate("() => void engine.applyUpdate()")
    one.start()
    new = one.page.evaluate("() => document.documentElement.dataset.shell")
    assert new != old
    assert one.page.evaluate("() => caches.keys()") == [f"judge-{new}"]
    assert one.status["waiting"] == 1
    one.offline().reload()
    one.context.unroute("**/api/**/ballots")
    one.offline(False)
    one.all_sent()
    assert arrived(venue) == {"T001": (5, 6)}


def test_a_store_that_the_browser_threw_away_is_filled_from_its_mirror(venue: Venue, tablet: NewTablet) -> None:
    one = tablet().offline()
    assert one.status["storage"]["kind"] == "indexeddb"
    one.score("T001", 5, 6)
    one.page.evaluate("() => new Promise((done) => { indexedDB.deleteDatabase('hackathon-judge').onsuccess = done; })")
    one.score("T002", 7, 8)  # the page has lost its store, and goes on
    one.reload()
    assert one.status["waiting"] == 2
    one.page.evaluate("() => new Promise((done) => { indexedDB.deleteDatabase('hackathon-judge').onsuccess = done; })")
    one.reload()
    assert one.status["storage"]["warning"] == "evicted"
    one.offline(False)
    one.all_sent()
    assert arrived(venue) == {"T001": (5, 6), "T002": (7, 8)}


STORES = {
    "refused": "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError'); } });",
    "silent": "IDBFactory.prototype.open = () => ({});",
}


@pytest.mark.parametrize("store", STORES)
def test_a_store_that_does_not_work_is_told_before_the_judge_starts(
    venue: Venue, tablet: NewTablet, store: str
) -> None:
    one = tablet(script=STORES[store])
    assert (one.status["storage"]["kind"], one.status["storage"]["warning"]) == ("mirror", "mirror-only")
    one.offline()
    one.score("T001", 5, 6)
    one.reload()
    assert one.ballot("T001")["marks"] == {"creativity": 5, "technical": 6}
    one.offline(False)
    one.all_sent()
    assert arrived(venue) == {"T001": (5, 6)}


def test_two_tabs_write_on_one_ballot_together(venue: Venue, tablet: NewTablet) -> None:
    one = tablet()
    other = one.context.new_page()
    other.goto(one.page.url)
    one.start(other)
    other.evaluate("() => engine.open('first')")
    one.page.evaluate("() => engine.edit('first', 'T001', { marks: { creativity: 4 } })")
    other.evaluate("() => engine.edit('first', 'T001', { marks: { technical: 9 }, note: '둘째 탭' })")
    for page in (one.page, other):
        page.wait_for_function("() => Object.keys(engine.ballot('first', 'T001').marks).length === 2")
    one.page.evaluate("() => { void engine.seal('first', 'T001'); }")
    other.evaluate("() => engine.flush()")
    for page in (one.page, other):
        page.wait_for_function("() => engine.ballot('first', 'T001').trail === 'counted'", timeout=20_000)
    assert arrived(venue) == {"T001": (4, 9)}


def test_what_cannot_be_sent_leaves_as_codes_and_is_known_when_it_comes_again(venue: Venue, tablet: NewTablet) -> None:
    one = tablet()
    one.page.evaluate("async () => { ({ qr: window.qr } = await import('/static/js/tablet/engine/qr/qr.js')); }")
    one.offline()
    for team in TEAMS[:6]:
        one.score(team, 6, 7, comment="아이디어가 좋고 발표가 또렷합니다. " * 3)
    one.score("T007", 6, 7, seal=False)
    codes = one.page.evaluate("() => engine.unsentCodes().map(qr)")
    texts = [_read(modules) for modules in codes]
    heads = [text.split(":", 3) for text in texts]
    assert len({(head[0], head[1]) for head in heads}) == 1
    assert [head[2] for head in heads] == [f"{at}/{len(texts)}" for at in range(1, len(texts) + 1)]
    told = json.loads("".join(head[3] for head in heads))
    assert (told["format"], told["judge"], len(told["revisions"])) == ("hackathon-unsent-1", "J01", 7)
    saved = json.loads(one.page.evaluate("() => engine.unsentFile().blob.text()"))
    assert saved == told
    one.offline(False)
    one.all_sent()
    assert {row["entry"] for row in venue.revisions()} == set(TEAMS[:7])
    ids = one.page.evaluate("() => engine.packet('first').ballots.map((head) => head.id)")
    assert {each["id"] for each in told["revisions"]} == set(ids)


def _read(modules: list[list[bool]]) -> str:
    dark = np.pad(np.array(modules, dtype=bool), 4)
    picture = np.kron(~dark, np.ones((3, 3), dtype=bool)).astype(np.uint8) * 255
    (found,) = zxingcpp.read_barcodes(picture)
    return str(found.text)


def test_tablet_and_server_digest_the_same(venue: Venue, tablet: NewTablet) -> None:
    cases = [
        {"entry": "T001", "judge": "J01", "marks": {"é": 7, "가": 7.5, "a": 0.125, "Z": 100, "😀": 0}, "sealed": True},
        {"entry": "팀", "judge": '\u2028\u007f"\\\n', "marks": {}, "sealed": False},
        {"entry": "x" * 200, "judge": "J", "marks": {f"k{at}": at * 0.01 for at in range(60)}, "sealed": True},
    ]
    told = tablet().page.evaluate(
        """async (cases) => {
          const { digestOf } = await import("/static/js/tablet/engine/receipt/receipts.js");
          return cases.map(digestOf);
        }""",
        cases,
    )
    assert told == [digest(case) for case in cases]
