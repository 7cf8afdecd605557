"""Statistics of the report: coefficients with their intervals and what they are worth, variance parts, methods side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from scoring.analysis.agreement import Agreement
from scoring.analysis.intervals import Interval
from scoring.analysis.robustness import Robustness
from scoring.analysis.variances import VarianceParts
from scoring.exact import decimal_text
from scoring.names import method_name
from scoring.reading.cells import find_number
from scoring.standings.standings import Standings
from scoring.text import Text, text, text_p

ICC_MEANING = {
    "ICC(1,1)": text("one judge, other judges for every entry"),
    "ICC(2,1)": text("one judge, severity counts as error"),
    "ICC(3,1)": text("one judge, severity set aside"),
    "ICC(1,k)": text("the mean, other judges for every entry"),
    "ICC(2,k)": text("the mean, severity counts as error"),
    "ICC(3,k)": text("the mean, severity set aside"),
}
AGREEMENT = text("agreement of ranks")
LEVELS = {"ordinal": text("ordinal scale"), "interval": text("interval scale")}
WORTH = (
    (0.5, text_p("reliability", "poor")),
    (0.75, text_p("reliability", "moderate")),
    (0.9, text_p("reliability", "good")),
    (2.0, text_p("reliability", "excellent")),
)
"""Below which reliability is called what: T. K. Koo and M. Y. Li, Journal of Chiropractic Medicine 15 (2016) 155–163."""
CONCORDANCE = (
    (0.3, text_p("agreement", "hardly")),
    (0.6, text_p("agreement", "partly")),
    (0.8, text_p("agreement", "largely")),
    (2.0, text_p("agreement", "almost fully")),
)
NORMAL = 1.96
MEANS = {"mean", "median", "trimmed-mean", "adjusted"}
"""Methods whose scores are means of totals, or nearly: their sampling error is that of a mean."""
MOST_COMPARED = 30


@dataclass(frozen=True)
class Coefficient:
    name: str
    value: str
    interval: str
    meaning: Text


@dataclass(frozen=True)
class Part:
    """One part of the variance: its share of the whole, and a standard deviation in points."""

    name: Text
    share: float
    points: float


def number(value: float | Fraction | None, places: int) -> str:
    """A number with so many decimals, or a dash where there is none."""
    exact = None if value is None else find_number(value)
    return "–" if exact is None else decimal_text(exact, places)


def coefficients(found: Agreement) -> list[Coefficient]:
    """The coefficients of agreement with interval and meaning."""
    rows = [
        Coefficient(name, number(value, 3), _ends(found.intervals.icc.get(name)), ICC_MEANING[name])
        for name, value in (found.icc or {}).items()
    ]
    if found.icc_reason:
        rows = [Coefficient("ICC", "–", "", found.icc_reason)]
    rows.append(Coefficient("Kendall W", number(found.kendall_w, 3), _ends(found.intervals.kendall_w), AGREEMENT))
    alpha, ends = found.krippendorff_alpha, found.intervals.krippendorff_alpha
    return rows + [
        Coefficient("Krippendorff α", number(alpha[level], 3), _ends(ends[level]), LEVELS[level]) for level in LEVELS
    ]


def _ends(ends: Interval | None) -> str:
    return "" if ends is None else f"{number(ends[0], 2)} … {number(ends[1], 2)}"


def reading_aids(found: Agreement) -> Iterable[Text]:
    """What the coefficients are worth, a sentence each."""
    parts = found.variances
    single = None if parts is None else parts.reliability(panel=False, severity=not parts.is_complete)
    panel = None if parts is None else parts.reliability(panel=True, severity=not parts.is_complete)
    if parts is not None and single is not None and panel is not None:
        told = {"single": number(single, 2), "one": _called(single, WORTH), "panel": number(panel, 2)}
        told |= {"all": _called(panel, WORTH), "ballots": number(parts.ballots, 0 if parts.is_complete else 1)}
        yield text(
            "A single judge is a guide of {one} reliability ({single}); the mean of {ballots} ballots an entry is one of {all} "
            "reliability ({panel}).",
            **told,
        )
        if parts.is_complete:
            yield text("Severity is set aside here: every judge scored every entry, so it moves all of them alike.")
        else:
            yield text("Severity counts as error here: entries had different judges, so it moves some and not others.")
    if found.kendall_w is not None:
        how = _called(found.kendall_w, CONCORDANCE)
        yield text(
            "The judges {how} agree on the order of the entries (Kendall W {w}).",
            how=how,
            w=number(found.kendall_w, 2),
        )


def _called(value: float, names: Sequence[tuple[float, Text]]) -> Text:
    return next(name for limit, name in names if value < limit)


def variance_parts(parts: VarianceParts) -> list[Part]:
    """Where the differences between totals come from."""
    shares = parts.shares() or (0.0, 0.0, 0.0)
    named = (
        (text("the entries themselves"), parts.entry),
        (text("how severe or generous the judges are"), parts.judge),
        (text("the rest: a judge's own view of an entry, and chance"), parts.rest),
    )
    return [Part(name, share, sqrt(variance)) for (name, variance), share in zip(named, shares, strict=True)]


def score_reach(standings: Standings, parts: VarianceParts | None, ballots: int) -> Fraction | None:
    """Points by which a score of so many ballots may lie elsewhere with other judges of the same kind (95 %); None where a
    score is no mean of totals.

    On a complete panel, or where scores are adjusted, what all judges share is left out: it moves every entry alike.
    """
    policy = standings.policy
    method = policy.panel_aggregation.method
    if parts is None or policy.sources or method not in MEANS or not ballots:
        return None
    variance = parts.rest + (0.0 if parts.is_complete or method == "adjusted" else parts.judge)
    reach = Fraction(NORMAL * sqrt(variance / ballots)).limit_denominator(10**6)
    return reach * (1 - (policy.carry_share or 0))


@dataclass(frozen=True)
class Comparison:
    """Ranks of the first entries by every method, the method's own first."""

    methods: tuple[Text, ...]
    rows: tuple[tuple[str, tuple[tuple[int | None, bool], ...]], ...]
    skipped: tuple[tuple[Text, Text], ...]


def compare_methods(found: Robustness) -> Comparison:
    """The first entries' ranks now and by the other methods, each with whether it differs; and methods that cannot rank."""
    base, runs = found.base, {key: run for key, run in found.methods.items() if run.skipped is None}
    own = method_name(base.policy.panel_aggregation.method).name
    rows = []
    for row in base.rows[:MOST_COMPARED]:
        others = [run.ranks.get(row.entry) for run in runs.values()]
        rows.append((row.entry, ((row.rank, False), *((rank, rank != row.rank) for rank in others))))
    skipped = [(method_name(key).name, run.skipped) for key, run in found.methods.items() if run.skipped is not None]
    return Comparison((own, *(method_name(key).name for key in runs)), tuple(rows), tuple(skipped))
