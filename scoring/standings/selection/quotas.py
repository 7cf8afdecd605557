"""Quotas: who advances where at most, or at least, so many of one value may.

Two passes go by rank over whoever may advance: the first admits an entry while a `least` of one of its values is not
met and no `most` is full; the second gives the places left to whoever breaks no `most`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain, permutations

from scoring.policy.settings import Advance, Quota
from scoring.standings.selection.cut import Cut, Group, Selection, first_groups

Key = tuple[str, str]
"""A column and one value in it."""
MOST_PERMUTED = 5
CLOSED = Cut()


class Quotas:
    """The quotas of one selection, put to the entries that may advance. An empty cell belongs to no value."""

    def __init__(self, rules: Sequence[Quota], *, values: Mapping[str, Mapping[str, str]], able: Iterable[str]) -> None:
        columns = dict.fromkeys(rule.by for rule in rules)
        self._keys: dict[str, tuple[Key, ...]] = {
            entry: tuple((name, value) for name in columns if (value := values.get(name, {}).get(entry, "")))
            for entry in able
        }
        size = Counter(chain.from_iterable(self._keys.values()))
        self.most: dict[Key, int] = {}
        self.least: dict[Key, int] = {}
        for rule in rules:
            for key in size:
                if key[0] == rule.by and rule.most is not None:
                    self.most[key] = min(rule.most, self.most.get(key, rule.most))
                if key[0] == rule.by and rule.least is not None:
                    self.least[key] = max(min(rule.least, size[key]), self.least.get(key, 0))
        # What can never be full, and asks for nothing, parts nobody.
        self._telling = {key for key in size if self.least.get(key) or size[key] > self.most.get(key, size[key])}

    def keys(self, entry: str) -> tuple[Key, ...]:
        """The values of the entry in the columns of the quotas."""
        return self._keys[entry]

    def kind(self, entry: str) -> tuple[Key, ...]:
        """What the quotas can tell the entry by: two of one kind can be exchanged."""
        return tuple(key for key in self._keys[entry] if key in self._telling)

    def full(self, entry: str, taken: Mapping[Key, int]) -> tuple[str, ...]:
        """The columns in which as many as may have the entry's value already."""
        return tuple(key[0] for key in self._keys[entry] if key in self.most and taken.get(key, 0) >= self.most[key])

    def wanted(self, entry: str, taken: Mapping[Key, int]) -> tuple[Key, ...]:
        """The values of the entry of which fewer than at least have advanced."""
        return tuple(key for key in self._keys[entry] if taken.get(key, 0) < self.least.get(key, 0))

    def count(self, entries: Iterable[str]) -> Counter[Key]:
        """How many of the entries have each value."""
        return Counter(chain.from_iterable(self._keys[entry] for entry in entries))


@dataclass(eq=False)
class _Passes:
    """Both passes over groups of equal rank, the members of each in one order. `admitted` may hold entries from the start:
    they are counted, and whoever a `least` asks for then gets a place past the count."""

    quotas: Quotas
    count: int
    groups: Sequence[Group]
    admitted: set[str] = field(default_factory=set)
    kept_out: dict[str, set[str]] = field(default_factory=dict)
    unmet: list[Key] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.taken = self.quotas.count(self.admitted)
        is_limited = not self.admitted
        for entry in chain.from_iterable(self.groups):
            self._admit_for_the_least(entry, is_limited=is_limited)
        for entry in chain.from_iterable(self.groups):
            self._admit_to_the_places_left(entry)

    def _admit_for_the_least(self, entry: str, *, is_limited: bool) -> None:
        wanted = self.quotas.wanted(entry, self.taken)
        if not wanted:
            return
        full = self.quotas.full(entry, self.taken)
        if is_limited and len(self.admitted) >= self.count:
            self.unmet += [key for key in wanted if not full and key not in self.unmet]
        elif full:
            self._keep_out(entry, full)
        else:
            self._admit(entry)

    def _admit_to_the_places_left(self, entry: str) -> None:
        if entry in self.admitted or len(self.admitted) >= self.count:
            return
        if full := self.quotas.full(entry, self.taken):
            self._keep_out(entry, full)
        else:
            self._admit(entry)

    def _admit(self, entry: str) -> None:
        self.admitted.add(entry)
        self.taken.update(self.quotas.keys(entry))

    def _keep_out(self, entry: str, columns: Iterable[str]) -> None:
        self.kept_out.setdefault(entry, set()).update(columns)


@dataclass(frozen=True, eq=False)
class _Tie:
    """A tied group that lies across the cut: the order of its members changes who of them advances. `runs` are what comes
    of different orders."""

    at: int
    group: Group
    runs: Sequence[_Passes]

    @property
    def above(self) -> set[str]:
        """Who advances in whatever order, the group left out."""
        return set.intersection(*(run.admitted for run in self.runs)) - set(self.group)

    @property
    def places(self) -> int:
        """How many of the group can advance at most."""
        return max(len(run.admitted.intersection(self.group)) for run in self.runs)


