"""심사결과 총괄표: a round's result as a workbook with typed cells.

Text is written as text, so that nothing a person typed runs as a formula; numbers are written as numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any

import xlsxwriter
from sqlalchemy import select

from hackathon.domain import ballots, standings, submissions
from hackathon.extensions import db
from hackathon.models import Entry, Judge, Recusal, Result, Round, Team
from scoring import Policy, Standings

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_KINDS = {"statutory": "제척", "challenge": "기피", "self": "회피"}
Cell = str | int | Fraction | Decimal | None


def workbook(round: Round, table: Standings, result: Result | None) -> bytes:
    """The bytes of the XLSX: standings, ballots, ties, adjustments and recusals, awards, rule text."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, _OPTIONS)
    book.set_properties({"title": f"{round.event.name['ko']} {round.name['ko']} 심사결과 총괄표"})
    # The file says when the result was made, not when somebody pressed the button.
    book.set_properties({"created": (result.made_at if result else round.opens_at).replace(tzinfo=None)})
    writer = _Writer(book)
    teams = _teams(round)
    policy = Policy.from_text(round.policy)
    writer.sheet("순위", *_standings_sheet(table, policy, teams))
    writer.sheet("채점표", *_ballots_sheet(round, table, policy, teams))
    writer.sheet("동점자 처리", *_ties_sheet(table, teams))
    writer.sheet("가점·감점", ["번호", "팀", "점수", "사유"], _adjustment_rows(round, teams))
    writer.sheet("제척·기피·회피", ["심사위원", "번호", "팀", "구분"], _recusal_rows(round))
    writer.sheet("시상", ["시상", "번호", "팀", "상태"], _award_rows(table, teams))
    writer.sheet("심사 규정", ["규정"], [[line] for line in round.policy.splitlines()], width=110)
    book.close()
    return buffer.getvalue()


class _Writer:
    """Writes sheets that all look alike: a frozen header row, columns as wide as what stands in them."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.head = book.add_format({"bold": True, "bg_color": "#E9EDF3", "bottom": 2, "valign": "vcenter"})
        self.number = book.add_format({"num_format": "0.00##"})
        self.whole = book.add_format({"num_format": "0"})

    def sheet(
        self, name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, width: int | None = None
    ) -> None:
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        widths = [_width(title) for title in header]
        for column, title in enumerate(header):
            sheet.write_string(0, column, title, self.head)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                self._write(sheet, number, column, cell)
                widths[column] = max(widths[column], _width(str(cell or "")))
        for column, wide in enumerate(widths):
            sheet.set_column(column, column, width or min(max(wide + 2, 8), 60))

    def _write(self, sheet: Any, row: int, column: int, cell: Cell) -> None:
        if cell is None:
            return
        if isinstance(cell, str):
            sheet.write_string(row, column, cell)
        elif isinstance(cell, int):
            sheet.write_number(row, column, cell, self.whole)
        else:
            sheet.write_number(row, column, float(cell), self.number)


def _width(text: str) -> int:
    """Hangul takes about two columns."""
    return sum(2 if character >= "ᄀ" else 1 for character in text)


def _teams(round: Round) -> dict[str, tuple[str, str]]:
    """Team code → name and title of what it handed in."""
    newest = submissions.newest_by_team([round.source, round] if round.source else [round])
    rows = db.session.execute(
        select(Team.id, Team.code, Team.name).join(Entry, Entry.team_id == Team.id).where(Entry.round_id == round.id)
    )
    return {code: (name, newest[key].title if key in newest else "") for key, code, name in rows}


def _standings_sheet(
    table: Standings, policy: Policy, teams: dict[str, tuple[str, str]]
) -> tuple[list[str], list[list[Cell]]]:
    criteria = policy.rubric.criteria
    header = ["순위", "번호", "팀", "제목", "최종 점수", "정확한 값", "채점표 수", "동점", "무엇이 갈랐나", "설명"]
    header += [f"{criterion.name['ko']} ({criterion.points}점)" for criterion in criteria]
    rows: list[list[Cell]] = []
    for row in table.rows:
        name, title = teams[row.entry]
        cells: list[Cell] = [row.rank, row.entry, name, title, Decimal(row.shown), str(row.score), row.ballots]
        cells += ["동점" if row.tied else "", row.decided_by or "", table.explain(row.entry, language="ko")]
        rows.append(cells + [row.criteria[criterion.key] for criterion in criteria])
    for entry in table.to_dict()["unranked"]:
        name, title = teams.get(entry["entry"], ("", ""))
        rows.append([None, entry["entry"], name, title, None, "", 0, "", "", entry["reason"]])
    return header, rows


def _ballots_sheet(
    round: Round, table: Standings, policy: Policy, teams: dict[str, tuple[str, str]]
) -> tuple[list[str], list[list[Cell]]]:
    criteria = policy.rubric.criteria
    totals = {(row.entry, each.judge): each for row in table.rows for each in table.totals_of(row.entry)}
    header = ["번호", "팀", "심사위원", *(criterion.name["ko"] for criterion in criteria), "총점", "제외"]
    rows: list[list[Cell]] = []
    for ballot in ballots.counted(round):
        marks = json.loads(ballot.marks, parse_float=Decimal)
        total = totals.get((ballot.entry, ballot.judge))
        cells: list[Cell] = [ballot.entry, teams[ballot.entry][0], ballot.judge]
        cells += [marks.get(criterion.key) for criterion in criteria]
        rows.append([*cells, total.total if total else None, "제외" if total and total.dropped else ""])
    return header, rows


def _ties_sheet(table: Standings, teams: dict[str, tuple[str, str]]) -> tuple[list[str], list[list[Cell]]]:
    header = ["동점 묶음", "점수", "단계", "번호", "팀", "값", "해소"]
    rows: list[list[Cell]] = []
    for number, tie in enumerate(table.to_dict()["ties"], start=1):
        solved = "해소" if tie["resolved"] else "남음"
        for step in tie["steps"]:
            for entry, value in step["values"].items():
                rows.append([number, Decimal(tie["score"]), step["rule"], entry, teams[entry][0], value or "", solved])
        if not tie["steps"]:
            rows += [
                [number, Decimal(tie["score"]), "", entry, teams[entry][0], "", solved] for entry in tie["entries"]
            ]
    return header, rows


def _adjustment_rows(round: Round, teams: dict[str, tuple[str, str]]) -> list[list[Cell]]:
    return [
        [each.entry, teams[each.entry][0], Decimal(str(each.points)), each.reason]
        for each in standings.adjustments(round)
    ]


def _recusal_rows(round: Round) -> list[list[Cell]]:
    rows = db.session.execute(
        select(Judge.code, Team.code, Team.name, Recusal.kind)
        .join(Judge, Judge.id == Recusal.judge_id)
        .join(Entry, Entry.id == Recusal.entry_id)
        .join(Team, Team.id == Entry.team_id)
        .where(Recusal.round_id == round.id)
        .order_by(Judge.code, Team.code)
    )
    return [[judge, code, name, _KINDS[kind]] for judge, code, name, kind in rows]


def _award_rows(table: Standings, teams: dict[str, tuple[str, str]]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for award in table.to_dict()["awards"]:
        entry = award["entry"]
        state = "동점으로 미정" if award["open"] else "" if entry else "해당 없음"
        rows.append([award["name"], entry or "", teams[entry][0] if entry else "", state])
    return rows
