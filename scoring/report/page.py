"""Report of a result as one self-contained page: standings, ties, judges, criteria, agreement, robustness and the rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from scoring.analysis.agreement import Agreement
from scoring.analysis.robustness import Robustness
from scoring.exact import decimal_text
from scoring.names import SELECTION, TIES
from scoring.policy.rule_names import empty_award, step_phrase
from scoring.reading.cells import find_number
from scoring.report.agreement_text import AGREEMENT, ICC_MEANING
from scoring.report.axis import Axis, DotPlot, fit_axis
from scoring.report.figures import (
    CriterionFigure,
    JudgeFigure,
    RankRange,
    criterion_figures,
    judge_figures,
    rank_ranges,
    totals_plot,
)
from scoring.report.robustness_text import trials, verdicts
from scoring.standings.rows import Standing
from scoring.standings.selection.awards import Award
from scoring.standings.standings import Standings
from scoring.text import ENGLISH, Sayable, Text, in_languages, say, text, text_p
from scoring.text import languages as text_languages
from scoring.ties.ledger import Tie

TEMPLATES = Path(__file__).parent / "templates"
SHORT = 3
OWN_NAME = text_p("this language, as its speakers call it", "English")


@dataclass(frozen=True)
class TableRow:
    """One entry of the standings; `first_below` where the line of the cut lies just above it."""

    standing: Standing
    why: Text
    plot: DotPlot
    chips: tuple[Sayable, ...]
    first_below: bool


@dataclass(frozen=True)
class Coefficient:
    name: str
    value: str
    meaning: Text


@dataclass(frozen=True)
class Report:
    """Content of the page; the template only places it."""

    standings: Standings
    agreement: Agreement | None
    robustness: Robustness | None
    rules: str

    @property
    def axis(self) -> Axis:
        """The one ruler on which every total and score lies."""
        rows = self.standings.rows
        totals = [each.total for row in rows for each in self.standings.totals_of(row.entry)]
        return fit_axis(totals)

    def rows(self) -> Iterable[TableRow]:
        """The standings from the top, each with its picture and what decided it."""
        advancing, axis, through = set(self.standings.advance), self.axis, False
        for row in self.standings.rows:
            inside = row.entry in advancing
            yield TableRow(
                standing=row,
                why=self.standings.explanation(row.entry),
                plot=totals_plot(self.standings, row, axis),
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

    def judges(self) -> list[JudgeFigure]:
        """Every judge's totals on the ruler."""
        return judge_figures(self.standings, self.axis)

    def criteria(self) -> list[CriterionFigure]:
        """Every criterion's marks on a ruler from its lowest to its highest mark."""
        return criterion_figures(self.standings)

    def ranges(self) -> list[RankRange]:
        """Ranks and how far they move when one judge is left out."""
        return rank_ranges(self.robustness) if self.robustness and self.robustness.runs else []

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
        """The coefficients of agreement with what they mean."""
        found = self.agreement
        if found is None:
            return []
        rows = [Coefficient(name, number(value, 3), ICC_MEANING[name]) for name, value in (found.icc or {}).items()]
        if found.icc_reason:
            rows = [Coefficient("ICC", "–", found.icc_reason)]
        rows.append(Coefficient("Kendall W", number(found.kendall_w, 3), AGREEMENT))
        levels = {"ordinal": text("ordinal scale"), "interval": text("interval scale")}
        alpha = found.krippendorff_alpha
        return rows + [Coefficient("Krippendorff α", number(alpha[level], 3), levels[level]) for level in levels]


def report_html(
    standings: Standings,
    *,
    agreement: Agreement | None = None,
    robustness: Robustness | None = None,
    rules: str = "",
    language: str = "ko",
    languages: Sequence[str] | None = None,
) -> str:
    """The page as HTML: all `languages` in one file, `language` shown first; nothing is loaded from anywhere, no script runs.

    `rules` is the text of the policy file. `languages` is, unless given, every one that has a catalogue, and English.
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
    environment.globals.update(pgettext=text_p, own_name=own_name, short_name=short_name)
    shown = next((each for each in (language, ENGLISH) if each in spoken), spoken[0])
    report = Report(standings, agreement, robustness, rules)
    return environment.get_template("report.html").render(report=report, standings=standings, language=shown)


def own_name(language: str) -> str:
    """What a language calls itself; its key where its catalogue does not tell."""
    name = say(OWN_NAME, language)
    return name if language == ENGLISH or name != str(OWN_NAME) else language


def short_name(language: str) -> str:
    name = own_name(language)
    return name if len(name) <= SHORT else language.upper()


def number(value: float | Fraction | None, places: int) -> str:
    """A number with so many decimals, or a dash where there is none."""
    exact = None if value is None else find_number(value)
    return "–" if exact is None else decimal_text(exact, places)
