"""Bootstrap of ranks: how each entry fares in many panels drawn from the same judges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.standings.standings import Standings

TOP_WITHOUT_ADVANCE = 3
# Nine in ten panels give a rank within the interval.
TAIL_PERCENT = 5


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """Of `done` panels: the share in which an entry was among the first `top`, the share in which it was first, and the
    ranks between which it lay in the middle 90 % of the panels that ranked it."""

    seed: str
    samples: int
    done: int
    top: int
    top_share: Mapping[str, float]
    first_share: Mapping[str, float]
    interval: Mapping[str, tuple[int, int]]

    def to_dict(self) -> dict[str, Any]:
        """The object of the JSON."""
        return {
            "seed": self.seed,
            "samples": self.samples,
            "skipped": self.samples - self.done,
            "top": self.top,
            "top_share": dict(self.top_share),
            "first_share": dict(self.first_share),
            "rank_interval": {entry: list(ends) for entry, ends in self.interval.items()},
        }


def summarise(panels: Sequence[Mapping[str, int]], base: Standings, *, seed: str, samples: int) -> Bootstrap:
    """Shares and intervals from the ranks of every panel that could be ranked."""
    rule = base.policy.advance
    top = rule.count if rule else min(TOP_WITHOUT_ADVANCE, len(base.ranks))
    ranks = {entry: [panel[entry] for panel in panels if entry in panel] for entry in base.ranks}
    return Bootstrap(
        seed=seed,
        samples=samples,
        done=len(panels),
        top=top,
        top_share=_shares(ranks, top, len(panels)),
        first_share=_shares(ranks, 1, len(panels)),
        interval={entry: _middle(sorted(found)) for entry, found in ranks.items() if found},
    )


def _shares(ranks: Mapping[str, Sequence[int]], top: int, count: int) -> dict[str, float]:
    """By entry, in which share of the panels it was among the first `top`; nothing where no panel could be ranked."""
    return {entry: _share(found, top, count) for entry, found in ranks.items()} if count else {}


def _share(ranks: Sequence[int], top: int, count: int) -> float:
    return round(sum(rank <= top for rank in ranks) / count, 4)


def _middle(ordered: Sequence[int]) -> tuple[int, int]:
    cut = len(ordered) * TAIL_PERCENT // 100
    return ordered[cut], ordered[len(ordered) - 1 - cut]
