"""The demo event goes through its stages by the verbs that people use, and comes out the same every time."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from hackathon import clock, create_app
from hackathon.config import Settings
from hackathon.database import unit_of_work
from hackathon.demo.calendar import PRESENT, calendar_for
from hackathon.demo.links import refresh_links
from hackathon.demo.people import DEFAULT_SEED
from hackathon.demo.stages import build, find_built, keep_codes
from hackathon.domain.ballots import ballots
from hackathon.domain.base import audit
from hackathon.domain.base.errors import LinkUnusable
from hackathon.domain.base.keys import get_key
from hackathon.domain.people import accounts
from hackathon.domain.results import results
from hackathon.domain.results.standings import standings_of
from hackathon.domain.rounds import rounds
from hackathon.domain.rounds.events import get_event, get_round
from hackathon.domain.teams import forming
from hackathon.exchange.exporting.files import export
from hackathon.extensions import db
from hackathon.models import AuditEntry, Entrant, Revision, SubmissionVersion, Team
from tests.factories import make_event, make_person, the_key

NOW = PRESENT["final"] + timedelta(days=400, minutes=7)
LATER = NOW + timedelta(days=33, hours=5)
DIGESTS = {
    "sesac-2025_preliminary_v1_0bf45af8.csv": "e064ac4338d1b917a751b1b074f72269505623e74eb07619086f526ee33a5c47",
    "sesac-2025_preliminary_v1_0bf45af8.json": "c456cb03edc3d58213a46c9c64755a63739f381bb8ccea1f6fbb2929f20e0b38",
    "sesac-2025_preliminary_v1_0bf45af8.zip": "9735e3b53bd8b56c7b8c2ad517556c4b64b8e9c9fa943b1bd45b419f248b27b4",
    "sesac-2025_final_v1_f4dc4e43.csv": "294aa70dce4c6e1324ade34aa6a8f57545969ba21efa79f65ba9faf60bcaf51c",
    "sesac-2025_final_v1_f4dc4e43.json": "58dd6f760927e3da5e17720d7bbaea3092eb405f6b3420de7535531502dfa685",
    "sesac-2025_final_v1_f4dc4e43.zip": "2f9ed05e404353486a12ff8ec210ae9612dcfa13d43fe6294f713d23688018e7",
}
"""SHA-256 of what the default seed gives. A bundle also holds the times and the key of the home, which are set here."""


@pytest.fixture(scope="module")
def final_home(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose event is at the stage `final`, to be copied."""
    home = tmp_path_factory.mktemp("demo")
    shutil.copy(sqlite_template, home / "hackathon.sqlite3")
    (home / "keys").mkdir()
    (home / "keys" / "signing.key").write_bytes(bytes(range(32)))
    with opened(home) as app:
        assert build_to(app, "final") == ["registration", "preliminary", "final"]
    return home


