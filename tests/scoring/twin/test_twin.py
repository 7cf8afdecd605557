"""`rank` and its naive twin agree on every random event: the whole JSON but its sentences, and what is refused."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.scoring.twin.events.comparing import difference
from tests.scoring.twin.events.coverage import EXPECTED, features
from tests.scoring.twin.events.making import make_case
from tests.scoring.twin.events.product import rank_by_package
from tests.scoring.twin.naive.case import Case, Data, Refused
from tests.scoring.twin.naive.result import rank_naively

EVENTS, CHUNKS = 10_000, 8
DRILL = range(EVENTS, 10 * EVENTS, EVENTS)


def twin_of(case: Case) -> tuple[Data | None, str]:
    try:
        return rank_naively(case), ""
    except Refused as fault:
        return None, str(fault)


def assert_agrees(seed: int) -> None:
    """`make_case(seed)` makes the event again."""
    case = make_case(seed)
    twin, fault = twin_of(case)
    package = rank_by_package(case, as_text=seed % 4 == 0)
    if twin is None or package is None:
        assert twin is package, (
            f"seed {seed}: {'the package' if package is None else 'the twin'} alone refuses it {fault}"
        )
    else:
        assert difference(package, twin) is None, f"seed {seed}: {difference(package, twin)}"


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_naive_twin_agrees(chunk: int) -> None:
    for seed in range(chunk, EVENTS, CHUNKS):
        assert_agrees(seed)


@pytest.mark.drill
@pytest.mark.parametrize("start", DRILL)
def test_the_naive_twin_agrees_on_many_more_events(start: int) -> None:
    for seed in range(start, start + EVENTS):
        assert_agrees(seed)


def test_random_events_use_every_rule_and_go_every_rare_way() -> None:
    met: Counter[str] = Counter()
    for seed in range(2500):
        case = make_case(seed)
        twin, fault = twin_of(case)
        met.update(features(case, twin) if twin is not None else [f"refused: {fault}"])
        met.update(case.seen & {"quota: no place left for a least"} if twin is None else [])
    print("\n".join(f"{count:6} {name}" for name, count in met.most_common()))
    assert [name for name in EXPECTED if not met[name]] == []
    ranked = sum(count for name, count in met.items() if not name.startswith("refused: "))
    assert ranked > 0
