"""kill -9 under load: whoever holds a receipt finds the ballot there, and the server is back."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest

from tests.faults.model.rules import find_faults
from tests.faults.servers.servers import make_home, served
from tests.faults.servers.storm import Storm


@pytest.mark.parametrize("kills", [10, pytest.param(200, marks=pytest.mark.drill)])
def test_no_receipted_ballot_is_lost_by_kills(
    kills: int, sqlite_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    links = make_home(sqlite_template, tmp_path, teams=6, judges=4)
    with served(tmp_path) as server:
        storm = Storm(server, links, seed=kills, entries=6)
        back: list[float] = []
        with storm.blowing():
            for number in range(kills):  # the worker alone every other time: its parent starts another
                back.append(storm.kill(whole=number % 2 == 0))
                assert storm.lost() == []
        assert storm.unsound() == []
        assert find_faults(storm.history()) == []
        assert [desk.strange for desk in storm.desks if desk.strange] == []  # nobody had to sign in again
        with capsys.disabled():
            times = f"mostly {median(back):.1f} s, {max(back):.1f} s at most"
            print(f"\n{kills} × kill -9: {storm.receipts} receipts, 0 lost, back after {times}")
        storm.close()
