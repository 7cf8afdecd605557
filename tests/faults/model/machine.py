"""Many tablets, their judges, organizers, and a network that does its worst, one step at a time on a real app.

`Devices` is a hypothesis state machine; a module that uses it gives it an `arena`, which makes a clean world.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from tests.factories import HOUR, NOON
from tests.faults.model.history import Row, Said
from tests.faults.model.rules import find_faults
from tests.faults.model.tablets import ROUND, Revision, Tablet
from tests.faults.model.world import FlaskLine, World, dying

OPENED, CLOSED = NOON + HOUR, NOON + 7 * HOUR
TABLETS = ("J01", "J01", "J02", "J02")
"""Whose they are: each judge has two, or swaps one for another in the middle."""
ENTRIES = ("T001", "T002", "T003")
WHICH = st.integers(0, len(TABLETS) - 1)
MARKS = st.fixed_dictionaries({"creativity": st.integers(0, 10), "technical": st.integers(0, 10)})
BALLOT = st.tuples(st.sampled_from(ENTRIES), MARKS, st.booleans(), st.sampled_from(["", "좋음"]))
BROKEN = st.sampled_from(
    [
        {"creativity": 11, "technical": 1},
        {"creativity": True, "technical": 1},
        {"creativity": 1},
        {"creativity": 1, "technical": 7.5},
        {"creativity": 1, "technical": 1, "charm": 1},
    ]
)
FATES = st.sampled_from(["good", "good", "good", "no-request", "no-reply", "twice", "late", "cut"])


class Devices(RuleBasedStateMachine):
    arena: ClassVar[Callable[[], World]]
    answers: ClassVar[Counter[str]] = Counter()
    """How often each status was answered, over all stories: so that one sees what they were about."""

    def __init__(self) -> None:
        super().__init__()
        self.world = type(self).arena()
        self.lines = [FlaskLine(self.world, judge) for judge in TABLETS]
        chance = random.Random(7)
        self.saw: dict[str, str | None] = {}
        self.tablets = [
            Tablet(judge, f"tablet-{number}", self.world.public, chance=random.Random(chance.random()), saw=self.saw)
            for number, judge in enumerate(TABLETS)
        ]
        self.under_way: list[tuple[int, list[Revision]]] = []
        self.drawer: list[tuple[int, Tablet]] = []
        self.written: set[str] = set()

    # --- judges -----------------------------------------------------------------------------------------------------

    @rule(which=WHICH, ballots=st.lists(BALLOT, min_size=1, max_size=4))
    def write(self, which: int, ballots: list[tuple[str, dict[str, int], bool, str]]) -> None:
        for entry, marks, sealed, comment in ballots:
            if entry not in self.tablets[which].conflicts:
                made = self.tablets[which].write(entry, marks, sealed=sealed, comment=comment)
                self.written.add(made["id"])

    @rule(which=WHICH, ballots=st.lists(BALLOT, min_size=1, max_size=4))
    def write_and_flush(self, which: int, ballots: list[tuple[str, dict[str, int], bool, str]]) -> None:
        self.write(which, ballots)
        self.flush(which, "good", 4)

    @rule(which=WHICH, entry=st.sampled_from(ENTRIES), marks=BROKEN)
    def write_what_is_never_valid(self, which: int, entry: str, marks: dict[str, Any]) -> None:
        if entry not in self.tablets[which].conflicts:
            self.tablets[which].write(entry, marks)

    @rule(which=WHICH, mine=st.booleans())
    def settle_conflicts(self, which: int, mine: bool) -> None:
        for entry in list(self.tablets[which].conflicts):
            self.tablets[which].resolve(entry, mine=mine)

    @rule(which=WHICH)
    def read(self, which: int) -> None:
        status, packet = self.lines[which].get(f"{ROUND}/packet")
        if status == 200:
            self.tablets[which].read(packet)

    @rule(which=WHICH, hours=st.integers(-30, 30))
    def set_the_tablets_clock_wrong(self, which: int, hours: int) -> None:
        self.tablets[which].clock = (self.world.now + hours * HOUR).isoformat().replace("+00:00", "Z")

    @rule(which=WHICH)
    def take_another_tablet(self, which: int) -> None:
        """The old one lies in a drawer with what waits on it; the judge goes on with an empty one."""
        old = self.tablets[which]
        self.drawer.append((which, old))
        self.tablets[which] = Tablet(old.judge, old.name + "'", old.public, chance=old.chance, saw=self.saw)
        self.read(which)

    # --- the network ------------------------------------------------------------------------------------------------

    @rule(which=WHICH)
    def flush_well(self, which: int) -> None:
        self.flush(which, "good", 4)

    @rule(which=WHICH, fate=FATES, most=st.integers(1, 4))
    def flush(self, which: int, fate: str, most: int) -> None:
        tablet = self.tablets[which]
        batch = tablet.batch(most)
        if not batch or fate == "no-request":
            return
        if fate == "late":
            self.under_way.append((which, batch))
        elif fate == "cut":
            self.send_a_part(which, batch)
        else:
            results = self.deliver(which, batch, heard=fate != "no-reply")
            if fate == "twice":
                self.deliver(which, batch, heard=False)
            if fate != "no-reply" and results:
                tablet.hear(results)

    @precondition(lambda self: self.under_way)
    @rule(data=st.data())
    def let_a_late_request_arrive(self, data: st.DataObject) -> None:
        number = data.draw(st.integers(0, len(self.under_way) - 1))
        self.deliver(*self.under_way.pop(number), heard=False)

    def deliver(self, which: int, batch: list[Revision], *, heard: bool, may_fail: bool = False) -> list[Any] | None:
        status, answer = self.lines[which].post(f"{ROUND}/ballots", {"revisions": batch})
        if may_fail and status == 500:
            self.world.log += self.taken(TABLETS[which], batch)
        if may_fail and status in (401, 500):
            return None
        if status == 401:
            self.lines[which].sign_in()
            return None
        assert status == 200, answer
        judge = TABLETS[which]
        for revision, result in zip(batch, answer["results"], strict=True):
            self.world.log.append(Said(judge, revision, result, heard=heard, saw=self.saw[revision["id"]]))
        type(self).answers.update(result["status"] for result in answer["results"])
        return list(answer["results"])

    def taken(self, judge: str, batch: list[Revision]) -> list[Said]:
        """What the server has taken before it died, in its order, as if it had answered and nobody heard."""
        known = {event.id for event in self.world.log if isinstance(event, Said) and event.answer}
        sent = {revision["id"]: revision for revision in batch if revision["id"] not in known}
        return [
            Said(judge, sent[row.id], answer_of(row), heard=False, saw=self.saw[row.id])
            for row in self.world.rows()
            if row.id in sent
        ]

    def send_a_part(self, which: int, batch: list[Revision]) -> None:
        """The connection breaks in the middle of the request."""
        raw = json.dumps({"revisions": batch}).encode()
        status, _ = self.lines[which].send(f"{ROUND}/ballots", raw[: len(raw) * 2 // 3])
        assert status in (400, 401)

    @rule(which=WHICH)
    def end_the_session(self, which: int) -> None:
        self.world.end_sessions(TABLETS[which])

    @precondition(lambda self: self.tablets[0].outbox)
    @rule(after=st.integers(0, 4))
    def die_in_the_middle(self, after: int) -> None:
        """The server goes down at one of its writes or at the commit; nobody is answered."""
        batch = self.tablets[0].batch()
        with dying(self.world, after=after):
            self.deliver(0, batch, heard=False, may_fail=True)

    # --- organizers -------------------------------------------------------------------------------------------------

    @rule(minutes=st.integers(-50, 50))
    def move_the_servers_clock(self, minutes: int) -> None:
        self.world.set_clock(OPENED + HOUR + timedelta(minutes=minutes))

    @rule(which=WHICH, ballots=st.lists(BALLOT, min_size=1, max_size=2))
    def flush_after_the_close(self, which: int, ballots: list[tuple[str, dict[str, int], bool, str]]) -> None:
        self.write(which, ballots)
        self.world.set_clock(CLOSED)
        self.flush(which, "good", 4)
        self.world.set_clock(OPENED)

    @rule()
    def lock_if_all_is_sealed(self) -> None:
        if not self.world.locked:
            self.world.lock()

    @precondition(lambda self: self.world.locked)
    @rule()
    def unlock(self) -> None:
        self.world.unlock()

    @precondition(lambda self: not self.world.locked and not self.world.barred)  # else soon nothing is left to score
    @rule(judge=st.sampled_from(sorted(set(TABLETS))), entry=st.sampled_from(ENTRIES))
    def recuse(self, judge: str, entry: str) -> None:
        self.world.recuse(judge, entry)

    @precondition(lambda self: not self.world.locked)
    @rule(number=st.integers(0, 5), verdict=st.sampled_from(["admitted", "declined"]))
    def rule_on_what_was_only_kept(self, number: int, verdict: str) -> None:
        self.world.rule(number, verdict)

    @precondition(lambda self: not self.world.locked and not self.world.withdrawn)
    @rule(entry=st.sampled_from(ENTRIES[1:]))
    def withdraw(self, entry: str) -> None:
        self.world.withdraw(entry)

    # --- the end ----------------------------------------------------------------------------------------------------

    def teardown(self) -> None:
        """The network is good again, the drawer is emptied, and everything is told."""
        for which, batch in self.under_way:
            self.deliver(which, batch, heard=False)
        for which, tablet in [*self.drawer, *enumerate(self.tablets)]:
            self.empty(which, tablet)
        history = self.world.history()
        faults = find_faults(history)
        assert not faults, "\n".join(faults)
        assert self.world.audit_break() is None
        assert self.written <= {row.id for row in history.rows} | self.refused()

    def empty(self, which: int, tablet: Tablet) -> None:
        for _ in range(2 * len(tablet.outbox) + 2):
            results = self.deliver(which, batch, heard=True) if (batch := tablet.batch()) else []
            tablet.hear(results or [])
        assert tablet.outbox == []

    def refused(self) -> set[str]:
        tablets = [*self.tablets, *(tablet for _which, tablet in self.drawer)]
        return {revision["id"] for tablet in tablets for revision in tablet.refused}


def answer_of(row: Row) -> dict[str, Any]:
    told = {"id": row.id, "status": row.status, "revision": row.revision, "receipt": row.receipt}
    return {**told, "head": {"entry": row.entry}}
