"""Short ways to say what a test is about."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

import scoring.text
from scoring import Ballots, Decisions, Policy, ScoringError, Standings, rank

ONE = '[[criteria]]\nkey = "idea"\npoints = 100\n'
TWO = (
    '[[criteria]]\nkey = "creativity"\nname = { ko = "창의성", en = "Creativity" }\npoints = 40\nscale = { max = 10 }\n'
    '[[criteria]]\nkey = "technical"\nname = { ko = "기술 구현력", en = "Technical" }\npoints = 60\nscale = { max = 10 }\n'
)
MEAN = '[ranking]\nmethod = "mean"\n'


def policy_of(ranking: str = MEAN, *, criteria: str = ONE, rest: str = "") -> Policy:
    """A policy from pieces of TOML."""
    return Policy.from_text(criteria + ranking + rest)


def ballots_of(policy: Policy, marks: Mapping[str, Any]) -> Ballots:
    """Ballots from {"T1": {"J1": 7, "J2": (7, 8)}}: a mark, or one mark per criterion; a list is judges J1, J2, …"""
    rows = []
    for entry, given in marks.items():
        by_judge = given if isinstance(given, Mapping) else {f"J{at}": mark for at, mark in enumerate(given, start=1)}
        for judge, mark in by_judge.items():
            values = mark if isinstance(mark, tuple) else (mark,)
            rows.append({"entry": entry, "judge": judge, **dict(zip(policy.rubric.keys, values, strict=True))})
    return Ballots.from_rows(rows, policy.rubric)


def ranked(marks: Mapping[str, Any], ranking: str = MEAN, **more: Any) -> Standings:
    """The standings of such ballots; `criteria` and `rest` go to the policy, everything else to `rank`."""
    policy = policy_of(ranking, criteria=more.pop("criteria", ONE), rest=more.pop("rest", ""))
    decisions = more.pop("decisions", None)
    if isinstance(decisions, str):
        decisions = Decisions.from_text(decisions)
    return rank(ballots_of(policy, marks), policy, decisions=decisions, **more)


def places(standings: Standings) -> list[tuple[int, str]]:
    return [(row.rank, row.entry) for row in standings.rows]


def order(standings: Standings) -> str:
    """Entries best first; those that share a rank stand in brackets: "T2 (T1 T3)"."""
    groups: dict[int, list[str]] = {}
    for row in standings.rows:
        groups.setdefault(row.rank, []).append(row.entry)
    return " ".join(group[0] if len(group) == 1 else f"({' '.join(group)})" for group in groups.values())


def sentences(error: pytest.ExceptionInfo[ScoringError], language: str = "en") -> list[str]:
    return [fault.sentence(language) for fault in error.value.faults]


def write(path: Path, text: str, *, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def install_language(
    folder: Path, monkeypatch: pytest.MonkeyPatch, said: Mapping[str, str], *, language: str = "xx"
) -> None:
    """A catalogue of scoring in one more language, as a folder that somebody drops in."""
    catalogue = Catalog()
    for sentence, translation in said.items():
        context, _, plain = sentence.rpartition("|")
        catalogue.add(plain, translation, context=context or None)
    target = folder / language / "LC_MESSAGES" / "dropped.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr("scoring.text._places", [*scoring.text._places, (folder, "dropped")])
