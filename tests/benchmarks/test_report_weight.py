"""How much memory the report of a very large round takes, beside the page that comes out: figures are printed (pytest -s)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.benchmark

ROOT = Path(__file__).resolve().parents[2]
MEASURE = """
import json, resource, sys, time
from scoring import measure_agreement, measure_robustness, rank
from scoring.report.page import report_html
from tests.benchmarks.test_scoring_speed import make_ballots, policy

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

entries, judges = int(sys.argv[1]), 20
ballots, rules = make_ballots(entries, 5, judges=judges), policy()
report_html(rank(make_ballots(30, 5, judges=9), rules))  # all that is loaded once
before, start = peak(), time.process_time()
page = report_html(
    rank(ballots, rules),
    agreement=measure_agreement(ballots, rules),
    robustness=measure_robustness(ballots, rules, samples=0),
)
print(json.dumps({"page": len(page.encode()), "peak": peak() - before, "seconds": time.process_time() - start}))
"""


def measured(entries: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(entries)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def test_the_report_of_a_very_large_round_needs_a_few_times_the_memory_of_its_page() -> None:
    """rules.md §6: 10,000 × 5 took 900 MB for a page of 11 MB."""
    found = measured(10_000)
    ratio = found["peak"] / found["page"]
    print(
        f"\n10,000 × 5: page {found['page'] / 1e6:.1f} MB, peak {found['peak'] / 1e6:.0f} MB above what was there "
        f"(ratio {ratio:.1f}), {found['seconds']:.0f} CPU s"
    )
    assert ratio < 15


def test_page_and_time_grow_with_the_round_alone() -> None:
    small, large = measured(500), measured(2_000)
    print(
        f"\n500 to 2,000 entries: page × {large['page'] / small['page']:.1f}, "
        f"CPU × {large['seconds'] / small['seconds']:.1f}"
    )
    assert large["page"] < 5 * small["page"]
    assert large["seconds"] < 10 * small["seconds"]
