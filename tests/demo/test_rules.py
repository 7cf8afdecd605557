"""The demo's files and marks under the real rules."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

import scoring
from hackathon.demo import marks
from hackathon.demo.marks import Ballot
from hackathon.demo.texts import EVENT, data_dir
from tests.demo.sample_people import SEEDS, sample_people

FOLDER = data_dir() / EVENT


def rank(given: Iterable[Ballot], policy: scoring.Policy) -> scoring.Standings:
    rows = [{"entry": ballot.entry, "judge": ballot.judge, **ballot.marks} for ballot in given]
    return scoring.rank(scoring.Ballots.from_rows(rows, policy.rubric), policy)


@cache
def preliminary(seed: int) -> scoring.Standings:
    return rank(
        marks.preliminary_marks(sample_people(seed), seed), scoring.Policy.from_toml(FOLDER / "preliminary.toml")
    )


@cache
def final(seed: int) -> scoring.Standings:
    policy = scoring.Policy.from_toml(FOLDER / "final.toml")
    return rank(marks.final_marks(sample_people(seed), list(preliminary(seed).advance), seed), policy)


@pytest.mark.parametrize("path", sorted(data_dir().glob("policies/*.toml")), ids=lambda path: path.stem)
def test_a_preset_is_a_valid_policy(path: Path) -> None:
    assert [criterion.points for criterion in scoring.Policy.from_toml(path).rubric.criteria] == [40, 40, 20]


@pytest.mark.parametrize("seed", SEEDS)
def test_thirty_teams_advance_past_a_tie_on_the_cut(seed: int) -> None:
    standings = preliminary(seed)
    last_in, first_out = standings.rows[29:31]
    assert last_in.score == first_out.score
    assert first_out.decided_by is not None
    assert (len(standings.advance), len(standings.reserve)) == (30, 5)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_final_has_a_clear_winner_and_ties_that_different_steps_broke(seed: int) -> None:
    standings = final(seed)
    assert [row.rank for row in standings.rows[:2]] == [1, 2]
    assert standings.rows[1].decided_by is None
    assert len({row.decided_by for row in standings.rows[:10]} - {None, "lot"}) >= 2


@pytest.mark.parametrize("seed", SEEDS)
def test_nine_awards_go_to_nine_teams(seed: int) -> None:
    winners = [award["entry"] for award in final(seed).to_dict()["awards"]]
    assert len(set(winners)) == len(winners) == 9
    assert None not in winners
