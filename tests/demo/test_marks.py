"""The marks of the demo's judges, and the ties that every seed must show."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise

import pytest

from hackathon.demo import marks
from hackathon.demo.marks import Ballot
from hackathon.demo.texts import read_texts
from tests.demo.naive import WEIGHTS, Table, by_entry, deciding_step, mean, order, totals, trimmed_mean
from tests.demo.sample_people import SEEDS, sample_people

AWARD_LINES = (2, 4, 7)  # the last places of 최우수상, 우수상 and 장려상


@cache
def preliminary(seed: int) -> Table:
    return by_entry(marks.preliminary_marks(sample_people(seed), seed))


@cache
def finalists(seed: int) -> tuple[str, ...]:
    return tuple(order(preliminary(seed), trimmed=False)[:30])


@cache
def final(seed: int) -> Table:
    return by_entry(marks.final_marks(sample_people(seed), finalists(seed), seed))


def ballots(table: Table) -> list[Ballot]:
    return [ballot for entry in table.values() for ballot in entry]


def top_ten_ties(seed: int) -> dict[int, str | None]:
    """What broke the tie between a place of the upper ten and the next one."""
    table = final(seed)
    pairs = enumerate(pairwise(order(table, trimmed=True)[:10]), start=1)
    return {
        place: deciding_step(table[above], table[below])
        for place, (above, below) in pairs
        if trimmed_mean(table[above]) == trimmed_mean(table[below])
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_every_proposal_is_read_by_three_judges_with_even_loads(seed: int) -> None:
    pairs = marks.preliminary_assignment(sample_people(seed), seed)
    loads = Counter(judge for judge, _ in pairs)
    assert len(set(pairs)) == 238 * 3
    assert set(Counter(team for _, team in pairs).values()) == {3}
    assert set(loads.values()) == {59, 60}
    assert len(loads) == 12


def test_the_assignment_links_all_judges() -> None:
    panels = [{ballot.judge for ballot in entry} for entry in preliminary(SEEDS[0]).values()]
    linked = set(panels[0])
    for _ in panels:
        linked = linked.union(*(panel for panel in panels if panel & linked))
    assert len(linked) == 12


@pytest.mark.parametrize("seed", SEEDS)
def test_preliminary_ballots_are_those_assigned(seed: int) -> None:
    given = {(ballot.judge, ballot.entry) for ballot in ballots(preliminary(seed))}
    assert given == set(marks.preliminary_assignment(sample_people(seed), seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_tie_lies_on_the_cut_and_the_steps_break_it(seed: int) -> None:
    table = preliminary(seed)
    above, below = (table[entry] for entry in order(table, trimmed=False)[29:31])
    assert mean(above) == mean(below)
    assert deciding_step(above, below) is not None


@pytest.mark.parametrize("seed", SEEDS)
def test_the_end_of_the_reserve_is_clear(seed: int) -> None:
    table = preliminary(seed)
    above, below = (table[entry] for entry in order(table, trimmed=False)[34:36])
    assert mean(above) > mean(below) or deciding_step(above, below) is not None


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_shares_the_first_place(seed: int) -> None:
    table = final(seed)
    first, second = (table[entry] for entry in order(table, trimmed=True)[:2])
    assert trimmed_mean(first) > trimmed_mean(second)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_ties_in_the_upper_ten_are_broken_by_different_steps(seed: int) -> None:
    assert len(set(top_ten_ties(seed).values()) - {None}) >= 2


@pytest.mark.parametrize("seed", SEEDS)
def test_a_tie_lies_on_the_line_between_two_awards(seed: int) -> None:
    ties = top_ten_ties(seed)
    assert any(ties.get(place) for place in AWARD_LINES)


@pytest.mark.parametrize("seed", SEEDS)
def test_nine_judges_score_thirty_finalists_but_for_two_recusals(seed: int) -> None:
    recusals = marks.final_recusals(sample_people(seed), finalists(seed), seed)
    everything = {(judge.code, entry) for judge in sample_people(seed).final_judges for entry in finalists(seed)}
    given = {(ballot.judge, ballot.entry) for ballot in ballots(final(seed))}
    assert everything - given == {(recusal.judge, recusal.entry) for recusal in recusals}
    assert len(everything - given) == 2


def test_recusals_name_a_kind_and_a_reason_and_spare_the_chair() -> None:
    for seed in SEEDS:
        recusals = marks.final_recusals(sample_people(seed), finalists(seed), seed)
        assert [recusal.kind for recusal in recusals] == ["statutory", "self"]
        assert all(recusal.reason and recusal.judge != "J01" for recusal in recusals)


@pytest.mark.parametrize("seed", SEEDS)
def test_marks_are_whole_numbers_from_0_to_10_on_every_criterion(seed: int) -> None:
    for ballot in ballots(preliminary(seed)) + ballots(final(seed)):
        assert list(ballot.marks) == list(WEIGHTS)
        assert all(mark in range(11) for mark in ballot.marks.values())


def test_marks_spread_as_those_of_severe_and_kind_judges_do() -> None:
    scores = [float(mean(entry)) for entry in preliminary(SEEDS[0]).values()]
    assert 50 < sum(scores) / 238 < 65
    assert max(scores) < 97
    assert min(scores) > 15
    judges = by_judge(ballots(preliminary(SEEDS[0])))
    assert max(judges.values()) - min(judges.values()) > 5  # some are severe, some are kind


def by_judge(given: list[Ballot]) -> dict[str, float]:
    points: dict[str, list[float]] = {}
    for ballot in given:
        points.setdefault(ballot.judge, []).append(float(totals([ballot])[0]))
    return {judge: sum(all_points) / len(all_points) for judge, all_points in points.items()}


def test_the_same_seed_gives_the_same_marks_in_any_order_of_finalists() -> None:
    seed = SEEDS[0]
    again = marks.final_marks(sample_people(seed), finalists(seed)[::-1], seed)
    assert again == ballots(final(seed))


def test_a_stage_is_named_by_its_round() -> None:
    seed = SEEDS[0]
    assert marks.marks(sample_people(seed), seed, "preliminary") == ballots(preliminary(seed))
    assert marks.marks(sample_people(seed), seed, "final", finalists=finalists(seed)) == ballots(final(seed))


def test_about_half_of_the_ballots_carry_a_comment() -> None:
    for table in (preliminary(SEEDS[0]), final(SEEDS[0])):
        given = ballots(table)
        assert 0.4 < sum(ballot.comment is not None for ballot in given) / len(given) < 0.6


def test_no_team_reads_the_same_comment_twice() -> None:
    for entry in final(SEEDS[0]).values():
        comments = [ballot.comment for ballot in entry if ballot.comment]
        assert len(set(comments)) == len(comments)


def test_the_stock_of_comments_is_varied() -> None:
    stock = read_texts("comments")
    sentences = [
        text for stage in stock.values() for kind in stage.values() for texts in kind.values() for text in texts
    ]
    assert len(set(sentences)) == len(sentences) >= 40