class _Choice:
    """One selection within quotas, in the making."""

    def __init__(self, groups: Iterable[Group], rule: Advance, values: Mapping[str, Mapping[str, str]]) -> None:
        self.groups = [tuple(sorted(group)) for group in groups]
        self.rule = rule
        self.quotas = Quotas(rule.quota, values=values, able=chain.from_iterable(self.groups))
        self.start = 0
        self.fixed: set[str] = set()
        self.kept_out: dict[str, set[str]] = {}
        self.first = self._run(self.groups)

    def made(self) -> Selection:
        tie = self._find_tie()
        while tie and self.rule.at_the_cut == "admit-all":
            self.start, self.fixed = tie.at + 1, self._above(tie) | set(tie.group)
            tie = self._find_tie()
        if tie is None:
            return self._settled()
        return self._left_open(tie) if self.rule.at_the_cut == "resolve" else self._none_admitted(tie)

    def _run(self, groups: Sequence[Group]) -> _Passes:
        return _Passes(self.quotas, self.rule.count, groups, set(self.fixed))

    def _find_tie(self) -> _Tie | None:
        """The first tied group across the cut; whoever is kept out above it is noted."""
        as_coded = self._run(self.groups[self.start :])
        for at in range(self.start, len(self.groups)):
            group, runs = self.groups[at], [as_coded]
            if len(group) > 1:
                before, after = self.groups[self.start : at], self.groups[at + 1 :]
                runs = [self._run([*before, order, *after]) for order in _orders(group, self.quotas)]
            if len({frozenset(run.admitted.intersection(group)) for run in runs}) > 1:
                return _Tie(at, group, runs)
            self._note_kept_out(group, runs)
        return None

    def _above(self, tie: _Tie) -> set[str]:
        return tie.above.intersection(chain.from_iterable(self.groups[: tie.at]))

    def _note_kept_out(self, group: Group, runs: Sequence[_Passes]) -> None:
        """Note who of a group is kept out in one order of its members or another: codes must not tell equal entries apart."""
        for entry in group:
            columns = set[str]().union(*(run.kept_out.get(entry, ()) for run in runs if entry not in run.admitted))
            if columns:
                self.kept_out[entry] = columns

    def _settled(self) -> Selection:
        last = self._run(self.groups[self.start :])
        blocked = [key for key, least in self.quotas.least.items() if last.taken[key] < least]
        reserve = self._reserve(self.groups, last.admitted, self.rule.reserve)
        return self._selection(
            last.admitted, reserve, blocked=tuple(key for key in blocked if key not in self.first.unmet)
        )

    def _left_open(self, tie: _Tie) -> Selection:
        advance = self._above(tie)
        reserve = self._reserve(self.groups[: tie.at], advance, self.rule.reserve)
        return self._selection(advance, reserve, cut=Cut(True, tie.places, tie.group))

    def _none_admitted(self, tie: _Tie) -> Selection:
        advance = self._above(tie)
        head = first_groups([tie.group], self.rule.reserve)
        rest = [group for group in self.groups if group != tie.group]
        return self._selection(advance, [*head, *self._reserve(rest, advance, self.rule.reserve - len(head))])

    def _reserve(self, groups: Sequence[Group], advance: AbstractSet[str], count: int) -> list[str]:
        """By rank, whoever breaks no `most` together with those who advance."""
        taken = self.quotas.count(advance)
        fit = ([one for one in group if one not in advance and not self.quotas.full(one, taken)] for group in groups)
        return first_groups(fit, count)

    def _selection(
        self, advance: AbstractSet[str], reserve: Sequence[str], *, cut: Cut = CLOSED, blocked: tuple[Key, ...] = ()
    ) -> Selection:
        columns = dict.fromkeys(quota.by for quota in self.rule.quota)
        return Selection(
            advance=tuple(entry for group in self.groups for entry in group if entry in advance),
            reserve=tuple(reserve),
            cut=cut,
            kept_out={entry: tuple(one for one in columns if one in out) for entry, out in self.kept_out.items()},
            unmet=tuple(self.first.unmet),
            blocked=blocked,
        )


def select_within(groups: Iterable[Group], rule: Advance, values: Mapping[str, Mapping[str, str]]) -> Selection:
    """Divide groups of equal rank, best first, by a rule with quotas; `values`: column → entry → value. Only entries that
    may advance belong into the groups.

    >>> rule = Advance(count=2, reserve=1, quota=(Quota("school", most=1),))
    >>> found = select_within([("T1",), ("T2",), ("T3",)], rule, {"school": {"T1": "K", "T2": "K"}})
    >>> found.advance, found.reserve, dict(found.kept_out)
    (('T1', 'T3'), (), {'T2': ('school',)})
    """
    return _Choice(groups, rule, values).made()


def _orders(group: Group, quotas: Quotas) -> Iterator[Group]:
    """Orders of a tied group that show whether its order matters: all of a small one; of a larger one those in which an
    entry of each kind comes first, or last, and all of its kinds where they are few."""
    if len(group) <= MOST_PERMUTED:
        yield from permutations(group)
        return
    for order in (group, group[::-1]):
        yield order
        for one in {quotas.kind(entry): entry for entry in order}.values():
            others = tuple(entry for entry in order if entry != one)
            yield (one, *others)
            yield (*others, one)
    kinds = sorted({quotas.kind(entry) for entry in group})
    for blocks in permutations(kinds) if len(kinds) <= MOST_PERMUTED else ():
        yield tuple(sorted(group, key=lambda entry: blocks.index(quotas.kind(entry))))
