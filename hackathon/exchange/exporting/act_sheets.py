"""Sheets of the workbook about acts: adjustments, recusals, pledges."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from hackathon.domain.results import standings
from hackathon.domain.rounds import pledges, rounds
from hackathon.exchange.exporting.sheets import Cell, Table
from hackathon.exchange.printing.phrases import RECUSALS
from hackathon.extensions import db
from hackathon.models import Entry, Judge, Person, Recusal, Round, Team
from scoring.text import text, text_p

_ON_PAPER, _ON_SCREEN = text_p("pledge", "on paper"), text_p("pledge", "on screen")


def adjustments_sheet(round: Round, names: Mapping[str, str]) -> Table:
    rows: list[list[Cell]] = [
        [each.entry, names.get(each.entry, ""), Decimal(str(each.points)), each.reason]
        for each in standings.adjustments(round)
    ]
    return [text("Code"), text("Team"), text_p("mark", "Points"), text("Reason")], rows


def recusals_sheet(round: Round, names: Mapping[str, str], *, reasons: bool) -> Table:
    """Without `reasons` neither the reason nor who gave it: a chair reads the sheet too, and both are the judge's own."""
    found = db.session.execute(
        select(Judge.code, Team.code, Recusal, Person.name)
        .join(Judge, Judge.id == Recusal.judge_id)
        .join(Entry, Entry.id == Recusal.entry_id)
        .join(Team, Team.id == Entry.team_id)
        .outerjoin(Person, Person.id == Recusal.declared_by)
        .where(Recusal.round_id == round.id)
        .order_by(Judge.code, Team.code)
    )
    header = [text("Judge"), text("Code"), text("Team"), text("Kind"), text("Date")]
    rows: list[list[Cell]] = []
    for judge, code, recusal, who in found:
        cells: list[Cell] = [judge, code, names.get(code, ""), RECUSALS[recusal.kind]]
        cells.append(_local(round, recusal.declared_at))
        rows.append([*cells, recusal.reason or "", who or ""] if reasons else cells)
    return [*header, *([text("Reason"), text("Entered by")] if reasons else [])], rows


def pledges_sheet(round: Round) -> Table:
    """The whole panel: who has promised what the round asks for, and who has not."""
    given = pledges.accepted(round)
    rows: list[list[Cell]] = []
    for code in (seat.judge.code for seat in rounds.panel(round)):
        row = given.get(code)
        if row is None:
            rows.append([code, None, "", text("not pledged")])
        else:
            how = _ON_PAPER if row.noted_by else _ON_SCREEN
            rows.append([code, row.version, _local(round, row.accepted_at), how])
    return [text("Judge"), text_p("pledge", "Version"), text("Pledged at"), text_p("pledge", "How")], rows


def _local(round: Round, when: datetime) -> str:
    return f"{when.astimezone(round.event.zone):%Y-%m-%d %H:%M}"
