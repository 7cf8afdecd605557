"""`rank` and its naive twin agree on every event."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.scoring.twin.events import make_event

SIZES = {"entries": st.integers(1, 9), "judges": st.integers(1, 6), "criteria": st.integers(1, 4)}
thorough = settings(max_examples=2000, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@thorough
@given(seed=st.integers(0, 2**40), **SIZES)
def test_the_naive_twin_agrees(seed: int, entries: int, judges: int, criteria: int) -> None:
    event = make_event(seed, entries=entries, judges=judges, criteria=criteria)
    ours, naive = event.ranked(), event.ranked_naively()
    rows = [(row.rank, row.entry, row.score, row.tied, row.decided_by) for row in ours.rows]
    assert rows == naive.standings()
    assert [one.entry for one in ours.unranked] == sorted(set(naive.all_entries) - set(naive.score))
    cut = (ours.cut.open, ours.cut.places, list(ours.cut.entries))
    assert (list(ours.advance), list(ours.reserve), cut) == naive.selection()
    assert [(award.name, award.entry, award.open) for award in ours.awards] == naive.awards()
    assert [(tie.entries, tie.score, tie.resolved) for tie in ours.ties] == naive.ties()
    for row in ours.rows:
        assert dict(row.criteria) == {key: naive.mean_points(row.entry, key) for key in row.criteria}
