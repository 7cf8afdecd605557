"""Keys of [ranking], [[sources]] and [adjustments] that came later: what is wrong with them, and what they leave alone."""

from __future__ import annotations

import pytest

from scoring import Policy, ScoringError
from tests.scoring.builders import MEAN, ONE, TWO, sentences

TRIMMED = '[ranking]\nmethod = "trimmed-mean"\n'


def source(name: str, **more: str) -> str:
    given = {"name": f'"{name}"', "weight": "1"} | more
    return "[[sources]]\n" + "".join(f"{key} = {value}\n" for key, value in given.items())


def refused(text: str) -> list[str]:
    with pytest.raises(ScoringError) as error:
        Policy.from_text(text)
    return sentences(error)


BESIDE = "gives places, which cannot be put beside a source that marks other criteria."
JURY, CROWD = source("jury"), source("crowd", criteria='["technical"]')


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (MEAN + 'rounding = "down"\n', "ranking.rounding: this needs decimals in [ranking]."),
        (MEAN + 'round_at = "score"\n', "ranking.round_at: this needs decimals in [ranking]."),
        (
            MEAN + 'decimals = 1\nrounding = "up"\n',
            'ranking.rounding, value "up": this must be one of half-up, half-even, down.',
        ),
        (
            MEAN + 'decimals = 1\nround_at = "total"\n',
            'ranking.round_at, value "total": this must be one of score, ballot, criterion.',
        ),
        (
            TRIMMED + "drop = { high = 2, low = 1, min = 3 }\n",
            'ranking.drop.min, value "3": the value must be at least 4.',
        ),
        (MEAN + "[adjustments]\nmost = -1\n", 'adjustments.most, value "-1": the value must be at least 0.'),
        (MEAN + "[adjustments]\nleast = 1\n", 'adjustments.least, value "1": there is no such key.'),
        (
            '[ranking]\nmethod = "rank-sum"\n[adjustments]\nmost = 5\n',
            "adjustments.most: the method rank-sum gives places, not points; this goes with points only.",
        ),
        (
            source("jury", method='"majority"') + "[adjustments]\nfloor = 0\n",
            "adjustments.floor: the method majority gives places, not points; this goes with points only.",
        ),
    ],
)
def test_a_key_that_does_not_fit(text: str, said: str) -> None:
    assert refused(ONE + text) == ["key " + said]


@pytest.mark.parametrize(
    ("ties", "said"),
    [
        ("source:crowd", "no source has this name."),
        ("criterion:idea:trimmed", ":trimmed needs the method trimmed-mean for the panel."),
        ("criteria-in-order:trimmed", ":trimmed needs the method trimmed-mean for the panel."),
        ("criteria-by-points:trimmed", ":trimmed needs the method trimmed-mean for the panel."),
        ("countback:trimmed", 'there is no such tie-break step (did you mean "countback"?).'),
        ("criterion:ide:trimmed", 'no criterion has this key (did you mean "idea"?).'),
    ],
)
def test_a_step_that_does_not_fit(ties: str, said: str) -> None:
    assert refused(ONE + MEAN + f'ties = ["{ties}"]\n')[0].endswith(said)


def test_trimmed_steps_ask_for_the_method_of_the_panel_not_of_another_source() -> None:
    crowd = source("crowd", method='"trimmed-mean"')
    text = ONE + MEAN + 'ties = ["criterion:idea:trimmed"]\n'
    assert refused(text + source("jury") + crowd) == [
        'key ranking.ties[1], value "criterion:idea:trimmed": :trimmed needs the method trimmed-mean for the panel.'
    ]
    assert Policy.from_text(text + crowd + source("jury")).panel_aggregation.method == "trimmed-mean"


