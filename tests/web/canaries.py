"""A round in which every number and word that must not get out is unlike any other, and everybody who might look."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.ballots import ballots
from hackathon.domain.results import standings
from hackathon.domain.rounds import rounds
from hackathon.domain.submissions import submissions
from hackathon.extensions import db
from hackathon.models import Person, Round
from tests.factories import (
    HOUR,
    NOON,
    a_draft,
    a_round,
    fill_round,
    make_event,
    make_judge,
    make_person,
    the_entry,
    the_judge,
    the_key,
)
from tests.running.needs import find_poppler

POLICY = """
[[criteria]]
key = "creativity"
name = { ko = "창의성", en = "Creativity" }
points = 60
scale = { min = 0, max = 100, step = 0.01 }

[[criteria]]
key = "technical"
name = { ko = "기술 구현력", en = "Technical implementation" }
points = 40
scale = { min = 0, max = 100, step = 0.01 }

[ranking]
method = "mean"

[advance]
count = 2
reserve = 1
"""
TEAMS, JUDGES = ("T001", "T002", "T003"), ("J01", "J02", "J03")
ROLES = ("organizer", "auditor", "chair", "judge", "stranger-judge", "staff", "captain", "rival", "guest", "nobody")


@dataclass
class Canaries:
    """What stands out: scores by team, marks and texts by judge and team."""

    scores: dict[str, str] = field(default_factory=dict)
    marks: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    """Marks of J02 for T003 that were only kept: one revision before the window, one after it."""

    def comment(self, judge: str, team: str) -> str:
        return f"COMMENT-{judge}-{team}-FOR-THE-TEAM"

    def note(self, judge: str, team: str) -> str:
        return f"NOTE-{judge}-{team}-FOR-NOBODY"

    def found_in(self, text: str) -> set[str]:
        words = set(self.scores.values()) | {mark for pair in self.marks.values() for mark in pair} | self.kept
        words |= {make(judge, team) for make in (self.comment, self.note) for judge in JUDGES for team in TEAMS}
        there = {word for word in words if word in text}  # a plain search is a hundred times as fast as a pattern
        return {word for word in there if re.search(rf"(?<![\d.]){re.escape(word)}(?!\d)", text)}


def plant() -> tuple[Round, Canaries]:
    """Every judge has sealed a ballot for every team, no two numbers alike."""
    canaries = Canaries()
    with unit_of_work():
        event = make_event(a_round(policy=POLICY), a_round("next", source="first"), result_level="awards")
        round = fill_round(event, teams=len(TEAMS))
        for role in ("organizer", "auditor", "staff", "guest"):
            make_person(event, role, *([role] if role != "guest" else []))
        make_judge(event, "J09")
        with clock.at(NOON - 3 * HOUR):
            for entry in round.entries:
                submissions.submit(round, entry.team, title=f"제목 {entry.team.code}", summary="요약")
        for number, (judge, team) in enumerate((judge, team) for judge in JUDGES for team in TEAMS):
            canaries.marks[judge, team] = _seal(round, judge, team, number, canaries)
        shown = {row.entry: row.shown for row in standings.standings_of(round).rows}
        canaries.scores.update(shown)
        for number, (revision, hours) in enumerate(KEPT.items(), start=1):
            _keep(round, revision, number, NOON + hours * HOUR, canaries)
    return round, canaries


def _seal(round: Round, judge: str, team: str, number: int, canaries: Canaries) -> tuple[str, str]:
    low = number * number  # no even steps: the middle judge's total must not be the mean of the three
    marks = (Decimal(f"{91 - low}.{13 + 4 * number}"), Decimal(f"{88 - low}.{17 + 7 * number}"))
    draft = a_draft(
        {"creativity": marks[0], "technical": marks[1]},
        comment=canaries.comment(judge, team),
        note=canaries.note(judge, team),
    )
    with clock.at(NOON + HOUR):
        ballots.save(round, the_judge(judge), the_entry(round, team), draft, key=the_key())
    return str(marks[0]), str(marks[1])


def _keep(round: Round, revision: str, number: int, at: datetime, canaries: Canaries) -> None:
    """What was only kept must not get out either."""
    draft = a_draft(
        {"creativity": Decimal(f"9.{1 + number}7"), "technical": Decimal(f"6.{1 + number}3")},
        id=revision,
        comment=canaries.comment("J02", "T003"),
        note=canaries.note("J02", "T003"),
    )
    with clock.at(at):
        ballots.save(round, the_judge("J02"), the_entry(round, "T003"), draft, key=the_key())
    canaries.kept |= {str(mark) for mark in draft.marks.values()}


def person_of(role: str, round: Round) -> Person | None:
    captains = {
        "captain": rounds.entries_by_code(round)["T001"].team,
        "rival": rounds.entries_by_code(round)["T002"].team,
    }
    judges = {"chair": "J01", "judge": "J02", "stranger-judge": "J09"}
    if role == "nobody":
        return None
    if role in captains:
        return captains[role].members[0].entrant.person
    if role in judges:
        return the_judge(judges[role]).person
    return db.session.scalars(select(Person).where(Person.name == role)).one()


KEPT = {"0a000000-0000-4000-8000-000000000001": -2, "0a000000-0000-4000-8000-000000000002": 7}
"""Revision → hours into the round."""
_VALUES = {
    "key": ("first", "next"),
    "code": ("T001", "T002", "J01"),
    "form": ("xlsx", "csv", "json", "html", "zip", "pdf"),
    "kind": ("lot_seed", "order", "waived", "awards", "states"),
    "job": ("AAAAAAAAAAAAAAAA",),
    "number": (1, 2),
    "version": (1, 2),
    "revision": tuple(KEPT),
    "role": ("organizer", "judge"),
    "upload_id": ("00000000-0000-4000-8000-000000000000",),
    "secret": ("x",),
    "act": ("confirm", "remove"),
    "purpose": ("board",),
    "language": ("ko", "en"),
    "where": ("unsent", "rounds/first/nothing"),
    "chapter": ("judges", "nothing"),
    "name": ("nothing.webp",),
}
_APART = {"static", "accounts.redeem", "cards.open_card", "voting.open_link", "venue.open_ticket"}


def addresses(app: Flask, method: str) -> list[tuple[Rule, str]]:
    """Every page that can be asked for, filled with all that exists; a rule with an unknown part fails here."""
    found = []
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and rule.endpoint not in _APART:
            unknown = rule.arguments - _VALUES.keys()
            assert not unknown, f"{rule}: give this test values for {unknown}"
            found += [(rule, address) for address in _filled(rule)]
    return found


def _filled(rule: Rule) -> list[str]:
    combinations: list[dict[str, object]] = [{}]
    for name in sorted(rule.arguments):
        combinations = [{**each, name: value} for each in combinations for value in _VALUES[name]]
    built = [_build(rule, values) for values in combinations]
    return sorted({address for address in built if address})


def _build(rule: Rule, values: dict[str, object]) -> str | None:
    try:
        made = rule.build(values)
    except ValueError:  # a value that this part of the address never takes
        return None
    return made[1] if made else None


def words_of(content: bytes) -> str:
    """What a PDF says; its text is packed. Without the program to read it, nothing is known of it."""
    reader = find_poppler()
    if reader is None:
        return ""
    return subprocess.run([reader, "-", "-"], input=content, capture_output=True, check=True).stdout.decode()


def everything_in(response: TestResponse) -> str:
    """All the text of an answer, what is packed in a workbook or an archive too, and its headers."""
    said = str(response.headers)
    content = response.get_data()
    if content[:5] == b"%PDF-":
        return said + words_of(content)
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return said + "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return said + content.decode("utf-8", "replace")