@pytest.fixture(scope="module")
def finished_home(final_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same home carried on to `results`, to be copied."""
    home = shutil.copytree(final_home, tmp_path_factory.mktemp("demo") / "home")
    with opened(home) as app:
        assert build_to(app, "results") == ["results"]
    return home


@pytest.fixture
def built(final_home: Path, tmp_path: Path) -> Iterator[Flask]:
    with opened(shutil.copytree(final_home, tmp_path / "home")) as app:
        yield app


@pytest.fixture
def finished(finished_home: Path, tmp_path: Path) -> Iterator[Flask]:
    with opened(shutil.copytree(finished_home, tmp_path / "finished")) as app:
        yield app


@pytest.fixture(scope="module")
def late_home(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home built to `results` in one go, weeks later; to be looked at only."""
    home = tmp_path_factory.mktemp("late")
    shutil.copy(sqlite_template, home / "hackathon.sqlite3")
    with opened(home, at=LATER) as app:
        build_to(app, "results")
    return home


@contextmanager
def opened(home: Path, *, at: datetime = NOW) -> Iterator[Flask]:
    app = create_app(Settings(home=home, database_url=None))
    with app.app_context(), clock.at(at):
        yield app
        db.session.remove()
        db.engine.dispose()


def build_to(app: Flask, stage: str, *, seed: int = DEFAULT_SEED) -> list[str]:
    settings: Settings = app.config["SETTINGS"]
    return build(stage, seed=seed, key=get_key(settings.keys))


def files(*forms: str) -> dict[str, bytes]:
    found = [export(round, form, key=the_key()) for round in get_event().rounds for form in forms]
    return {file.name: file.content for file in found}


def test_from_921_applications_to_a_final_in_full_swing(built: Flask) -> None:
    preliminary, final = get_event().rounds
    assert db.session.scalar(select(func.count()).select_from(Entrant)) == 921
    assert (rounds.state_of(preliminary), rounds.state_of(final)) == ("published", "open")
    assert (
        len(rounds.entries_by_code(preliminary))
        == db.session.scalar(select(func.count()).select_from(Team).where(~Team.sample))
        == 238
    )
    assert len(rounds.entries_by_code(final)) == 30
    sealed = len(ballots.counted(final))
    assert 268 * 0.35 < sealed < 268 * 0.65
    assert db.session.scalar(select(func.count()).where(~Revision.sealed))
    assert set(db.session.scalars(select(Revision.status))) == {"accepted"}


def test_half_a_night_is_uneven(built: Flask) -> None:
    """So that nobody forgets what every night looks like: teams with all ballots, some, two, one and none."""
    final = get_round(get_event(), "final")
    sealed = Counter(row.entry for row in ballots.counted(final))
    spread = Counter(sealed[code] for code in rounds.entries_by_code(final))
    assert {0, 1, 2, 7, 8, 9} <= spread.keys()
    assert spread[0] >= 5
    assert spread[1] >= 2
    standings = standings_of(final)
    assert len(standings.rows) == sum(count for ballots, count in spread.items() if ballots > 2)
    assert {each.entry for each in standings.unranked} == {
        code for code in rounds.entries_by_code(final) if sealed[code] <= 2
    }


def test_the_tie_on_the_cut_is_broken_by_the_declared_chain(built: Flask) -> None:
    standing = json.loads(results.get_result(get_round(get_event(), "preliminary")).standings)
    rows = standing["standings"]
    assert rows[29]["exact"] == rows[30]["exact"]
    assert rows[30]["decided_by"]
    assert (len(standing["advance"]), standing["cut"]["open"]) == (30, False)


def test_it_ends_with_a_signed_and_published_ranking(finished: Flask) -> None:
    final = get_round(get_event(), "final")
    result = results.get_result(final)
    standings = standings_of(final)
    assert rounds.state_of(final) == "published"
    assert {signature.capacity for signature in results.signatures(result)} == {"chair", "organizer"}
    assert [row.rank for row in standings.rows][:7] == list(range(1, 8))
    assert sum(1 for row in standings.rows[:10] if row.decided_by) >= 2
    assert Counter(row.ballots for row in standings.rows) == {9: 28, 8: 2}
    assert audit.find_break(get_event()) is None


def test_the_default_seed_gives_the_bytes_that_it_always_gave(finished: Flask) -> None:
    made = files("csv", "json", "zip")
    assert {name: hashlib.sha256(content).hexdigest() for name, content in made.items()} == DIGESTS


def test_the_columns_of_the_rules_in_the_csv_are_those_that_it_always_had(finished: Flask) -> None:
    """The names of the teams came to them as the last column."""
    plain = {round.key: standings_of(round).to_csv() for round in get_event().rounds}
    digests = {key: hashlib.sha256(content.encode("utf-8-sig")).hexdigest() for key, content in plain.items()}
    assert digests == {
        "preliminary": "664752c780ba235af8eec6f704ca832c770702a3590f20f08ebcbb601aa7312b",
        "final": "d12f92b1ae2040481bfd014ad9a66c8661e4fdaba187e92118615e206cfab059",
    }
    for name, content in files("csv").items():
        rules = plain[name.split("_")[1]].splitlines()
        assert [line.rsplit(",", 1)[0] for line in content.decode("utf-8-sig").splitlines()] == rules


def test_the_same_seed_gives_the_same_bytes_on_another_day(finished: Flask, late_home: Path) -> None:
    first = files("csv", "json")
    with opened(late_home, at=LATER):
        assert files("csv", "json") == first


@pytest.mark.postgres
@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_the_same_seed_gives_the_same_bytes_on_another_database(finished: Flask, app: Flask) -> None:
    with finished.app_context():
        first = files("csv", "json")
    with app.app_context(), clock.at(LATER):
        build_to(app, "results")
        assert files("csv", "json") == first


def test_nothing_is_built_twice(built: Flask) -> None:
    before = files("csv", "json")
    assert build_to(built, "final") == []
    assert files("csv", "json") == before


def test_who_founds_a_team_in_the_demo_gets_no_code_that_its_files_know(built: Flask) -> None:
    event = get_event()
    assert forming.next_code(event) == "T901"
    keep_codes()
    assert db.session.scalar(select(func.count()).select_from(Team).where(Team.sample)) == 1


def test_a_stage_that_is_interrupted_leaves_the_one_before(sqlite_app: Flask) -> None:
    settings: Settings = sqlite_app.config["SETTINGS"]
    seen = []

    def stop(rows: int) -> None:
        seen.append(rows)
        if len(seen) > 700:
            raise KeyboardInterrupt

    with clock.at(NOW):
        with pytest.raises(KeyboardInterrupt):
            build("preliminary", seed=DEFAULT_SEED, key=get_key(settings.keys), tick=stop)
        built = find_built()
        db.session.rollback()
        assert built
        assert built.stage == "registration"
        assert built.left == ("preliminary", "final", "results")


STATES = {
    "registration": ("planned", "planned"),
    "preliminary": ("open", "planned"),
    "results": ("published", "published"),
}


def is_at_hand(stage: str) -> bool:
    """Whether the stage is what goes on now, with nothing dated later."""
    event = get_event()
    applying = event.applications_open_at <= clock.now() < event.applications_close_at
    moments = (Revision.received_at, AuditEntry.at, SubmissionVersion.submitted_at, Entrant.applied_at)
    latest = [db.session.scalar(select(func.max(moment))) for moment in moments]
    assert all(moment is None or moment <= clock.now() for moment in latest), latest
    return applying is (stage == "registration") and STATES[stage] == tuple(map(rounds.state_of, event.rounds))


@pytest.mark.parametrize("stage", ["registration", "preliminary"])
def test_a_stage_is_at_hand_on_the_day_of_the_demo_and_nothing_lies_ahead(sqlite_app: Flask, stage: str) -> None:
    with clock.at(NOW):
        build_to(sqlite_app, stage)
        assert is_at_hand(stage)


def test_the_last_stage_is_at_hand_too(late_home: Path) -> None:
    with opened(late_home, at=LATER):
        assert is_at_hand("results")


def test_all_dates_move_by_one_offset() -> None:
    calendar = calendar_for("final", now=NOW)
    assert calendar(PRESENT["final"]) <= NOW < calendar(PRESENT["final"]) + timedelta(minutes=10)
    assert calendar(PRESENT["results"]) - calendar(PRESENT["final"]) == PRESENT["results"] - PRESENT["final"]


def test_demo_links_work_again_and_again_and_survive_another_port(built: Flask, tmp_path: Path) -> None:
    first = refresh_links(tmp_path, base="http://127.0.0.1:8000")
    again = refresh_links(tmp_path, base="http://127.0.0.1:9000")
    assert set(first) >= {"public", "organizer", "staff", "chair", "judge", "judges", "captain"}
    assert len(first["judges"]) == 9
    assert first["judges"][0].rsplit("/")[-1] != first["judge"].rsplit("/")[-1]
    assert {key: str(link).replace("8000", "9000") for key, link in first.items()} == {
        key: str(link) for key, link in again.items()
    }
    secret = first["chair"].rsplit("/", 1)[-1]
    with unit_of_work():
        people = {accounts.redeem(secret)[0].id for _ in range(3)}
    assert len(people) == 1


def test_only_demo_links_are_reusable(app: Flask) -> None:
    with unit_of_work():
        event = make_event()
        person = make_person(event, "chief", "organizer")
        secret = accounts.make_link(event, person)
        assert accounts.redeem(secret)[0] is person
    with pytest.raises(LinkUnusable), unit_of_work():
        accounts.redeem(secret)
    with pytest.raises(ValueError, match="demo"), unit_of_work():
        accounts.make_link(event, person, reusable=True)
