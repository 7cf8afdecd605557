"""The screens that people use, and the demo that they look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Page

SIZES = {"desktop": (1440, 900), "portrait": (834, 1194), "landscape": (1194, 834), "phone": (390, 844)}
Open = Callable[..., Page]
"""open_page(served, path, role=…, size=…, language=…, theme=…)"""


def look_again(served: Served, page: Page, *, size: str, language: str, theme: Literal["light", "dark"]) -> None:
    """The same page by the same person on another screen, in another language."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=theme)
    page.context.add_cookies([{"name": "lang", "value": language, "url": served.address}])
    page.reload()


@dataclass(frozen=True)
class Served:
    """A demo event under an address, with the secrets of its sign-in links by role."""

    address: str
    links: dict[str, str]
