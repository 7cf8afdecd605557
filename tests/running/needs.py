"""What some tests need from the machine, where it is looked for, and the word a person reads where it is absent.

`HACKATHON_REQUIRE=browser,postgres` turns the skips of tests with these markers into failures.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection
from pathlib import Path

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def find_browser() -> Path | None:
    """Chromium's binary: the one that CHROMIUM names, else the first on the PATH."""
    named = os.environ.get("CHROMIUM")
    found = filter(None, map(shutil.which, (named,) if named else _BROWSERS))
    return next(map(Path, found), None)


def find_postgres() -> Path | None:
    """The folder of PostgreSQL's server programs; Debian keeps it off the PATH."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    folders = [found.parent for found in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(folders, key=lambda folder: float(folder.parent.name), default=None)


def find_poppler() -> Path | None:
    """The program that reads the text of a PDF back."""
    found = shutil.which("pdftotext")
    return Path(found) if found else None


def find_firefox() -> Path | None:
    """Firefox's binary; the driver for it comes with the development packages."""
    found = shutil.which("firefox-esr") or shutil.which("firefox")
    return Path(found) if found else None


def find_webkit() -> Path | None:
    """WebKitGTK's driver, where its small browser and a screen without hardware are there too."""
    driver, screen, browser = shutil.which("WebKitWebDriver"), shutil.which("Xvfb"), find_mini_browser()
    return Path(driver) if driver and screen and browser else None


def find_mini_browser() -> Path | None:
    return next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"), None)


NEEDS: dict[str, Callable[[], Path | None]] = {
    "browser": find_browser,
    "postgres": find_postgres,
    "poppler": find_poppler,
    "firefox": find_firefox,
    "webkit": find_webkit,
}
ABSENT = {
    "browser": "Chromium이 없어 건너뜁니다 (apt install chromium fonts-nanum) · skipped: no Chromium",
    "postgres": "PostgreSQL이 없어 건너뜁니다 (apt install postgresql) · skipped: no PostgreSQL server programs",
    "poppler": "PDF를 읽는 프로그램이 없어 건너뜁니다 (apt install poppler-utils) · skipped: no program that reads PDF",
    "firefox": "Firefox가 없어 건너뜁니다 (apt install firefox-esr) · skipped: no Firefox",
    "webkit": "WebKitGTK가 없어 건너뜁니다 (apt install webkit2gtk-driver xvfb) · skipped: no WebKitGTK driver, or no Xvfb",
}


def required() -> frozenset[str]:
    """The needs that HACKATHON_REQUIRE names; a name nobody knows is a mistake, not a wish."""
    names = frozenset(filter(None, os.environ.get("HACKATHON_REQUIRE", "").replace(" ", "").split(",")))
    if names - NEEDS.keys():
        raise ValueError(f"HACKATHON_REQUIRE: {', '.join(sorted(names - NEEDS.keys()))}? Known: {', '.join(NEEDS)}")
    return names


def absence(markers: Collection[str]) -> str | None:
    """Why a test with these markers cannot run here, if so."""
    return next((ABSENT[need] for need, find in NEEDS.items() if need in markers and find() is None), None)
