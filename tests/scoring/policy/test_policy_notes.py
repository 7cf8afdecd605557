"""Notes on policies that can be used but hardly mean what they say."""

from __future__ import annotations

import pytest

from scoring import Policy
from scoring.policy.notes import policy_notes
from tests.scoring.builders import MEAN, ONE, TWO


def scale(text: str) -> str:
    return f'[[criteria]]\nkey = "idea"\npoints = 10\nscale = {{ {text} }}\n'


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (TWO + MEAN, []),
        (scale("max = 10, step = 3") + MEAN, ["criterion idea: in steps of 3 from 0 no mark is 10"]),
        (scale("max = 10, step = 11") + MEAN, ["criterion idea: in steps of 11 from 0 no mark is 10"]),
        (scale("min = 1, max = 10, step = 3") + MEAN, []),
        (
            ONE.replace("points = 100", "points = 0\nscale = { max = 5 }") + MEAN,
            ["no criterion has points: every total is 0"],
        ),
        (
            ONE + MEAN + 'ties = ["low", "median", "low"]\n',
            ["the tie-break step low is named twice: the second can decide nothing"],
        ),
        (ONE + MEAN + "[advance]\ncount = 0\n", ["[advance] lets nobody advance: count is 0"]),
    ],
)
def test_rules_p1_what_hardly_means_what_it_says_is_noted(policy: str, said: list[str]) -> None:
    assert [str(note) for note in policy_notes(Policy.from_text(policy))] == said
