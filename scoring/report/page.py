"""Report of a result as one self-contained page: standings, ties, judges, criteria, agreement, robustness and the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from scoring.analysis.agreement import Agreement
from scoring.analysis.residuals import criterion_correlations
from scoring.analysis.robustness import Robustness
from scoring.names import SELECTION, TIES
from scoring.policy.rule_names import empty_award, step_phrase
from scoring.report.arithmetic import share_text, shares_of, weighted_sum
from scoring.report.axis import Axis, DotPlot, fit_axis
from scoring.report.figures import (
    CriterionFigure,
    JudgeFigure,
    RankRange,
    criterion_figures,
    judge_figures,
    rank_axis,
    rank_ranges,
    totals_plot,
)
from scoring.report.residual_map import ResidualMap, residual_map
from scoring.report.robustness_text import trials, verdicts
from scoring.report.statistics import (
    Coefficient,
    Comparison,
    Part,
    coefficients,
    compare_methods,
    number,
    reading_aids,
    score_reach,
    variance_parts,
)
from scoring.standings.rows import Standing
from scoring.standings.selection.awards import Award
from scoring.standings.standings import Standings
from scoring.text import ENGLISH, Sayable, Text, in_languages, say, text, text_n, text_p
from scoring.text import languages as text_languages
from scoring.ties.ledger import Tie

TEMPLATES = Path(__file__).parent / "templates"
SHORT, MOST_TIES = 3, 12
OWN_NAME = text_p("this language, as its speakers call it", "English")


@dataclass(frozen=True)
class TableRow:
    """One entry of the standings; `first_below` where the line of the cut lies just above it."""

    standing: Standing
    why: Text
    plot: DotPlot
    reach: str | None
    chips: tuple[Sayable, ...]
    first_below: bool


@dataclass(frozen=True)
class About:
    """What the page is about, as whoever makes it calls it; nothing that is empty is shown."""

    event: Sayable = ""
    round: Sayable = ""
    version: Sayable = ""
    date: Sayable = ""

    @property
    def line(self) -> list[Sayable]:
        """Round, version and date, as far as they are known."""
        return [one for one in (self.round, self.version, self.date) if one]


@dataclass(frozen=True)
class Report:
    """Content of the page; the template only places it."""

    standings: Standings
    agreement: Agreement | None
    robustness: Robustness | None
    rules: str
    about: About

    @cached_property
    def axis(self) -> Axis:
        """The one ruler on which every total and score lies."""
        rows = self.standings.rows
        totals = [each.total for row in rows for each in self.standings.totals_of(row.entry)]
        return fit_axis(totals)

    @property
    def shows_reach(self) -> bool:
        """Whether it is told how far a score may lie elsewhere."""
        variances = self.agreement.variances if self.agreement else None
        return score_reach(self.standings, variances, 1) is not None

    def rows(self) -> Iterable[TableRow]:
        """The standings from the top, each with its picture and what decided it."""
        advancing, axis, through = set(self.standings.advance), self.axis, False
        for row in self.standings.rows:
            inside = row.entry in advancing
            reach = score_reach(self.standings, self.agreement.variances if self.agreement else None, row.ballots)
            yield TableRow(
                standing=row,
                why=self.standings.explanation(row.entry),
                plot=totals_plot(self.standings, row, axis, reach=reach),
                reach=None if reach is None else self.standings.show(reach),
                chips=tuple(self._chips(row.entry, advancing)),
                first_below=through and not inside,
            )
            through = inside

    def _chips(self, entry: str, advancing: set[str]) -> Iterable[Sayable]:
        yield from (award.title for award in self.standings.awards if award.entry == entry)
        if entry in advancing:
            yield SELECTION["advance"]
        if entry in self.standings.reserve:
            yield SELECTION["reserve"]
        if entry in self.standings.cut.entries:
            yield SELECTION["cut"]

    def empty(self, award: Award) -> Text:
        """Why a place of an award has no winner."""
        return empty_award(award.name, self.standings.policy, is_open=award.open)

    def step(self, rule: str) -> Text:
        """A tie-break step as people call it."""
        return step_phrase(rule, self.standings.policy.rubric)

    def outcome(self, tie: Tie) -> Text:
        """What became of a tie."""
        return TIES["resolved" if tie.resolved else "open"]

    @property
    def judge_count(self) -> int:
        """How many judges the panel has; whoever votes in other sources is none."""
        return len(set(self.standings.panel.judge.tolist()))

    def judges(self) -> list[JudgeFigure]:
        """Every judge's totals on the ruler."""
        return judge_figures(self.standings, self.axis)

    def criteria(self) -> list[CriterionFigure]:
        """Every criterion's marks on a ruler from its lowest to its highest mark."""
        return criterion_figures(self.standings)

    def ranges(self) -> list[RankRange]:
        """Ranks and how far they move when one judge is left out."""
        return rank_ranges(self.robustness) if self.robustness and self.robustness.runs else []

    def rank_axis(self, ranges: Sequence[RankRange]) -> Axis:
        """The ruler of ranks."""
        return rank_axis(ranges)

    def verdicts(self) -> list[Text]:
        """What holds and what does not, in sentences."""
        return [] if self.robustness is None else list(verdicts(self.robustness))

    def trials(self) -> list[tuple[Text, str, Text | str]]:
        """What was changed, who is first then, and how many ranks are other ones."""
        if self.robustness is None:
            return []
        return [
            (name, ", ".join(run.first[:5]), run.skipped or str(len(run.changed)))
            for name, run in trials(self.robustness)
        ]

    def coefficients(self) -> list[Coefficient]:
        """The coefficients of agreement with interval and meaning."""
        return coefficients(self.agreement) if self.agreement else []

    def reading_aids(self) -> list[Text]:
        """What the coefficients are worth."""
        return list(reading_aids(self.agreement)) if self.agreement else []

    def parts(self) -> list[Part]:
        """Where the differences between totals come from."""
        found = self.agreement.variances if self.agreement else None
        return variance_parts(found) if found else []

    def comparison(self) -> Comparison | None:
        """Ranks by other methods beside those of now."""
        return compare_methods(self.robustness) if self.robustness and self.robustness.methods else None

    def residuals(self) -> ResidualMap | None:
        """Judges and entries, and how far a total lies from what both let expect."""
        return residual_map(self.standings)

    def correlations(self) -> list[list[float | None]]:
        """How far every two criteria say the same, as a square."""
        found, size = criterion_correlations(self.standings.panel), len(self.standings.panel.rubric.criteria)
        return [[found.get((min(one, two), max(one, two))) for two in range(size)] for one in range(size)]

    def open_ties(self) -> list[Tie]:
        """Ties that stand, all of them where there are few; the rest is told shortly."""
        ties = self.standings.ties
        return list(ties) if len(ties) <= MOST_TIES else [tie for tie in ties if not tie.resolved]

    def settled_ties(self) -> list[Tie]:
        """Ties that were resolved, where there are too many to tell each at length."""
        return [] if len(self.standings.ties) <= MOST_TIES else [tie for tie in self.standings.ties if tie.resolved]


