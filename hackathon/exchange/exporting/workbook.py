"""Workbook of a round's result."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from hackathon.domain.ballots import ballots
from hackathon.domain.results import standings
from hackathon.domain.rounds import pledges, rounds
from hackathon.domain.submissions import submissions
from hackathon.exchange.exporting.sheets import Cell, Sheets
from hackathon.exchange.printing.phrases import RECUSALS
from hackathon.extensions import db
from hackathon.models import Entry, Judge, Recusal, Result, Round, Team
from scoring import Policy, Standings
from scoring.names import AWARDS
from scoring.policy.rubric import Criterion
from scoring.policy.rule_names import step_phrase
from scoring.text import Sayable, Text, in_languages, joined, text, text_p

Names = dict[str, tuple[str, str]]
Table = tuple[list[Sayable], list[list[Cell]]]
_ON_PAPER, _ON_SCREEN = text_p("pledge", "on paper"), text_p("pledge", "on screen")
_CODE, _TEAM, _JUDGE, _POINTS = text("Code"), text("Team"), text("Judge"), text_p("mark", "Points")


def workbook(
    round: Round, table: Standings, result: Result | None, *, languages: Sequence[str], names: bool = True
) -> bytes:
    """The bytes of the XLSX: standings, ballots, ties, adjustments and recusals, awards, rule text.

    Its headers are in every language of the event, all else in the first of `languages`.
    """
    # The file says when the result was made, not when somebody pressed the button.
    made = (result.made_at if result else round.opens_at).replace(tzinfo=None)
    of = joined([in_languages(round.event.name), in_languages(round.name)], " ")
    title = text("{of} Summary of the result", of=of)
    sheets = Sheets(languages, title=title.say(languages[0]), created=made)
    teams = _teams(round, names=names)
    policy = Policy.from_text(round.policy)
    sheets.add(text_p("paper", "Standings"), *_standings_sheet(table, policy, teams, languages[0]))
    sheets.add(text("Ballots"), *_ballots_sheet(round, table, policy, teams))
    sheets.add(text("Ties"), *_ties_sheet(table, policy, teams))
    sheets.add(text("Adjustments"), [_CODE, _TEAM, _POINTS, text("Reason")], _adjustment_rows(round, teams))
    sheets.add(text("Recusals"), [_JUDGE, _CODE, _TEAM, text("Kind")], _recusal_rows(round, teams))
    sheets.add(text("Awards"), [text_p("column", "Award"), _CODE, _TEAM, text("State")], _award_rows(table, teams))
    if round.pledge:
        header = [_JUDGE, text_p("pledge", "Version"), text("Pledged at"), text_p("pledge", "How")]
        sheets.add(text("Pledge"), header, _pledge_rows(round))
    sheets.add(text("Rules"), [text_p("column", "Rules")], [[line] for line in round.policy.splitlines()])
    return sheets.finish()


def _teams(round: Round, *, names: bool) -> Names:
    """Team code → name and title of what it handed in."""
    newest = submissions.newest_by_team([round.source, round] if round.source else [round])
    rows = db.session.execute(
        select(Team.id, Team.code, Team.name).join(Entry, Entry.team_id == Team.id).where(Entry.round_id == round.id)
    )
    return {code: (name if names else "", newest[key].title if key in newest else "") for key, code, name in rows}


def _standings_sheet(table: Standings, policy: Policy, teams: Names, language: str) -> Table:
    criteria = policy.rubric.criteria
    header: list[Sayable] = [
        *(text("Rank"), _CODE, _TEAM, text("Title"), text("Score")),
        *(_criterion_with_points(criterion) for criterion in criteria),
        *(text("Number of ballots"), text("Tied"), text("What decided")),
        *(text("Explanation"), text("Exact value")),
    ]
    rows: list[list[Cell]] = []
    for row in table.rows:
        cells: list[Cell] = [row.rank, row.entry, *teams[row.entry], Decimal(row.shown)]
        cells += [row.criteria[criterion.key] for criterion in criteria]
        decided = step_phrase(row.decided_by, policy.rubric) if row.decided_by else ""
        cells += [row.ballots, text("Tied") if row.tied else "", decided, table.explain(row.entry, language=language)]
        rows.append([*cells, str(row.score)])
    for absent in table.unranked:
        blank: list[Cell] = [None, absent.entry, *teams.get(absent.entry, ("", "")), None, *[None] * len(criteria)]
        rows.append([*blank, 0, "", "", table.explain(absent.entry, language=language), ""])
    return header, rows


def _criterion_with_points(criterion: Criterion) -> Text:
    name = in_languages(criterion.name)
    return text("{criterion} ({points} points)", criterion=name, points=str(criterion.points))


def _ballots_sheet(round: Round, table: Standings, policy: Policy, teams: Names) -> Table:
    criteria = policy.rubric.criteria
    totals = {(row.entry, each.judge): each for row in table.rows for each in table.totals_of(row.entry)}
    left_out = text("Left out")
    names = [in_languages(criterion.name) for criterion in criteria]
    header: list[Sayable] = [_CODE, _TEAM, _JUDGE, *names, text("Total"), left_out]
    rows: list[list[Cell]] = []
    for ballot in ballots.counted(round):
        marks = json.loads(ballot.marks, parse_float=Decimal)
        total = totals.get((ballot.entry, ballot.judge))
        cells: list[Cell] = [ballot.entry, teams[ballot.entry][0], ballot.judge]
        cells += [marks.get(criterion.key) for criterion in criteria]
        rows.append([*cells, total.total if total else None, left_out if total and total.dropped else ""])
    return header, rows


def _ties_sheet(table: Standings, policy: Policy, teams: Names) -> Table:
    resolved = text_p("tie", "Resolved")
    header: list[Sayable] = [text("Tie"), text_p("tie", "Score"), text("Step"), _CODE, _TEAM, text("Value"), resolved]
    rows: list[list[Cell]] = []
    for number, tie in enumerate(table.to_dict()["ties"], start=1):
        steps: list[tuple[Sayable, Any]] = [
            (step_phrase(step["rule"], policy.rubric), step["values"]) for step in tie["steps"]
        ]
        outcome = resolved if tie["resolved"] else text_p("tie", "Still tied")
        for phrase, values in steps or [("", dict.fromkeys(tie["entries"]))]:
            rows += [
                [number, Decimal(tie["score"]), phrase, entry, teams[entry][0], value, outcome]
                for entry, value in values.items()
            ]
    return header, rows


def _adjustment_rows(round: Round, teams: Names) -> list[list[Cell]]:
    return [
        [each.entry, teams[each.entry][0], Decimal(str(each.points)), each.reason]
        for each in standings.adjustments(round)
    ]


def _recusal_rows(round: Round, teams: Names) -> list[list[Cell]]:
    rows = db.session.execute(
        select(Judge.code, Team.code, Recusal.kind)
        .join(Judge, Judge.id == Recusal.judge_id)
        .join(Entry, Entry.id == Recusal.entry_id)
        .join(Team, Team.id == Entry.team_id)
        .where(Recusal.round_id == round.id)
        .order_by(Judge.code, Team.code)
    )
    return [[judge, code, teams[code][0], RECUSALS[kind]] for judge, code, kind in rows]


def _pledge_rows(round: Round) -> list[list[Cell]]:
    """The whole panel: who has promised what the round asks for, and who has not."""
    given = pledges.accepted(round)
    zone = round.event.zone
    return [
        [
            code,
            row.version,
            f"{row.accepted_at.astimezone(zone):%Y-%m-%d %H:%M}",
            _ON_PAPER if row.noted_by else _ON_SCREEN,
        ]
        if (row := given.get(code))
        else [code, None, "", text("not pledged")]
        for code in (seat.judge.code for seat in rounds.panel(round))
    ]


def _award_rows(table: Standings, teams: Names) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for award in table.awards:
        entry = award.entry
        state = AWARDS["open"] if award.open else "" if entry else text_p("award", "not given")
        rows.append([award.title, entry or "", teams[entry][0] if entry else "", state])
    return rows
