"""Adjustments as a caller may hand them over: a list, a mapping or a DataFrame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from scoring.ballots.entries import Adjustment
from scoring.ballots.frames import is_frame
from scoring.faults import make_fault, raise_any
from scoring.reading.arguments import ADJUSTMENTS, is_list, is_mapping, require

if TYPE_CHECKING:
    import pandas as pd

Adjustments: TypeAlias = "Iterable[Adjustment | tuple[object, ...]] | Mapping[str, object] | pd.DataFrame"
_SHAPES = (2, 3)


def given_adjustments(given: object) -> tuple[Adjustment, ...]:
    """The adjustments in a list of Adjustment, (entry, points) or (entry, points, reason), in a mapping (or Series) of entry
    to points, or in a DataFrame with the columns `entry`, `points` and perhaps `reason`.

    Raises ScoringError for anything else.
    """
    if given is None:
        return ()
    if is_frame(given):
        return tuple(_of_frame(given))
    require(given, lambda value: is_mapping(value) or is_list(value), argument="adjustments", wanted=ADJUSTMENTS)
    return tuple(_of_pairs(given) if is_mapping(given) else _of_list(given))


def _of_frame(frame: Any) -> Iterator[Adjustment]:
    columns = [str(name) for name in frame.columns]
    raise_any(
        make_fault("missing-column", row=1, column=name, near="") for name in ("entry", "points") if name not in columns
    )
    reasons = frame["reason"].fillna("") if "reason" in columns else [""] * len(frame)
    rows = zip(frame["entry"].tolist(), frame["points"].tolist(), reasons, strict=True)
    for row, (entry, points, reason) in enumerate(rows, start=2):
        yield Adjustment(entry, points, str(reason), row=row)


def _of_pairs(given: Any) -> Iterator[Adjustment]:
    return (Adjustment(entry, points) for entry, points in given.items())


def _of_list(given: Any) -> Iterator[Adjustment]:
    for one in given:
        if isinstance(one, Adjustment):
            yield one
        elif isinstance(one, Mapping) and {"entry", "points"} <= set(one):
            yield Adjustment(one["entry"], one["points"], str(one.get("reason", "")))
        else:
            require(one, _is_row, argument="adjustments", wanted=ADJUSTMENTS)
            yield Adjustment(*one)


def _is_row(value: object) -> bool:
    return isinstance(value, tuple | list) and len(value) in _SHAPES
