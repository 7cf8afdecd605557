"""The core of a judge's night in a second and a third engine: scored without a server, reloaded, sent once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from tests.faults.engines import engines
from tests.faults.engines.screens import Driven, Screen
from tests.faults.servers.evening import Evening

pytestmark = [
    pytest.mark.drill,
    pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning"),  # between two parts of Selenium
]
TEAMS = 30
MARKS = {f"T{number:03}": (number % 11, (3 * number + 1) % 11) for number in range(1, TEAMS + 1)}
Engine = Callable[[Path], AbstractContextManager[Any]]


@pytest.mark.parametrize(
    "engine",
    [
        pytest.param(engines.firefox, marks=pytest.mark.firefox, id="firefox"),
        pytest.param(engines.webkit, marks=pytest.mark.webkit, id="webkit"),
    ],
)
def test_thirty_teams_are_scored_without_a_server_and_sent_once(
    engine: Engine, sqlite_template: Path, tmp_path: Path
) -> None:
    entries = list(MARKS)
    with Evening.opened(sqlite_template, tmp_path, teams=TEAMS) as evening, engine(tmp_path) as driver:
        screen = Screen(Driven(driver), f"http://127.0.0.1:{evening.server.port}")
        driver.get(screen.base + evening.links["J01"])
        screen.get_ready()
        evening.server.kill()
        score(screen, entries[:20])
        screen.reload()
        assert screen.waiting == 20
        score(screen, entries[20:])
        screen.reopen()
        assert {entry: screen.shown(entry) for entry in entries} == MARKS
        assert evening.rows() == []
        evening.server.start()
        screen.send_all()
        assert evening.counted("J01") == MARKS
        assert len(evening.rows()) == TEAMS


def score(screen: Screen, entries: list[str]) -> None:
    for entry in entries:
        screen.score(entry, MARKS[entry])
