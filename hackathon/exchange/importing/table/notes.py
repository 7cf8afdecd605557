"""Notes about a file, and the rows that are refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.text import Message, Text, text, text_n

_SHOWN = 12  # rows that a note names one by one
_NOTES: dict[str, Message] = {
    "no-header": text(
        "The file seems to have no header; its columns were guessed from what they hold. Please check them"
    ),
    "resident-number": text("What looks like a resident registration number was left out"),
    "no-email": text("There is no e-mail address yet; it must be asked for"),
    "no-phone": text("There is no phone number yet; it must be asked for"),
    "bad-phone": text("What stands there is no phone number; it is left empty"),
    "bad-moment": text("The time of application cannot be read; the time of the import is taken"),
    "no-consent": text("There is no record of consent; it must be asked for"),
    "teams-too": text("There is a column of teams: import the same file as teams too, and the teams are made"),
    "team-answers": text("The file has one row a team; its members are taken one by one"),
    "no-team": text("Rows that name no team are passed over"),
    "no-captain": text("Nobody is marked as captain; the first one is taken"),
    "two-captains": text("Several are marked as captain; the first one is taken"),
    "no-members": text("The file names no members; the teams are taken without any"),
    "not-in-file": text("Members that the file does not name stay in their teams"),
    "one-per-prize": text("The same project stands in one row a prize; the rows were taken together"),
    "by-members": text("These teams were found by their members; they keep the names they have here"),
    "same-name": text("Another team has the same name; a number is added"),
    "held": text("The round is not open: these are held for the chair and do not count"),
    "cut": text("A text that was too long was cut"),
    "total": text("The total that the file gives is not the sum of the marks, nor their points"),
    "ids-by-name": text("Members given by name alone were taken for the entrant of that name"),
}


@dataclass(frozen=True)
class RefusedRow:
    """A row that is not taken, with the field and the reason."""

    row: int
    field: str
    reason: Text


class Notes:
    """Remarks, each said once with the rows it holds for."""

    def __init__(self) -> None:
        self._rows: dict[Message, list[int]] = {}

    def add(self, note: str | Message, *, row: int | None = None) -> None:
        """Remark something of the file or of a row: one of the notes above by its key, or a sentence."""
        rows = self._rows.setdefault(_NOTES[note] if isinstance(note, str) else note, [])
        if row is not None and (not rows or rows[-1] != row):
            rows.append(row)

    def sentences(self) -> list[Text]:
        return [_with_rows(note, rows) for note, rows in self._rows.items()]


def _with_rows(note: Message, rows: Sequence[int]) -> Text:
    if not rows:
        return text("{note}.", note=note)
    named = ", ".join(map(str, rows[:_SHOWN]))
    if len(rows) > _SHOWN:
        return text("{note}: rows {rows} and {more} more.", note=note, rows=named, more=len(rows) - _SHOWN)
    return text_n("{note}: row {rows}.", "{note}: rows {rows}.", n=len(rows), note=note, rows=named)
