"""Faults between inputs that do not fit together: ballots, policy, entry list, carried scores, decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np

from scoring.ballots.ballots import Ballots
from scoring.ballots.decisions import Decisions
from scoring.ballots.entries import Adjustment, Roster
from scoring.exact import BoolArray
from scoring.faults import Fault, first_faults, make_fault, raise_any
from scoring.names import STATES, is_lower_better
from scoring.policy.policy import Policy
from scoring.policy.rubric import Rubric
from scoring.policy.selection_reader import same_references
from scoring.policy.settings import PENDING
from scoring.reading.arguments import ENTRIES, SCORES, is_codes, is_mapping, require, require_type
from scoring.reading.cells import near
from scoring.reading.moments import SUBMITTED_AT
from scoring.standings.forms import Form

MISSING_YET = {"source-without-ballots", "chair-did-not-judge"}
"""Faults that more ballots will mend."""


def check_types(ballots: object, policy: object, *, entries: object, carry: object, decisions: object) -> None:
    """Raise a ScoringError that names the argument of `rank` which is of another kind than it must be."""
    require_type(ballots, Ballots, argument="ballots")
    require_type(policy, Policy, argument="policy")
    if entries is not None and not isinstance(entries, Roster):
        require(entries, is_codes, argument="entries", wanted=ENTRIES)
    if carry is not None:
        require(carry, is_mapping, argument="carry", wanted=SCORES)
    if decisions is not None:
        require_type(decisions, Decisions, argument="decisions")


def check_inputs(
    ballots: Ballots,
    policy: Policy,
    *,
    roster: Roster,
    carry: Mapping[str, Fraction] | None,
    decisions: Decisions | None,
    known: frozenset[str],
    rejudge: Ballots | None,
    form: Form,
    provisional: bool,
) -> None:
    """Raise a ScoringError with everything that does not fit together; what is only missing yet is none if `provisional`.

    Ballots, roster and re-judging are those of the entries that take part, `known` are all entries.
    """
    given = [fault.in_file(ballots.file) for fault in _ballot_faults(ballots, policy, roster)]
    faults = [*given, *_policy_faults(ballots, policy, roster, carry), *_chair_faults(ballots, policy, form)]
    faults += _selection_faults(policy, roster, form)
    if provisional:
        faults = [fault for fault in faults if fault.code not in MISSING_YET]
    if decisions is not None:
        faults += _decision_faults(decisions, policy, known)
    if rejudge is not None:
        faults += [fault.in_file(rejudge.file) for fault in _rejudge_faults(rejudge, ballots, policy, roster)]
    raise_any(faults)


def check_ballots(ballots: Ballots, policy: Policy) -> None:
    """Raise a ScoringError where the ballots do not fit the policy's rubric and sources."""
    check_types(ballots, policy, entries=None, carry=None, decisions=None)
    raise_any(fault.in_file(ballots.file) for fault in _ballot_faults(ballots, policy, Roster(None, {})))


def adjustment_faults(adjustments: Sequence[Adjustment], policy: Policy) -> list[Fault]:
    """A fault per adjustment where scores are made of places, which points cannot be added to."""
    general = policy.ranking.aggregation
    aggregations = [source.aggregation for source in policy.sources] or ([general] if general else [])
    placing = [one.method for one in aggregations if is_lower_better(one.method)]
    faults = []
    for one in adjustments if placing else ():
        column = "entry" if one.row else None
        fault = make_fault("adjustments-to-places", row=one.row, column=column, value=one.entry, method=placing[0])
        faults.append(fault.in_file(one.file))
    return faults


def _ballot_faults(ballots: Ballots, policy: Policy, roster: Roster) -> Iterator[Fault]:
    other = _other_rubric(ballots.rubric, policy.rubric)
    if other is not None:
        yield make_fault("other-rubric", key=other)
    if roster.codes is not None:
        yield from _unlisted(ballots, roster.codes)
    yield from _source_faults(ballots, policy)


def _other_rubric(read_with: Rubric, wanted: Rubric) -> str | None:
    """The first criterion whose marks would mean something else under the other rubric."""
    if read_with.keys != wanted.keys or (read_with.marked and read_with.marked != wanted.marked):
        return ", ".join(wanted.keys)
    pairs = zip(read_with.criteria, wanted.criteria, strict=True)
    return next((one.key for one, other in pairs if one.scale != other.scale), None)


def _unlisted(ballots: Ballots, known: frozenset[str]) -> list[Fault]:
    strangers = [at for at, code in enumerate(ballots.entries) if code not in known]
    rows = _rows_where(ballots, np.isin(ballots.entry, strangers)) if strangers else []
    return first_faults(
        rows,
        lambda place: make_fault("unknown-entry", row=place[0], column="entry", value=ballots.keys_of(place[1])[0]),
    )


