"""Faults of an input: what is wrong and where, in sentences for the person who made the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from scoring.text import ENGLISH, Message, Text, joined, text, text_n

Place = TypeVar("Place")
LONGEST_QUOTE = 60
# Nobody mends more in one go; a fault in every row of a long file must not fill screen and memory.
MOST_FAULTS = 200


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that keeps an input from being used.

    `code` is stable and meant for programs; `message` is meant for people and names the place. `row` counts as a
    spreadsheet does, the header being row 1; `column` is a column of a sheet or a key of a policy; `value` is what
    stood there.
    """

    code: str
    message: Text
    row: int | None = None
    column: str | None = None
    value: str | None = None
    file: str | None = None

    def sentence(self, language: str) -> str:
        """The sentence in `language` ("en", "ko", …)."""
        return self.message.say(language)

    def in_file(self, name: str) -> Fault:
        """The same fault naming the file, unless it names one already or `name` is empty."""
        return replace(self, file=name) if name and not self.file else self

    @property
    def full_message(self) -> Text:
        """The message with the name of the file in front of it, where there is one."""
        return joined([self.file, self.message], ": ") if self.file else self.message

    def line(self, language: str) -> str:
        """The full message in `language`."""
        return self.full_message.say(language)


class ScoringError(Exception):
    """Bad input. `.faults` lists what was found, in the order of the rows; beyond 200, one last fault counts the rest."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = _limited(tuple(faults))
        super().__init__("\n".join(fault.line(ENGLISH) for fault in self.faults))

    def in_file(self, name: str) -> ScoringError:
        """The same error with `name` put on every fault that names no file yet."""
        return ScoringError(fault.in_file(name) for fault in self.faults)


class UnknownEntry(ScoringError, KeyError):
    """A code that has no place in the standings; a KeyError too, as of a mapping."""

    __str__ = Exception.__str__


def printable(value: object) -> str:
    """A value as one line that does nothing to a terminal: whatever is no letter, digit, sign or space is escaped."""
    text = str(value)
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


def quote(value: object) -> str:
    """A value as one short line: control characters escaped, long text cut."""
    text = printable(value)
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def make_fault(
    code: str, *, row: int | None = None, column: str | None = None, value: object = None, **facts: str | int | Text
) -> Fault:
    """Build the fault `code`; `facts` fill the blanks of its sentence. `near`, the name that was perhaps meant, and
    `source` may be empty: then nothing is said about them."""
    shown = None if value is None else quote(value)
    sentence = _find_sentence(code, facts).filled(
        {"value": shown or ""} | {name: fact if isinstance(fact, Text) else quote(fact) for name, fact in facts.items()}
    )
    place = PLACES.get((row is not None, column is not None, value is not None))
    if place is not None:
        sentence = place.filled({"row": row, "column": quote(column), "value": shown, "sentence": sentence})
    return Fault(code=code, message=sentence, row=getattr(row, "row", row), column=column, value=shown)


def _find_sentence(code: str, facts: Mapping[str, object]) -> Message:
    is_detailed = code in DETAILED and bool(facts.get("near") or facts.get("source"))
    return (DETAILED if is_detailed else SENTENCES)[code]


def more_faults(count: int) -> Fault:
    """A fault that stands for so many others."""
    return make_fault("more-faults", value=count, n=count)


def first_faults(found: Sequence[Place], make: Callable[[Place], Fault]) -> list[Fault]:
    """A fault for each of the first places that were found, and one that counts the rest."""
    faults = [make(place) for place in found[:MOST_FAULTS]]
    return [*faults, more_faults(len(found) - MOST_FAULTS)] if len(found) > MOST_FAULTS else faults


def _limited(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    named = [fault for fault in faults if fault.code != "more-faults"]
    count = len(faults[MOST_FAULTS:]) if len(named) == len(faults) else _count_beyond(faults, named)
    return (*named[:MOST_FAULTS], more_faults(count).in_file(faults[-1].file or "")) if count else faults


def _count_beyond(faults: tuple[Fault, ...], named: list[Fault]) -> int:
    return sum(int(fault.value or 0) for fault in faults if fault.code == "more-faults") + len(named[MOST_FAULTS:])


def raise_any(faults: Iterable[Fault]) -> None:
    """Raise a ScoringError if there is any fault."""
    found = tuple(faults)
    if found:
        raise ScoringError(found)


# Where a fault lies, by what is known of it: row, column, value. A column without a row is a key of a TOML file.
PLACES = {
    (True, True, True): text('row {row}, column {column}, value "{value}": {sentence}'),
    (True, True, False): text("row {row}, column {column}: {sentence}"),
    (True, False, True): text('row {row}, value "{value}": {sentence}'),
    (True, False, False): text("row {row}: {sentence}"),
    (False, True, True): text('key {column}, value "{value}": {sentence}'),
    (False, True, False): text("key {column}: {sentence}"),
}

# Every sentence about a fault; make_fault fills in {...}.
SENTENCES: dict[str, Message] = {
    "more-faults": text_n("and {n} more fault.", "and {n} more faults.", n=0),
    # files and sheets
    "unreadable-file": text("the file cannot be read: {reason}."),
    "unwritable-file": text("the file cannot be written: {reason}."),
    "not-a-table": text("it is neither a CSV in UTF-8 or CP949 nor a workbook, so it cannot be read as a table."),
    "broken-workbook": text("the workbook is damaged or locked with a password and cannot be read."),
    "locked-workbook": text("the workbook is locked with a password; save it again without one."),
    "not-a-workbook": text("it is a ZIP file but no workbook."),
    "file-too-large": text("the file is larger than {most} megabytes."),
    "line-too-long": text("a line of it is longer than {most} signs; it is hardly a table."),
    "workbook-too-large": text("the workbook holds too much to be read; look for stray cells far from the table."),
    "no-such-header": text("--map names it, but the table has no such header."),
    "header-twice": text("--map names it, but this header stands there more than once."),
    "mapped-twice": text("it is mapped twice."),
    "no-mapping": text('this must be "HEADER=key".'),
    "no-such-target": text("a header can be mapped to {keys} only."),
    "a-pdf": text("it is a PDF, whatever its name says; save the table as CSV or XLSX."),
    "a-web-page": text(
        "it is a web page (HTML or XML), whatever its name says; open it in a spreadsheet and save it as XLSX."
    ),
    "broken-csv": text("the CSV cannot be read at line {line}: a quote does not close properly or a cell is too long."),
    "empty-file": text("the file is empty."),
    "header-only": text("the file has a header but no rows."),
    "missing-column": text("this column is required but missing."),
    "duplicate-column": text("this column stands there more than once."),
    "other-sheets": text("the sheet {sheet} was read, being the first; put the table first. Behind it come: {others}."),
    "cell-error": text("the cell shows an error, or a formula that was never computed; open and save the workbook."),
    "too-many-cells": text("the row has more cells than the header; look for an unquoted comma."),
    "empty-key": text("this cell must not be empty."),
    "not-a-number": text("this is not a usable number."),
    "wrong-argument": text("the argument {argument} must be {wanted}; it is {given}."),
    "no-such-entry": text("no entry with the code {entry} has a place in these standings."),
    # ballots
    "duplicate-ballot": text("the ballot of judge {judge} for entry {entry} stands in row {first} already."),
    "mark-not-a-number": text("the mark is not a finite number."),
    "mark-off-scale": text("the mark lies outside the scale ({min} to {max})."),
    "mark-off-step": text("the mark is off the step ({step}, counted from {min})."),
    "no-complete-ballot": text("there is no complete ballot at all."),
    "other-rubric": text("the ballots were read with another rubric than the policy's ({key})."),
    "unknown-source": text("the ballot for {entry} names a source that [[sources]] does not declare."),
    "no-source-column": text("the policy declares [[sources]], but the ballots have no column source."),
    "source-without-ballots": text("the source {source} has no complete ballot at all."),
    "two-sources": text(
        "judge {judge} has a ballot for {entry} in row {first} too, and no [[sources]] in the policy tells them apart."
    ),
    "too-few-ballots": text(
        "{entry}: dropping {high} highest and {low} lowest leaves none of its ballots (there: {have})."
    ),
    "incomplete-panel": text(
        "{entry} has no ballot of {judges}; the method {method} needs every judge on every entry."
    ),
    "panel-falls-apart": text(
        "the judges fall apart into {count} groups that share no entry and cannot be compared: {groups}."
    ),
    # entries, adjustments, carried scores, decisions
    "unknown-entry": text("entry {value} is not on the list of entries."),
    "duplicate-entry": text("{entry} stands in row {first} already."),
    "twice-listed": text("{value} is listed twice."),
    "carry-not-given": text("the policy has [carry], but no carried scores (--carry) were given."),
    "carry-not-declared": text("carried scores (--carry) were given, but the policy has no [carry]."),
    "carry-lacks-entry": text("{value} has no carried score."),
    "adjustments-to-places": text(
        "the method {method} gives places, not points, so no points can be added to {value}."
    ),
    "no-such-column": text("the list of entries (--entries) has no such column, which a rule of the policy names."),
    "decision-about-state": text("{value} no longer takes part ({state}), so nothing can be decided about it."),
    "unknown-award": text("no award has this key or name."),
    "award-decided-twice": text("it names the same award as {other}."),
    "award-not-open": text(
        "this award is neither by decision nor left open by a tie of its own; open awards above it come first."
    ),
    "wrong-number-of-winners": text("exactly as many must be named as places are open ({places})."),
    "not-a-candidate": text("{value} is not among those who are tied for it."),
    "too-many-winners": text("more are named than the award has places ({most})."),
    "holds-an-award": text("{value} holds an award above, which excludes this one."),
    "winner-barred": text("{value} cannot win: the cut-off bars it, or it gave up its place."),
    "winner-elsewhere": text("{value} is not among the entries that the award is for (where)."),
    "no-place-for-least": text("no place is left for the least that {by} = {value} asks for."),
    "seed-fixed": text("the policy fixes lot_seed already; a decision cannot replace it."),
    # policies and decisions as TOML
    "not-toml": text("it cannot be read as TOML: {reason}."),
    "unknown-key": text("there is no such key."),
    "empty-text": text("this must not be empty."),
    "missing-key": text("this key is required."),
    "wrong-type": text("this must be {wanted}."),
    "number-limits": text("the number must be below 1,000,000,000 and have at most nine decimal places."),
    "out-of-range": text("the value must be {range}."),
    "not-a-choice": text("this must be one of {choices}."),
    "no-criteria": text("there are no criteria ([[criteria]])."),
    "reserved-key": text("this name is a column of every ballot and cannot be the key of a criterion."),
    "duplicate-criterion": text("two criteria have this key."),
    "duplicate-source": text("two sources have this name."),
    "negative-points": text("points must not be negative."),
    "scale-required": text("a criterion of 0 points needs a scale with max."),
    "max-not-positive": text("max must be above 0."),
    "max-below-min": text("max must be above min."),
    "step-not-positive": text("step must be above 0."),
    "unknown-method": text("there is no such method."),
    "mixed-directions": text(
        "sources in which lower is better ({methods}) cannot be averaged with sources in which higher is better."
    ),
    "drop-not-trimmed": text("drop goes with the method trimmed-mean only."),
    "judges-not-adjusted": text("judges goes with the method adjusted only."),
    "rounding-without-decimals": text("this needs decimals in [ranking]."),
    "limit-on-places": text("the method {method} gives places, not points; this goes with points only."),
    "source-without-points": text("this source marks no criterion with points."),
    "criterion-without-source": text("no source marks this criterion."),
    "criterion-not-of-panel": text("the panel (source {panel}) does not mark this criterion."),
    "places-beside-criteria": text(
        "the method {method} gives places, which cannot be put beside a source that marks other criteria."
    ),
    "no-such-source": text("no source has this name."),
    "trimmed-step-not-trimmed": text(":trimmed needs the method trimmed-mean for the panel."),
    "unknown-step": text("there is no such tie-break step."),
    "unknown-criterion": text("no criterion has this key."),
    "unknown-order": text('this must be "overall", "criterion:KEY", "source:NAME" or "decision".'),
    "quota-without-limit": text("a quota needs most or least."),
    "least-above-most": text("least must not be above most ({most})."),
    "not-with-a-decision": text("an award by decision has no such rule."),
    "duplicate-award": text("another award is called this too."),
    "chair-not-named": text('the step chair needs chair = "JUDGE" in [ranking].'),
    "chair-did-not-judge": text("the chair {value} has no ballot."),
    "lot-without-seed": text('the step lot needs lot_seed in [ranking] ("pending" = drawn later).'),
    "no-moments": text("the step submitted needs --entries with moments in its column submitted_at."),
    "not-a-moment": text("this is no moment that can be read (2025-11-14T15:05:07+09:00 can)."),
    "moment-without-zone": text("other moments name their time zone, this one does not."),
    "no-previous": text("the step previous needs --entries with numbers in its column previous."),
    # allocation
    "too-few-judges": text(
        "{entry}: it needs {needed} judges, but only {able} may read it; {lacking} more must be found."
    ),
    "uneven-loads": text(
        "loads cannot be within one of each other: conflicts leave {judges} short of the {most} that others read."
    ),
    "nobody-per-entry": text("this must be 1 or more."),
    "nobody-listed": text("there is none."),
    "too-few-judges-for-many": text(
        "{count} entries cannot get {needed} judges each ({entries}); {entry} has fewest: {able} may read it."
    ),
    # results bundle
    "risky-code": text("it begins like a formula of a spreadsheet, so it cannot go into a results file."),
    "file-outside": text("this names a file outside the results file."),
    "not-a-bundle": text("this is no results file (ZIP) made by this program."),
    "not-a-receipt": text("this is no receipt of a ballot, nor a list of them (JSON)."),
    "kept-differs": text("the result that was kept says something else than what is computed now."),
    "bundle-too-large": text("this is too large for a results file."),
    "not-a-public-key": text("this cannot be read as a public key (64 hex digits, base64 or PEM)."),
}

# The same where a name that was perhaps meant, or the source of the ballots, is known.
DETAILED: dict[str, Message] = {
    "no-such-header": text('--map names it, but the table has no such header (did you mean "{near}"?).'),
    "no-such-target": text('a header can be mapped to {keys} only (did you mean "{near}"?).'),
    "no-such-entry": text('no entry with the code {entry} has a place in these standings (did you mean "{near}"?).'),
    "no-such-column": text(
        'the list of entries (--entries) has no such column, which a rule of the policy names (did you mean "{near}"?).'
    ),
    "missing-column": text('this column is required but missing (did you mean "{near}"?).'),
    "too-few-ballots": text(
        "{entry}: dropping {high} highest and {low} lowest leaves none of its ballots (there: {have}) (source {source})."
    ),
    "incomplete-panel": text(
        "{entry} has no ballot of {judges}; the method {method} needs every judge on every entry (source {source})."
    ),
    "panel-falls-apart": text(
        "the judges fall apart into {count} groups that share no entry and cannot be compared: {groups} (source {source})."
    ),
    "unknown-key": text('there is no such key (did you mean "{near}"?).'),
    "not-a-choice": text('this must be one of {choices} (did you mean "{near}"?).'),
    "unknown-method": text('there is no such method (did you mean "{near}"?).'),
    "unknown-step": text('there is no such tie-break step (did you mean "{near}"?).'),
    "no-such-source": text('no source has this name (did you mean "{near}"?).'),
    "unknown-criterion": text('no criterion has this key (did you mean "{near}"?).'),
    "unknown-order": text(
        'this must be "overall", "criterion:KEY", "source:NAME" or "decision" (did you mean "{near}"?).'
    ),
}
