"""What a judge wrote on a tablet reaches the server exactly once, whatever the night does to tablet and network."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zxingcpp
from playwright.sync_api import Browser, Route

from hackathon import clock
from hackathon.domain.canonical import digest
from tests.browser.tablets import Tablet, Venue, opened

pytestmark = pytest.mark.browser

TEAMS = [f"T{number:03}" for number in range(1, 31)]
NewTablet = Callable[..., Tablet]


@pytest.fixture
def venue(sqlite_template: Path, tmp_path: Path) -> Iterator[Venue]:
    with opened(tmp_path, sqlite_template, teams=len(TEAMS), judges=2) as venue:
        yield venue


@pytest.fixture
def tablet(browser: Browser, venue: Venue) -> Iterator[NewTablet]:
    made: list[Tablet] = []

    def make(judge: str = "J01", **options: Any) -> Tablet:
        made.append(Tablet(browser, venue, **options).sign_in(judge).open().ready())
        return made[-1]

    yield make
    for each in made:
        each.close()


def arrived(venue: Venue) -> dict[str, tuple[int, int]]:
    """The marks by team, of a night on which nothing came twice, or otherwise than it should."""
    rows = venue.revisions()
    assert all(row["sealed"] and row["status"] == "accepted" and row["revision"] == 1 for row in rows)
    found = {row["entry"]: (row["marks"]["creativity"], row["marks"]["technical"]) for row in rows}
    assert len(found) == len(rows)
    return found


def test_thirty_teams_scored_without_a_network_arrive_once(venue: Venue, tablet: NewTablet) -> None:
    fast_clock = "{ const now = Date.now; Date.now = () => now() + 7 * 3600e3; }"
    one = tablet(script=fast_clock).offline()
    marks = {team: (at % 11, (at * 3) % 11) for at, team in enumerate(TEAMS)}
    for team in TEAMS[:12]:
        one.score(team, *marks[team], comment=f"{team} 잘했습니다 👏")
    one.reload()
    assert one.status["waiting"] == 12
    for team in TEAMS[12:]:
        one.score(team, *marks[team])
    one.reopened()
    assert one.status["waiting"] == 30
    assert not one.status["online"]
    assert {one.ballot(team)["trail"] for team in TEAMS} == {"device"}
    assert venue.revisions() == []
    one.offline(False)
    one.all_sent()
    assert arrived(venue) == marks
    assert one.ballot("T001")["trail"] == "counted"
    assert one.ballot("T001")["verified"] == "signature"
    rows = venue.revisions()
    assert rows[0]["comment"] == "T001 잘했습니다 👏"
    assert abs(rows[0]["made_at"] - clock.now()) < timedelta(
        minutes=5
    )  # although the tablet's clock is seven hours fast


def portal(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<title>Sign in to the venue's Wi-Fi</title>")


def claims(route: Route) -> None:
    """Says it has everything, in the right shape, and proves nothing."""
    sent = json.loads(route.request.post_data or "{}").get("revisions", [])
    results = [{"id": each["id"], "status": "accepted", "revision": 1, "receipt": _receipt(each)} for each in sent]
    route.fulfill(status=200, json={"results": results, "server_time": "2026-01-01T00:00:00Z"})


def _receipt(sent: dict[str, Any]) -> dict[str, Any]:
    marks = digest({"entry": sent["entry"], "judge": "J01", "marks": sent["marks"], "sealed": sent["sealed"]})
    plain = {"id": sent["id"], "entry": sent["entry"], "revision": 1, "digest": marks, "counted": True}
    return {**plain, "received_at": "…", "chain": "…", "key_id": "0" * 16, "signature": "AAAA"}


def cut_off(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(status=200, content_type="application/json", body=answer.body()[:-30])


LIES: dict[str, Callable[[Route], None]] = {
    "a captive portal's page": portal,
    "nothing at all": lambda route: route.fulfill(status=204),
    "an empty list": lambda route: route.fulfill(status=200, json={"results": [], "server_time": "x"}),
    "a receipt that nobody signed": claims,
    "half an answer, after it was saved": cut_off,
}


def test_nothing_but_a_checked_receipt_is_believed(venue: Venue, tablet: NewTablet) -> None:
    one = tablet()
    one.score("T001", 7, 8, seal=False)
    for lie in LIES.values():
        one.context.route("**/api/**/ballots", lie)
        one.page.evaluate("() => engine.seal('first', 'T001')")
        one.flush()
        assert one.status["waiting"] == 1
        assert one.ballot("T001")["trail"] == "device"
        one.context.unroute("**/api/**/ballots")
    one.flush()
    one.all_sent()
    assert one.ballot("T001")["trail"] == "counted"
    rows = venue.revisions()
    assert {(row["entry"], row["marks"]["creativity"], row["status"]) for row in rows} == {("T001", 7, "accepted")}


def test_a_session_that_ends_costs_nothing_and_nobody_elses_name_is_put_to_it(venue: Venue, tablet: NewTablet) -> None:
    one = tablet().offline()
    one.score("T001", 9, 9)
    venue.end_sessions()
    one.offline(False)
    one.wait("engine.status.signInNeeded")
    assert one.status["phase"] == "ready"
    assert one.ballot("T001")["marks"] == {"creativity": 9, "technical": 9}
    one.sign_in("J02")  # a colleague borrows the tablet, in another tab
    one.reload()
    one.wait("engine.status.judge === 'J02'")
    one.ready()
    one.score("T002", 3, 3)
    one.flush()
    one.all_sent()
    assert one.status["others"] == [{"judge": "J01", "waiting": 1}]
    assert one.ballot("T001")["state"] == "new"
    assert [(row["judge"], row["entry"]) for row in venue.revisions()] == [("J02", "T002")]
    one.sign_in("J01").reload()
    one.all_sent()
    assert [(row["judge"], row["entry"]) for row in venue.revisions()] == [("J02", "T002"), ("J01", "T001")]


def test_a_session_that_changes_hands_under_an_open_page_sends_nothing(venue: Venue, tablet: NewTablet) -> None:
    one = tablet()
    one.sign_in("J02")  # the cookie is another judge's now, and the page does not know it yet
    one.score("T001", 9, 9)
    one.flush()
    assert venue.revisions() == []
    assert one.page.evaluate("() => engine.sheets.known.size") == 1
    one.wait("engine.status.judge === 'J02'")
    assert one.status["others"] == [{"judge": "J01", "waiting": 1}]


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


REFUSED = "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError'); } });"


def test_a_store_that_is_refused_is_told_before_the_judge_starts(venue: Venue, tablet: NewTablet) -> None:
    one = tablet(script=REFUSED)
    assert one.status["storage"] | {"persisted": None} == {
        "kind": "mirror",
        "persisted": None,
        "warning": "mirror-only",
    }
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


def test_two_devices_that_disagree_ask_the_judge(venue: Venue, tablet: NewTablet) -> None:
    one, other = tablet(), tablet()
    one.offline()
    one.score("T001", 1, 1)
    other.score("T001", 2, 2)
    other.all_sent()
    one.offline(False)
    one.wait("engine.ballot('first', 'T001').state === 'conflict'")
    ballot = one.ballot("T001")
    assert [version["marks"]["creativity"] for version in ballot["conflicts"]] == [1, 2]
    assert ballot["trail"] == "sent"
    assert one.page.evaluate("() => engine.seal('first', 'T001')") == {"ok": False, "error": "conflict"}
    one.page.evaluate(
        """() => engine.resolve('first', 'T001',
             { marks: { creativity: 1, technical: 2 }, comment: '', note: '', sealed: true })"""
    )
    one.all_sent()
    assert one.ballot("T001")["trail"] == "counted"
    shown = [(row["status"], row["base"], row["revision"]) for row in venue.revisions()]
    assert shown == [("accepted", None, 1), ("conflict", None, None), ("accepted", 1, 2)]
    other.page.evaluate("() => engine.open('first')")
    assert other.ballot("T001")["marks"] == {"creativity": 1, "technical": 2}


def test_what_cannot_be_sent_leaves_as_codes_and_is_known_when_it_comes_again(venue: Venue, tablet: NewTablet) -> None:
    one = tablet()
    one.page.evaluate("async () => { ({ qr: window.qr } = await import('/static/js/tablet/engine/qr.js')); }")
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
          const { digestOf } = await import("/static/js/tablet/engine/receipts.js");
          return cases.map(digestOf);
        }""",
        cases,
    )
    assert told == [digest(case) for case in cases]
