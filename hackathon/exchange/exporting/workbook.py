"""Workbook of a round's result."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import select

from hackathon.domain.ballots import ballots
from hackathon.domain.ballots.progress import progress_of
from hackathon.domain.ballots.totals import total_of
from hackathon.domain.rounds.rule_checks import rules_as_seated
from hackathon.domain.submissions import submissions
from hackathon.exchange.exporting.act_sheets import adjustments_sheet, pledges_sheet, recusals_sheet
from hackathon.exchange.exporting.rule_sheets import (
    groups_sheet,
    notes_sheet,
    passed_over_sheet,
    sources_sheet,
    votes_sheet,
)
from hackathon.exchange.exporting.sheets import Cell, Sheets, Table
from hackathon.extensions import db
from hackathon.models import Entry, Result, Round, Team
from scoring import Policy, Standings
from scoring.policy.rubric import Criterion
from scoring.policy.rule_names import empty_award, step_phrase
from scoring.reading.cells import parse_decimal
from scoring.report.arithmetic import share_text, shares_of, weighted_sum
from scoring.standings.selection.awards import Award
from scoring.text import Sayable, Text, in_languages, joined, text, text_p
from scoring.ties.ledger import TriedStep

Names = dict[str, tuple[str, str]]
_PROVISIONAL = text_p("paper", "Standings (provisional)")
_NOT_GIVEN = text_p("award", "not given")
_CODE, _TEAM, _JUDGE = text("Code"), text("Team"), text("Judge")


def workbook(
    round: Round,
    table: Standings,
    result: Result | None,
    *,
    languages: Sequence[str],
    names: bool = True,
    reasons: bool = True,
) -> bytes:
    """The bytes of the XLSX: standings, ballots, ties, adjustments and recusals, awards, rule text.

    Its headers are in every language of the event, all else in the first of `languages`. Without `names` it knows the
    teams by code, without `reasons` it does not say why somebody is recused.
    """
    sheets = _begun(round, table, result, languages)
    teams = _teams(round, names=names)
    called = {code: name for code, (name, _title) in teams.items()}
    policy = Policy.from_text(round.policy)
    sheets.add(
        _PROVISIONAL if table.provisional else text_p("paper", "Standings"),
        *_standings_sheet(round, table, policy, teams, languages[0]),
    )
    if table.by_source:
        sheets.add(text("Sources"), *sources_sheet(table))
        sheets.add(text("Votes in numbers"), *votes_sheet(round, table, called))
    sheets.add(text("Ballots"), *_ballots_sheet(round, table, policy, teams))
    sheets.add(text("Ties"), *_ties_sheet(table, policy, teams))
    sheets.add(text("Adjustments"), *adjustments_sheet(round, called))
    sheets.add(text("Recusals"), *recusals_sheet(round, called, reasons=reasons))
    sheets.add(text("Awards"), [text_p("column", "Award"), _CODE, _TEAM, text("State")], _award_rows(table, teams))
    _add_remarks(sheets, table, called)
    if round.pledge:
        sheets.add(text("Pledge"), *pledges_sheet(round))
    sheets.add(text("Rules"), [text_p("column", "Rules")], [[line] for line in rules_as_seated(round).splitlines()])
    return sheets.finish()


def _begun(round: Round, table: Standings, result: Result | None, languages: Sequence[str]) -> Sheets:
    """The file says when the result was made, not when somebody pressed the button."""
    made = (result.made_at if result else round.opens_at).replace(tzinfo=None)
    of = joined([in_languages(round.event.name), in_languages(round.name)], " ")
    title = text("{of} Summary of the result", of=of)
    provisional = [_PROVISIONAL] if table.provisional else []
    return Sheets(languages, title=joined([title, *provisional], " · ").say(languages[0]), created=made)


def _add_remarks(sheets: Sheets, table: Standings, called: dict[str, str]) -> None:
    """What only some results have."""
    if table.passed_over:
        sheets.add(text("Passed over"), *passed_over_sheet(table, called))
    if table.groups:
        sheets.add(text("Groups"), *groups_sheet(table, called))
    if table.cautions:
        sheets.add(text("Notes"), *notes_sheet(table))


def _teams(round: Round, *, names: bool) -> Names:
    """Team code → name and title of what it handed in."""
    newest = submissions.newest_by_team([round.source, round] if round.source else [round])
    rows = db.session.execute(
        select(Team.id, Team.code, Team.name).join(Entry, Entry.team_id == Team.id).where(Entry.round_id == round.id)
    )
    return {code: (name if names else "", newest[key].title if key in newest else "") for key, code, name in rows}


def _standings_sheet(round: Round, table: Standings, policy: Policy, teams: Names, language: str) -> Table:
    criteria, told, shares = table.panel.rubric.criteria, _ballot_counts(round), shares_of(table)
    header: list[Sayable] = [
        *(text("Rank"), _CODE, _TEAM, text("Title"), text("Score")),
        *(_criterion_with_points(criterion) for criterion in criteria),
        *(text("{source} × {share}", source=name, share=share_text(share)) for name, share in shares.items()),
        *(text("Number of ballots"), text("Counted of assigned"), text("Tied"), text("What decided")),
        *(text("Explanation"), text("Exact value")),
        *(text("{source}, exact value", source=name) for name in shares),
        *([text("Arithmetic")] if shares else []),
    ]
    rows: list[list[Cell]] = []
    for row in table.rows:
        cells: list[Cell] = [row.rank, row.entry, *teams[row.entry], Decimal(row.shown)]
        cells += [row.criteria[criterion.key] for criterion in criteria]
        cells += [row.sources[name] for name in shares]
        decided = step_phrase(row.decided_by, policy.rubric) if row.decided_by else ""
        cells += [*told.get(row.entry, (row.ballots, "")), text("Tied") if row.tied else "", decided]
        cells += [table.explain(row.entry, language=language), str(row.score)]
        cells += [str(row.sources[name]) for name in shares]
        rows.append([*cells, *([weighted_sum(table, row)] if shares else [])])
    for absent in table.unranked:
        blank: list[Cell] = [
            None,
            absent.entry,
            *teams.get(absent.entry, ("", "")),
            None,
            *[None] * (len(criteria) + len(shares)),
        ]
        blank += [*told.get(absent.entry, (0, "")), "", "", table.explain(absent.entry, language=language)]
        rows.append([*blank, "", *[""] * len(shares), *([""] if shares else [])])
    return header, rows


def _ballot_counts(round: Round) -> dict[str, tuple[int, Text]]:
    """How many of the panel's ballots count for an entry, and of how many: "8 of 9" shows that one is missing."""
    counted = Counter(row.entry for row in ballots.counted(round))
    possible = Counter(entry for _judge, entry in progress_of(round).cells)
    return {
        entry: (counted[entry], text_p("ballots", "{n} of {all}", n=counted[entry], all=max(of, counted[entry])))
        for entry, of in possible.items()
    }


