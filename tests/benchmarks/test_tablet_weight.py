"""What the judge's app weighs on the venue's Wi-Fi, and how fast it answers on a slow tablet.

Bytes are counted on the wire, headers included, over plain HTTP/1.1: over TLS it is HTTP/2, whose headers are smaller.
The times are printed and not judged: they tell of the machine as much as of the app.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.benchmarks.relay import Relay, counted
from tests.browser.conftest import browser_type_launch_args  # noqa: F401 (a fixture)
from tests.browser.tablet.tablets import Tablet, Venue, opened

pytestmark = [pytest.mark.browser, pytest.mark.benchmark]

KB = 1024
TAP = """() => new Promise((done) => {
  const label = [...document.querySelectorAll('.marks label')][Math.floor(Math.random() * 20)];
  const start = performance.now();
  label.click();
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""


@pytest.fixture
def wire(sqlite_template: Path, tmp_path: Path) -> Iterator[tuple[Venue, Relay]]:
    served = opened(tmp_path, sqlite_template, teams=30, judges=1)
    with served as venue, counted(urlsplit(venue.address).port or 0) as relay:
        venue.address = f"http://127.0.0.1:{relay.port}"
        yield venue, relay


def test_the_app_and_its_ballots_are_light(wire: tuple[Venue, Relay], browser: Browser) -> None:
    venue, relay = wire
    tablet = Tablet(browser, venue).sign_in()
    relay.taken()
    tablet.open("/judge/rounds/first").ready()
    up, down = relay.taken()
    print(f"\nfirst load: {down / KB:.1f} KB down, {up / KB:.1f} KB up")
    tablet.score("T001", 7, 8, seal=False, comment="문제를 새롭게 보았고 발표가 또렷했습니다. " * 4)
    tablet.flush()  # as when the judge looks at another team first
    tablet.score("T001", 8, 8, comment="문제를 새롭게 보았고 발표가 또렷했습니다. " * 4)
    tablet.all_sent()
    ballot_up, ballot_down = relay.taken()
    print(f"a ballot, saved as a draft and sealed: {ballot_up / KB:.1f} KB up, {ballot_down / KB:.1f} KB down")
    tablet.reload()
    tablet.ready()
    print(f"opened again: {relay.taken()[1] / KB:.1f} KB down")
    tablet.close()
    assert down <= 100 * KB
    assert ballot_up + ballot_down <= 5 * KB


def test_the_app_answers_on_a_slow_tablet(wire: tuple[Venue, Relay], browser: Browser) -> None:
    venue, _relay = wire
    tablet = Tablet(browser, venue).sign_in().open("/judge/rounds/first").ready()
    session = tablet.context.new_cdp_session(tablet.page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    taps = _taps(tablet.page, f"{venue.address}/judge/rounds/first/entries/T003")
    print(f"\nat 4x throttling: interactive after {_interactive(tablet.page):.0f} ms")
    print(f"a tap is drawn after {median(taps):.0f} ms (median of {len(taps)}), at worst {max(taps):.0f} ms")
    assert tablet.ballot("T003")["marks"]
    tablet.close()


def _taps(page: Page, address: str) -> list[float]:
    page.goto(address)
    page.wait_for_selector(".marks label")
    found = [float(page.evaluate(TAP)) for _ in range(20)]
    page.evaluate("() => { window.engine = window.judging; }")
    return found


def _interactive(page: Page) -> float:
    """From the navigation until the app has drawn its screen."""
    page.reload(wait_until="commit")
    page.wait_for_selector("[data-ready]")
    drawn = float(page.evaluate("() => performance.now()"))
    page.wait_for_function("() => (window.engine = window.judging)")
    return drawn
