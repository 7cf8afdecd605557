"""Agreement of the judges, and a profile of each: generous, harsh, or unlike the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import sqrt
from typing import Any

import numpy as np

from scoring.analysis.coefficients import intraclass, kendall_w, krippendorff_alpha
from scoring.analysis.intervals import Intervals, find_intervals
from scoring.analysis.variances import VarianceParts, find_variances
from scoring.ballots.ballots import Ballots
from scoring.exact import BoolArray, IntArray
from scoring.faults import make_fault, raise_any
from scoring.methods.adjusted import Fit
from scoring.methods.counting import counted_in, part_of
from scoring.methods.equations import ONE
from scoring.methods.panel import Panel
from scoring.policy.policy import Policy
from scoring.standings.input_faults import check_ballots
from scoring.text import Text, text_n

# Decimals of every number that is not exact; enough for any reader, and the same on every machine.
DECIMALS = 9


@dataclass(frozen=True, slots=True)
class JudgeProfile:
    """One judge beside the others; None where there are too few ballots to tell.

    `mean`: points. `severity`: points by which the judge marks lower than the panel, entry for entry (minus the fixed
    additive judge effect), with its standard error. `spread`: sample standard deviation of the judge's totals.
    `agreement`: correlation of the judge's totals with the mean of the other judges' totals for the same entries.
    `source` is empty where the policy has no [[sources]].
    """

    judge: str
    source: str
    ballots: int
    mean: float
    severity: float | None
    severity_se: float | None
    spread: float | None
    agreement: float | None

    def to_dict(self) -> dict[str, Any]:
        """The row of the JSON."""
        row = {name: getattr(self, name) for name in self.__dataclass_fields__}
        if not self.source:
            del row["source"]
        return row


@dataclass(frozen=True, slots=True)
class Agreement:
    """What `measure_agreement` found. `icc` maps the six names to values, None where one is undefined; `intervals` tells how
    sure the coefficients are, `variances` where the differences between totals come from, also where ballots are missing."""

    icc: Mapping[str, float | None] | None
    icc_reason: Text | None
    kendall_w: float | None
    krippendorff_alpha: Mapping[str, float | None]
    judges: tuple[JudgeProfile, ...]
    intervals: Intervals
    variances: VarianceParts | None

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data, in the shape and key order of the JSON."""
        return {
            "icc": None if self.icc is None else dict(self.icc),
            "icc_reason": None if self.icc_reason is None else str(self.icc_reason),
            "kendall_w": self.kendall_w,
            "krippendorff_alpha": dict(self.krippendorff_alpha),
            "judges": [judge.to_dict() for judge in self.judges],
            "intervals": self.intervals.to_dict(),
            "variances": None if self.variances is None else self.variances.to_dict(),
        }


def measure_agreement(ballots: Ballots, policy: Policy) -> Agreement:
    """How much the judges of one round agree, measured on totals in points of `policy`.

    Ballots that do not count are left out. The six intraclass correlations and Kendall's W need a complete panel (every
    judge on every entry); Krippendorff's alpha does not. With [[sources]] only the first, the panel, is measured.
    Numbers are rounded to 9 decimals; what is undefined is None, never NaN. Raises ScoringError where ballots and policy
    do not fit together or no ballot counts. Sources of the coefficients: see `scoring.analysis.coefficients`; of severity: the
    least-squares effects of `scoring.methods.adjusted`.

    >>> policy = Policy.from_text('criteria = [{key = "idea", points = 10}]\\nranking = {method = "mean"}')
    >>> marks = {"J1": {"T1": 9, "T2": 7, "T3": 2}, "J2": {"T1": 8, "T2": 6, "T3": 1}}
    >>> rows = [{"entry": e, "judge": j, "idea": n} for j, given in marks.items() for e, n in given.items()]
    >>> found = measure_agreement(Ballots.from_rows(rows, policy.rubric), policy)
    >>> found.kendall_w, found.icc["ICC(3,1)"], [judge.severity for judge in found.judges]
    (1.0, 1.0, [-0.5, 0.5])
    """
    check_ballots(ballots, policy)
    weighted = ballots if ballots.rubric == policy.rubric else replace(ballots, rubric=policy.rubric)
    panel = _panel(weighted, policy)
    table = _complete_table(panel)
    icc, reason = (None, _why_not(panel)) if table is None else intraclass(table)
    return Agreement(
        icc=None if icc is None else {name: _rounded(value) for name, value in icc.items()},
        icc_reason=reason,
        kendall_w=None if table is None else _rounded(kendall_w(table)),
        krippendorff_alpha={
            level: _rounded(krippendorff_alpha(panel.totals.ints, panel.counts, level=level))
            for level in ("ordinal", "interval")
        },
        judges=_profiles(panel),
        intervals=find_intervals(panel, table),
        variances=find_variances(panel),
    )


