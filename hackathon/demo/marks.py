"""Marks and comments of the demo's judges: each team has a quality, each judge a severity, and nobody agrees entirely.

The marks are then nudged in a few places (see `ties`), so that every seed shows what ties do to a result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Literal

from hackathon.demo.people import People
from hackathon.demo.seeded_random import SeededRandom
from hackathon.demo.texts import read_texts
from hackathon.demo.ties import CRITERIA, Marks, Panel, settle_preliminary, settle_top

FINALISTS = 30
RESERVE = 5
READERS = 3  # preliminary judges a proposal
GOOD = 7  # from this mark on a judge has something to praise


@dataclass(frozen=True, slots=True)
class Ballot:
    entry: str
    judge: str
    marks: dict[str, int]
    comment: str | None


@dataclass(frozen=True, slots=True)
class Recusal:
    """Why a judge does not score an entry."""

    entry: str
    judge: str
    kind: Literal["statutory", "challenge", "self"]
    reason: str


@dataclass(frozen=True, slots=True)
class JudgeStyle:
    """How one judge marks: `severity` is taken off every mark, `spread` stretches what is above or below the middle."""

    severity: float
    spread: float


def marks(people: People, seed: int, stage: str, *, finalists: Sequence[str] = ()) -> list[Ballot]:
    """The ballots of the round `stage`; the final needs its finalists."""
    return preliminary_marks(people, seed) if stage == "preliminary" else final_marks(people, finalists, seed)


def preliminary_assignment(people: People, seed: int) -> list[tuple[str, str]]:
    """(judge, team) pairs: every team has three judges, and the judges' loads differ by one at most.

    Each handful of teams takes every judge once, in a new order, which balances the loads and links all judges.
    """
    rng = SeededRandom(seed, "assignment")
    judges = [judge.code for judge in people.preliminary_judges]
    waiting: list[str] = []
    pairs = []
    for team in rng.order([team.code for team in people.teams]):
        if len(waiting) < READERS:
            waiting = rng.order(judges)
        readers, waiting = waiting[:READERS], waiting[READERS:]
        pairs += [(reader, team) for reader in readers]
    return sorted(pairs, key=lambda pair: (pair[1], pair[0]))


def preliminary_marks(people: People, seed: int) -> list[Ballot]:
    pairs = preliminary_assignment(people, seed)
    qualities = {team.code: _quality(seed, team.code) for team in people.teams}
    panels = _mark_all(pairs, qualities=qualities, middle=5.9, reach=1.15, seed=seed, stage="preliminary")
    settle_preliminary(panels, advance=FINALISTS, reserve=RESERVE)
    return _ballots(panels, stage="preliminary", seed=seed)


def final_recusals(people: People, finalists: Sequence[str], seed: int) -> list[Recusal]:
    """Two judges who may not score one finalist each; never the chair, whose totals break ties."""
    rng = SeededRandom(seed, "recusals")
    first, second = rng.order(sorted(finalists))[:2]
    judges = rng.order([judge.code for judge in people.final_judges if not judge.is_chair])
    reasons = read_texts("board")["recusals"]
    return [
        Recusal(first, judges[0], "statutory", reasons["family"]),
        Recusal(second, judges[1], "self", reasons["mentor"]),
    ]


def final_marks(people: People, finalists: Sequence[str], seed: int) -> list[Ballot]:
    barred = {(recusal.judge, recusal.entry) for recusal in final_recusals(people, finalists, seed)}
    pairs = [(judge.code, entry) for entry in sorted(finalists) for judge in people.final_judges]
    qualities = _final_qualities(finalists, seed=seed)
    allowed = [pair for pair in pairs if pair not in barred]
    panels = _mark_all(allowed, qualities=qualities, middle=7.0, reach=1.1, seed=seed, stage="final")
    settle_top(panels, judges=len(people.final_judges))
    return _ballots(panels, stage="final", seed=seed)


def _quality(seed: int, team: str) -> dict[str, float]:
    """What a team is worth on each criterion, in standard deviations; good teams tend to be good at everything."""
    rng = SeededRandom(seed, f"quality/{team}")
    overall = rng.bell()
    return {key: 0.85 * overall + 0.5 * rng.bell() for key in CRITERIA}


def _final_qualities(finalists: Sequence[str], *, seed: int) -> dict[str, dict[str, float]]:
    """Half of what the proposal promised and how the night went; the finalists are compared with each other only."""
    promised = {team: _quality(seed, team) for team in sorted(finalists)}
    usual = {key: fsum(quality[key] for quality in promised.values()) / len(promised) for key in CRITERIA}
    qualities = {}
    for team, quality in promised.items():
        rng = SeededRandom(seed, f"night/{team}")
        night = rng.bell()
        qualities[team] = {key: 0.5 * (quality[key] - usual[key]) + 0.8 * night + 0.35 * rng.bell() for key in CRITERIA}
    return qualities


def _mark_all(
    pairs: Sequence[tuple[str, str]],
    *,
    qualities: Mapping[str, Mapping[str, float]],
    middle: float,
    reach: float,
    seed: int,
    stage: str,
) -> dict[str, Panel]:
    styles = {judge: _judge_style(seed, judge) for judge, _ in pairs}
    panels: dict[str, Panel] = {}
    for judge, entry in pairs:
        rng = SeededRandom(seed, f"{stage}/{judge}/{entry}")
        expected = {key: reach * qualities[entry][key] for key in CRITERIA}
        panels.setdefault(entry, {})[judge] = _mark(rng, style=styles[judge], expected=expected, middle=middle)
    return panels


def _judge_style(seed: int, judge: str) -> JudgeStyle:
    rng = SeededRandom(seed, f"temper/{judge}")
    return JudgeStyle(severity=0.45 * rng.bell(), spread=0.8 + 0.05 * rng.below(10))


def _mark(rng: SeededRandom, *, style: JudgeStyle, expected: Mapping[str, float], middle: float) -> Marks:
    """One ballot; the impression that a team made on this judge colours all its marks."""
    impression = 0.55 * rng.bell()
    felt = {key: style.spread * (expected[key] + impression + 0.6 * rng.bell()) for key in CRITERIA}
    return {key: min(10, max(0, int(middle - style.severity + felt[key] + 0.5))) for key in CRITERIA}


def _ballots(panels: Mapping[str, Panel], *, stage: str, seed: int) -> list[Ballot]:
    ballots = []
    for entry in sorted(panels):
        comments = Comments(stage, rng=SeededRandom(seed, f"remarks/{stage}/{entry}"))
        for judge in sorted(panels[entry]):
            given = panels[entry][judge]
            ballots.append(Ballot(entry, judge, dict(given), comments.write(given)))
    return ballots


class Comments:
    """The comments on one team; no sentence is said to the same team twice."""

    def __init__(self, stage: str, *, rng: SeededRandom) -> None:
        stock = read_texts("comments")[stage]
        self._rng = rng
        self._strengths = {key: rng.order(sentences) for key, sentences in stock["strength"].items()}
        self._wishes = {key: rng.order(sentences) for key, sentences in stock["wish"].items()}

    def write(self, marks: Mapping[str, int]) -> str | None:
        """About every second judge writes something."""
        if self._rng.chance(0.48):
            return None
        best = max(marks, key=lambda key: marks[key])
        worst = min(reversed(list(marks)), key=lambda key: marks[key])
        praise = self._take(self._strengths[best]) if marks[best] >= GOOD or self._rng.chance(0.4) else ""
        wish = self._take(self._wishes[worst]) if not praise or self._rng.chance(0.6) else ""
        return " ".join(sentence for sentence in (praise, wish) if sentence) or None

    @staticmethod
    def _take(sentences: list[str]) -> str:
        return sentences.pop() if sentences else ""
