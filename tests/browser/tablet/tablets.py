"""A served event for tablets, and the engine of the judge's app driven on its own page, without any screen."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import delete, select
from werkzeug.serving import make_server

from hackathon import clock, create_app
from hackathon.config import Settings
from hackathon.database import unit_of_work
from hackathon.domain.ballots import rulings
from hackathon.domain.people import accounts
from hackathon.domain.rounds import rounds
from hackathon.domain.rounds.events import create_event, get_event
from hackathon.domain.submissions import submissions
from hackathon.extensions import db
from hackathon.models import BallotText, Entry, Judge, Revision, Round, SignIn, Team
from tests.factories import a_plan, a_round, make_judge, make_team, the_judge, the_key

HOUR = timedelta(hours=1)
TEAMS = [f"T{number:03}" for number in range(1, 31)]
SUMMARY = "동네 텃밭을 함께 쓰는 사람들이 물 주는 차례와 거둔 것을 나누는 규칙을 함께 정하도록 돕습니다. " * 4
PAGE = "/judge/app"
START = "() => { window.engine = window.judging; return Boolean(window.engine); }"


@dataclass
class Venue:
    """A round that is open now, with its server in this process; the shell is a copy that a test may change."""

    app: Flask
    address: str = ""

    @property
    def static(self) -> Path:
        return Path(self.app.static_folder or "")

    def revisions(self) -> list[dict[str, Any]]:
        """Everything that ever arrived, in its order."""
        with self.app.app_context():
            rows = db.session.execute(
                select(Revision, Team.code, Judge.code.label("judge"), BallotText.comment)
                .join(Entry, Entry.id == Revision.entry_id)
                .join(Team, Team.id == Entry.team_id)
                .join(Judge, Judge.id == Revision.judge_id)
                .outerjoin(BallotText, BallotText.revision_id == Revision.id)
                .order_by(Revision.chain_position)
            ).all()
            return [
                {
                    "entry": row.code,
                    "judge": row.judge,
                    "marks": json.loads(row.Revision.marks),
                    "comment": row.comment,
                    **{
                        name: getattr(row.Revision, name)
                        for name in ("sealed", "status", "revision", "base", "made_at", "received_at")
                    },
                }
                for row in rows
            ]

    def link(self, judge: str) -> str:
        """A fresh link: each signs in once."""
        with self.app.app_context(), unit_of_work():
            return f"{self.address}/s/{accounts.make_link(get_event(), the_judge(judge).person)}"

    def end_sessions(self) -> None:
        with self.app.app_context(), unit_of_work():
            db.session.execute(delete(SignIn))

    def close_round(self) -> None:
        with self.app.app_context(), unit_of_work():
            db.session.scalars(select(Round)).one().closes_at = clock.now() - timedelta(minutes=1)

    def admit_everything_late(self) -> None:
        with self.app.app_context(), unit_of_work():
            round = db.session.scalars(select(Round)).one()
            for kept in rulings.kept_of(round):
                rulings.rule(round, kept.version.id, "admitted", reason="정전", key=the_key(), actor=None)


@contextmanager
def opened(home: Path, template: Path, *, teams: int, judges: int) -> Iterator[Venue]:
    shutil.copy(template, home / "hackathon.sqlite3")
    app = create_app(Settings(home=home, database_url=None))
    app.static_folder = str(shutil.copytree(app.static_folder or "", home / "static"))
    venue = Venue(app)
    with app.app_context():
        with unit_of_work():
            _set_up(teams, judges)
        db.session.remove()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    venue.address = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield venue
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        db.engine.dispose()


def _set_up(teams: int, judges: int) -> None:
    now = clock.now()
    times: dict[str, Any] = {"opens_at": now - HOUR, "closes_at": now + 3 * HOUR, "submissions_close_at": now + HOUR}
    event = create_event(a_plan(a_round(publishes_at=None, **times)), is_demo=True)
    round = event.rounds[0]
    entries = rounds.enter(round, [make_team(event, f"T{number:03}") for number in range(1, teams + 1)])
    with clock.at(now - 2 * HOUR):
        for entry in entries:
            submissions.submit(round, entry.team, title=f"{entry.team.code}의 작품", summary=SUMMARY)
    panel = [make_judge(event, f"J{number:02}") for number in range(1, judges + 1)]
    for judge in panel:
        rounds.seat(round, judge, chair=judge.code == "J01")
    rounds.assign(round, [(judge, entry) for entry in entries for judge in panel])


def arrived(venue: Venue) -> dict[str, tuple[int, int]]:
    """The marks by team, of a night on which nothing came twice, or otherwise than it should."""
    rows = venue.revisions()
    assert all(row["sealed"] and row["status"] == "accepted" and row["revision"] == 1 for row in rows)
    found = {row["entry"]: (row["marks"]["creativity"], row["marks"]["technical"]) for row in rows}
    assert len(found) == len(rows)
    return found


class Tablet:
    """One device: a browser with its stores and its cookies."""

    def __init__(self, browser: Browser, venue: Venue, *, script: str = "") -> None:
        self.venue = venue
        self.context: BrowserContext = browser.new_context(viewport={"width": 1194, "height": 834}, locale="ko-KR")
        if script:
            self.context.add_init_script(script)
        self.page = self.context.new_page()

    def sign_in(self, judge: str = "J01") -> Tablet:
        answer = self.context.request.get(self.venue.link(judge), max_redirects=0)
        assert answer.status == 303
        return self

    def open(self, path: str = PAGE) -> Tablet:
        self.page.goto(self.venue.address + path)
        return self.start()

    def start(self, page: Page | None = None) -> Tablet:
        (page or self.page).wait_for_function(START)
        return self

    def ready(self) -> Tablet:
        """The packet is here and the app would open without a network."""
        self.page.evaluate("() => engine.open('first')")
        self.page.wait_for_function("() => engine.status.offlineReady")
        return self

    def reload(self) -> Tablet:
        self.page.reload()
        return self.start()

    def reopened(self) -> Tablet:
        """The page is closed and another one opened, as after the battery died."""
        self.page.close()
        self.page = self.context.new_page()
        return self.open()

    def offline(self, off: bool = True) -> Tablet:
        self.context.set_offline(off)
        return self

    def score(self, entry: str, creativity: int, technical: int, *, seal: bool = True, comment: str = "") -> None:
        self.page.evaluate(
            """async ({entry, marks, comment, seal}) => {
              await engine.edit('first', entry, { marks, comment });
              if (seal) await engine.seal('first', entry);
            }""",
            {
                "entry": entry,
                "marks": {"creativity": creativity, "technical": technical},
                "comment": comment,
                "seal": seal,
            },
        )

    def flush(self) -> None:
        self.page.evaluate("() => engine.flush()")

    @property
    def status(self) -> dict[str, Any]:
        return self.page.evaluate("() => engine.status")

    def ballot(self, entry: str) -> dict[str, Any]:
        return self.page.evaluate("entry => engine.ballot('first', entry)", entry)

    def wait(self, condition: str) -> None:
        self.page.wait_for_function(f"() => {condition}", timeout=20_000)

    def all_sent(self) -> None:
        self.wait("engine.status.waiting === 0")

    def close(self) -> None:
        self.context.close()


NewTablet = Callable[..., Tablet]


@pytest.fixture
def venue(sqlite_template: Path, tmp_path: Path) -> Iterator[Venue]:
    """A round that is open now, with thirty teams and two judges, served for this test alone."""
    with opened(tmp_path, sqlite_template, teams=len(TEAMS), judges=2) as venue:
        yield venue


@pytest.fixture
def tablet(browser: Browser, venue: Venue) -> Iterator[NewTablet]:
    """tablet("J01", script=…): a device with a judge signed in, the packet loaded and the app ready for no network."""
    made: list[Tablet] = []

    def make(judge: str = "J01", **options: Any) -> Tablet:
        made.append(Tablet(browser, venue, **options).sign_in(judge).open().ready())
        return made[-1]

    yield make
    for each in made:
        each.close()
