"""Ballots of a file in the one shape in which they are planned, whatever shape the file has.

One row a ballot; one row a team with columns of several judges; one row a criterion; or one sheet a judge or a criterion.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hackathon.domain.base.errors import Invalid
from hackathon.exchange.importing.plan import Plan
from hackathon.exchange.importing.table.judging_headings import MARK, bare
from hackathon.exchange.importing.table.table import Record, Table
from hackathon.exchange.importing.table.values import clean
from scoring.faults import quote
from scoring.reading.cells import number_text, parse_decimal
from scoring.text import text, text_p


@dataclass
class BallotRow:
    """What a file says of one ballot, as text: the number of its first row, and of all its rows."""

    rows: list[int]
    judge: str
    entry: str
    marks: dict[str, str] = field(default_factory=dict)
    comment: str = ""
    total: str = ""
    sent_at: str = ""

    @property
    def row(self) -> int:
        return self.rows[0]

    @property
    def content(self) -> tuple[object, ...]:
        """What tells it from another ballot for the same team."""
        marks = [(key, parse_decimal(mark) or clean(mark)) for key, mark in self.marks.items() if mark.strip()]
        return (frozenset(marks), clean(self.comment))

    @property
    def words(self) -> str:
        """What somebody sees who chooses between two."""
        said = [f"{key} {clean(mark)}" for key, mark in self.marks.items()]
        return ", ".join(part for part in (*said, clean(self.comment)[:60], clean(self.sent_at)) if part)


def ballot_rows(table: Table, plan: Plan, *, keys: Sequence[str], criteria: Mapping[str, str]) -> list[BallotRow]:
    """Every ballot of the file. Raises Invalid (field `columns`) before any row where the marks cannot be told."""
    _require_scales(table)
    said = [set(part.values) for part in table.parts]
    wide = _wide_columns(table)
    if "criterion" in table.fields and "mark" in table.fields:
        return _from_long(table, plan, criteria)
    by_criterion = all("criterion" in values for values in said)
    _require_judges(table, wide=bool(wide), said=all("judge" in values for values in said))
    if by_criterion and (wide or "mark" in table.fields):
        return _joined(_wide_rows(table, wide) if wide else _marked_rows(table), plan)
    _require_criteria(table, keys, wide)
    return list(_wide_rows(table, wide, only=keys[0])) if wide else [_plain(record, keys) for record in table.records()]


def _require_scales(table: Table) -> None:
    for doubt in table.doubts:
        said = text(
            '{file}: the heading "{heading}" says {said}, but marks of {criterion} go up to {largest}. If these do too, '
            'choose the column by hand (--map "{heading}={criterion}"); else put the marks on that scale first.',
            file=table.name,
            heading=quote(doubt.heading),
            said=number_text(doubt.said),
            criterion=doubt.criterion,
            largest=number_text(doubt.largest),
        )
        raise Invalid(said, field="columns")


def _require_judges(table: Table, *, wide: bool, said: bool) -> None:
    if "judge" not in table.fields and not wide and not said:
        raise _no_column(table, text_p("column", "judge"))


def _require_criteria(table: Table, keys: Sequence[str], wide: Mapping[str, Mapping[str, str]]) -> None:
    """A criterion without a column is said once, and not as a missing mark in every row."""
    single = len(keys) == 1
    if any(MARK in fields for fields in wide.values()) and not single:
        names = ", ".join(wide)
        raise Invalid(
            text(
                "{file}: the columns of {judges} hold one number a judge, but there are {n} criteria, and a total cannot be "
                "taken apart. Write the criteria below the judges, or one row a ballot.",
                file=table.name,
                judges=names,
                n=len(keys),
            ),
            field="columns",
        )
    given = [set(fields) for fields in wide.values()] or [table.fields]
    for key in keys:
        if not all(key in fields or (single and {MARK, "mark"} & fields) for fields in given):
            raise _no_column(table, key)


def _no_column(table: Table, wanted: object) -> Invalid:
    return Invalid(
        text(
            "{file}: no column for {field} was found. Choose one (on the command line with --map) of: {headings}",
            file=table.name,
            field=wanted,
            headings=", ".join(list(table.columns)[:12]),
        ),
        field="columns",
    )


def _wide_columns(table: Table) -> dict[str, dict[str, str]]:
    """Judge → criterion, or `mark` → the field of the column."""
    found: dict[str, dict[str, str]] = {}
    for name in table.columns.values():
        judge, dot, what = (name or "").partition(".")
        if dot:
            found.setdefault(judge, {})[what] = f"{judge}.{what}"
    return found


def _plain(record: Record, keys: Sequence[str]) -> BallotRow:
    values = record.values
    marks = {key: values[key] for key in keys if key in values}
    if len(keys) == 1 and not marks and "mark" in values:
        marks = {keys[0]: values["mark"]}
    return _ballot(record, marks, judge=values.get("judge", ""), keys=keys)


def _ballot(record: Record, marks: dict[str, str], *, judge: str, keys: Sequence[str] = ()) -> BallotRow:
    own = {name: record.values.get(name, "") for name in ("comment", "total", "sent_at") if name not in keys}
    return BallotRow([record.number], judge, record.values.get("entry", ""), marks, **own)


def _wide_rows(table: Table, wide: Mapping[str, Mapping[str, str]], *, only: str = "") -> Iterator[BallotRow]:
    """A ballot for each judge who has a mark in the row."""
    for record in table.records():
        for judge, fields in wide.items():
            written = {what: record.values.get(name, "").strip() for what, name in fields.items()}
            key = record.values.get("criterion", "") or only
            marks = {key if what == MARK else what: mark for what, mark in written.items() if mark}
            if marks:
                yield BallotRow([record.number], judge, record.values.get("entry", ""), marks)


def _marked_rows(table: Table) -> Iterator[BallotRow]:
    """One mark a row, for the criterion of its sheet."""
    for record in table.records():
        mark = record.values.get("mark", "").strip()
        if mark:
            yield _ballot(record, {record.values["criterion"]: mark}, judge=record.values.get("judge", ""))


def _from_long(table: Table, plan: Plan, criteria: Mapping[str, str]) -> list[BallotRow]:
    """One row a criterion."""
    _require_judges(table, wide=False, said=all("judge" in part.values for part in table.parts))
    return _joined(_long_rows(table, plan, criteria), plan)


def _long_rows(table: Table, plan: Plan, criteria: Mapping[str, str]) -> Iterator[BallotRow]:
    for record in table.records():
        word = record.values.get("criterion", "")
        key = criteria.get(bare(word))
        if key is None:
            plan.refuse(record.number, "criterion", text("there is no criterion {name}", name=quote(word)))
            continue
        yield _ballot(record, {key: record.values.get("mark", "")}, judge=record.values.get("judge", ""))


def _joined(parts: Iterator[BallotRow], plan: Plan) -> list[BallotRow]:
    """Ballots of marks that come one by one; where two say another thing of one criterion, neither is taken."""
    found: dict[tuple[str, str], BallotRow] = {}
    torn: dict[tuple[str, str], str] = {}
    for part in parts:
        who = (bare(part.judge), bare(part.entry))
        ballot = found.setdefault(who, BallotRow([], part.judge, part.entry))
        ballot.rows += [row for row in part.rows if row not in ballot.rows]
        for key, mark in part.marks.items():
            if clean(ballot.marks.setdefault(key, mark)) != clean(mark):
                torn[who] = key
        ballot.comment = ballot.comment or part.comment
        ballot.sent_at = max(ballot.sent_at, part.sent_at)
    for who, key in torn.items():
        rows = ", ".join(map(str, found[who].rows))
        said = text("rows {rows} give two marks for {criterion}", rows=rows, criterion=key)
        for row in found.pop(who).rows:
            plan.refuse(row, key, said)
    return list(found.values())
