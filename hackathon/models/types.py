"""Column types and shorthands that several tables share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, DateTime, ForeignKey, String, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import mapped_column


class Utc(TypeDecorator[datetime]):
    """An aware moment. SQLite gives naive ones back, so the zone is put on here; naive input is a mistake."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Words = dict[str, str]
"""One text in both languages: {"ko": …, "en": …}."""

Key = Annotated[int, mapped_column(primary_key=True)]
Code = Annotated[str, mapped_column(String(16))]
Hash = Annotated[str, mapped_column(String(64))]
Moment = Annotated[datetime, mapped_column(Utc)]
Bilingual = Annotated[Words, mapped_column(JSON)]
Document = Annotated[dict[str, Any], mapped_column(JSON)]
EventKey = Annotated[int, mapped_column(ForeignKey("event.id"), index=True)]
PersonKey = Annotated[int, mapped_column(ForeignKey("person.id"), index=True)]
TeamKey = Annotated[int, mapped_column(ForeignKey("team.id"), index=True)]
RoundKey = Annotated[int, mapped_column(ForeignKey("round.id"), index=True)]
EntryKey = Annotated[int, mapped_column(ForeignKey("entry.id"), index=True)]
JudgeKey = Annotated[int, mapped_column(ForeignKey("judge.id"), index=True)]
