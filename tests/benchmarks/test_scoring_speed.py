"""How fast the rules are, beside a bare floor in the same run: figures are printed (pytest -s), limits are generous.

The ratios are the promise: ranking within 5 times a grouped sum and a sort on the same arrays, importing within 1.3 times
numpy's import, peak memory within 6 times the marks. Limits here leave room for a busy machine.
"""

from __future__ import annotations

import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from scoring import Ballots, Policy, rank
from scoring.exact import IntArray

pytestmark = pytest.mark.benchmark

CRITERIA = "".join(f'[[criteria]]\nkey = "{key}"\npoints = 20\nscale = {{ max = 10 }}\n' for key in "abcde")
TRIMMED = '[ranking]\nmethod = "trimmed-mean"\nties = ["criterion:a", "countback", "median"]\n'


def policy(ranking: str = TRIMMED) -> Policy:
    return Policy.from_text(CRITERIA + ranking)


def make_ballots(entries: int, each: int, *, judges: int) -> Ballots:
    """`each` ballots per entry from a panel of `judges`, in the layout that reading a file ends with."""
    chance, size = np.random.default_rng(1), entries * each
    entry = np.repeat(np.arange(entries), each)
    judge = np.sort(np.argsort(chance.random((entries, judges)), axis=1)[:, :each], axis=1).ravel()
    return Ballots(
        rubric=policy().rubric,
        entries=tuple(f"T{at:06}" for at in range(entries)),
        judges=tuple(f"J{at:03}" for at in range(judges)),
        sources=(),
        entry=entry,
        judge=judge,
        source=np.zeros(size, dtype=np.int64),
        marks=np.asfortranarray(chance.integers(0, 11, (size, 5))),
        row=np.arange(2, size + 2, dtype=np.int32),
    )


def fastest(work: Callable[[], object], *, runs: int = 5) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def bare_ranking(ballots: Ballots, each: int) -> IntArray:
    """What ranking costs at least: totals, grouped sums and means for three tie-break keys, one sort."""
    totals = ballots.marks.sum(axis=1)
    starts = np.arange(0, len(totals), each)
    sums = np.add.reduceat(totals, starts) - np.maximum.reduceat(totals, starts) - np.minimum.reduceat(totals, starts)
    ties = [np.add.reduceat(ballots.marks[:, at], starts) for at in range(3)]
    return np.lexsort((*ties, sums))


def test_ranking_costs_a_few_times_a_grouped_sum_and_a_sort() -> None:
    ballots, rules = make_ballots(100_000, 10, judges=10), policy()
    floor = fastest(lambda: bare_ranking(ballots, 10))
    ours = fastest(lambda: rank(ballots, rules))
    print(f"\nrank 100,000 × 10: {ours * 1000:.0f} ms, floor {floor * 1000:.0f} ms, ratio {ours / floor:.1f}")
    assert ours < 15 * floor


def test_ranking_needs_a_few_times_the_memory_of_the_marks() -> None:
    ballots, rules = make_ballots(100_000, 10, judges=10), policy()
    tracemalloc.start()
    rank(ballots, rules)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(f"\npeak memory: {peak / 1e6:.0f} MB beside {ballots.marks.nbytes / 1e6:.0f} MB of marks")
    assert peak < 6 * ballots.marks.nbytes


def test_an_event_of_ordinary_size_is_ranked_at_once() -> None:
    ballots = make_ballots(921, 5, judges=30)
    seconds = {
        "rank": fastest(lambda: rank(ballots, policy())),
        "rank and JSON": fastest(lambda: rank(ballots, policy()).to_json(), runs=2),
        "adjusted, fixed": fastest(lambda: rank(ballots, policy('[ranking]\nmethod = "adjusted"\njudges = "fixed"\n'))),
        "adjusted, random": fastest(lambda: rank(ballots, policy('[ranking]\nmethod = "adjusted"\n'))),
        "z-score": fastest(lambda: rank(ballots, policy('[ranking]\nmethod = "z-score"\n'))),
    }
    print("\n921 × 5: " + ", ".join(f"{name} {value * 1000:.1f} ms" for name, value in seconds.items()))
    size = len(ballots.entries) + len(ballots.judges)
    whole = fastest(lambda: np.linalg.solve(np.eye(size) * 2, np.ones(size)), runs=3)
    print(f"all entries and judges solved at once: {whole * 1000:.1f} ms")
    assert max(seconds["adjusted, fixed"], seconds["adjusted, random"]) < 30 * whole


