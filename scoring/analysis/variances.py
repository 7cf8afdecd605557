"""Variance parts: how much of the differences between totals comes from entries, from judges and from the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.methods.adjusted import Fit
from scoring.methods.panel import Panel

DECIMALS = 9


@dataclass(frozen=True, slots=True)
class VarianceParts:
    """Variances in squared points: of entries, of the judges' severity, and of what is left (taste, chance).

    `ballots` is how many ballots an entry has (harmonic mean); `is_complete`: every judge scored every entry.
    """

    entry: float
    judge: float
    rest: float
    ballots: float
    is_complete: bool

    def reliability(self, *, panel: bool, severity: bool) -> float | None:
        """Part of the differences between scores that is of the entries, 0 to 1: of one judge's totals or of the means of the
        whole panel; `severity` counts as error, or is set aside. None where nothing differs.

        On a complete panel these are ICC(2,1), ICC(3,1), ICC(2,k) and ICC(3,k) wherever none of the parts is 0.
        """
        error = (self.rest + (self.judge if severity else 0.0)) / (self.ballots if panel else 1)
        return self.entry / (self.entry + error) if self.entry + error else None

    def shares(self) -> tuple[float, float, float] | None:
        """The three parts as shares of their sum; None where nothing differs."""
        whole = self.entry + self.judge + self.rest
        return (self.entry / whole, self.judge / whole, self.rest / whole) if whole else None

    def to_dict(self) -> dict[str, Any]:
        """The object of the JSON."""
        kinds = {
            f"{who}, severity {what}": (who, what) for who in ("judge", "panel") for what in ("counts", "set aside")
        }
        found = {
            name: self.reliability(panel=who == "panel", severity=what == "counts")
            for name, (who, what) in kinds.items()
        }
        parts = {name: round(getattr(self, name), DECIMALS) + 0.0 for name in ("entry", "judge", "rest", "ballots")}
        return {
            **parts,
            "reliability": {name: None if value is None else round(value, DECIMALS) for name, value in found.items()},
        }


def find_variances(panel: Panel) -> VarianceParts | None:
    """The parts for a panel with or without gaps; None where the ballots cannot tell.

    Judges and rest: restricted maximum likelihood with the entries swept out, see `scoring.methods.reml`. Entries: what
    they explain beyond the judges, against its expectation (C. R. Henderson, "Estimation of variance and covariance
    components", Biometrics 9 (1953) 226–252, method 3). On a complete panel all three are those of the analysis of
    variance, none below 0.
    """
    fit = Fit.of(panel)
    found, count, entries = fit.variances, len(panel.entry), len(panel.entries)
    judges, groups = len(fit.equations.judges), len(fit.equations.groups)
    if found is None or count <= judges:
        return None
    unit = panel.totals.scale**2
    explained = _around_judges(panel) - fit.contrasts.noise / unit
    entry = (explained - (entries - groups) * found.ballots) / (count - judges)
    harmonic = entries / float(np.sum(1 / panel.counts))
    is_complete = bool(np.all(panel.counts == len(panel.judges)))
    return VarianceParts(max(0.0, float(entry)), float(found.judges), float(found.ballots), harmonic, is_complete)


def _around_judges(panel: Panel) -> float:
    """Sum of squared differences between totals and the mean of their judge, in squared points."""
    totals = panel.totals.ints.astype(object) / panel.totals.scale
    points = np.array([float(one) for one in totals])
    counts = np.bincount(panel.judge, minlength=len(panel.judges))
    means = np.bincount(panel.judge, weights=points, minlength=len(panel.judges)) / np.maximum(counts, 1)
    return float(np.sum((points - means[panel.judge]) ** 2))
