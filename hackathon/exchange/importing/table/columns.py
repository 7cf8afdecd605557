"""The columns that files may have: how the cells of each are read, and how long they may be.

A new column is one `Column` here, its key in the kinds of files that may have it, its headings in `headings.toml`, its
label in `web/organizer/importing/labels.py` and its line in the README beside. A `fact` is also a column of the table `person`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hackathon.exchange.importing.table.values import (
    Refusal,
    clean,
    email_of,
    is_chair,
    lines_of,
    name_of,
    phone_of,
    text_or_nothing,
    yes_or_no,
)
from scoring.text import text


@dataclass(frozen=True)
class Column:
    """What a column may feed."""

    key: str
    read: Callable[[str], Any] = clean
    most: int | None = None
    """Characters that fit."""
    fact: bool = False
    """It is stored under its key with the person; the import fills and compares it without another line."""

    def value(self, values: Mapping[str, str]) -> Any:
        """What stands in this column of a row. Raises Refusal where it cannot be taken."""
        return self.fit(self.read(values.get(self.key, "")))

    def fit(self, value: Any) -> Any:
        """The same text; one that the table cannot hold is refused."""
        if self.most and value and len(value) > self.most:
            said = text("it has {n} characters; {most} fit", n=len(value), most=self.most)
            raise Refusal(self.key, said)
        return value

    def cut(self, whole: str) -> str:
        """As much of a text as fits."""
        return whole[: self.most]


_COLUMNS = (
    Column("email", read=email_of),
    Column("phone", read=phone_of),
    Column("applied_at"),
    Column("consent", read=yes_or_no),
    Column("team", most=100),
    Column("captain", read=yes_or_no),
    Column("members"),
    Column("motivation", read=lines_of),
    Column("skills", read=lines_of),
    Column("birth_year", read=lines_of),
    Column("occupation", read=lines_of),
    Column("role", read=lines_of),
    Column("name", read=name_of, most=100),
    Column("first_name", read=name_of),
    Column("last_name", read=name_of),
    Column("affiliation", read=text_or_nothing, most=200, fact=True),
    Column("code"),
    Column("track", most=64),
    Column("title", most=100),
    Column("summary", read=lines_of, most=2000),
    Column("link"),
    Column("video"),
    Column("key"),
    Column("status"),
    Column("step"),
    Column("prize"),
    Column("chair", read=is_chair),
    Column("round"),
    Column("judge"),
    Column("entry"),
    Column("kind"),
    Column("reason", read=lines_of, most=2000),
    Column("comment", read=lines_of),
    Column("criterion"),
    Column("mark"),
    Column("total"),
    Column("sent_at"),
)
COLUMNS = {column.key: column for column in _COLUMNS}
PERSON = ("name", "first_name", "last_name", "email", "phone", "affiliation")
"""What is told of each member of a team, in columns like `member3.email` and `captain.email`."""
_TEAM = ("team", "captain", "members")
_SUBMISSION = ("code", "track", "title", "summary", "link", "video", "key", "status", "step", "prize")
_ANSWERS = ("birth_year", "occupation", "role", "skills", "motivation")
FIELDS: dict[str, tuple[str, ...]] = {
    "entrants": (*PERSON, "applied_at", "consent", *_TEAM, *_ANSWERS, "answer"),
    "teams": (*_TEAM, *_SUBMISSION, *PERSON, "applied_at", "consent", *_ANSWERS, "answer"),
    "judges": ("code", "name", "first_name", "last_name", "email", "phone", "affiliation", "round", "chair"),
    "conflicts": ("judge", "entry", "kind", "reason", "round"),
    "ballots": ("entry", "judge", "criterion", "mark", "comment", "total", "sent_at"),
}
"""What a column may feed, by kind of file; ballots add the criteria. `answer` keeps a column under its own heading."""
KINDS = tuple(FIELDS)
FACTS = tuple(column for column in _COLUMNS if column.fact)
ANSWERS = tuple(COLUMNS[key] for key in _ANSWERS)
"""What an application keeps among its answers."""
