"""A judge's tablet that is tapped on, as a person sees it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.tablet.judging import Device, devices
from tests.browser.tablet.tablets import Venue


@pytest.fixture
def device(browser: Browser, venue: Venue) -> Iterator[Device]:
    yield from devices(browser, venue)