def report_html(
    standings: Standings,
    *,
    agreement: Agreement | None = None,
    robustness: Robustness | None = None,
    rules: str = "",
    about: About | None = None,
    language: str = "ko",
    languages: Sequence[str] | None = None,
) -> str:
    """The page as HTML: all `languages` in one file, `language` shown first; nothing is loaded from anywhere, no script runs.

    `rules` is the text of the policy file, `about` names event, round, version and date. `languages` is, unless given, every one that has a catalogue, and English.
    The same input gives the same text.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # only a report needs it

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    spoken = tuple(languages or sorted(text_languages(), key=lambda each: (each == ENGLISH, each)))
    environment.globals.update(number=number, _=text, say=say, named=in_languages, languages=spoken)
    environment.globals.update(shares_of=shares_of, weighted_sum=weighted_sum, named_shares=named_shares)
    environment.globals.update(pgettext=text_p, ngettext=text_n, own_name=own_name, short_name=short_name)
    shown = next((each for each in (language, ENGLISH) if each in spoken), spoken[0])
    report = Report(standings, agreement, robustness, rules, about or About(event=standings.ballots.file))
    return environment.get_template("report.html").render(report=report, standings=standings, language=shown)


def named_shares(shares: Mapping[str, Fraction]) -> str:
    """The sources in the order of the sums, each with what it weighs."""
    return ", ".join(f"{name} {share_text(share)}" for name, share in shares.items())


def own_name(language: str) -> str:
    """What a language calls itself; its key where its catalogue does not tell."""
    name = say(OWN_NAME, language)
    return name if language == ENGLISH or name != str(OWN_NAME) else language


def short_name(language: str) -> str:
    name = own_name(language)
    return name if len(name) <= SHORT else language.upper()
