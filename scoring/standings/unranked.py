"""Unranked entries: who has no rank, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.ballots.ballots import Ballots
from scoring.exact import IntArray
from scoring.methods.counting import Counted, count_by_source
from scoring.names import STATES
from scoring.policy.policy import Policy
from scoring.policy.settings import Source
from scoring.text import Text, text


@dataclass(frozen=True, slots=True)
class Unranked:
    """An entry without a rank, and why. `state`: withdrawn or disqualified, where it was taken out."""

    entry: str
    why: Text
    state: str | None = None

    @property
    def reason(self) -> str:
        """Why, in English as files hold it."""
        return str(self.why)


def find_unranked(
    ballots: Ballots, policy: Policy, *, counted: Counted, listed: frozenset[str] | None
) -> tuple[Unranked, ...]:
    """Entries with ballots, or on the entry list, that have no rank; by code."""
    ranked = counted.panel.entries
    if listed is None and len(ranked) == len(ballots.entries):
        return ()
    codes = (listed or frozenset()) | frozenset(ballots.entries)
    left = sorted(codes - frozenset(ranked))
    places = {code: at for at, code in enumerate(ballots.entries)}
    sources = [part.source for part in counted.parts]
    counts = count_by_source(ballots, sources)
    return tuple(Unranked(code, _why(code, places.get(code), counts, sources, counted.lacking)) for code in left)


def _why(
    code: str, at: int | None, counts: IntArray, sources: Sequence[Source | None], lacking: Mapping[str, Text]
) -> Text:
    if at is None:
        return text("no ballot")
    if not counts[:, at].any():
        return text("no complete ballot")
    missing = [source.name for source, row in zip(sources, counts, strict=True) if source and not row[at]]
    if missing:
        return text("no complete ballot from: {sources}", sources=", ".join(missing))
    return lacking[code]


def taken_out(states: Mapping[str, str]) -> tuple[Unranked, ...]:
    """Entries that no longer take part, by code."""
    return tuple(Unranked(code, STATES[state], state) for code, state in sorted(states.items()))