def test_a_criterion_whose_key_ends_in_trimmed_is_itself() -> None:
    criteria = '[[criteria]]\nkey = "a:trimmed"\npoints = 10\n'
    assert Policy.from_text(criteria + MEAN + 'ties = ["criterion:a:trimmed"]\n').ranking.ties


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            JURY + source("crowd", criteria='["technica"]'),
            ['sources[2].criteria[1], value "technica": no criterion has this key (did you mean "technical"?).'],
        ),
        (
            JURY + source("crowd", criteria='["technical", "technical"]'),
            ['sources[2].criteria[2], value "technical": technical is listed twice.'],
        ),
        (
            JURY + source("crowd", criteria="[]"),
            ["sources[2].criteria: this source marks no criterion with points."],
        ),
        (
            CROWD + source("jury", criteria='["technical"]'),
            ['criteria[1].key, value "creativity": no source marks this criterion.'],
        ),
        (
            source("jury", method='"rank-sum"') + source("crowd", method='"majority"', criteria='["technical"]'),
            [f"sources[2].criteria: the method majority {BESIDE}"],
        ),
    ],
)
def test_a_source_that_does_not_fit(text: str, said: list[str]) -> None:
    assert refused(TWO + MEAN + text) == [f"key {each}" for each in said]


def test_a_source_without_points() -> None:
    extra = '[[criteria]]\nkey = "extra"\npoints = 0\nscale = { max = 3 }\n'
    assert refused(TWO + extra + MEAN + JURY + source("crowd", criteria='["extra"]')) == [
        "key sources[2].criteria: this source marks no criterion with points."
    ]


def test_only_criteria_of_the_panel_can_be_named() -> None:
    sources = source("jury", criteria='["creativity"]') + source("crowd")
    award = '[[awards]]\nname = "x"\nby = "criterion:technical"\n'
    text = (
        TWO + MEAN + 'ties = ["criterion:technical"]\n' + sources + "[cutoff]\ncriterion = { technical = 5 }\n" + award
    )
    assert refused(text) == [
        f'key {where}, value "technical": the panel (source jury) does not mark this criterion.'
        for where in ("ranking.ties[1]", "cutoff.criterion.technical", "awards[1].by")
    ]


def test_sources_with_the_same_criteria_may_count_places() -> None:
    sources = source("jury", criteria='["technical", "creativity"]') + source("crowd")
    assert len(Policy.from_text(TWO + '[ranking]\nmethod = "rank-sum"\n' + sources).sources) == 2


# --- digests --------------------------------------------------------------------------------------------------------


OLDER = {
    "plain": (ONE + MEAN, "6a44c34b9a27fbfde834904d5523ea31205363a0426cacbe0facf0b1e19041c6"),
    "trimmed": (
        TWO
        + TRIMMED
        + 'drop = { high = 1, low = 2 }\ndecimals = 2\nties = ["criteria-by-points", "lot"]\nlot_seed = "x"\n',
        "3bc488fcb39b1f1e3e5cc205d754cec65d2b2fce31ac5be9c8feb18470a52fb8",
    ),
    "sources": (
        TWO + TRIMMED + JURY + source("crowd", method='"mean"'),
        "71851dec9128919633d8c0d07c17bcad6462b0a40b4f13ba59725e2176538e1f",
    ),
}


@pytest.mark.parametrize("name", OLDER)
def test_the_digest_of_an_older_policy_stays(name: str) -> None:
    text, digest = OLDER[name]
    assert Policy.from_text(text).digest == digest


def test_a_later_key_at_its_default_means_nothing_new() -> None:
    said = MEAN + "decimals = 2\n"
    assert Policy.from_text(ONE + said + 'rounding = "half-up"\n').digest == Policy.from_text(ONE + said).digest


@pytest.mark.parametrize(
    "change",
    [
        'decimals = 2\nrounding = "down"\n',
        'decimals = 2\nround_at = "ballot"\n',
        "[adjustments]\nmost = 5\n",
        "[adjustments]\nfloor = 0\n",
    ],
)
def test_the_digest_sees_every_later_rule(change: str) -> None:
    assert Policy.from_text(ONE + MEAN + change).digest not in {
        Policy.from_text(ONE + MEAN).digest,
        Policy.from_text(ONE + MEAN + "decimals = 2\n").digest,
    }


def test_the_digest_sees_least_ballots_and_criteria_of_a_source() -> None:
    dropping = [Policy.from_text(ONE + TRIMMED + f"drop = {{ high = 1{more} }}\n") for more in ("", ", min = 3")]
    sources = [Policy.from_text(TWO + MEAN + JURY + crowd) for crowd in (source("crowd"), CROWD)]
    for plain, changed in (dropping, sources):
        assert plain.digest != changed.digest
