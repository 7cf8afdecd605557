"""Arguments of the Python interface: a value of the wrong type is a fault that names the argument."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePath
from typing import Any

from scoring.faults import make_fault, raise_any
from scoring.text import Sayable, joined, text

FRAME = text("a pandas DataFrame")
ROWS = text("a list of mappings with the keys entry, judge and the criteria")
CODES = text("a list of codes")
PAIRS = text("a list of pairs (judge, entry)")
PATH = text("the path of a file")
TOML = text("the text of a TOML file")
TEXT = text("a text")
MAPPING = text("a mapping with the keys of the file")
WHOLE = text("a whole number")
SCORES = text("a mapping of entry to score")
ENTRIES = text("a list of codes, or a mapping of code to previous result")
ADJUSTMENTS = text(
    "a list of Adjustment or (entry, points, reason), a mapping of entry to points, or a DataFrame with these columns"
)


def require(value: object, is_right: Callable[[Any], bool], *, argument: str, wanted: Sayable) -> None:
    """Raise a ScoringError that names the argument where the value is of another kind than `wanted` says."""
    if not is_right(value):
        fault = make_fault("wrong-argument", argument=argument, wanted=joined([wanted]), given=type(value).__name__)
        raise_any([fault])


def require_type(value: object, kind: type, *, argument: str) -> None:
    """The same for a type of this package; `None` is one too where the caller says nothing."""
    require(value, lambda given: isinstance(given, kind), argument=argument, wanted=f"scoring.{kind.__name__}")


def is_list(value: object) -> bool:
    """Whether the value holds several things one after the other, and is no text, mapping or table."""
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping) and _dimensions(value) < 2


def is_mapping(value: object) -> bool:
    """Whether the value gives something for keys: a mapping, or a pandas Series."""
    return isinstance(value, Mapping) or (_dimensions(value) == 1 and hasattr(value, "items"))


def is_codes(value: object) -> bool:
    """Whether the value lists codes or gives something for them."""
    return is_list(value) or is_mapping(value)


def is_text(value: object) -> bool:
    """Whether the value is text."""
    return isinstance(value, str)


def is_whole(value: object) -> bool:
    """Whether the value is a whole number."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_path(value: object) -> bool:
    """Whether the value can name a file."""
    return isinstance(value, str | PurePath)


def _dimensions(value: object) -> int:
    dimensions = getattr(value, "ndim", 0)
    return dimensions if isinstance(dimensions, int) else 0