def test_reading_a_file_is_told_apart_from_ranking() -> None:
    rules = policy()
    rows = [{"entry": f"T{at // 5}", "judge": f"J{at % 5}", **dict.fromkeys("abcde", at % 11)} for at in range(4605)]
    reading = fastest(lambda: Ballots.from_rows(rows, rules.rubric), runs=3)
    ballots = Ballots.from_rows(rows, rules.rubric)
    ranking = fastest(lambda: rank(ballots, rules), runs=3)
    print(f"\n921 × 5: reading rows {reading * 1000:.0f} ms, ranking {ranking * 1000:.1f} ms")
    assert reading < 1000 * ranking


def marks_frame(ballots: Ballots) -> pd.DataFrame:
    """The ballots as an analyst has them, in no particular order."""
    codes = {"entry": ballots.entries, "judge": ballots.judges}
    columns = {name: np.array(keys, dtype=object)[getattr(ballots, name)] for name, keys in codes.items()}
    marks = {key: ballots.marks[:, at] for at, key in enumerate(ballots.rubric.keys)}
    return pd.DataFrame(columns | marks).sample(frac=1, random_state=1, ignore_index=True)


def test_reading_a_frame_costs_little_more_than_grouping_it() -> None:
    """rules.md L3: 100,000 × 10 × 5 took 12 seconds and 844 MB."""
    rubric = policy().rubric
    frame = marks_frame(make_ballots(100_000, 10, judges=10))
    grouping = fastest(lambda: frame.groupby(["entry", "judge"])[list(rubric.keys)].sum(), runs=3)
    reading = fastest(lambda: Ballots.from_frame(frame, rubric), runs=3)
    tracemalloc.start()
    Ballots.from_frame(frame, rubric)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    size = int(frame.memory_usage(index=False).sum())
    print(
        f"\nframe of 100,000 × 10: reading {reading * 1000:.0f} ms, grouping {grouping * 1000:.0f} ms, "
        f"ratio {reading / grouping:.2f}; peak {peak / 1e6:.0f} MB beside {size / 1e6:.0f} MB of cells"
    )
    assert reading < 3 * grouping
    assert peak < 6 * size


def test_standings_become_a_frame_in_about_the_time_of_the_ranking() -> None:
    """rules.md L3: to_frame took 8 seconds at 100,000 entries."""
    ballots, rules = make_ballots(100_000, 10, judges=10), policy()
    ranking = fastest(lambda: rank(ballots, rules), runs=3)
    writing = fastest(lambda: rank(ballots, rules).to_frame(), runs=2) - ranking
    print(f"\nto_frame of 100,000: {writing * 1000:.0f} ms beside {ranking * 1000:.0f} ms of ranking")
    assert writing < 20 * ranking


def import_seconds(statement: str) -> float:
    code = f"import time; start = time.perf_counter(); {statement}; print(time.perf_counter() - start)"
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


def test_importing_scoring_costs_no_more_than_importing_numpy() -> None:
    """Its names load when they are first asked for; what that costs is printed beside it."""
    statements = ("import numpy", "import scoring", "from scoring import Ballots, Policy, rank")
    taken = [min(import_seconds(statement) for _ in range(5)) for statement in statements]
    numpy_alone, ours, in_use = (seconds * 1000 for seconds in taken)
    print(
        f"\nimport scoring {ours:.0f} ms, with what ranking needs {in_use:.0f} ms, numpy alone {numpy_alone:.0f} ms: "
        f"ratios {ours / numpy_alone:.2f} and {in_use / numpy_alone:.2f}"
    )
    assert ours < 1.3 * numpy_alone
    assert in_use < 3 * numpy_alone
