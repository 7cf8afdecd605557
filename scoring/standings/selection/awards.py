"""Awards: who wins, what stays vacant, and what is open with whom it is open between."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby

from scoring.faults import Fault, make_fault, raise_any
from scoring.policy.settings import AwardRule
from scoring.standings.forms import Form
from scoring.standings.selection.cut import Group
from scoring.text import Sayable, in_languages

TIE, DECISION, ABOVE = "tie", "decision", "above"
"""Why a place is open: it is tied, the jury has not decided yet, or an open award above may take who would win it."""


@dataclass(frozen=True, slots=True)
class Award:
    """One place of an award. `entry` is None where it stays vacant or, `open`, where one of `candidates` will get it.

    `name` is the first text of the award's name; `names` has all of them, where the policy gives a name in languages.
    `key` names the award in decisions and logs. `why_open` is TIE, DECISION or ABOVE.
    """

    name: str
    entry: str | None
    open: bool = False
    candidates: tuple[str, ...] = ()
    names: Mapping[str, str] | None = None
    key: str = field(default="", compare=False)
    why_open: str | None = field(default=None, compare=False)

    @property
    def title(self) -> Sayable:
        """The name, to be said in the reader's language."""
        return in_languages(self.names) if self.names else self.name


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry with a rank that may win. `points` = mean points by criterion, `sources` = score by source."""

    entry: str
    rank: int
    score: Fraction
    points: Mapping[str, Fraction]
    sources: Mapping[str, Fraction] = field(default_factory=dict)

    def measure(self, rule: AwardRule) -> Fraction:
        """What the award orders by."""
        if rule.criterion is not None:
            return self.points[rule.criterion]
        return self.score if rule.source is None else self.sources[rule.source]


@dataclass(frozen=True, eq=False)
class Contest:
    """Who may win what. `candidates` are ranked, `pickable` are the codes that a jury may choose, without a rank too;
    whoever is barred is in neither. `size` counts all entries. `values`: column of the entry list → code → text.
    `picks`: what decisions call the award → its winners."""

    candidates: Sequence[Candidate]
    pickable: Collection[str]
    size: int
    form: Form
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    picks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    lower_is_better: bool = False


def give_awards(rules: Sequence[AwardRule], contest: Contest) -> tuple[Award, ...]:
    """Give the awards in file order, one row per place. Raises ScoringError for decisions that cannot be.

    Whoever misses `minimum` cannot win; a place for which nobody is left stays vacant. A tie for the last place leaves
    the places it reaches for open, unless the award may be shared, and so does a decision not yet given. Who may still
    win an open award is in question for every `exclusive` one below: there everything is open from the first place on
    that would go to one in question.
    """
    giving = _Giving(contest, _picks_by_rule(rules, contest.picks))
    for at, rule in enumerate(rules):
        giving.give(at, rule)
    raise_any(giving.faults)
    return tuple(giving.given)


def _picks_by_rule(
    rules: Sequence[AwardRule], picks: Mapping[str, Sequence[str]]
) -> dict[int, tuple[str, Sequence[str]]]:
    """Number of the award → what the decision calls it, and its winners."""
    found: dict[int, tuple[str, Sequence[str]]] = {}
    for reference, winners in picks.items():
        numbers = [at for at, rule in enumerate(rules) if reference in rule.references]
        if not numbers:
            raise_any([make_fault("unknown-award", column=f"awards.{reference}")])
        if numbers[0] in found:
            raise_any([make_fault("award-decided-twice", column=f"awards.{reference}", other=found[numbers[0]][0])])
        found[numbers[0]] = (reference, winners)
    return found


class _Giving:
    """The awards given so far, and who may still win one of those that are open."""

    def __init__(self, contest: Contest, picks: Mapping[int, tuple[str, Sequence[str]]]) -> None:
        self.contest = contest
        self.picks = picks
        self.given: list[Award] = []
        self.in_question: set[str] = set()
        self.faults: list[Fault] = []

    def give(self, at: int, rule: AwardRule) -> None:
        reference, picked = self.picks.get(at, ("", None))
        holders = {award.entry for award in self.given if award.entry} if rule.exclusive else set[str]()
        places = _Places(rule, self._count(rule), self.in_question if rule.exclusive else set())
        if self._waits(rule):
            rows = places.undecided(
                one.entry for one in self.contest.candidates if one.entry not in holders and self._fits(one.entry, rule)
            )
        elif not rule.decision:
            rows = places.filled(_groups(self._able(rule, holders), rule, lower_is_better=self.contest.lower_is_better))
            rows = rows if picked is None else self._settled(rows, reference, picked)
        elif picked is None:
            rows = places.undecided(
                code for code in self.contest.pickable if code not in holders and self._fits(code, rule)
            )
        else:
            self.faults += self._pick_faults(rule, reference, picked, holders)
            rows = places.filled([(code,) for code in picked])
        self.given += rows
        if self.contest.form.open_awards_spread:
            self.in_question.update(*(row.candidates for row in rows))

    def _waits(self, rule: AwardRule) -> bool:
        """Whether nobody has voted yet for what the award orders by, which is possible before the lock only."""
        candidates = self.contest.candidates
        return bool(rule.source and candidates) and not any(rule.source in one.sources for one in candidates)

    def _count(self, rule: AwardRule) -> int:
        return min(rule.count, self.contest.size) if self.contest.form.caps_award_rows else rule.count

    def _able(self, rule: AwardRule, holders: set[str]) -> list[Candidate]:
        return [
            one
            for one in self.contest.candidates
            if one.entry not in holders and self._reaches(one, rule) and self._fits(one.entry, rule)
        ]

    def _reaches(self, candidate: Candidate, rule: AwardRule) -> bool:
        if rule.minimum is None:
            return True
        of_order = self.contest.form.minimum_is_on_its_order
        measure, line = candidate.measure(rule) if of_order else candidate.score, Fraction(rule.minimum)
        by_points = of_order and rule.criterion is not None
        return measure <= line if self.contest.lower_is_better and not by_points else measure >= line

    def _fits(self, code: str, rule: AwardRule) -> bool:
        values = self.contest.values
        return all(values.get(column, {}).get(code, "") in passing for column, passing in rule.where.items())

    def _settled(self, rows: list[Award], reference: str, picked: Sequence[str]) -> list[Award]:
        """The rows with the places that a tie leaves open given as decided."""
        left = [row for row in rows if row.open]
        if not left or left[0].why_open != TIE:
            self.faults.append(make_fault("award-not-open", column=f"awards.{reference}"))
            return rows
        if len(picked) != len(left):
            self.faults.append(make_fault("wrong-number-of-winners", column=f"awards.{reference}", places=len(left)))
        self.faults += [
            make_fault("not-a-candidate", column=f"awards.{reference}", value=code)
            for code in picked
            if code not in left[0].candidates
        ]
        return [row for row in rows if not row.open] + [_row(left[0], code) for code in picked]

    def _pick_faults(
        self, rule: AwardRule, reference: str, picked: Sequence[str], holders: set[str]
    ) -> Iterable[Fault]:
        column = f"awards.{reference}"
        if len(picked) > rule.count:
            yield make_fault("too-many-winners", column=column, most=rule.count)
        for code in picked:
            if code in holders:
                yield make_fault("holds-an-award", column=column, value=code)
            elif code not in self.contest.pickable:
                yield make_fault("winner-barred", column=column, value=code)
            elif not self._fits(code, rule):
                yield make_fault("winner-elsewhere", column=column, value=code)


def _row(row: Award, code: str) -> Award:
    return Award(row.name, code, names=row.names, key=row.key)


def _groups(candidates: Sequence[Candidate], rule: AwardRule, *, lower_is_better: bool) -> list[Group]:
    """Candidates in the order of the award; those that nothing tells apart stand in one group."""

    def place(one: Candidate) -> tuple[Fraction, int]:
        if rule.criterion is None and rule.source is None:
            return Fraction(0), one.rank
        rises = lower_is_better and rule.source is not None
        return (one.measure(rule) if rises else -one.measure(rule)), one.rank

    ordered = sorted(candidates, key=lambda one: (*place(one), one.entry))
    return [tuple(one.entry for one in group) for _, group in groupby(ordered, key=place)]


class _Places:
    """The places of one award. `in_question` are those who may yet win an award above it, which excludes them."""

    def __init__(self, rule: AwardRule, count: int, in_question: Collection[str]) -> None:
        self.rule = rule
        self.count = count
        self.in_question = in_question

    def filled(self, groups: Sequence[Group]) -> list[Award]:
        """One row a place; groups are those who are able, best first."""
        rows: list[Award] = []
        for at, group in enumerate(groups):
            free = self.count - len(rows)
            if free <= 0:
                break
            if not self._certain(group).issuperset(group):
                return rows + self._open(self._reach(groups[at:], free), free, ABOVE)
            if len(group) > free and not self.rule.shared:
                return rows + self._open(group, free, TIE)
            rows += [self._award(entry) for entry in group]
        return rows + [self._award(None)] * (self.count - len(rows))

    def undecided(self, pickable: Iterable[str]) -> list[Award]:
        """Every place waits for the jury, where there is anybody to choose."""
        candidates = tuple(pickable)
        return self._open(candidates, self.count, DECISION) if candidates else [self._award(None)] * self.count

    def _reach(self, groups: Iterable[Group], free: int) -> list[str]:
        """Whole groups, until they hold as many entries not in question as places are free."""
        reached: list[str] = []
        for group in groups:
            if len(self._certain(reached)) >= free:
                break
            reached += group
        return reached

    def _certain(self, entries: Iterable[str]) -> set[str]:
        return set(entries).difference(self.in_question)

    def _award(self, entry: str | None) -> Award:
        return Award(self.rule.title, entry, names=self.rule.names, key=self.rule.reference)

    def _open(self, candidates: Iterable[str], free: int, why: str) -> list[Award]:
        rule = self.rule
        row = Award(rule.title, None, True, tuple(sorted(candidates)), rule.names, key=rule.reference, why_open=why)
        return [row] * free
