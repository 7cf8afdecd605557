"""The judge's app as a judge touches it, in Chromium by Playwright and in Firefox and WebKitGTK by Selenium."""

from __future__ import annotations

from typing import Any, Protocol

from tests.faults.servers.servers import until

READY = "Boolean(!window.leaving && window.judging && document.querySelector('#app[data-ready]') && document.querySelector('main h1'))"
KEPT_OFFLINE = "Boolean(navigator.serviceWorker?.controller) && window.judging.status.offlineReady"
AWAKE = "dispatchEvent(new Event('online'))"
"""What a device does by itself when its network comes back, or within seconds; here at once."""
Marks = tuple[int, int]


class Browser(Protocol):
    """A browser with one page: `js` evaluates an expression in it."""

    def goto(self, address: str) -> None: ...

    def js(self, expression: str) -> Any: ...

    def reload(self) -> None: ...

    def reopen(self) -> None:
        """Close the page and open another one, as after the battery died."""


class Screen:
    """One judge's screen. Elements are touched by what they are for; what is not there yet is waited for."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.browser, self.base = browser, base

    def wait(self, condition: str, seconds: float = 30) -> None:
        until(lambda: self.browser.js(condition), seconds=seconds)

    def open(self, path: str = "/judge") -> None:
        self.browser.goto(self.base + path)
        self.wait(READY)

    def get_ready(self) -> None:
        """The worker keeps the app, and the packet is here."""
        self.open()
        self.wait("window.judging.packet('first') !== null")
        self.wait(KEPT_OFFLINE)

    def reload(self) -> None:
        self.browser.reload()
        self.wait(READY)

    def reopen(self) -> None:
        self.browser.reopen()
        self.open()

    def touch(self, finder: str) -> None:
        self.wait(f"Boolean({finder})")
        self.browser.js(f"{finder}.click()")

    def open_ballot(self, entry: str) -> None:
        self.open(f"/judge/rounds/first/entries/{entry}")

    def open_ballot_online(self, entry: str) -> None:
        """Also wait until the server has said who is signed in: before that the app sends nothing."""
        self.open_ballot(entry)
        self.wait("window.judging.status.online")

    def give(self, entry: str, marks: Marks) -> None:
        """Give both marks, seal, and read back."""
        for key, mark in zip(("creativity", "technical"), marks, strict=True):
            self.touch(f"document.querySelector(\"input[name=mark-{key}][value='{mark}']\")")
        self.touch("[...document.querySelectorAll('main button')].find((it) => /봉인$/.test(it.innerText.trim()))")
        self.touch(
            "[...document.querySelectorAll('dialog[open] button')].find((it) => it.innerText.includes('봉인하기'))"
        )
        self.wait(f"window.judging.ballot('first', '{entry}').state === 'sealed'")

    def score(self, entry: str, marks: Marks) -> None:
        self.open_ballot(entry)
        self.give(entry, marks)

    def shown(self, entry: str) -> Marks | None:
        """The marks that this device shows for a team."""
        marks = self.browser.js(f"JSON.parse(JSON.stringify(window.judging.ballot('first', '{entry}').marks))")
        return (marks["creativity"], marks["technical"]) if len(marks) == 2 else None

    @property
    def waiting(self) -> int:
        return int(self.browser.js("window.judging.status.waiting"))

    def wake(self) -> None:
        self.browser.js(AWAKE)

    def send_all(self) -> None:
        """Until a checked receipt has come for everything."""

        def sent() -> bool:
            self.wake()
            return self.waiting == 0

        until(sent, seconds=60)


class Chromium:
    def __init__(self, context: Any) -> None:
        self.context, self.page = context, context.new_page()

    def goto(self, address: str) -> None:
        self.page.goto(address)

    def js(self, expression: str) -> Any:
        return self.page.evaluate(expression)

    def reload(self) -> None:
        self.page.reload()

    def reopen(self) -> None:
        self.page.close()
        self.page = self.context.new_page()


class Driven:
    """A browser under Selenium."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def goto(self, address: str) -> None:
        self.driver.get(address)

    def js(self, expression: str) -> Any:
        return self.driver.execute_script(f"return {expression}")

    def reload(self) -> None:
        # The driver's own refresh goes past the worker; this one is not waited for, so that the old page is marked.
        self.driver.execute_script("window.leaving = true; location.reload()")

    def reopen(self) -> None:
        former = self.driver.current_window_handle
        self.driver.switch_to.new_window("tab")
        fresh = self.driver.current_window_handle
        self.driver.switch_to.window(former)
        self.driver.close()
        self.driver.switch_to.window(fresh)