def _source_faults(ballots: Ballots, policy: Policy) -> list[Fault]:
    if not policy.sources:
        return _same_judge_twice(ballots)
    if not ballots.sources:
        return [make_fault("no-source-column", row=1, column="source")] if len(ballots) else []
    names = [source.name for source in policy.sources]
    missing = [name for name in names if name not in ballots.sources]
    return _unknown_sources(ballots, names) + [make_fault("source-without-ballots", source=name) for name in missing]


def _unknown_sources(ballots: Ballots, known: Sequence[str]) -> list[Fault]:
    strangers = [at for at, name in enumerate(ballots.sources) if name not in known]

    def fault(place: tuple[int, int]) -> Fault:
        entry, _, source = ballots.keys_of(place[1])
        return make_fault("unknown-source", row=place[0], column="source", value=source, entry=entry)

    return first_faults(_rows_where(ballots, np.isin(ballots.source, strangers)), fault)


def _same_judge_twice(ballots: Ballots) -> list[Fault]:
    if not ballots.sources:
        return []
    same = np.append(False, (np.diff(ballots.entry) == 0) & (np.diff(ballots.judge) == 0))

    def fault(place: tuple[int, int]) -> Fault:
        row, at = place
        entry, judge, source = ballots.keys_of(at)
        first = ballots.row_of(at - 1)
        return make_fault("two-sources", row=row, column="source", value=source, judge=judge, entry=entry, first=first)

    return first_faults(_rows_where(ballots, same), fault)


def _rows_where(ballots: Ballots, found: BoolArray) -> list[tuple[int, int]]:
    """Row in the file and index of the ballots that are flagged, by row."""
    return sorted((ballots.row_of(at), at) for at in np.flatnonzero(found).tolist())


def _policy_faults(
    ballots: Ballots, policy: Policy, roster: Roster, carry: Mapping[str, Fraction] | None
) -> Iterator[Fault]:
    if policy.carry_weight is not None and carry is None:
        yield make_fault("carry-not-given", column="carry")
    if policy.carry_weight is None and carry is not None:
        yield make_fault("carry-not-declared", column="carry")
    if "previous" in policy.ranking.ties and all(number is None for number in roster.previous.values()):
        yield make_fault("no-previous", column="ranking.ties", value="previous")
    if "submitted" in policy.ranking.ties and SUBMITTED_AT not in roster.columns:
        yield make_fault("no-moments", column="ranking.ties", value="submitted")


def _chair_faults(ballots: Ballots, policy: Policy, form: Form) -> Iterator[Fault]:
    chair = policy.ranking.chair
    if "chair" in policy.ranking.ties and chair not in _panel_judges(ballots, policy, form):
        yield make_fault("chair-did-not-judge", column="ranking.chair", value=chair)


def _panel_judges(ballots: Ballots, policy: Policy, form: Form) -> Sequence[str]:
    """Who has a ballot of the panel."""
    if not policy.sources or not form.panel_is_first_source:
        return ballots.judges
    number = [at for at, name in enumerate(ballots.sources) if name == policy.sources[0].name]
    return [ballots.judges[at] for at in np.unique(ballots.judge[np.isin(ballots.source, number)])]


def _selection_faults(policy: Policy, roster: Roster, form: Form) -> Iterator[Fault]:
    for column in policy.group_columns:
        if column not in roster.columns:
            yield make_fault("no-such-column", column="entries", value=column, near=near(column, roster.columns))
    for number, reference in same_references(policy.awards) if form.names_awards_apart else ():
        yield make_fault("duplicate-award", column=f"awards[{number}]", value=reference)


def _decision_faults(decisions: Decisions, policy: Policy, known: frozenset[str]) -> Iterator[Fault]:
    yield from decisions.unknown_entries(known)
    for key, code in decisions.named_entries:
        if code in decisions.states:
            yield make_fault("decision-about-state", column=key, value=code, state=STATES[decisions.states[code]])
    fixed = policy.ranking.lot_seed
    if decisions.lot_seed and fixed not in (None, PENDING, decisions.lot_seed):
        yield make_fault("seed-fixed", column="lot_seed", value=decisions.lot_seed)


def _rejudge_faults(rejudge: Ballots, ballots: Ballots, policy: Policy, roster: Roster) -> Iterator[Fault]:
    other = _other_rubric(rejudge.rubric, policy.panel_rubric)
    if other is not None:
        yield make_fault("other-rubric", key=other)
    yield from _unlisted(rejudge, frozenset(ballots.entries) | (roster.codes or frozenset()))
