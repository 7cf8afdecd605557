"""Ballots and a policy in, standings out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from scoring.aggregation import METHODS
from scoring.ballots import Ballots
from scoring.chain import break_ties, order_by_score
from scoring.checks import check_inputs
from scoring.decisions import Decisions
from scoring.exact import BoolArray, Exact, from_fractions
from scoring.faults import make_fault, raise_any
from scoring.inputs import Adjustment, Entries, Roster, adjusted_points, carried_scores
from scoring.panel import Panel
from scoring.policy import Policy
from scoring.rules import PENDING
from scoring.standings import Standings
from scoring.tiebreaks import Materials, expand
from scoring.unranked import count_by_source, find_unranked, find_warnings


@dataclass(frozen=True, eq=False)
class Case:
    """Everything that one ranking is made of, checked."""

    ballots: Ballots
    policy: Policy
    roster: Roster
    points: Mapping[str, Fraction]
    carry: Mapping[str, Fraction] | None
    decisions: Decisions | None
    rejudge: Ballots | None


def rank(
    ballots: Ballots,
    policy: Policy,
    entries: Entries | None = None,
    adjustments: Iterable[Adjustment] | None = None,
    carry: Mapping[str, object] | None = None,
    decisions: Decisions | None = None,
) -> Standings:
    """Rank the entries of one round by the rules of `policy`.

    `entries`: the codes that take part, or a mapping of code to previous result (a number or None); None = whoever has
    a ballot. `adjustments` add points with a reason; `carry` brings scores of an earlier round; `decisions` are acts
    made after scoring. Numbers may be int, Decimal, Fraction, float or text and are taken exactly.

    Order of work: method, sources, carry, adjustments, rounding, cut-off, ties. All arithmetic is on rational numbers:
    two entries are tied exactly when their scores are equal as fractions. An entry without a complete ballot (with
    [[sources]]: without one of each source) is `unranked`. Raises ScoringError with every fault that was found.

    >>> policy = Policy.from_text('criteria = [{key = "idea", points = 10}]\\nranking = {method = "mean"}')
    >>> rows = [{"entry": "T1", "judge": "J1", "idea": 7}, {"entry": "T2", "judge": "J1", "idea": 9}]
    >>> standings = rank(Ballots.from_rows(rows, policy.rubric), policy)
    >>> [(row.rank, row.entry, row.shown) for row in standings.rows]
    [(1, 'T2', '9.00'), (2, 'T1', '7.00')]
    """
    case = _prepare(ballots, policy, entries, adjustments, carry, decisions)
    panel = _counted_panel(case)
    scores, lower_is_better = _scores(panel, case)
    order = order_by_score(scores, lower_is_better=lower_is_better)
    break_ties(order, expand(policy.ranking.ties, policy.rubric), _materials(panel, case))
    return Standings(
        ballots=ballots,
        policy=policy,
        decisions=decisions,
        panel=panel,
        scores=scores,
        order=order,
        unranked=find_unranked(ballots, policy, panel=panel, listed=case.roster.codes),
        cautions=find_warnings(ballots, policy, order=order, decisions=decisions, rejudge=case.rejudge),
        lower_is_better=lower_is_better,
    )


def _prepare(
    ballots: Ballots,
    policy: Policy,
    entries: Entries | None,
    adjustments: Iterable[Adjustment] | None,
    carry: Mapping[str, object] | None,
    decisions: Decisions | None,
) -> Case:
    roster, carried = Roster.of(entries), carried_scores(carry)
    rejudge = None if decisions is None else decisions.rejudged(policy.rubric)
    check_inputs(ballots, policy, roster=roster, carry=carried, decisions=decisions, rejudge=rejudge)
    points = adjusted_points(
        adjustments or (), roster=roster, known=frozenset(ballots.entries) if adjustments else frozenset()
    )
    # The points of the policy count, also where the ballots were read with another weighting of the same scales.
    weighted = ballots if ballots.rubric == policy.rubric else replace(ballots, rubric=policy.rubric)
    return Case(weighted, policy, roster, points, carried, decisions, rejudge)


def _counted_panel(case: Case) -> Panel:
    """The ballots that count, of the entries that can be ranked."""
    ballots = case.ballots
    counts = count_by_source(ballots, case.policy.sources)
    ranked: BoolArray = np.all(counts > 0, axis=0)
    if not ranked.any():
        missing = [source.name for source, row in zip(case.policy.sources, counts, strict=False) if not row.any()]
        lacking = missing if ballots.complete.any() else []
        faults = [make_fault("source-without-ballots", source=name) for name in lacking]
        raise_any(fault.in_file(ballots.file) for fault in faults or [make_fault("no-complete-ballot")])
    return Panel.of(ballots, rubric=case.policy.rubric, counted=ballots.complete, ranked=ranked)


def _scores(panel: Panel, case: Case) -> tuple[Exact, bool]:
    """Scores by method, sources, carry, adjustments and rounding, in this order; and whether lower is better."""
    scores, lower_is_better = _aggregated(panel, case)
    share = case.policy.carry_share
    if share is not None:
        scores = scores.by(1 - share).plus(_carried(panel, case).by(share))
    if case.points:
        extra = [case.points.get(code, Fraction(0)) for code in panel.entries]
        scores = scores.plus(from_fractions(extra))
    decimals = case.policy.ranking.decimals
    return (scores if decimals is None else scores.rounded(decimals)), lower_is_better


def _aggregated(panel: Panel, case: Case) -> tuple[Exact, bool]:
    sources, general = case.policy.sources, case.policy.ranking.aggregation
    if not sources:
        assert general is not None, "the policy reader requires a method where there are no sources"
        method = METHODS[general.method]
        return method.score(panel, general), method.lower_is_better
    whole = sum(Fraction(source.weight) for source in sources)
    score = Exact(np.zeros(len(panel.entries), dtype=np.int64), 1)
    for source in sources:
        part = panel.of_source(case.ballots.sources.index(source.name), source.name)
        settings = source.aggregation
        score = score.plus(METHODS[settings.method].score(part, settings).by(Fraction(source.weight) / whole))
    return score, False


def _carried(panel: Panel, case: Case) -> Exact:
    carry = case.carry or {}
    raise_any(make_fault("carry-lacks-entry", value=code) for code in panel.entries if code not in carry)
    return from_fractions([carry[code] for code in panel.entries])


def _materials(panel: Panel, case: Case) -> Materials:
    decisions, ranking = case.decisions or Decisions(), case.policy.ranking
    rejudge = case.rejudge
    seed = decisions.lot_seed if ranking.lot_seed == PENDING and decisions.lot_seed else ranking.lot_seed
    return Materials(
        panel=panel,
        judges=case.ballots.judges,
        chair=ranking.chair,
        previous=case.roster.previous,
        rejudge=None if rejudge is None else _whole_panel(rejudge),
        order=decisions.order,
        seed=seed,
    )


def _whole_panel(ballots: Ballots) -> Panel | None:
    ranked: BoolArray = np.bincount(ballots.entry[ballots.complete], minlength=len(ballots.entries)) > 0
    if not ranked.any():
        return None
    return Panel.of(ballots, rubric=ballots.rubric, counted=ballots.complete, ranked=ranked)
