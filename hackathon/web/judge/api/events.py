"""Server-sent events of a round: they say that something changed and never what.

Staff, organizers and the chair hear of every change; a judge's tablet only hears that somebody else presents. A stream
holds a thread of the server, so there are not many of them, each ends soon, and who finds no slot polls instead (204).
It holds neither a transaction nor a connection: all streams of a process share one small query a second.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response, abort, current_app, request
from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from hackathon import clock
from hackathon.domain.base.errors import NotFound
from hackathon.domain.rounds import events, versions
from hackathon.domain.rounds.versions import Version, read_version
from hackathon.extensions import db
from hackathon.models import Judge, Person, Round, Seat, SignIn
from hackathon.permissions import visible
from hackathon.web.http import sessions
from hackathon.web.http.guard import policy
from hackathon.web.http.metrics import add_gauge
from hackathon.web.judge.api.access import blueprint
from hackathon.web.page.frame import get_event


@dataclass(frozen=True)
class Pace:
    """Seconds between two queries (`tick`), two signs of life (`beat`), until a stream ends (`life`); and how many at once:

    in all (`most`), of tablets, of each person.
    """

    tick: float = 1.0
    beat: float = 15.0
    life: float = 45.0
    most: int = 32
    tablets: int = 24
    each: int = 3


PACE = Pace()


class Slot:
    """Room for one stream, until it is given back or another stream of the same person needs it."""

    def __init__(self, *, person: int, desk: bool) -> None:
        self.person, self.desk = person, desk
        self.closed = threading.Event()


class Slots:
    """Streams that are open in this process. Tablets leave some slots to the organizers' desk."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: list[Slot] = []

    def take(self, pace: Pace, person: int, *, desk: bool) -> Slot | None:
        """A slot, or None where there is none left.

        Whoever has several gives up the oldest: a page that was loaded again leaves a stream behind, of which the
        server hears only when it writes to it.
        """
        slot = Slot(person=person, desk=desk)
        with self._lock:
            own = [each for each in self._open if (each.person, each.desk) == (person, desk)]
            if len(own) >= pace.each:
                self._end(own[0])
            tablets = sum(not each.desk for each in self._open)
            if len(self._open) >= pace.most or (not desk and tablets >= pace.tablets):
                return None
            self._open.append(slot)
        return slot

    def leave(self, slot: Slot) -> None:
        with self._lock:
            self._end(slot)

    def _end(self, slot: Slot) -> None:
        slot.closed.set()
        if slot in self._open:
            self._open.remove(slot)

    @property
    def taken(self) -> int:
        return len(self._open)


class VersionCache:
    """The newest version of each round, looked up once a tick however many ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[str, int], tuple[float, Version]] = {}

    def look(self, engine: Engine, round: tuple[int, int], *, tick: float) -> Version:
        key = (str(engine.url), round[1])
        with self._lock:
            at, version = self._known.get(key, (-tick, Version()))
            if time.monotonic() - at < tick:
                return version
            with engine.connect() as connection:
                version = versions.look(connection, event_id=round[0], round_id=round[1])
            self._known[key] = (time.monotonic(), version)
            return version


slots, version_cache = Slots(), VersionCache()
blueprint.record_once(
    lambda state: add_gauge("hackathon_event_streams", "Open event streams.", lambda: slots.taken, app=state.app)
)


@blueprint.get("/rounds/<key>/events")
@policy("organizer", "auditor", "staff", "judge", "chair")
def stream(key: str) -> Response:
    round, person, here = _load(key), sessions.viewer(), sessions.current()
    assert person is not None  # the policy
    desk = visible(person, "progress", round=round)
    if not desk and not _is_seated(person, round):
        abort(404)
    pace: Pace = current_app.config.get("EVENT_PACE", PACE)
    slot = slots.take(pace, person.id, desk=desk)
    if slot is None:
        return Response(status=204)
    stream_of_round = EventStream(db.engine, (round.event_id, round.id), here.id if here else 0, slot, pace)
    seen = read_version(request.headers.get("Last-Event-ID") or request.args.get("since"))
    answer = Response(stream_of_round.frames(seen), mimetype="text/event-stream")
    answer.headers.update({"Cache-Control": "no-store", "X-Accel-Buffering": "no"})  # nginx would keep it back
    answer.call_on_close(lambda: slots.leave(slot))  # also where nobody ever read it
    return answer


def _load(key: str) -> Round:
    try:
        return events.get_round(get_event(), key)
    except NotFound:
        abort(404)


def _is_seated(person: Person, round: Round) -> bool:
    own = select(Seat.id).join(Judge).where(Seat.round_id == round.id, Judge.person_id == person.id)
    return db.session.scalar(own) is not None


@dataclass(frozen=True)
class EventStream:
    """One stream: plain values only, for it outlives the request that opened it."""

    engine: Engine
    round: tuple[int, int]
    session: int
    slot: Slot
    pace: Pace

    def frames(self, seen: Version | None) -> Iterator[str]:
        try:
            now = self._look()
            yield f"retry: 3000\n{self._frame('ready', now)}{self._changes(seen or now, now)}"
            yield from self._follow(now)
        except SQLAlchemyError:  # the database is away: the page asks again, and hears it from there
            return

    def _follow(self, seen: Version) -> Iterator[str]:
        """Frames of what changes, with a comment now and then as a sign of life, until the stream's time is over."""
        end = time.monotonic() + self.pace.life
        beat = time.monotonic() + self.pace.beat
        while time.monotonic() < end and not self.slot.closed.wait(self.pace.tick):
            before, seen = seen, self._look()
            changes = self._changes(before, seen)
            if not changes and time.monotonic() < beat:
                continue
            if not self._is_signed_in():
                return
            beat = time.monotonic() + self.pace.beat
            yield changes or ": \n\n"

    def _look(self) -> Version:
        now = version_cache.look(self.engine, self.round, tick=self.pace.tick)
        return now if self.slot.desk else Version(stage=now.stage)

    def _changes(self, seen: Version, now: Version) -> str:
        frames = ""
        if self.slot.desk and (seen.acts, seen.ballots) != (now.acts, now.ballots):
            frames += self._frame("changed", now)
        return frames + (self._frame("now_presenting", now) if seen.stage != now.stage else "")

    def _frame(self, kind: str, now: Version) -> str:
        return f"id: {now}\nevent: {kind}\ndata: {{}}\n\n"

    def _is_signed_in(self) -> bool:
        """A device that was signed out hears no more."""
        own = select(SignIn.id).where(
            SignIn.id == self.session, SignIn.ended_at.is_(None), SignIn.expires_at > clock.now()
        )
        with self.engine.connect() as connection:
            return connection.execute(own).first() is not None
