"""Sources of ballots: the first is the panel, another may mark some criteria only, and every score is told."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from typing import Any

import pytest

from scoring import Ballots, Policy, ScoringError, Standings, rank
from scoring.report.terminal import standings_table
from scoring.standings.forms import FORM_1
from tests.scoring.builders import TWO, order, policy_of, sentences

Rows = list[tuple[Any, ...]]
JURY = '[[sources]]\nname = "jury"\nweight = 90\nmethod = "mean"\n'
CROWD = '[[sources]]\nname = "crowd"\nweight = 10\nmethod = "mean"\n'
SOME = CROWD + 'criteria = ["technical"]\n'


def rules(ranking: str = "", *, sources: str = JURY + CROWD, criteria: str = TWO) -> Policy:
    return policy_of(f"[ranking]\n{ranking}", criteria=criteria, rest=sources)


def sheet(policy: Policy, rows: Rows) -> Ballots:
    names = ("entry", "judge", "source", *policy.rubric.keys)
    return Ballots.from_rows([dict(zip(names, row, strict=True)) for row in rows], policy.rubric)


def jury_of(entry: str, *marks: tuple[Any, Any]) -> Rows:
    return [(entry, f"J{at}", "jury", *mark) for at, mark in enumerate(marks, start=1)]


def crowd_of(entry: str, *marks: tuple[Any, Any]) -> Rows:
    return [(entry, f"V{at}", "crowd", *mark) for at, mark in enumerate(marks, start=1)]


def ranked_by(policy: Policy, rows: Rows, **more: Any) -> Standings:
    return rank(sheet(policy, rows), policy, **more)


# Three judges give A 10 and B 5 for technology; of 20 votes 14 are for B.
VOTE = (
    jury_of("A", *[(5, 10)] * 3)
    + jury_of("B", *[(5, 5)] * 3)
    + crowd_of("A", *[(10, 10)] * 6, *[(0, 0)] * 14)
    + crowd_of("B", *[(10, 10)] * 14, *[(0, 0)] * 6)
)


def test_a_vote_of_ten_percent_does_not_decide_a_prize_of_the_jury() -> None:
    policy = rules(sources=JURY + CROWD + '[[awards]]\nname = "Best Technology"\nby = "criterion:technical"\n')
    standings = ranked_by(policy, VOTE)
    assert standings.awards[0].entry == "A"
    assert standings.get("A").criteria == {"creativity": 20, "technical": 60}
    assert standings.get("A").ballots == 3


@pytest.mark.parametrize(
    "step", ["criterion:technical", "criteria-by-points", "countback", "median", "mean", "low", "head-to-head", "chair"]
)
def test_tie_steps_read_the_panel_alone(step: str) -> None:
    sources = (JURY + CROWD).replace("90", "50").replace("10", "50")
    policy = rules(f'ties = ["{step}"]\nchair = "J1"\n', sources=sources)
    # 60 and 40 points by the jury, 40 and 60 by the crowd.
    rows = jury_of("T1", (6, 6)) + jury_of("T2", (4, 4)) + crowd_of("T1", (4, 4)) + crowd_of("T2", (6, 6))
    standings = ranked_by(policy, rows)
    assert [row.score for row in standings.rows] == [50, 50]
    assert order(standings) == "T1 T2"


def test_cut_offs_read_the_panel_alone() -> None:
    policy = rules(sources=JURY + CROWD + "[cutoff]\ncriterion = { technical = 45 }\n[advance]\ncount = 2\n")
    assert ranked_by(policy, VOTE).advance == ("A",)


def test_a_chair_who_only_votes_is_no_chair() -> None:
    policy = rules('ties = ["chair"]\nchair = "V1"\n')
    with pytest.raises(ScoringError) as error:
        ranked_by(policy, VOTE)
    assert sentences(error) == ['key ranking.chair, value "V1": the chair V1 has no ballot.']


def test_results_of_form_1_read_the_ballots_of_all_sources() -> None:
    standings = ranked_by(rules('ties = ["criterion:technical"]\n'), VOTE, form=FORM_1)
    assert standings.get("A").ballots == 23
    assert standings.get("A").criteria["technical"] == Fraction(60 * (3 + 6), 23)
    assert "sources" not in standings.to_dict()["standings"][0]
    assert "source:jury" not in standings.to_csv()


# --- a source with criteria of its own ------------------------------------------------------------------------------


def test_a_source_with_criteria_of_its_own_is_put_on_the_points_of_the_panel() -> None:
    rows = jury_of("T1", (5, 5), (7, 6)) + crowd_of("T1", ("", 10), ("", 5))
    row = ranked_by(rules(sources=JURY + SOME), rows).rows[0]
    assert row.sources == {"jury": 57, "crowd": Fraction(45 * 100, 60)}
    assert row.score == (90 * 57 + 10 * 75) / Fraction(100)


def test_a_panel_with_criteria_of_its_own_is_what_others_are_put_on() -> None:
    sources = JURY + 'criteria = ["creativity"]\n' + CROWD
    standings = ranked_by(
        rules('ties = ["criteria-in-order"]\n', sources=sources), jury_of("T1", (5, "")) + crowd_of("T1", (10, 10))
    )
    row = standings.rows[0]
    assert row.sources == {"jury": 20, "crowd": 40}
    assert row.criteria == {"creativity": 20}
    assert standings.to_csv().splitlines()[0].split(",")[7:] == [
        "creativity", "source:jury", "source_exact:jury", "source:crowd", "source_exact:crowd",
    ]  # fmt: skip


def test_what_a_source_does_not_mark_is_neither_read_nor_needed() -> None:
    ballots = sheet(rules(sources=JURY + SOME), jury_of("T1", (5, 5)) + crowd_of("T1", ("?", 10), (99, 5), ("", 5)))
    assert ballots.complete.all()
    assert [str(note) for note in ballots.notes] == [
        "note: source crowd does not mark creativity; its cells there were not read"
    ]
    assert [row[3] for row in ballots.texts() if row[2] == "crowd"] == ["", "", ""]


def test_what_a_source_marks_is_needed() -> None:
    standings = ranked_by(
        rules(sources=JURY + SOME),
        jury_of("T1", (5, 5)) + crowd_of("T1", (5, "")) + crowd_of("T2", (5, 5)) + jury_of("T2", (5, 5)),
    )
    assert [(absent.entry, absent.reason) for absent in standings.unranked] == [
        ("T1", "no complete ballot from: crowd")
    ]
    assert standings.warnings == (
        "ballot of judge V1 for entry T1 (crowd) is incomplete and does not count: no mark for technical",
    )


def test_a_vote_in_which_nobody_chose_an_entry_is_a_ballot_of_0() -> None:
    standings = ranked_by(rules(sources=JURY + SOME), jury_of("T1", (5, 5)) + crowd_of("T1", ("", 0)))
    assert standings.rows[0].sources["crowd"] == 0


def test_ballots_that_were_read_for_other_sources_are_refused() -> None:
    read_with, wanted = rules(sources=JURY + SOME), rules()
    with pytest.raises(ScoringError) as error:
        rank(sheet(read_with, VOTE), wanted)
    assert [fault.code for fault in error.value.faults] == ["other-rubric"]


# --- source:NAME ----------------------------------------------------------------------------------------------------


def test_the_step_reads_the_score_before_weights() -> None:
    policy = rules('ties = ["source:crowd"]\n', sources=(JURY + SOME).replace("90", "50").replace("10", "50"))
    rows = jury_of("T1", (6, 6)) + jury_of("T2", (4, 4)) + crowd_of("T1", ("", 4)) + crowd_of("T2", ("", 6))
    standings = ranked_by(policy, rows)
    assert order(standings) == "T2 T1"
    assert standings.ties[0].steps[0].values == {"T1": "40", "T2": "60"}
    assert "the score of crowd decided (T1 40, T2 60)" in standings.explain("T1", "en")


def test_where_places_are_counted_the_lower_score_leads() -> None:
    sources = "".join(f'[[sources]]\nname = "{name}"\nweight = 1\nmethod = "rank-sum"\n' for name in ("jury", "crowd"))
    rows = jury_of("T1", (6, 6)) + jury_of("T2", (4, 4)) + crowd_of("T1", (4, 4)) + crowd_of("T2", (6, 6))
    standings = ranked_by(rules('ties = ["source:crowd"]\n', sources=sources), rows)
    assert order(standings) == "T2 T1"
    assert standings.ties[0].steps[0].values == {"T1": "2", "T2": "1"}


# --- told -----------------------------------------------------------------------------------------------------------


def test_json_and_csv_hold_every_source_shown_and_exact() -> None:
    rows = jury_of("T1", (9, 9), (9, 9), (9, 10)) + crowd_of("T1", (5, 5))
    standings = ranked_by(rules(), rows)
    row = standings.to_dict()["standings"][0]
    assert list(row)[-3:] == ["criteria", "sources", "sources_exact"]
    assert row["sources"] == {"jury": "92.00", "crowd": "50.00"}
    assert row["sources_exact"] == {"jury": "92", "crowd": "50"}
    cells = next(csv.DictReader(io.StringIO(standings.to_csv())))
    assert (cells["source:jury"], cells["source_exact:jury"]) == ("92.00", "92")
    frame = standings.to_frame()
    assert list(frame.columns)[-4:] == ["source:jury", "source_exact:jury", "source:crowd", "source_exact:crowd"]
    assert frame["source:jury"].tolist() == [92.0]


def test_without_sources_nothing_new_stands_there() -> None:
    policy = policy_of(criteria=TWO)
    standings = rank(
        Ballots.from_rows([{"entry": "T1", "judge": "J1", "creativity": 1, "technical": 1}], policy.rubric), policy
    )
    assert not {"sources", "sources_exact"} & set(standings.to_dict()["standings"][0])


def test_the_table_of_a_terminal_has_a_column_a_source_with_its_weight() -> None:
    head = standings_table(ranked_by(rules(), VOTE), "en").splitlines()[0]
    assert head.split()[-6:] == ["jury", "(weight", "90)", "crowd", "(weight", "10)"]
