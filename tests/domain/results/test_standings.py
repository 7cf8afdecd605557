"""What one round hands to the rules of the next."""

from __future__ import annotations

from flask import Flask

from hackathon.database import unit_of_work
from hackathon.domain.results import results
from hackathon.domain.results.standings import standings_of
from hackathon.domain.rounds import rounds
from hackathon.domain.rounds.events import get_round
from hackathon.models import Event, Round
from tests.factories import POLICY, a_round, fill_round, make_event, seal_all, the_judge, the_key

NAME = {"ko": "본선", "en": "Second"}
MARKS = {"T001": (6, 6), "T002": (8, 8), "T003": (9, 9), "T004": (1, 1)}


def two_rounds(policy: str) -> Event:
    """A first round that sent T003 and T002 on, and a second in which both have the same marks."""
    event = make_event(a_round(), a_round("second", name=NAME, source="first", policy=policy))
    first = fill_round(event)
    seal_all(first, MARKS)
    results.lock(first, key=the_key())
    second = rounds.advance(first, results.advancing(first), order=["T002", "T003"])
    judges = [the_judge(f"J{number:02}") for number in (1, 2, 3)]
    for judge in judges:
        rounds.seat(second, judge)
    rounds.assign(second, [(judge, entry) for entry in second.entries for judge in judges])
    seal_all(second, {"T002": (5, 5), "T003": (5, 5)})
    return event


def ranks(round: Round) -> list[tuple[int, str, str]]:
    return [(row.rank, row.entry, row.shown) for row in standings_of(round).rows]


def test_a_tie_may_be_broken_by_the_round_before(app: Flask) -> None:
    with unit_of_work():
        event = two_rounds(POLICY.replace('ties = ["criteria-by-points", "lot"]', 'ties = ["previous"]'))
        assert ranks(get_round(event, "second")) == [(1, "T003", "50.00"), (2, "T002", "50.00")]


def test_a_share_of_the_score_may_be_carried_over(app: Flask) -> None:
    with unit_of_work():
        event = two_rounds(POLICY + "\n[carry]\nweight = 30\n")
        assert ranks(get_round(event, "second")) == [(1, "T003", "62.00"), (2, "T002", "59.00")]


def test_without_either_the_tie_stays(app: Flask) -> None:
    with unit_of_work():
        event = two_rounds(POLICY.replace('ties = ["criteria-by-points", "lot"]', "ties = []"))
        assert ranks(get_round(event, "second")) == [(1, "T002", "50.00"), (1, "T003", "50.00")]
