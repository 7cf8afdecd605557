"""A night at the judge's screen: the real app in Chromium, the real server in its process, a bad network in between."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import browser_type_launch_args  # noqa: F401 (a fixture)
from tests.faults.engines.screens import Chromium, Screen
from tests.faults.servers.evening import ENTRIES, Evening
from tests.faults.servers.proxy import Proxy, between
from tests.faults.servers.servers import Line, until

pytestmark = pytest.mark.browser
MARKS = {entry: (number % 11, (3 * number + 1) % 11) for number, entry in enumerate(ENTRIES, start=5)}


class Night:
    """One judge, one tablet behind the proxy, and what the tablet has sent so far."""

    def __init__(self, evening: Evening, proxy: Proxy, context: Any) -> None:
        self.evening, self.proxy, self.server = evening, proxy, evening.server
        self.sent: list[Any] = []
        self.context = context
        context.on("request", lambda request: self.sent.append(request) if request.url.endswith("/ballots") else None)
        assert (
            context.request.get(f"http://127.0.0.1:{proxy.port}{evening.links['J01']}", max_redirects=0).status == 303
        )
        self.screen = Screen(Chromium(context), f"http://127.0.0.1:{proxy.port}")
        self.screen.get_ready()
        self.scored: dict[str, tuple[int, int]] = {}

    def score(self, *entries: str) -> None:
        for entry in entries:
            self.screen.score(entry, MARKS[entry])
            self.scored[entry] = MARKS[entry]

    def give(self, entry: str) -> None:
        self.screen.give(entry, MARKS[entry])
        self.scored[entry] = MARKS[entry]

    def score_under(self, mood: str, entry: str) -> None:
        """The network turns bad while the judge looks at the team."""
        self.screen.open_ballot_online(entry)
        self.proxy.set(mood)
        self.give(entry)

    def arrives(self) -> None:
        """The network is good again, and everything that was ever scored is there, as it was scored."""
        self.proxy.set("good")
        self.screen.send_all()
        assert self.evening.counted("J01") == self.scored

    def bodies(self) -> list[dict[str, Any]]:
        return [revision for request in self.sent for revision in json.loads(request.post_data)["revisions"]]


@pytest.fixture
def night(browser: Browser, sqlite_template: Path, tmp_path: Path) -> Iterator[Night]:
    with ExitStack() as stack:
        evening = stack.enter_context(Evening.opened(sqlite_template, tmp_path))
        proxy = stack.enter_context(between(evening.server.port))
        context = browser.new_context(viewport={"width": 1194, "height": 834}, locale="ko-KR")
        stack.callback(context.close)
        yield Night(evening, proxy, context)


def test_a_night_of_dead_servers_and_bad_networks_costs_nothing(night: Night) -> None:
    night.server.kill()
    night.score("T001", "T002")
    night.screen.reload()
    night.score("T003")
    night.screen.reopen()
    assert [night.screen.shown(entry) for entry in ENTRIES[:3]] == list(night.scored.values())
    assert night.screen.waiting == 3
    night.server.start()
    night.arrives()

    night.score_under("deaf", "T004")
    until(lambda: "T004" in night.evening.counted("J01"))  # the server has it, the tablet does not know
    assert night.screen.waiting == 1
    night.server.kill()
    night.server.start()
    night.arrives()

    night.score_under("late", "T005")
    until(lambda: night.proxy.kept_back)
    night.proxy.mood = "good"
    night.screen.reload()
    night.score("T006")
    before = night.proxy.swallowed
    night.proxy.let_go()
    until(lambda: night.proxy.swallowed > before)
    night.arrives()

    for mood, entry in (("twice", "T007"), ("portal", "T008")):
        night.score_under(mood, entry)
        assert mood == "twice" or "T008" not in night.evening.counted("J01")
        night.arrives()
    night.evening.expect_whole(night.bodies())


def test_two_versions_that_waited_never_climb_over_what_another_tablet_sealed(night: Night, browser: Browser) -> None:
    """The second version would fit on a head with the number 1. But that 1 is not the version it was written over."""
    night.screen.open_ballot_online("T001")
    night.context.set_offline(True)
    night.screen.give("T001", (1, 1))
    night.screen.touch("[...document.querySelectorAll('main button')].find((it) => it.innerText.includes('다시 열기'))")
    night.screen.give("T001", (2, 2))
    with other_tablet(night, browser) as other:
        other.score("T001", (9, 9))
        other.send_all()
    night.context.set_offline(False)
    night.screen.send_all()
    night.screen.wait("window.judging.ballot('first', 'T001').conflicts.length > 0")
    assert [(row.status, row.marks["creativity"]) for row in night.evening.rows()] == [
        ("accepted", 9),
        ("conflict", 1),
        ("conflict", 2),
    ]
    assert night.evening.counted("J01") == {"T001": (9, 9)}


@contextmanager
def other_tablet(night: Night, browser: Browser) -> Iterator[Screen]:
    """The same judge on a good line."""
    context = browser.new_context(locale="ko-KR")
    base = f"http://127.0.0.1:{night.server.port}"
    context.request.get(base + night.evening.links["J01"], max_redirects=0)
    screen = Screen(Chromium(context), base)
    screen.get_ready()
    yield screen
    context.close()


def test_a_server_that_dies_under_a_batch_is_sent_it_again(night: Night) -> None:
    night.server.kill()
    night.score(*ENTRIES[:4])
    assert night.screen.waiting == 4
    night.server.start()
    night.proxy.delay = 1
    night.proxy.set("slow")
    night.screen.wake()
    until(lambda: night.evening.counted("J01"))  # its commit is through, its answer still on the way
    night.server.kill()
    night.server.start()
    night.arrives()
    night.evening.expect_whole(night.bodies())
    assert Line(night.server.port).get("/healthz")[0] == 200
