"""What a judge wrote on a tablet reaches the server exactly once, whatever the night does to session and network."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Route

from hackathon import clock
from scoring.reading.canonical import digest
from tests.browser.tablet.tablets import TEAMS, NewTablet, Venue, arrived

pytestmark = pytest.mark.browser


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
    one.wait("engine.status.judge === 'J01'")
    one.all_sent()
    assert [(row["judge"], row["entry"]) for row in venue.revisions()] == [("J02", "T002"), ("J01", "T001")]


def test_a_session_that_changes_hands_under_an_open_page_sends_nothing(venue: Venue, tablet: NewTablet) -> None:
    one = tablet()
    one.sign_in("J02")  # the cookie is another judge's now, and the page does not know it yet
    one.score("T001", 9, 9)
    one.flush()
    assert venue.revisions() == []
    assert one.page.evaluate("() => engine.ballots.known.size") == 1
    one.wait("engine.status.judge === 'J02'")
    assert one.status["others"] == [{"judge": "J01", "waiting": 1}]


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


def test_what_comes_after_the_close_is_kept_until_somebody_rules(venue: Venue, tablet: NewTablet) -> None:
    one = tablet().offline()
    one.score("T001", 9, 8)
    venue.close_round()
    one.offline(False)
    one.wait("engine.ballot('first', 'T001').state === 'held'")
    ballot = one.ballot("T001")
    assert (ballot["trail"], ballot["dirty"], ballot["receipt"]["counted"]) == ("sent", False, False)
    assert ballot["marks"] == {"creativity": 9, "technical": 8}
    one.reload()
    assert one.ballot("T001")["state"] == "held"
    venue.admit_everything_late()
    one.page.evaluate("""async () => {  // the packet that the page asked for before the ruling may come first
      for (let turn = 0; turn < 20 && engine.ballot('first', 'T001').state === 'held'; turn += 1) await engine.open('first');
    }""")
    assert (one.ballot("T001")["state"], one.ballot("T001")["trail"]) == ("sealed", "counted")


def test_a_recusal_without_a_network_is_told_later(venue: Venue, tablet: NewTablet) -> None:
    one = tablet().offline()
    one.score("T001", 9, 8)
    one.page.evaluate("() => engine.recuse('first', 'T002', '가족입니다')")
    assert one.ballot("T002")["state"] == "recused"
    one.reload()
    one.offline(False)
    one.all_sent()
    assert one.page.evaluate("() => engine.packet('first').entries.find((one) => one.entry === 'T002').recused")
    assert arrived(venue) == {"T001": (9, 8)}


def test_a_judge_who_signed_out_without_a_network_is_out_when_it_is_back(venue: Venue, tablet: NewTablet) -> None:
    one = tablet().offline()
    one.score("T001", 9, 8)
    one.page.evaluate("() => engine.signOut()")
    assert (one.status["phase"], one.status["others"]) == ("signed-out", [{"judge": "J01", "waiting": 1}])
    one.reload().offline(False)
    one.wait("fetch('/api/v1/me').then((answer) => answer.status === 401)")
    assert one.status["phase"] == "signed-out"
    assert one.page.evaluate("() => engine.packets.known.size") == 0
    one.sign_in("J01").open()
    one.wait("engine.status.judge === 'J01'")
    one.all_sent()
    assert arrived(venue) == {"T001": (9, 8)}