def _criterion_with_points(criterion: Criterion) -> Text:
    name = in_languages(criterion.name)
    return text("{criterion} ({points} points)", criterion=name, points=str(criterion.points))


def _ballots_sheet(round: Round, table: Standings, policy: Policy, teams: Names) -> Table:
    criteria = table.panel.rubric.criteria
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
        added = total.total if total else total_of(table.panel.rubric, marks)
        rows.append([*cells, added, left_out if total and total.dropped else ""])
    return header, rows


def _ties_sheet(table: Standings, policy: Policy, teams: Names) -> Table:
    resolved = text_p("tie", "Resolved")
    header: list[Sayable] = [text("Tie"), text_p("tie", "Score"), text("Step"), _CODE, _TEAM, text("Value"), resolved]
    rows: list[list[Cell]] = []
    for number, tie in enumerate(table.ties, start=1):
        outcome = resolved if tie.resolved else text_p("tie", "Still tied")
        for step in tie.steps or [TriedStep("", dict.fromkeys(tie.entries))]:
            phrase = step_phrase(step.rule, policy.rubric) if step.rule else ""
            rows += [
                [
                    number,
                    Decimal(table.show(tie.score)),
                    phrase,
                    entry,
                    teams[entry][0],
                    _finding(step.rule, value),
                    outcome,
                ]
                for entry, value in step.values.items()
            ]
    return header, rows


def _finding(rule: str, value: str | None) -> Cell:
    """A finding as a number where it is one; codes, lists and the signs of a lot stay text."""
    number = None if value is None or rule == "lot" else parse_decimal(value)
    return value if number is None else number


def _award_rows(table: Standings, teams: Names) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for award in table.awards:
        if award.entry:
            rows.append([award.title, award.entry, teams[award.entry][0], ""])
        else:
            state = empty_award(award.name, table.policy, is_open=award.open) if award.open else _NOT_GIVEN
            rows.append(
                [
                    award.title,
                    "",
                    "",
                    text("{state}: {teams}", state=state, teams=_called(award, teams)) if award.candidates else state,
                ]
            )
    return rows


def _called(award: Award, teams: Names) -> str:
    """The candidates of an open award, by code and name."""
    return ", ".join(f"{code} {teams[code][0]}".strip() for code in award.candidates)
