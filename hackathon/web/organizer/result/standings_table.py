"""The standings as the lines of a table: entries, the cut, the reserve, the account of each tie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import ClassVar

from hackathon.web.http.languages import gettext as _
from hackathon.web.http.languages import ngettext
from hackathon.web.organizer.result.reasons import Reasons, ReasonText, TieAccount
from hackathon.web.organizer.shared.open_awards import MOST_NAMED, candidates_line, why_open
from hackathon.web.organizer.shared.team_names import TeamLabel
from hackathon.web.page.frame import words
from hackathon.web.page.policy_text import rule_name
from scoring import Standing, Standings
from scoring.report.arithmetic import weighted_sum
from scoring.report.axis import Axis, DotPlot, dot_plot, fit_axis
from scoring.standings.selection.awards import Award


@dataclass(frozen=True)
class Chip:
    kind: str
    text: str
    own: bool = False
    """Whether these are words of the event's people, which stand in its first language."""


@dataclass(frozen=True)
class EntryLine:
    kind: ClassVar[str] = "entry"
    row: Standing
    team: TeamLabel
    spread: DotPlot
    reason: ReasonText
    chips: list[Chip]
    sum: str = ""
    """How the scores of several sources make this one."""


@dataclass(frozen=True)
class CutLine:
    kind: ClassVar[str] = "cut"
    text: str
    note: str
    soft: bool = False


@dataclass(frozen=True)
class AccountLine:
    kind: ClassVar[str] = "account"
    account: TieAccount


Line = EntryLine | CutLine | AccountLine


class StandingsTable:
    """One round's standings for the page. Nothing here asks the database: `teams` holds every name that is shown."""

    def __init__(self, standings: Standings, teams: Mapping[str, TeamLabel], *, final: bool, next_round: str) -> None:
        self.standings = standings
        self.teams = teams
        self.final = final
        self.next_round = next_round
        self.reasons = Reasons(standings, name=self.name)

    def name(self, code: str) -> str:
        return self.teams[code].name if code in self.teams else code

    @cached_property
    def totals(self) -> dict[str, list[tuple[Fraction, bool]]]:
        return {
            row.entry: [(ballot.total, ballot.dropped) for ballot in self.standings.totals_of(row.entry)]
            for row in self.standings.rows
        }

    @cached_property
    def scale(self) -> Axis:
        numbers = [total for totals in self.totals.values() for total, _dropped in totals]
        scores = [score for row in self.standings.rows if (score := self._in_points(row)) is not None]
        return fit_axis(numbers + scores)

    def _in_points(self, row: Standing) -> Fraction | None:
        """The score where it lies on the scale of the totals; places and sums of ranks do not."""
        return None if self.standings.lower_is_better else row.score

    def why_open(self, award: Award) -> str:
        return why_open(award, self.standings.policy)

    def candidates(self, award: Award) -> str:
        return candidates_line(award, name=self.name)

    def lines(self) -> Iterator[Line]:
        cuts = self._cuts()
        for place, row in enumerate(self.standings.rows):
            yield from cuts.get((row.entry, "above"), [])
            yield EntryLine(
                row, self._team(row.entry), self._spread(row), self.reasons.of(place), self._chips(row), self._sum(row)
            )
            account = self.reasons.account_after(place)
            if account:
                yield AccountLine(account)
            yield from cuts.get((row.entry, "below"), [])

    def _sum(self, row: Standing) -> str:
        return weighted_sum(self.standings, row) if row.sources else ""

    def _team(self, code: str) -> TeamLabel:
        return self.teams.get(code) or TeamLabel(code, "")

    def _spread(self, row: Standing) -> DotPlot:
        totals = self.totals[row.entry]
        label = ", ".join(self._total_label(total, dropped) for total, dropped in sorted(totals))
        return dot_plot(totals, self._in_points(row), self.scale, label=label)

    def _total_label(self, total: Fraction, dropped: bool) -> str:
        text = f"{float(total):g}"
        return _("{total} (left out)", total=text) if dropped else text

    @cached_property
    def _chip_index(self) -> dict[str, list[Chip]]:
        index: dict[str, list[Chip]] = {}
        settled = "chip-final" if self.final else "chip-open"
        for code in self.standings.advance:
            index.setdefault(code, []).append(Chip(settled, self.next_round))
        for number, code in enumerate(self.standings.reserve, start=1):
            index.setdefault(code, []).append(Chip("", _("Reserve {number}", number=number)))
        for code in self.standings.cut.entries:
            index.setdefault(code, []).append(Chip("chip-wait", _("Tied at the cut")))
        for award in self.standings.awards:
            if award.entry:
                index.setdefault(award.entry, []).append(
                    Chip(settled, words(award.names or award.name), own=award.names is None)
                )
            for code in award.candidates if len(award.candidates) <= MOST_NAMED else ():
                tied = Chip("chip-wait", _("{award}: undecided", award=words(award.names or award.name)))
                if tied not in index.setdefault(code, []):
                    index[code].append(tied)
        return index

    def _chips(self, row: Standing) -> list[Chip]:
        return self._chip_index.get(row.entry, [])

    def _cuts(self) -> dict[tuple[str, str], list[CutLine]]:
        """The lines of the cut and of the reserve, by the entry above or below which they stand."""
        cuts: dict[tuple[str, str], list[CutLine]] = {}
        cut, count = self.standings.cut, len(self.standings.advance)
        if cut.open:
            first = next(row.entry for row in self.standings.rows if row.entry in cut.entries)
            cuts[first, "above"] = [CutLine(self._cut_text(count), self._open_note())]
        elif count:
            cuts[self._last(self.standings.advance), "below"] = [CutLine(self._cut_text(count), self._tie_note())]
        if self.standings.reserve:
            size = len(self.standings.reserve)
            text = ngettext("{n} team in reserve", "{n} teams in reserve", size)
            cuts.setdefault((self._last(self.standings.reserve), "below"), []).append(CutLine(text, "", soft=True))
        return cuts

    def _last(self, codes: tuple[str, ...]) -> str:
        return next(row.entry for row in reversed(self.standings.rows) if row.entry in codes)

    def _cut_text(self, count: int) -> str:
        return ngettext("The cut · {n} team", "The cut · {n} teams", count)

    def _open_note(self) -> str:
        cut = self.standings.cut
        return _(
            "{places} of the {tied} tied teams below is still to be chosen",
            tied=len(cut.entries),
            places=cut.places,
        )

    def _tie_note(self) -> str:
        """What became of a tie that lay across the cut, if one did."""
        rows, advance, rule = self.standings.rows, set(self.standings.advance), self.standings.policy.advance
        last = max(place for place, row in enumerate(rows) if row.entry in advance)
        if rule is None or last + 1 == len(rows):
            return ""
        if len(advance) > rule.count:
            return _("A tie lay across the cut: all of them advance")
        if len(advance) < rule.count and rule.at_the_cut == "admit-none":
            return _("A tie lay across the cut: all of them are in reserve")
        decided = rows[last + 1].decided_by if rows[last].score == rows[last + 1].score else None
        if decided is None:
            return ""
        name = rule_name(decided, self.standings.policy.rubric)
        return _("A tie lay across the cut and was decided by the declared step: {rule}", rule=name)
