"""Connections: which judges and entries hang together through common ballots."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.exact import IntArray
from scoring.faults import quote
from scoring.methods.panel import Panel
from scoring.text import Text, joined, text

MOST_NAMES = 6


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Judges and entries (indices of the panel's) that are connected, and how many ballots they share."""

    judges: IntArray
    entries: IntArray
    ballots: int


def groups_of(panel: Panel) -> list[Group]:
    """The connected groups, the group of the first judge first."""
    if not len(panel.entry):
        return []
    label = np.arange(len(panel.judges))
    while True:
        by_entry = np.minimum.reduceat(label[panel.judge], panel.starts)
        lower = label.copy()
        np.minimum.at(lower, panel.judge, by_entry[panel.entry])
        if np.array_equal(lower, label):
            break
        label = lower
    seated = np.unique(panel.judge)
    return [_group(panel, seated[label[seated] == one], by_entry == one) for one in np.unique(label[seated])]


def _group(panel: Panel, judges: IntArray, has: IntArray) -> Group:
    return Group(judges, np.flatnonzero(has), int(panel.counts[has].sum()))


def describe_groups(panel: Panel, groups: list[Group]) -> Text:
    """Judges and entries of each group: "J1, J2 (T1, T2); J3 (T3)"."""
    return joined((_described(panel, group) for group in groups[:MOST_NAMES]), "; ")


def say_loose_groups(panel: Panel, groups: list[Group]) -> Text:
    """That there are several groups, and which."""
    return text(
        "judges and entries fall apart into {count} groups that are not connected: {groups}",
        count=len(groups),
        groups=describe_groups(panel, groups),
    )


def _described(panel: Panel, group: Group) -> str:
    judges, entries = ([panel.judges[at] for at in group.judges], [panel.entries[at] for at in group.entries])
    return f"{listed(judges)} ({listed(entries)})"


def listed(codes: list[str]) -> str:
    """Codes in a row; beyond a handful, how many more."""
    named = ", ".join(quote(code) for code in codes[:MOST_NAMES])
    return named if len(codes) <= MOST_NAMES else f"{named}, … +{len(codes) - MOST_NAMES}"
