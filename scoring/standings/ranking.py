"""Ranking of one round: ballots and a policy in, standings out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

import numpy as np

from scoring.ballots.adjustments import Adjustments, given_adjustments
from scoring.ballots.ballots import Ballots
from scoring.ballots.decisions import Decisions
from scoring.ballots.entries import Beside, Entries, Points, Roster, adjusted_points, carried_scores
from scoring.ballots.look_alikes import find_look_alikes
from scoring.exact import BoolArray
from scoring.faults import raise_any
from scoring.methods.aggregation import METHODS
from scoring.methods.counting import Counted, count_ballots, count_provisionally
from scoring.methods.panel import Panel
from scoring.methods.scores import Scores, make_scores
from scoring.names import is_lower_better
from scoring.policy.policy import Policy
from scoring.policy.settings import PENDING
from scoring.reading.arguments import require_type
from scoring.reading.moments import SUBMITTED_AT, Moment, read_moments
from scoring.standings.cautions import find_cautions
from scoring.standings.forms import FORM_2, Form
from scoring.standings.input_faults import adjustment_faults, check_inputs, check_types
from scoring.standings.standings import Standings
from scoring.standings.unranked import find_unranked, taken_out
from scoring.text import Text, text
from scoring.ties.chain import Order, break_ties, order_by_score
from scoring.ties.steps import Materials, expand


@dataclass(frozen=True, eq=False)
class Inputs:
    """Everything that one ranking is made of, checked to fit together. `given` are all ballots; `original` those of the
    entries that take part, and `ballots` the same, weighing as the policy says. `roster` lists who takes part."""

    given: Ballots
    beside: Beside
    original: Ballots
    ballots: Ballots
    policy: Policy
    roster: Roster
    points: Mapping[str, Points]
    carry: Mapping[str, Fraction] | None
    decisions: Decisions | None
    rejudge: Ballots | None
    form: Form
    provisional: bool


def rank(
    ballots: Ballots,
    policy: Policy,
    entries: Entries | Roster | None = None,
    adjustments: Adjustments | None = None,
    carry: Mapping[str, object] | None = None,
    decisions: Decisions | None = None,
    *,
    form: Form = FORM_2,
    provisional: bool = False,
) -> Standings:
    """Rank the entries of one round by the rules of `policy`.

    `entries`: the codes that take part, or a mapping of code to previous result (a number or None); None = whoever has
    a ballot. `adjustments` add points with a reason: a list of Adjustment or (entry, points, reason), a mapping of entry to
    points, or a DataFrame; `carry` brings scores of an earlier round; `decisions` are acts
    made after scoring. Numbers may be int, Decimal, Fraction, float or text and are taken exactly. `form` recomputes a
    result that was published in an older form. `provisional`: ballots are still missing; what cannot be ranked yet is
    `unranked` with its reason instead of a fault, and nobody ranked is an empty list.

    Order of work: method, sources, carry, adjustments, rounding, cut-off, ties. All arithmetic is on rational numbers:
    two entries are tied exactly when their scores are equal as fractions. An entry without a complete ballot (with
    [[sources]]: without one of each source) is `unranked`. With [[sources]] the first is the panel: tie steps, criteria
    and cut-offs read its ballots alone. Raises ScoringError with every fault that was found.

    >>> policy = Policy.from_text('criteria = [{key = "idea", points = 10}]\\nranking = {method = "mean"}')
    >>> rows = [{"entry": "T1", "judge": "J1", "idea": 7}, {"entry": "T2", "judge": "J1", "idea": 9}]
    >>> standings = rank(Ballots.from_rows(rows, policy.rubric), policy)
    >>> [(row.rank, row.entry, row.shown) for row in standings.rows]
    [(1, 'T2', '9.00'), (2, 'T1', '7.00')]
    """
    return _ranked(_prepare(ballots, policy, entries, adjustments, carry, decisions, form, provisional=provisional))


def _ranked(inputs: Inputs) -> Standings:
    policy = inputs.policy
    counted = _count(inputs)
    scores = make_scores(counted, policy, points=inputs.points, carry=inputs.carry or {})
    order = order_by_score(scores.final, lower_is_better=scores.lower_is_better)
    break_ties(order, expand(policy.ranking.ties, policy.panel_rubric), _materials(counted, scores, inputs))
    states = inputs.decisions.states if inputs.decisions else {}
    standings = Standings(
        ballots=inputs.original,
        given=inputs.given,
        beside=inputs.beside,
        roster=inputs.roster,
        policy=policy,
        decisions=inputs.decisions,
        panel=counted.panel,
        scores=scores.final,
        order=order,
        unranked=(
            *find_unranked(inputs.original, policy, counted=counted, listed=inputs.roster.codes),
            *taken_out(states),
        ),
        find_cautions=partial(_cautions, inputs, counted, scores, order),
        lower_is_better=scores.lower_is_better,
        form=inputs.form,
        by_source=scores.by_source if inputs.form.panel_is_first_source else {},
        provisional=inputs.provisional,
    )
    if (policy.advance and policy.advance.quota) or (inputs.decisions and inputs.decisions.awards):
        standings.choosing.check(provisional=inputs.provisional)
    return standings


def _prepare(
    ballots: Ballots,
    policy: Policy,
    entries: Entries | Roster | None,
    adjustments: Adjustments | None,
    carry: Mapping[str, object] | None,
    decisions: Decisions | None,
    form: Form,
    *,
    provisional: bool,
) -> Inputs:
    require_type(form, Form, argument="form")
    check_types(ballots, policy, entries=entries, carry=carry, decisions=decisions)
    listed, carried, given = Roster.of(entries), carried_scores(carry), given_adjustments(adjustments)
    beside = Beside(None if entries is None else listed, given or None, carried)
    marked = frozenset(ballots.entries) if given or decisions else frozenset()
    known = marked | (listed.codes or frozenset())
    gone = decisions.states if decisions else {}
    part, roster = ballots.without(gone), listed.without(gone)
    rejudge = None if decisions is None else decisions.rejudged(policy.panel_rubric)
    rejudge = None if rejudge is None else rejudge.without(gone)
    check_inputs(
        part, policy, roster=roster, carry=carried, decisions=decisions, known=known, rejudge=rejudge, form=form,
        provisional=provisional,
    )  # fmt: skip
    raise_any(adjustment_faults(given, policy))
    points = adjusted_points(given, roster=listed, known=None if provisional else marked)
    # The points of the policy count, also where the ballots were read with another weighting of the same scales.
    weighted = part if part.rubric == policy.rubric else replace(part, rubric=policy.rubric)
    return Inputs(
        ballots, beside, part, weighted, policy, roster, points, carried, decisions, rejudge, form, provisional
    )


def _count(inputs: Inputs) -> Counted:
    ballots, policy = inputs.ballots, inputs.policy
    if inputs.provisional:
        carried = None if inputs.carry is None else frozenset(inputs.carry)
        return count_provisionally(ballots, policy, carried=carried)
    return count_ballots(ballots, policy, panel_is_first_source=inputs.form.panel_is_first_source)


def _cautions(inputs: Inputs, counted: Counted, scores: Scores, order: Order) -> tuple[Text, ...]:
    found = find_cautions(
        inputs.ballots, inputs.policy, order=order, decisions=inputs.decisions, rejudge=inputs.rejudge
    )
    alike = find_look_alikes(inputs.original, inputs.roster.codes or ()) if inputs.form.warns_of_inputs else ()
    return (*found, *alike, *_method_cautions(counted, inputs), *scores.cautions, *_left_out(counted))


def _method_cautions(counted: Counted, inputs: Inputs) -> list[Text]:
    said: list[Text] = []
    for part in counted.parts:
        find = METHODS[part.aggregation.method].cautions
        is_later = part.aggregation.method == "z-score" and not inputs.form.warns_of_inputs
        if find and part.panel.entries and not is_later:
            said += find(part.panel, part.aggregation)
    if inputs.policy.carry_share is not None and is_lower_better(inputs.policy.panel_aggregation.method):
        said.append(
            text("carried scores are weighed with places, of which lower is better: they count as lower-is-better too")
        )
    return said


def _left_out(counted: Counted) -> list[Text]:
    return [
        text(
            "source {source} has no ballot yet: it is left out, the weights of the others are in proportion",
            source=name,
        )
        for name in counted.left_out
    ]


def _materials(counted: Counted, scores: Scores, inputs: Inputs) -> Materials:
    decisions, ranking = inputs.decisions or Decisions(), inputs.policy.ranking
    rejudge = inputs.rejudge
    seed = decisions.lot_seed if ranking.lot_seed == PENDING and decisions.lot_seed else ranking.lot_seed
    return Materials(
        panel=counted.panel,
        how=inputs.policy.panel_aggregation,
        judges=inputs.ballots.judges,
        chair=ranking.chair,
        previous=inputs.roster.previous,
        submitted=_submitted(inputs),
        by_source=scores.by_source,
        lower_is_better=scores.lower_is_better,
        rejudge=None if rejudge is None else _whole_panel(rejudge, inputs.policy),
        order=decisions.order,
        seed=seed,
    )


def _submitted(inputs: Inputs) -> dict[str, Moment]:
    """When entries were handed in; not read unless a step asks for it."""
    if "submitted" not in inputs.policy.ranking.ties:
        return {}
    return read_moments(inputs.roster.columns.get(SUBMITTED_AT, {}), column=SUBMITTED_AT)


def _whole_panel(ballots: Ballots, policy: Policy) -> Panel | None:
    ranked: BoolArray = np.bincount(ballots.entry[ballots.complete], minlength=len(ballots.entries)) > 0
    if not ranked.any():
        return None
    rounding = policy.rounding_inside(policy.panel_aggregation)
    return Panel.of(ballots, rubric=ballots.rubric, counted=ballots.complete, ranked=ranked, rounding=rounding)
