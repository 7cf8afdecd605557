"""Decisions made after scoring: a lot drawn, a re-judging, an order decided, places given up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from scoring.ballots.ballots import Ballots
from scoring.faults import Fault, ScoringError, make_fault, raise_any
from scoring.policy.rubric import Rubric
from scoring.reading.digests import sha256_of
from scoring.reading.sections import Section, decode_toml, parse_toml
from scoring.reading.tables import Sheet, read_bytes, read_sheet


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was decided after scoring; it never changes the policy or its digest.

    `lot_seed`: the seed that was drawn for a policy whose lot_seed is "pending". `order`: entries from better to worse,
    for the step "decision". `rejudge`: ballots of a second judging of tied entries, for the step "rejudge".
    `waived`: entries that gave up their place: they keep their rank, but neither advance, nor stand in the reserve, nor
    win an award; whoever comes next moves up.
    """

    lot_seed: str | None = None
    order: tuple[str, ...] = ()
    rejudge: Ballots | Sheet | None = None
    waived: tuple[str, ...] = ()

    @classmethod
    def from_toml(cls, path: str | Path) -> Self:
        """Read a decisions file; `rejudge` names a ballot table beside it (or by its full path)."""
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
        for key, codes in (("order", order), ("waived", waived)):
            for at, code in enumerate(codes):
                if code in codes[:at]:
                    section.fault("twice-listed", key, code)
        section.close()
        raise_any(faults)
        return cls(seed, order, None if file is None else read_sheet(Path(folder) / file), waived)

    def rejudged(self, rubric: Rubric) -> Ballots | None:
        """The ballots of the re-judging, read with the policy's rubric."""
        if isinstance(self.rejudge, Sheet):
            return Ballots.from_sheet(self.rejudge, rubric)
        return self.rejudge

    def digest(self, rubric: Rubric) -> str:
        """SHA-256 (hex) of the compact JSON (keys sorted, UTF-8) of the four fields, the re-judging by its digest."""
        rejudge = self.rejudged(rubric)
        return sha256_of(
            {
                "lot_seed": self.lot_seed,
                "order": self.order,
                "rejudge": None if rejudge is None else rejudge.digest,
                "waived": self.waived,
            }
        )

    def unknown_entries(self, known: frozenset[str]) -> list[Fault]:
        """Faults for codes in `order` and `waived` that no entry has."""
        lists = (("order", self.order), ("waived", self.waived))
        return [
            make_fault("unknown-entry", column=key, value=code)
            for key, codes in lists
            for code in codes
            if code not in known
        ]
