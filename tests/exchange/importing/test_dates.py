"""Dates that may be read in two ways: the whole column tells, or it is asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from hackathon.extensions import db
from hackathon.models import Entrant, Person, Round
from tests.exchange.importing.importer import counts, preview, take_in
from tests.exchange.importing.test_workbooks import notes

SEOUL = ZoneInfo("Asia/Seoul")


def applied(*dates: str, mapping: dict[str, Any] | None = None) -> list[datetime]:
    rows = [
        ["이름", "이메일", "타임스탬프"],
        *([f"가나{at}", f"p{at}@example.org", date] for at, date in enumerate(dates)),
    ]
    take_in(rows, mapping=mapping or {})
    found = db.session.scalars(select(Entrant.applied_at).join(Person).order_by(Person.email))
    return [at.astimezone(SEOUL) for at in found]


@pytest.mark.usefixtures("event")
class TestTheWholeColumn:
    @pytest.mark.parametrize(
        ("dates", "first"),
        [
            (("05/06/2026 14:05", "25/06/2026 09:00"), (2026, 6, 5, 14, 5)),
            (("05/06/2026 14:05", "05/25/2026 09:00"), (2026, 5, 6, 14, 5)),
            (("5.6.2026 14:05", "6.6.2026"), (2026, 6, 5, 14, 5)),
            (("05-06-2026 14:05", "31-05-2026"), (2026, 6, 5, 14, 5)),
            (("2026-05-06 14:05", "2026. 5. 25 오후 3:05"), (2026, 5, 6, 14, 5)),
        ],
    )
    def test_tells_day_and_month_apart(self, dates: tuple[str, ...], first: tuple[int, ...]) -> None:
        at = applied(*dates)[0]
        assert (at.year, at.month, at.day, at.hour, at.minute) == first

    @pytest.mark.parametrize("dates", [("05/06/2026", "07/06/2026"), ("25/06/2026", "06/25/2026")])
    def test_or_is_asked_and_no_moment_is_guessed(self, dates: tuple[str, ...]) -> None:
        rows = [
            ["이름", "이메일", "타임스탬프"],
            *([f"가나{at}", f"p{at}@example.org", date] for at, date in enumerate(dates)),
        ]
        plan = preview(rows)
        assert counts(plan) == (2, 0, 0, 0)
        assert any("can be read day first or month first" in note for note in notes(plan))

    def test_and_the_answer_is_taken(self) -> None:
        at = applied("05/06/2026", "07/06/2026", mapping={"타임스탬프": "applied_at:day-first"})[0]
        assert (at.month, at.day) == (6, 5)


def test_of_two_ballots_none_is_offered_by_dates_that_cannot_be_told(round: Round) -> None:
    head = ["타임스탬프", "심사위원", "팀", "창의성", "기술 구현력"]
    rows: list[list[Any]] = [head, ["05/06/2026", "J01", "T001", 1, 1], ["04/07/2026", "J01", "T001", 2, 2]]
    assert preview(rows, "ballots", round=round).contests[0].offered is None
    mapped = preview(rows, "ballots", round=round, mapping={"타임스탬프": "sent_at:day-first"})
    assert mapped.contests[0].offered == 3
