"""A lock or a recusal that was there first wins, however closely a ballot follows it; and a ballot that was first counts."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.ballots.lookups import Parcel
from hackathon.domain.ballots.revisions import Saved
from hackathon.domain.ballots.saving import save_all
from hackathon.domain.base.errors import Invalid
from hackathon.domain.results import results
from hackathon.domain.rounds import rounds
from hackathon.domain.rounds.entries import withdraw_entry
from hackathon.extensions import db
from hackathon.models import Round
from tests.factories import HOUR, NOON, a_draft, seal_all, the_entry, the_judge, the_key

ALL = {f"T00{number}": (5, 5) for number in range(1, 5)}


@pytest.fixture
def round(round: Round) -> Round:
    with unit_of_work():
        seal_all(round, ALL)
    return round


def recuse(round: Round) -> None:
    rounds.recuse(round, the_judge("J02"), the_entry(round, "T001"), kind="statutory", reason="사유")


def lock(round: Round) -> None:
    results.lock(round, key=the_key())


def withdraw(round: Round) -> None:
    withdraw_entry(round, the_entry(round, "T001"), reason="사정")


def save(app: Flask, parcel: Parcel) -> Any:
    with app.app_context(), unit_of_work():
        return save_all([parcel], key=the_key())


@pytest.mark.parametrize(
    ("act", "fate"),
    [(recuse, "recused"), (lock, "held"), (withdraw, "unknown-entry")],
    ids=["recusal", "lock", "withdrawal"],
)
def test_what_came_first_wins(app: Flask, round: Round, act: Callable[[Round], None], fate: str) -> None:
    parcel = Parcel(the_judge("J02").person_id, "first", [("T001", a_draft(base=1))], NOON + 2 * HOUR)
    with ThreadPoolExecutor(1) as pool:
        with clock.at(NOON + HOUR), unit_of_work():
            act(db.session.scalars(select(Round)).one())
            saving: Future[Any] = pool.submit(save, app, parcel)
            wait([saving], timeout=0.3)  # on PostgreSQL it stands at the held row, on SQLite in the queue
        ((answer,),) = saving.result(20)
    assert (answer.status if isinstance(answer, Saved) else answer.code) == fate
    assert isinstance(answer, Saved | Invalid)
