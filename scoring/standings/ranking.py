"""Ranking of one round: ballots and a policy in, standings out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from scoring.ballots.adjustments import Adjustments, given_adjustments
from scoring.ballots.ballots import Ballots
from scoring.ballots.decisions import Decisions
from scoring.ballots.entries import Entries, Roster, adjusted_points, carried_scores
from scoring.ballots.look_alikes import find_look_alikes
from scoring.exact import BoolArray, Exact, from_fractions
from scoring.faults import make_fault, raise_any
from scoring.methods.aggregation import METHODS
from scoring.methods.panel import Panel
from scoring.names import is_lower_better
from scoring.policy.policy import Policy
from scoring.policy.settings import PENDING, Aggregation
from scoring.standings.cautions import find_cautions
from scoring.standings.forms import FORM_2, Form
from scoring.standings.input_faults import adjustment_faults, check_inputs, check_types
from scoring.standings.standings import Standings
from scoring.standings.unranked import count_by_source, find_unranked
from scoring.text import Text, text
from scoring.ties.chain import Order, break_ties, order_by_score
from scoring.ties.steps import Materials, expand

# What is aggregated alone, and how.
Parts = list[tuple[Aggregation, Panel]]


@dataclass(frozen=True, eq=False)
class Inputs:
    """Everything that one ranking is made of, checked to fit together. `ballots` weigh as the policy says; `original`
    are those that were given."""

    original: Ballots
    ballots: Ballots
    policy: Policy
    roster: Roster
    points: Mapping[str, Fraction]
    carry: Mapping[str, Fraction] | None
    decisions: Decisions | None
    rejudge: Ballots | None
    form: Form


def rank(
    ballots: Ballots,
    policy: Policy,
    entries: Entries | None = None,
    adjustments: Adjustments | None = None,
    carry: Mapping[str, object] | None = None,
    decisions: Decisions | None = None,
    *,
    form: Form = FORM_2,
) -> Standings:
    """Rank the entries of one round by the rules of `policy`.

    `entries`: the codes that take part, or a mapping of code to previous result (a number or None); None = whoever has
    a ballot. `adjustments` add points with a reason: a list of Adjustment or (entry, points, reason), a mapping of entry to
    points, or a DataFrame; `carry` brings scores of an earlier round; `decisions` are acts
    made after scoring. Numbers may be int, Decimal, Fraction, float or text and are taken exactly. `form` recomputes a
    result that was published in an older form.

    Order of work: method, sources, carry, adjustments, rounding, cut-off, ties. All arithmetic is on rational numbers:
    two entries are tied exactly when their scores are equal as fractions. An entry without a complete ballot (with
    [[sources]]: without one of each source) is `unranked`. Raises ScoringError with every fault that was found.

    >>> policy = Policy.from_text('criteria = [{key = "idea", points = 10}]\\nranking = {method = "mean"}')
    >>> rows = [{"entry": "T1", "judge": "J1", "idea": 7}, {"entry": "T2", "judge": "J1", "idea": 9}]
    >>> standings = rank(Ballots.from_rows(rows, policy.rubric), policy)
    >>> [(row.rank, row.entry, row.shown) for row in standings.rows]
    [(1, 'T2', '9.00'), (2, 'T1', '7.00')]
    """
    return _ranked(_prepare(ballots, policy, entries, adjustments, carry, decisions, form))


def _ranked(inputs: Inputs) -> Standings:
    policy = inputs.policy
    panel, parts = _counted_panels(inputs)
    scores, lower_is_better = _scores(panel, parts, inputs)
    order = order_by_score(scores, lower_is_better=lower_is_better)
    break_ties(order, expand(policy.ranking.ties, policy.rubric), _materials(panel, inputs))
    return Standings(
        ballots=inputs.original,
        policy=policy,
        decisions=inputs.decisions,
        panel=panel,
        scores=scores,
        order=order,
        unranked=find_unranked(inputs.original, policy, panel=panel, listed=inputs.roster.codes),
        cautions=_cautions(inputs, parts, order),
        lower_is_better=lower_is_better,
        form=inputs.form,
    )


def _prepare(
    ballots: Ballots,
    policy: Policy,
    entries: Entries | None,
    adjustments: Adjustments | None,
    carry: Mapping[str, object] | None,
    decisions: Decisions | None,
    form: Form,
) -> Inputs:
    check_types(ballots, policy, entries=entries, carry=carry, decisions=decisions)
    roster, carried = Roster.of(entries), carried_scores(carry)
    rejudge = None if decisions is None else decisions.rejudged(policy.rubric)
    given = given_adjustments(adjustments)
    check_inputs(ballots, policy, roster=roster, carry=carried, decisions=decisions, rejudge=rejudge)
    raise_any(adjustment_faults(given, policy))
    points = adjusted_points(given, roster=roster, known=frozenset(ballots.entries) if given else frozenset())
    # The points of the policy count, also where the ballots were read with another weighting of the same scales.
    weighted = ballots if ballots.rubric == policy.rubric else replace(ballots, rubric=policy.rubric)
    return Inputs(ballots, weighted, policy, roster, points, carried, decisions, rejudge, form)


def _counted_panel(inputs: Inputs) -> Panel:
    """The ballots that count, of the entries that can be ranked."""
    ballots = inputs.ballots
    counts = count_by_source(ballots, inputs.policy.sources)
    ranked: BoolArray = np.all(counts > 0, axis=0)
    if not ranked.any():
        missing = [source.name for source, row in zip(inputs.policy.sources, counts, strict=False) if not row.any()]
        lacking = missing if ballots.complete.any() else []
        faults = [make_fault("source-without-ballots", source=name) for name in lacking]
        raise_any(fault.in_file(ballots.file) for fault in faults or [make_fault("no-complete-ballot")])
    return Panel.of(ballots, rubric=inputs.policy.rubric, counted=ballots.complete, ranked=ranked)


def _scores(panel: Panel, parts: Parts, inputs: Inputs) -> tuple[Exact, bool]:
    """Scores by method, sources, carry, adjustments and rounding, in this order; and whether lower is better."""
    scores, lower_is_better = _aggregated(parts, inputs.policy)
    share = inputs.policy.carry_share
    if share is not None:
        scores = scores.by(1 - share).plus(_carried(panel, inputs).by(share))
    if inputs.points:
        extra = [inputs.points.get(code, Fraction(0)) for code in panel.entries]
        scores = scores.plus(from_fractions(extra))
    decimals = inputs.policy.ranking.decimals
    return (scores if decimals is None else scores.rounded(decimals)), lower_is_better


def _aggregated(parts: Parts, policy: Policy) -> tuple[Exact, bool]:
    scored = [METHODS[settings.method].score(part, settings) for settings, part in parts]
    lower_is_better = is_lower_better(parts[0][0].method)
    if not policy.sources:
        return scored[0], lower_is_better
    weights = [Fraction(source.weight) for source in policy.sources]
    score = Exact(np.zeros(len(scored[0]), dtype=np.int64), 1)
    for weight, part in zip(weights, scored, strict=True):
        score = score.plus(part.by(weight / sum(weights)))
    return score, lower_is_better


def _counted_panels(inputs: Inputs) -> tuple[Panel, Parts]:
    panel = _counted_panel(inputs)
    return panel, _parts(panel, inputs)


def _parts(panel: Panel, inputs: Inputs) -> Parts:
    """What is aggregated alone: all ballots, or those of each source."""
    policy, names = inputs.policy, inputs.ballots.sources
    if policy.sources:
        return [(one.aggregation, panel.of_source(names.index(one.name), one.name)) for one in policy.sources]
    general = policy.ranking.aggregation
    assert general is not None, "the policy reader requires a method where there are no sources"
    return [(general, panel)]


def _cautions(inputs: Inputs, parts: Parts, order: Order) -> tuple[Text, ...]:
    found = find_cautions(
        inputs.ballots, inputs.policy, order=order, decisions=inputs.decisions, rejudge=inputs.rejudge
    )
    alike = find_look_alikes(inputs.original, inputs.roster.codes or ()) if inputs.form.warns_of_inputs else ()
    return (*found, *alike, *_method_cautions(parts, inputs))


def _method_cautions(parts: Parts, inputs: Inputs) -> list[Text]:
    methods = [(METHODS[settings.method], settings, part) for settings, part in parts]
    said = [
        caution for method, settings, part in methods if method.cautions for caution in method.cautions(part, settings)
    ]
    if inputs.policy.carry_share is not None and is_lower_better(parts[0][0].method):
        said.append(
            text("carried scores are weighed with places, of which lower is better: they count as lower-is-better too")
        )
    return said


def _carried(panel: Panel, inputs: Inputs) -> Exact:
    carry = inputs.carry or {}
    raise_any(make_fault("carry-lacks-entry", value=code) for code in panel.entries if code not in carry)
    return from_fractions([carry[code] for code in panel.entries])


def _materials(panel: Panel, inputs: Inputs) -> Materials:
    decisions, ranking = inputs.decisions or Decisions(), inputs.policy.ranking
    rejudge = inputs.rejudge
    seed = decisions.lot_seed if ranking.lot_seed == PENDING and decisions.lot_seed else ranking.lot_seed
    return Materials(
        panel=panel,
        judges=inputs.ballots.judges,
        chair=ranking.chair,
        previous=inputs.roster.previous,
        rejudge=None if rejudge is None else _whole_panel(rejudge),
        order=decisions.order,
        seed=seed,
    )


def _whole_panel(ballots: Ballots) -> Panel | None:
    ranked: BoolArray = np.bincount(ballots.entry[ballots.complete], minlength=len(ballots.entries)) > 0
    if not ranked.any():
        return None
    return Panel.of(ballots, rubric=ballots.rubric, counted=ballots.complete, ranked=ranked)
