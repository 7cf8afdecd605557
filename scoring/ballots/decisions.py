"""Decisions made after scoring: a lot drawn, a re-judging, an order decided, places given up, awards given, entries out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from scoring.ballots.ballots import Ballots
from scoring.faults import Fault, ScoringError, make_fault, raise_any
from scoring.names import STATES
from scoring.policy.rubric import Rubric
from scoring.reading.arguments import PATH, is_path, require
from scoring.reading.cells import near, to_key
from scoring.reading.digests import sha256_of
from scoring.reading.sections import Section, decode_toml, parse_toml
from scoring.reading.tables import Sheet, read_bytes, read_sheet


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was decided after scoring; it never changes the policy or its digest.

    `lot_seed`: the seed that was drawn for a policy whose lot_seed is "pending". `order`: entries from better to worse,
    for the step "decision". `rejudge`: ballots of a second judging of tied entries, for the step "rejudge".
    `waived`: entries that gave up their place: they keep their rank, but neither advance, nor stand in the reserve, nor
    win an award; whoever comes next moves up. `states`: entry → withdrawn or disqualified; it is taken out before any ballot is
    read. `awards`: key or name of an award → its winners, for an award by decision or one that a tie leaves open.
    """

    lot_seed: str | None = None
    order: tuple[str, ...] = ()
    rejudge: Ballots | Sheet | None = None
    waived: tuple[str, ...] = ()
    states: Mapping[str, str] = field(default_factory=dict)
    awards: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def from_toml(cls, path: str | Path) -> Self:
        """Read a decisions file; `rejudge` names a ballot table beside it (or by its full path)."""
        require(path, is_path, argument="path", wanted=PATH)
        try:
            return cls.from_text(decode_toml(read_bytes(path)), folder=Path(path).parent)
        except ScoringError as error:
            raise error.in_file(Path(path).name) from None

    @classmethod
    def from_text(cls, text: str, *, folder: str | Path = ".") -> Self:
        """Read decisions from the text of a TOML file.

        >>> Decisions.from_text('order = ["T07", "T03"]').order
        ('T07', 'T03')
        """
        return cls.from_data(parse_toml(text), folder=folder)

    @classmethod
    def from_data(cls, data: Mapping[str, Any], *, folder: str | Path = ".") -> Self:
        """Read decisions from plain data of the same shape as the file."""
        faults: list[Fault] = []
        section = Section(data, faults=faults)
        seed, file = section.raw_text("lot_seed"), section.raw_text("rejudge")
        order, waived = section.texts("order"), section.texts("waived")
        _refuse_repeats(section, {"order": order, "waived": waived})
        states, awards = _states(section.section("states")), _awards(section.section("awards"))
        section.close()
        raise_any(faults)
        table = None if file is None else read_sheet(Path(folder) / file)
        return cls(seed, order, table, waived, states, awards)

    def rejudged(self, rubric: Rubric) -> Ballots | None:
        """The ballots of the re-judging, read with the policy's rubric."""
        if isinstance(self.rejudge, Sheet):
            return Ballots.from_sheet(self.rejudge, rubric)
        return self.rejudge

    def digest(self, rubric: Rubric) -> str:
        """SHA-256 (hex) of the compact JSON (keys sorted, UTF-8) of the fields, the re-judging by its digest; `states`
        and `awards` only where there are any."""
        rejudge = self.rejudged(rubric)
        later = {"states": self.states, "awards": self.awards}
        return sha256_of(
            {
                "lot_seed": self.lot_seed,
                "order": self.order,
                "rejudge": None if rejudge is None else rejudge.digest,
                "waived": self.waived,
                **{key: value for key, value in later.items() if value},
            }
        )

    @property
    def named_entries(self) -> Iterator[tuple[str, str]]:
        """Key and code of every entry that a decision other than its state is about."""
        yield from (("order", code) for code in self.order)
        yield from (("waived", code) for code in self.waived)
        yield from ((f"awards.{award}", code) for award, codes in self.awards.items() for code in codes)

    def unknown_entries(self, known: frozenset[str]) -> list[Fault]:
        """Faults for codes that no entry has."""
        named = (*self.named_entries, *((f"states.{code}", code) for code in self.states))
        return [make_fault("unknown-entry", column=key, value=code) for key, code in named if code not in known]


def _refuse_repeats(section: Section, lists: Mapping[str, Sequence[str]]) -> None:
    for key, codes in lists.items():
        for at, code in enumerate(codes):
            if code in codes[:at]:
                section.fault("twice-listed", key, code)


def _states(table: Section | None) -> dict[str, str]:
    states: dict[str, str] = {}
    for written in table.items() if table else []:
        assert table is not None
        state, code = table.required_text(written), to_key(written)
        if state and state not in STATES:
            table.fault("not-a-choice", written, state, choices=", ".join(STATES), near=near(state, STATES))
        if code in states:
            table.fault("twice-listed", written, code)
        states[code] = state
    return states


def _awards(table: Section | None) -> dict[str, tuple[str, ...]]:
    awards: dict[str, tuple[str, ...]] = {}
    for written in table.items() if table else []:
        assert table is not None
        codes, award = table.texts(written), to_key(written)
        _refuse_repeats(table, {written: codes})
        if award in awards:
            table.fault("twice-listed", written, award)
        awards[award] = codes
    return awards
