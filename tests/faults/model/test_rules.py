"""The rules see what they are there to see: planted in the real save path, each fault is found and named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.model.arenas import SqliteArena
from tests.faults.model.plants import PLANTS, Patch
from tests.faults.model.rules import find_faults, kinds
from tests.faults.model.story import tell
from tests.faults.model.tablets import Head, Revision, Tablet


@pytest.fixture(scope="module")
def arena(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteArena]:
    arena = SqliteArena(sqlite_template, tmp_path_factory.mktemp("arena"))
    yield arena
    arena.close()


def test_an_honest_server_has_no_faults(arena: SqliteArena) -> None:
    history = tell(arena())
    assert find_faults(history) == []
    answers = {said.answer["status"] for said in history.said if said.answer}
    assert answers == {"accepted", "duplicate", "conflict", "held", "rejected"}


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found(
    plant: Callable[[Patch], None], arena: SqliteArena, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = arena()
    plant(monkeypatch)
    assert kinds(tell(world)) >= PLANTS[plant]


class Guessing(Tablet):
    """It numbers what waits by itself, as if nobody else wrote: `base` then names another device's revision."""

    def batch(self, most: int = 50) -> list[Revision]:
        guessed: dict[str, Head] = dict(self.heads)
        for revision in self.outbox:
            head = guessed.get(revision["entry"], Head())
            revision.setdefault("base", head.number)
            self.saw.setdefault(revision["id"], head.id)
            guessed[revision["entry"]] = Head((revision["base"] or 0) + 1, revision["id"])
        return [dict(revision) for revision in self.outbox]


def test_a_tablet_that_guesses_its_bases_overwrites_what_nobody_saw(arena: SqliteArena) -> None:
    assert "unseen" in kinds(tell(arena(), make=Guessing))
