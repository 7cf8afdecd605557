"""Judge-adjusted scores for incomplete panels: total = entry + judge, exact."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import isfinite

import numpy as np

from scoring.exact import Exact, IntArray
from scoring.faults import make_fault, raise_any
from scoring.methods.connections import describe_groups, groups_of, say_loose_groups
from scoring.methods.equations import ONE, Equations
from scoring.methods.panel import Panel
from scoring.methods.reml import Contrasts, Variances, estimate, find_contrasts
from scoring.policy.settings import Aggregation
from scoring.text import Text, joined, text

SURE, DECIMALS = 20, 9
NOT_CONNECTED = text("no judge connects it with the entries that are ranked")


@dataclass(frozen=True, eq=False)
class Fit:
    """The additive model fitted to one panel."""

    panel: Panel

    @classmethod
    def of(cls, panel: Panel) -> Fit:
        """The fit of that panel; it is worked out once."""
        fit: Fit = panel.memo.setdefault("fit", cls(panel))
        return fit

    @cached_property
    def equations(self) -> Equations:
        """The judges' equations with the entries eliminated."""
        return Equations.of(self.panel)

    @cached_property
    def fixed(self) -> IntArray:
        """Least-squares judge effects, adding up to 0 within each connected group; in units of 1/(ONE × totals.scale)."""
        return self.equations.solved(Fraction(0))

    @cached_property
    def contrasts(self) -> Contrasts:
        """What the ballots say about the variances, in units of 1/totals.scale squared."""
        matrix, right = self.equations.as_floats()
        return find_contrasts(matrix, right, noise=self._noise, freedom=len(self.panel.entry) - len(self.panel.entries))

    @cached_property
    def variances(self) -> Variances | None:
        """The variances by REML in squared points; None where the ballots cannot tell."""
        found = estimate(self.contrasts)
        unit = self.panel.totals.scale**2
        return None if found is None else Variances(found.judges / unit, found.ballots / unit)

    @property
    def _noise(self) -> float:
        """Squares that entries and judges leave over: those around entry means less what the judge effects explain."""
        around = self.equations.variation
        explained = Fraction(int(np.dot(self.equations.right, self.fixed)), self.equations.multiple * ONE)
        left = around - explained
        # The effects carry 30 decimals; what lies below that is nothing.
        return float(left) if left > around / 10**20 else 0.0

    def scores(self, effects: IntArray) -> Exact:
        """Per entry, the mean of its totals after the effects of their judges are taken away."""
        panel = self.panel
        taken = panel.sums(effects[self.equations.column])
        kept = panel.sums(panel.totals.ints).astype(object) * ONE - taken
        raw = Exact(kept, ONE * panel.totals.scale).over(panel.counts)
        return raw.rounded(SURE).rounded(DECIMALS).narrowed()

    def shrunk(self) -> IntArray | None:
        """Predicted effects of random judges, or None where the scores are the plain means."""
        variances = self.variances
        if variances is None or variances.judges == 0:
            return None
        if not isfinite(variances.ratio):
            return self.fixed
        # Twelve digits are far more than data can say, and are the same on every machine.
        return self.equations.solved(Fraction(f"{1 / variances.ratio:.12e}"))


def adjusted(panel: Panel, settings: Aggregation) -> Exact:
    """Scores freed of how generous or harsh an entry's judges happened to be; rounded to 9 decimals, halves away from 0.

    The model is total = entry + judge. `judges = "fixed"`: ordinary least squares, the judge effects adding up to 0 (each
    judge counting once, however many entries they saw), so that a score reads as the mean an entry would have had from
    all judges. Raises ScoringError naming the groups where the judge–entry graph falls apart. `judges = "random"`: judges
    are draws from one population, the two variances come from REML, and scores are the best linear unbiased estimates;
    the plain mean where the judge variance is 0 or cannot be estimated. On a complete panel all of these are the mean.

    Source: fixed: F. Yates, "Incomplete randomized blocks", Annals of Eugenics 7 (1936) 121–140 (intra-block estimates);
    random: C. R. Henderson, "Best linear unbiased estimation and prediction under a selection model", Biometrics 31
    (1975) 423–447, and scoring.methods.reml. The entries are eliminated and judges × judges is solved (Schur complement).

    >>> from scoring import Ballots, Policy, rank
    >>> text = 'criteria = [{key = "idea", points = 100}]\\nranking = {method = "adjusted", judges = "fixed"}'
    >>> policy = Policy.from_text(text)
    >>> marks = {"harsh": {"T1": 60, "T2": 50}, "kind": {"T2": 90, "T3": 95}}
    >>> rows = [{"entry": e, "judge": j, "idea": n} for j, given in marks.items() for e, n in given.items()]
    >>> [(row.entry, row.shown) for row in rank(Ballots.from_rows(rows, policy.rubric), policy).rows]
    [('T1', '80.00'), ('T3', '75.00'), ('T2', '70.00')]
    """
    fit = Fit.of(panel)
    if settings.judges == "fixed":
        _refuse_loose_groups(fit)
        return fit.scores(fit.fixed)
    effects = fit.shrunk()
    return fit.scores(np.zeros(len(fit.equations.judges), dtype=object) if effects is None else effects)


def adjusted_cautions(panel: Panel, settings: Aggregation) -> tuple[Text, ...]:
    """With random judges: the ratio of the variances, and whether judges and entries hang together."""
    if settings.judges == "fixed":
        return ()
    fit = Fit.of(panel)
    said = (_about_variances(fit), _about_connection(panel))
    return tuple(joined([panel.source_name, one], ": ") if panel.source_name else one for one in said)


def not_connected(panel: Panel, settings: Aggregation) -> dict[int, Text]:
    """The entries outside the connected group with most entries (then most ballots, then the lowest code)."""
    groups = groups_of(panel)
    largest = min(groups, key=lambda one: (-len(one.entries), -one.ballots, one.entries[0]), default=None)
    return {int(entry): NOT_CONNECTED for one in groups if one is not largest for entry in one.entries}


def _about_variances(fit: Fit) -> Text:
    found = fit.variances
    if found is None:
        return text(
            "the judge variance cannot be estimated from these ballots, so scores are plain means (no variance ratio)",
        )
    if found.judges == 0:
        return text(
            "the judge variance is estimated as 0, so scores are plain means (variance ratio 0)",
        )
    ratio = f"{found.ratio:.4g}" if isfinite(found.ratio) else "∞"
    judges, ballots = f"{found.judges:.4g}", f"{found.ballots:.4g}"
    return text(
        "variance of judges {judges}, of ballots {ballots} (REML): variance ratio {ratio}",
        judges=judges,
        ballots=ballots,
        ratio=ratio,
    )


def _about_connection(panel: Panel) -> Text:
    groups = groups_of(panel)
    return text("judges and entries are all connected") if len(groups) == 1 else say_loose_groups(panel, groups)


def _refuse_loose_groups(fit: Fit) -> None:
    groups, source = groups_of(fit.panel), fit.panel.source_name
    if len(groups) > 1:
        named = describe_groups(fit.panel, groups)
        raise_any([make_fault("panel-falls-apart", count=len(groups), groups=named, source=source)])