def _panel(ballots: Ballots, policy: Policy) -> Panel:
    """The panel's ballots that count, with only the judges who have one."""
    part = policy.sources[0] if policy.sources else None
    counted = counted_in(ballots, part)
    has_any: BoolArray = np.bincount(ballots.entry[counted], minlength=len(ballots.entries)) > 0
    if not has_any.any():
        fault = make_fault("source-without-ballots", source=part.name) if part and ballots.complete.any() else None
        raise_any([(fault or make_fault("no-complete-ballot")).in_file(ballots.file)])
    panel = part_of(ballots, policy, part, has_any).panel
    present, seat = np.unique(panel.judge, return_inverse=True)
    return replace(panel, judge=seat, judges=tuple(ballots.judges[at] for at in present.tolist()), memo={})


def _complete_table(panel: Panel) -> IntArray | None:
    """Totals, entries × judges; None where a ballot is missing."""
    if not np.all(panel.counts == len(panel.judges)):
        return None
    order = np.lexsort((panel.judge, panel.entry))
    table: IntArray = panel.totals.ints[order].reshape(len(panel.entries), len(panel.judges))
    return table


def _why_not(panel: Panel) -> Text:
    missing = len(panel.entries) * len(panel.judges) - len(panel.entry)
    return text_n(
        "not every judge scored every entry ({n} ballot missing)",
        "not every judge scored every entry ({n} ballots missing)",
        n=missing,
    )


def _profiles(panel: Panel) -> tuple[JudgeProfile, ...]:
    points = np.array([int(total) / panel.totals.scale for total in panel.totals.ints])
    others = _means_of_others(panel)
    severity = _severities(panel)
    profiles = []
    for at, judge in enumerate(panel.judges):
        mine = np.flatnonzero(panel.judge == at)
        shared = mine[panel.counts[panel.entry[mine]] > 1]
        mean = Fraction(int(np.sum(panel.totals.ints[mine].astype(object))), panel.totals.scale * len(mine))
        spread = float(np.std(points[mine], ddof=1)) if len(mine) > 1 else None
        alike = _correlation(points[shared], others[shared])
        profile = (float(mean), *severity[at], spread, alike)
        profiles.append(JudgeProfile(judge, panel.source_name, len(mine), *map(_rounded, profile)))  # type: ignore[arg-type]
    return tuple(profiles)


def _means_of_others(panel: Panel) -> IntArray:
    """Per ballot, the mean total of the other judges for the same entry; what is meaningless where there is none is 0."""
    sums = panel.sums(panel.totals.ints).astype(object)[panel.entry] - panel.totals.ints
    others = np.maximum(panel.counts[panel.entry] - 1, 1)
    pairs = zip(sums, others, strict=True)
    return np.array([int(total) / (int(count) * panel.totals.scale) for total, count in pairs], dtype=np.float64)


def _correlation(mine: IntArray, others: IntArray) -> float | None:
    """Pearson's correlation; None for fewer than two pairs or where one side does not vary."""
    if len(mine) < 2 or np.ptp(mine) == 0 or np.ptp(others) == 0:
        return None
    one, other = mine - mine.mean(), others - others.mean()
    found = float(one @ other) / sqrt(float(one @ one) * float(other @ other))
    return max(-1.0, min(1.0, found))


def _severities(panel: Panel) -> dict[int, tuple[float | None, float | None]]:
    """Minus the fixed judge effect and its standard error, per judge; None where judges cannot be compared."""
    fit = Fit.of(panel)
    equations = fit.equations
    if len(equations.groups) > 1:
        return dict.fromkeys(range(len(panel.judges)), (None, None))
    errors = _standard_errors(fit)
    effects = [float(Fraction(-int(one), ONE * panel.totals.scale)) for one in fit.fixed]
    return {int(judge): (effects[at], errors[at]) for at, judge in enumerate(equations.judges)}


def _standard_errors(fit: Fit) -> list[float | None]:
    matrix, _ = fit.equations.as_floats()
    freedom = fit.contrasts.freedom - (len(matrix) - 1)
    if freedom <= 0:
        return [None] * len(matrix)
    per_ballot = fit.contrasts.noise / freedom / fit.panel.totals.scale**2
    return [sqrt(max(0.0, per_ballot * float(share))) for share in np.diag(np.linalg.pinv(matrix, hermitian=True))]


def _rounded(value: float | Fraction | None) -> float | None:
    # Adding 0.0 turns -0.0 into 0.0.
    return None if value is None else round(float(value), DECIMALS) + 0.0
