"""Policy: the rules of one round, aggregation, tie-break chain, cut, awards; read from TOML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from scoring.faults import ScoringError
from scoring.policy.reader import read_policy
from scoring.policy.rubric import Rubric
from scoring.policy.settings import (
    LATER,
    AdjustmentRule,
    Advance,
    Aggregation,
    AwardRule,
    Cutoff,
    Ranking,
    Rounding,
    Source,
)
from scoring.reading.arguments import PATH, is_path, require
from scoring.reading.cells import number_text
from scoring.reading.digests import sha256_of
from scoring.reading.sections import decode_toml, parse_toml
from scoring.reading.tables import read_bytes


@dataclass(frozen=True, repr=False)
class Policy:
    """The rules of one round. Build it with `from_toml`, `from_text` or `from_data`."""

    rubric: Rubric
    ranking: Ranking
    carry_weight: Decimal | None = None
    sources: tuple[Source, ...] = ()
    cutoff: Cutoff | None = None
    advance: Advance | None = None
    awards: tuple[AwardRule, ...] = ()
    adjustments: AdjustmentRule | None = field(default=None, metadata=LATER)

    @classmethod
    def from_toml(cls, path: str | Path) -> Self:
        """Read the policy file at `path`. Raises ScoringError with every fault, each naming its key and value."""
        require(path, is_path, argument="path", wanted=PATH)
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

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a policy from a dictionary of the same shape as the file; numbers may be int, float or Decimal.

        >>> Policy.from_dict({"criteria": [{"key": "idea", "points": 40}], "ranking": {"method": "mean"}})
        <Policy: mean, 1 criterion, 40 points>
        """
        return cls.from_data(data)

    def __repr__(self) -> str:
        methods = [source.aggregation.method for source in self.sources]
        how = " + ".join(methods) or self.panel_aggregation.method
        count, points = len(self.rubric.keys), number_text(self.rubric.points)
        return f"<Policy: {how}, {count} {'criterion' if count == 1 else 'criteria'}, {points} points>"

    @property
    def places(self) -> int:
        """Decimals with which scores are shown."""
        return 2 if self.ranking.decimals is None else self.ranking.decimals

    @property
    def panel_rubric(self) -> Rubric:
        """What the panel marks: all criteria or, with [[sources]], those of the first source."""
        return self.rubric.of_source(self.sources[0].name) if self.sources else self.rubric

    def factor_of(self, source: str) -> Fraction:
        """What puts a score of the source on the panel's points."""
        return Fraction(self.panel_rubric.points) / Fraction(self.rubric.of_source(source).points)

    @property
    def panel_aggregation(self) -> Aggregation:
        """How the panel's ballots become a score: as [ranking] says or, with [[sources]], the first source."""
        how = self.sources[0].aggregation if self.sources else self.ranking.aggregation
        assert how is not None, "the policy reader requires a method where there are no sources"
        return how

    def rounding_inside(self, how: Aggregation) -> Rounding | None:
        """What is rounded before the method has made a score; None where only the final score is, or nothing."""
        ranking = self.ranking
        if ranking.decimals is None or ranking.round_at == "score":
            return None
        by_mean = ranking.round_at == "criterion" and how.method == "trimmed-mean" and how.drop.of == "criterion"
        return Rounding(ranking.decimals, ranking.rounding, "criterion-mean" if by_mean else ranking.round_at)

    @property
    def group_columns(self) -> tuple[str, ...]:
        """Columns of the entry list whose values part the entries into groups: [ranking] groups, `where`, `quota`."""
        quotas = self.advance.quota if self.advance else ()
        of_awards = (column for award in self.awards for column in award.where)
        return tuple(dict.fromkeys((*self.ranking.groups, *of_awards, *(quota.by for quota in quotas))))

    @property
    def entry_columns(self) -> tuple[str, ...]:
        """Every column of the entry list that a rule names; nothing else of it is read, shown or packed."""
        read = {"previous": "previous", "submitted": "submitted_at"}
        by_steps = (column for step, column in read.items() if step in self.ranking.ties)
        return tuple(dict.fromkeys((*by_steps, *self.group_columns)))

    @property
    def carry_share(self) -> Fraction | None:
        """The part of the final score that comes from carried scores, 0 to 1."""
        return None if self.carry_weight is None else Fraction(self.carry_weight) / 100

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of what the policy means.

        Hashed is the compact JSON (keys sorted, UTF-8) of its fields with defaults filled in and numbers as their
        shortest decimal text; comments, layout and the order of keys do not matter, the order of lists does. Settings
        that older policies did not have are hashed only where they are used.
        """
        return sha256_of(_canonical(self))


def _canonical(value: object) -> object:
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, Mapping):
        return {key: _canonical(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_canonical(item) for item in value]
    fields: Mapping[str, Field[Any]] | None = getattr(value, "__dataclass_fields__", None)
    if fields is None:
        return value
    used = (name for name, one in fields.items() if not (one.metadata.get("later") and _is_idle(one, value)))
    return {name: _canonical(getattr(value, name)) for name in used}


def _is_idle(setting: Field[Any], owner: object) -> bool:
    default = setting.default if setting.default_factory is MISSING else setting.default_factory()
    return bool(getattr(owner, setting.name) == default)
