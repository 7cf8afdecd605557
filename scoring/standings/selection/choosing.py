"""Choosing: from ranks to who advances, who wins, who is passed over, and what a reader must know about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import groupby

from scoring.ballots.decisions import Decisions
from scoring.ballots.entries import Roster
from scoring.exact import Exact
from scoring.faults import make_fault, raise_any
from scoring.methods.panel import Panel
from scoring.policy.policy import Policy
from scoring.standings.forms import Form
from scoring.standings.selection.awards import Award, Candidate, Contest, give_awards
from scoring.standings.selection.cut import Selection, select
from scoring.standings.selection.cutoff import Line, cutoff_lines
from scoring.standings.selection.passed_over import PassedOver, list_passed_over
from scoring.standings.selection.quotas import select_within
from scoring.text import Text, text


@dataclass(frozen=True, eq=False)
class Choosing:
    """What the rules make of the ranks. `ranks`: code → rank, by rank then code; `unranked` are the others that take part,
    `size` counts all entries, those taken out too. `points`: criterion → mean points, `by_source`: source → score."""

    policy: Policy
    decisions: Decisions
    roster: Roster
    panel: Panel
    scores: Exact
    points: Mapping[str, Exact]
    by_source: Mapping[str, Exact]
    ranks: Mapping[str, int]
    unranked: Sequence[str]
    size: int
    lower_is_better: bool
    form: Form

    @cached_property
    def selection(self) -> Selection:
        """Who advances, who is in reserve, and the cut."""
        rule = self.policy.advance
        if rule is None:
            return Selection()
        groups = [tuple(group) for _, group in groupby(self._able, key=self.ranks.__getitem__)]
        return select_within(groups, rule, self.roster.columns) if rule.quota else select(groups, rule)

    @cached_property
    def awards(self) -> tuple[Award, ...]:
        """The awards, one row per place, in file order."""
        return self._give() if self.policy.awards else ()

    def _give(self) -> tuple[Award, ...]:
        contest = Contest(
            candidates=[self._candidate(code) for code in self._able],
            pickable=sorted({*self._able, *self.unranked}.difference(self._waived)),
            size=self.size,
            form=self.form,
            values=self.roster.columns,
            picks=self.decisions.awards,
            lower_is_better=self.lower_is_better,
        )
        return give_awards(self.policy.awards, contest)

    @property
    def passes_over(self) -> bool:
        """Whether a rule or a decision can pass anybody over."""
        quota = self.policy.advance.quota if self.policy.advance else ()
        return self.form.names_passed_over and bool(self.policy.cutoff or quota or self.decisions.waived)

    @cached_property
    def passed_over(self) -> tuple[PassedOver, ...]:
        """A row per entry and rule, by rank then code."""
        if not self.passes_over:
            return ()
        rows = list_passed_over(
            {code: self._index[code] for code in self.ranks},
            lines=self._lines,
            waived=self._waived,
            kept_out=self.selection.kept_out,
            quotas=self.policy.advance.quota if self.policy.advance else (),
            values=self.roster.columns,
        )
        return tuple(rows)

    def check(self, *, provisional: bool) -> None:
        """Raise a ScoringError where the ranks make a quota or a decision impossible: no place is left for a `least` (no
        fault while `provisional`), or an award cannot be won by those who were decided on."""
        if self.policy.advance and self.policy.advance.quota and not provisional:
            raise_any(
                make_fault("no-place-for-least", column="advance.quota", value=value, by=column)
                for column, value in self.selection.unmet
            )
        if self.decisions.awards:
            self._give()

    @cached_property
    def cautions(self) -> tuple[Text, ...]:
        """What a reader should know: a `least` that is not met, a value of `where` that nobody has."""
        said: list[Text] = [
            text("no place is left for the least that {column} = {value} asks for", column=column, value=value)
            for column, value in self.selection.unmet
        ]
        said += [
            text(
                "the least that {column} = {value} asks for is not met: a most of the quotas is in its way",
                column=column,
                value=value,
            )
            for column, value in self.selection.blocked
        ]
        return (*said, *self._idle_values())

    def _idle_values(self) -> Iterator[Text]:
        for rule in self.policy.awards:
            for column, passing in rule.where.items():
                known = set(self.roster.columns.get(column, {}).values())
                for value in passing:
                    if value not in known:
                        yield text(
                            "award {award}: nobody has {value} in {column}",
                            award=rule.reference,
                            value=value,
                            column=column,
                        )

    @cached_property
    def _index(self) -> dict[str, int]:
        return {code: at for at, code in enumerate(self.panel.entries)}

    @cached_property
    def _lines(self) -> list[Line]:
        if self.policy.cutoff is None:
            return []
        return list(
            cutoff_lines(
                self.policy.cutoff,
                panel=self.panel,
                scores=self.scores,
                points=self.points,
                lower_is_better=self.lower_is_better,
            )
        )

    @property
    def _waived(self) -> frozenset[str]:
        return frozenset(self.decisions.waived)

    @cached_property
    def _able(self) -> list[str]:
        """Ranked entries that may advance and win, by rank then code."""
        lines, index = self._lines, self._index
        return [
            code for code in self.ranks if code not in self._waived and all(line.passes[index[code]] for line in lines)
        ]

    def _candidate(self, code: str) -> Candidate:
        at = self._index[code]
        return Candidate(
            code, self.ranks[code], self.scores.fraction(at), _at(self.points, at), _at(self.by_source, at)
        )


def _at(values: Mapping[str, Exact], at: int) -> dict[str, Fraction]:
    return {key: exact.fraction(at) for key, exact in values.items()}
