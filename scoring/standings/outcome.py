"""Outcome of a ranking as data: rows, ties, cut, awards and what they were worked out from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np

from scoring.ballots.ballots import Ballots
from scoring.ballots.decisions import Decisions
from scoring.ballots.entries import Beside, Roster
from scoring.exact import BoolArray, Exact, IntArray, decimal_text
from scoring.faults import UnknownEntry, make_fault
from scoring.methods.panel import Panel
from scoring.methods.trimming import dropped_ballots
from scoring.policy.policy import Policy
from scoring.policy.settings import Aggregation
from scoring.reading.cells import near, to_key
from scoring.standings.forms import Form
from scoring.standings.rows import BallotTotal, Standing, StandingColumns
from scoring.standings.selection.awards import Award
from scoring.standings.selection.choosing import Choosing
from scoring.standings.selection.cut import Cut
from scoring.standings.selection.groups import Ranks, rank_in_groups
from scoring.standings.selection.passed_over import PassedOver
from scoring.standings.unranked import Unranked
from scoring.text import Text
from scoring.ties.chain import SCORE, Order
from scoring.ties.ledger import Tie, write_ledger
from scoring.ties.steps import expand


@dataclass(frozen=True, eq=False)
class Outcome:
    """What `rank` worked out. What is not asked for is not computed: rows, ties and selections are built when first read.

    `ballots` are those of the entries that take part, `given` are all; `roster` lists those that take part. `panel` holds
    the ballots that criteria, tie steps and cut-offs read: with [[sources]] those of the first.
    `by_source` is the score that each source gives its entries, on the panel's points and before weights.
    """

    ballots: Ballots
    given: Ballots
    beside: Beside
    roster: Roster
    policy: Policy
    decisions: Decisions | None
    panel: Panel
    scores: Exact
    order: Order
    unranked: tuple[Unranked, ...]
    find_cautions: Callable[[], tuple[Text, ...]]
    lower_is_better: bool
    form: Form
    by_source: Mapping[str, Exact] = field(default_factory=dict)
    provisional: bool = False

    @cached_property
    def rows(self) -> tuple[Standing, ...]:
        """The standings by rank, then by code."""
        return tuple(self._row(place) for place in range(len(self.order.entries)))

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """Every group of equal scores with the steps that were tried on it."""
        return write_ledger(self.order, scores=self.scores, entries=self.panel.entries)

    @property
    def cut(self) -> Cut:
        """The line between advancing and not."""
        return self.choosing.selection.cut

    @property
    def advance(self) -> tuple[str, ...]:
        """Who advances, in rank order."""
        return self.choosing.selection.advance

    @property
    def reserve(self) -> tuple[str, ...]:
        """Who is next in line, in rank order."""
        return self.choosing.selection.reserve

    @property
    def awards(self) -> tuple[Award, ...]:
        """The awards, one row per place, in file order."""
        return self.choosing.awards

    @property
    def passed_over(self) -> tuple[PassedOver, ...]:
        """Ranked entries that a cut-off bars, that gave up their place, or that a quota keeps out of one."""
        return self.choosing.passed_over

    @cached_property
    def groups(self) -> Ranks:
        """Column → value → entries with their rank among themselves, for the columns that part the entries into groups."""
        return rank_in_groups(self.policy.group_columns, self.roster.columns, self.ranks)

    @cached_property
    def cautions(self) -> tuple[Text, ...]:
        """What a reader should know: ballots that do not count, decisions without effect, quotas that are not met."""
        return (*self.find_cautions(), *self.choosing.cautions)

    @property
    def warnings(self) -> tuple[str, ...]:
        """The cautions in English."""
        return tuple(str(caution) for caution in self.cautions)

    @property
    def ranks(self) -> dict[str, int]:
        """The rank of every entry that has one, by code."""
        return dict(sorted(self._ranks_by_place.items()))

    @cached_property
    def digests(self) -> dict[str, str | None]:
        """SHA-256 (hex) of ballots, policy and decisions (None where there are none), and of what was given beside them."""
        acts = self.decisions
        return {
            "ballots": self.given.digest,
            "policy": self.policy.digest,
            "decisions": None if acts is None else acts.digest(self.policy.panel_rubric),
            **(self.beside.digests(self.policy.entry_columns) if self.form.digests_all_inputs else {}),
        }

    def find(self, entry: str) -> Standing | None:
        """The row of an entry, or None where it has no rank."""
        place = self._places.get(to_key(entry))
        return None if place is None else self.rows[place]

    def get(self, entry: str) -> Standing:
        """The row of an entry; UnknownEntry where it has no rank."""
        return self.rows[self.place_of(entry)]

    def place_of(self, entry: str) -> int:
        """Where the entry stands in `rows`; UnknownEntry where it has no rank."""
        code = to_key(entry)
        if code not in self._places:
            raise UnknownEntry([make_fault("no-such-entry", entry=code, near=near(code, self._places))])
        return self._places[code]

    def index_of(self, entry: str) -> int:
        """Where the entry stands in `panel.entries`; UnknownEntry where it has no rank."""
        return int(self.order.entries[self.place_of(entry)])

    def find_tie(self, entry: str) -> Tie | None:
        """The group of equal scores that an entry belongs to, or None where its score is its own."""
        return self._ties_by_entry.get(to_key(entry))

    def totals_of(self, entry: str) -> tuple[BallotTotal, ...]:
        """The counted ballots of an entry, by judge and source; UnknownEntry where the entry has no rank.

        `dropped` marks what a trimmed mean of totals leaves out. With several sources they are those of the panel.
        """
        at = self.index_of(entry)
        start, stop = int(self.panel.starts[at]), int(self.panel.starts[at] + self.panel.counts[at])
        dropped = self._dropped(at)
        return tuple(
            BallotTotal(
                judge=self.ballots.judges[self.panel.judge[ballot]],
                source=self.ballots.sources[self.panel.source[ballot]] if self.ballots.sources else "",
                total=self.panel.totals.fraction(ballot),
                dropped=dropped[ballot - start],
            )
            for ballot in range(start, stop)
        )

    def show(self, value: Fraction) -> str:
        """A number with the decimals of the policy, or two."""
        return decimal_text(value, self.policy.places)

    @cached_property
    def columns(self) -> StandingColumns:
        """The rows as columns, without a row object an entry."""
        ends = np.append(self.order.starts[1:], True)[: len(self.order.starts)]
        steps = [None if parted < 0 else self._rules[parted] for parted in self.order.parted.tolist()]
        return StandingColumns(
            ranks=self._ranks,
            tied=~(self.order.starts & ends),
            decided_by=[steps[rank - 1] for rank in self._ranks.tolist()],
            criteria=self._points,
        )

    @cached_property
    def _ranks(self) -> IntArray:
        starts = self.order.starts
        return np.maximum.accumulate(np.where(starts, np.arange(len(starts)), 0)) + 1

    @cached_property
    def _ranks_by_place(self) -> dict[str, int]:
        """The rank of every entry that has one, by rank then code."""
        ranked = zip(self.order.entries.tolist(), self._ranks.tolist(), strict=True)
        return {self.panel.entries[entry]: rank for entry, rank in ranked}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {self.panel.entries[entry]: place for place, entry in enumerate(self.order.entries)}

    @cached_property
    def _ties_by_entry(self) -> dict[str, Tie]:
        return {entry: tie for tie in self.ties for entry in tie.entries}

    @cached_property
    def _rules(self) -> tuple[str, ...]:
        return tuple(step.rule for step in expand(self.policy.ranking.ties, self.policy.panel_rubric))

    @cached_property
    def _points(self) -> dict[str, Exact]:
        return {key: self.panel.mean_points(at) for at, key in enumerate(self.panel.rubric.keys)}

    def _row(self, place: int) -> Standing:
        at, rank = int(self.order.entries[place]), int(self._ranks[place])
        parted = int(self.order.parted[rank - 1])
        score = self.scores.fraction(at)
        return Standing(
            rank=rank,
            entry=self.panel.entries[at],
            score=score,
            shown=self.show(score),
            ballots=int(self.panel.counts[at]),
            tied=self._is_tied(place),
            decided_by=None if parted == SCORE else self._rules[parted],
            criteria={key: points.fraction(at) for key, points in self._points.items()},
            sources={name: values.fraction(at) for name, values in self.by_source.items()},
        )

    def _is_tied(self, place: int) -> bool:
        starts = self.order.starts
        return not starts[place] or (place + 1 < len(starts) and not starts[place + 1])

    @cached_property
    def choosing(self) -> Choosing:
        """What the rules make of the ranks."""
        return Choosing(
            policy=self.policy,
            decisions=self.decisions or Decisions(),
            roster=self.roster,
            panel=self.panel,
            scores=self.scores,
            points=self._points,
            by_source=self.by_source,
            ranks=self._ranks_by_place,
            unranked=[absent.entry for absent in self.unranked if absent.state is None],
            size=len(self.panel.entries) + len(self.unranked),
            lower_is_better=self.lower_is_better,
            form=self.form,
        )

    def _dropped(self, at: int) -> list[bool]:
        start, stop = int(self.panel.starts[at]), int(self.panel.starts[at] + self.panel.counts[at])
        flags = [False] * (stop - start)
        for panel, settings, kept in self._parts():
            if settings.method == "trimmed-mean" and settings.drop.of == "total":
                mine = [ballot for ballot in range(start, stop) if kept is None or kept[ballot]]
                for ballot, dropped in zip(mine, dropped_ballots(panel, at, settings.drop), strict=True):
                    flags[ballot - start] = dropped
        return flags

    def _parts(self) -> list[tuple[Panel, Aggregation, BoolArray | None]]:
        if not self.policy.sources or self.form.panel_is_first_source:
            return [(self.panel, self.policy.panel_aggregation, None)]
        return [self._part_of(source.name, source.aggregation) for source in self.policy.sources]

    def _part_of(self, name: str, settings: Aggregation) -> tuple[Panel, Aggregation, BoolArray]:
        number = self.ballots.sources.index(name)
        return self.panel.of_source(number, name), settings, self.panel.source == number
