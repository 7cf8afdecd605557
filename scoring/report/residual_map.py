"""Residual map: judges × entries, coloured by how far a total lies from what entry and judge let expect. Geometry only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.analysis.residuals import residuals
from scoring.standings.standings import Standings

CELL, MOST_MAPPED, MOST_NAMED = 18, 56, 10
STEPS = 4
"""Shades on either side of 0."""


@dataclass(frozen=True)
class MapCell:
    x: int
    y: int
    shade: str
    label: str


@dataclass(frozen=True)
class ResidualMap:
    """Cells of the first entries from left to right and the judges from top to bottom; `strongest`: ballots furthest off."""

    judges: tuple[str, ...]
    entries: tuple[str, ...]
    cells: tuple[MapCell, ...]
    strongest: tuple[tuple[str, str, float], ...]
    step: float

    @property
    def width(self) -> int:
        return len(self.entries) * CELL

    @property
    def height(self) -> int:
        return len(self.judges) * CELL


def residual_map(standings: Standings) -> ResidualMap | None:
    """The map of the panel; None where there is nothing to compare."""
    panel = standings.panel
    if len(panel.entries) < 2 or len(np.unique(panel.judge)) < 2:
        return None
    left = residuals(panel)
    largest = float(np.max(np.abs(left)))
    step = largest / STEPS or 1.0
    shown = {row.entry: at for at, row in enumerate(standings.rows[:MOST_MAPPED])}
    present = [panel.judges[at] for at in np.unique(panel.judge).tolist()]
    place = {judge: at for at, judge in enumerate(present)}
    cells = []
    for ballot in np.flatnonzero(np.isin(panel.entry, _columns(panel.entries, shown))).tolist():
        entry, judge = panel.entries[panel.entry[ballot]], panel.judges[panel.judge[ballot]]
        value = float(left[ballot])
        label = f"{judge} {entry} {value:+.1f}"
        cells.append(MapCell(shown[entry] * CELL, place[judge] * CELL, _shade(value, step), label))
    worst = np.argsort(-np.abs(left), kind="stable")[:MOST_NAMED].tolist()
    named = [(panel.judges[panel.judge[at]], panel.entries[panel.entry[at]], float(left[at])) for at in worst]
    return ResidualMap(tuple(present), tuple(shown), tuple(cells), tuple(named), step)


def _columns(entries: tuple[str, ...], shown: dict[str, int]) -> list[int]:
    return [at for at, entry in enumerate(entries) if entry in shown]


def _shade(value: float, step: float) -> str:
    strength = min(STEPS, int(abs(value) / step + 0.5))
    return "none" if not strength else f"{'above' if value > 0 else 'below'} s{strength}"
