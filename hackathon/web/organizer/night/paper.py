"""Paper ballots of a round: how many each judge's stack holds in which state, and what people read differently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from flask import render_template

from hackathon.domain.ballots import paper
from hackathon.domain.ballots.paper import Paper
from hackathon.domain.ballots.progress import Progress, progress_of
from hackathon.domain.ballots.revisions import rubric_of
from hackathon.domain.ballots.rulings import may_rule
from hackathon.extensions import db
from hackathon.models import Entry, Judge, Person, Round, Seat
from hackathon.web.http.guard import policy
from hackathon.web.organizer.shared.desk import SIGNERS, actor, blueprint, load_round
from hackathon.web.page.frame import words
from scoring.reading.cells import number_text


@dataclass(frozen=True)
class Stack:
    """One judge's papers: how many are in which state, and how many the person looking has typed."""

    judge: Judge
    counts: Counter[str]
    mine: int
    owed: int
    may: bool


@dataclass(frozen=True)
class Difference:
    """A paper that people read differently: who typed what, criterion by criterion."""

    judge: Judge
    entry: Entry
    rows: list[tuple[str, list[tuple[str, str]]]]


@blueprint.get("/rounds/<key>/paper")
@policy(*SIGNERS, "auditor")
def papers(key: str) -> str:
    round = load_round(key, "ballots")
    found, progress = paper.papers_of(round), progress_of(round)
    return render_template(
        "organizer/night/paper.html",
        round=round,
        stacks=[_stack(round, seat, found, progress) for seat in progress.judges],
        differences=_differences(round, found, progress),
    )


def _stack(round: Round, seat: Seat, found: Mapping[paper.Pair, Paper], progress: Progress) -> Stack:
    own = [each for each in found.values() if each.judge_id == seat.judge_id]
    counts = progress.counts(judge=seat.judge.code)
    return Stack(
        judge=seat.judge,
        counts=Counter(each.state for each in own),
        mine=sum(each.of(actor()) is not None for each in own),
        owed=sum(counts.values()) - counts["recused"],
        may=round.locked_at is None and may_rule(actor(), round=round, judge=seat.judge),
    )


def _differences(round: Round, found: Mapping[paper.Pair, Paper], progress: Progress) -> list[Difference]:
    judges = {seat.judge_id: seat.judge for seat in progress.judges}
    entries = {entry.id: entry for entry in progress.entries}
    return [
        Difference(judges[judge], entries[entry], _rows_of(round, each))
        for (judge, entry), each in sorted(found.items())
        if each.state == "differs" and judge in judges and entry in entries
    ]


def _rows_of(round: Round, each: Paper) -> list[tuple[str, list[tuple[str, str]]]]:
    rubric = rubric_of(round.policy)
    names = {typing.person_id: db.session.get_one(Person, typing.person_id).name or "" for typing in each.typings}
    return [
        (
            words(rubric.criteria[rubric.index(key)].name),
            [(names[typing.person_id], _text(typing.marks.get(key))) for typing in each.typings],
        )
        for key in each.differs
    ]


def _text(mark: Decimal | None) -> str:
    return "" if mark is None else number_text(mark)
