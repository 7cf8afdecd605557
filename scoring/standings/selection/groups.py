"""Groups of entries with one value in a column of the entry list, and the ranks inside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Ranks = dict[str, dict[str, list[tuple[str, int]]]]


def rank_in_groups(columns: Iterable[str], values: Mapping[str, Mapping[str, str]], ranks: Mapping[str, int]) -> Ranks:
    """Column → value → entries with their rank among those of that value, 1-2-2-4. An empty cell belongs to no group.

    >>> rank_in_groups(["track"], {"track": {"T1": "AI", "T3": "AI", "T2": "Web"}}, {"T1": 1, "T2": 2, "T3": 3})
    {'track': {'AI': [('T1', 1), ('T3', 2)], 'Web': [('T2', 1)]}}
    """
    ordered = sorted(ranks, key=lambda code: (ranks[code], code))
    return {column: _ranked(values.get(column, {}), ordered, ranks) for column in columns}


def _ranked(
    cells: Mapping[str, str], ordered: Iterable[str], ranks: Mapping[str, int]
) -> dict[str, list[tuple[str, int]]]:
    members: dict[str, list[str]] = {}
    for code in ordered:
        if value := cells.get(code, ""):
            members.setdefault(value, []).append(code)
    return {value: _among_themselves(codes, ranks) for value, codes in sorted(members.items())}


def _among_themselves(codes: list[str], ranks: Mapping[str, int]) -> list[tuple[str, int]]:
    first: dict[int, int] = {}
    for place, code in enumerate(codes, start=1):
        first.setdefault(ranks[code], place)
    return [(code, first[ranks[code]]) for code in codes]
