"""Files for the imports: written as people have them, and taken in as the command and the page take them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.rounds.events import get_event
from hackathon.exchange.importing import ImportRequest, Plan, carry_out, make_plan
from hackathon.models import Round
from tests.factories import HOUR, NOON, the_key

Rows = Sequence[Sequence[Any]]
PEOPLE: list[list[Any]] = [
    ["이름", "이메일", "연락처", "소속"],
    ["김민수", "minsu@example.org", "010-0000-1234", "한빛대학교"],
    ["이서연", "seoyeon@example.org", "010-0000-5678", "가람회사"],
]


def as_csv(rows: Rows, *, encoding: str = "utf-8", delimiter: str = ",", end: str = "\r\n") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows: Rows, *, merged: Sequence[tuple[int, int, int, int]] = (), sheets: Sequence[str] = ()) -> bytes:
    """The rows in the last of the sheets; `merged` are (first row, first column, last row, last column)."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name in sheets:
        book.add_worksheet(name)
    sheet = book.add_worksheet("명단")
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    for top, left, bottom, right in merged:
        sheet.merge_range(top, left, bottom, right, rows[top][left])
    book.close()
    return buffer.getvalue()


def request_of(
    raw: bytes | Rows, kind: str = "entrants", *, name: str = "file.csv", round: Round | None = None, **options: Any
) -> ImportRequest:
    content = raw if isinstance(raw, bytes) else as_csv(raw)
    return ImportRequest(name, content, kind, options.pop("mapping", {}), round, key=the_key(), **options)


def preview(raw: bytes | Rows, kind: str = "entrants", **options: Any) -> Plan:
    return make_plan(get_event(), request_of(raw, kind, **options))


def take_in(raw: bytes | Rows, kind: str = "entrants", **options: Any) -> Plan:
    with clock.at(options.pop("at", NOON - 30 * HOUR)):
        actor = options.pop("actor", None)
        return carry_out(get_event(), request_of(raw, kind, **options), unit_of_work, actor=actor)


def counts(plan: Plan) -> tuple[int, int, int, int]:
    """Added, changed, same, refused."""
    return len(plan.added), plan.changed, plan.same, len(plan.refused)


def reasons(plan: Plan) -> list[tuple[int, str, str]]:
    return [(each.row, each.field, str(each.reason)) for each in plan.refused]
