"""Refused rows, as a workbook: their cells as they came, and a column that says why."""

from __future__ import annotations

from collections.abc import Sequence

from hackathon.exchange.exporting.sheets import Sheets
from hackathon.exchange.importing.plan import Plan
from hackathon.exchange.importing.table.headings import is_resident_number
from hackathon.exchange.importing.table.table import Record
from scoring.text import text, text_p

REASON = text("Why it was refused")
ROW = text_p("column", "Row")
_LONGEST_CELL = 32_000


def refused_sheet(plan: Plan, language: str) -> bytes:
    """The bytes of an XLSX that can be mended and imported again: the two columns in front are not read."""
    reasons: dict[int, list[str]] = {}
    for each in plan.refused:
        reasons.setdefault(each.row, []).append(each.reason.say(language))
    headings = [name for name in plan.table.columns if not is_resident_number(name)]
    shown = [at for at, name in enumerate(plan.table.columns) if name in headings]
    width = max((len(record.cells) for record in plan.table.all_records() if record.number in reasons), default=0)
    beyond = range(len(plan.table.columns), width)
    rows = [
        [str(record.number), "; ".join(reasons[record.number]), *_cells(record, [*shown, *beyond])]
        for record in plan.table.all_records()
        if record.number in reasons
    ]
    sheets = Sheets([language], title=REASON.say(language))
    sheets.add(REASON, [ROW, REASON, *headings, *([""] * len(beyond))], rows)
    return sheets.finish()


def _cells(record: Record, shown: Sequence[int]) -> list[str]:
    return [record.cells[at][:_LONGEST_CELL] if at < len(record.cells) else "" for at in shown]
