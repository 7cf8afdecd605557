"""Policy: the rules of one round, aggregation, tie-break chain, cut, awards; read from TOML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from scoring.faults import ScoringError
from scoring.policy.reader import read_policy
from scoring.policy.rubric import Rubric
from scoring.policy.settings import Advance, AwardRule, Cutoff, Ranking, Source
from scoring.reading.cells import number_text
from scoring.reading.digests import sha256_of
from scoring.reading.sections import decode_toml, parse_toml
from scoring.reading.tables import read_bytes


@dataclass(frozen=True)
class Policy:
    """The rules of one round. Build it with `from_toml`, `from_text` or `from_data`."""

    rubric: Rubric
    ranking: Ranking
    carry_weight: Decimal | None = None
    sources: tuple[Source, ...] = ()
    cutoff: Cutoff | None = None
    advance: Advance | None = None
    awards: tuple[AwardRule, ...] = ()

    @classmethod
    def from_toml(cls, path: str | Path) -> Self:
        """Read the policy file at `path`. Raises ScoringError with every fault, each naming its key and value."""
        try:
            return cls.from_text(decode_toml(read_bytes(path)))
        except ScoringError as error:
            raise error.in_file(Path(path).name) from None

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read a policy from the text of a TOML file.

        >>> policy = Policy.from_text('''
        ... criteria = [{ key = "idea", points = 40, scale = { max = 10 } }]
        ... ranking = { method = "median", ties = ["low"] }
        ... ''')
        >>> policy.rubric.keys, policy.ranking.ties
        (('idea',), ('low',))
        """
        return cls.from_data(parse_toml(text))

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read a policy from plain data of the same shape as the file."""
        return cls(**read_policy(data))

    @property
    def places(self) -> int:
        """Decimals with which scores are shown."""
        return 2 if self.ranking.decimals is None else self.ranking.decimals

    @property
    def carry_share(self) -> Fraction | None:
        """The part of the final score that comes from carried scores, 0 to 1."""
        return None if self.carry_weight is None else Fraction(self.carry_weight) / 100

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of what the policy means.

        Hashed is the compact JSON (keys sorted, UTF-8) of its fields with defaults filled in and numbers as their
        shortest decimal text; comments, layout and the order of keys do not matter, the order of lists does.
        """
        return sha256_of(_canonical(self))


def _canonical(value: object) -> object:
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, Mapping):
        return {key: _canonical(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_canonical(item) for item in value]
    names = getattr(value, "__dataclass_fields__", None)
    return value if names is None else {name: _canonical(getattr(value, name)) for name in names}
