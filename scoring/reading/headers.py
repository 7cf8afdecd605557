"""Headers of a table called otherwise: the pairs of `--map "HEADER=key"` put in place of what the file calls its columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from scoring.faults import Fault, ScoringError, make_fault, raise_any
from scoring.reading.cells import near, to_key
from scoring.reading.tables import Sheet

OPTION = "--map"


def read_mapping(written: Iterable[str], *, keys: Sequence[str]) -> dict[str, str]:
    """Header → key from texts "HEADER=key", split at the last "="; `keys` are those that a header may stand for.

    Raises ScoringError for a text without "=", an unknown key, and a header or key that is mapped twice.

    >>> read_mapping(["1=2, was it new?=idea"], keys=["idea"])
    {'1=2, was it new?': 'idea'}
    """
    faults: list[Fault] = []
    mapping: dict[str, str] = {}
    for one in written:
        header, equals, key = (to_key(part) for part in one.rpartition("="))
        faults += _pair_faults(one, header, key if equals else "", mapping=mapping, keys=keys)
        mapping[header] = key
    raise_any(faults)
    return mapping


def _pair_faults(
    written: str, header: str, key: str, *, mapping: Mapping[str, str], keys: Sequence[str]
) -> Iterator[Fault]:
    if not header or not key:
        yield make_fault("no-mapping", column=OPTION, value=written)
    elif key not in keys:
        yield make_fault("no-such-target", column=OPTION, value=written, keys=", ".join(keys), near=near(key, keys))
    elif header in mapping or key in mapping.values():
        yield make_fault("mapped-twice", column=OPTION, value=header if header in mapping else key)


def rename(sheet: Sheet, mapping: Mapping[str, str], *, required: bool = True) -> Sheet:
    """The sheet with its headers called as the mapping says.

    Raises ScoringError for a header that stands there more than once or, where `required`, not at all; a key that then
    stands there twice is a fault of whoever reads the sheet.
    """
    faults = [*_absent(sheet, mapping)] if required else []
    faults += [make_fault("header-twice", row=1, column=name) for name in mapping if sheet.header.count(name) > 1]
    if faults:
        raise ScoringError(faults).in_file(sheet.name)
    return replace(sheet, header=tuple(mapping.get(name, name) for name in sheet.header))


def _absent(sheet: Sheet, mapping: Mapping[str, str]) -> Iterator[Fault]:
    for name in mapping:
        if name not in sheet.header:
            yield make_fault("no-such-header", row=1, column=name, near=near(name, sheet.header))
