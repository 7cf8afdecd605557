"""Requests that write at the same time write together: one of them does the work of all that wait, in one transaction.

A commit costs the same for one ballot as for sixty, and only one can happen at a time. Whoever comes while another
writes waits in line; when that one is through, the first in line takes everybody's work and does it at once, after a
moment for those who have been heard at the door already, and for as many as came together just before. Nobody is
answered before the commit of their own.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

Job = TypeVar("Job")
Answer = TypeVar("Answer")
MOST = 400
"""So much is done at once: the transaction must stay short for everybody else who writes."""
PATIENCE = 0.005
"""Seconds at most for those at the door: one whose body trickles in must not keep the others waiting."""

RECENT = 0.02
"""For so long it is believed that as many come again as came together."""


@dataclass
class Ring:
    waits: bool = True


@dataclass
class _Turn:
    job: Any
    size: int
    wake: threading.Lock = field(default_factory=threading.Lock)
    state: str = "waits"
    answer: Any = None


class Together(Generic[Job, Answer]):
    """`work` gets jobs and returns their answers in order; it commits before it returns, or raises and leaves nothing."""

    def __init__(self, work: Callable[[list[Job]], list[Answer]], *, most: int = MOST) -> None:
        self._work, self._most = work, most
        self._guard = threading.Condition(threading.Lock())
        self._line: list[_Turn] = []
        self._taken = False
        self._coming = 0
        self._hoped, self._ended = 1, 0.0

    def expect(self) -> Ring:
        """Somebody is at the door; they join the line with the ring, or give it back when they go."""
        with self._guard:
            self._coming += 1
        return Ring()

    def forget(self, ring: Ring) -> None:
        """They are not at the door any more."""
        with self._guard:
            self._settle(ring)

    def _settle(self, ring: Ring) -> None:
        if ring.waits:
            ring.waits = False
            self._coming -= 1
            if self._is_whole():
                self._guard.notify()

    def do(self, job: Job, *, size: int = 1, ring: Ring | None = None) -> Answer:
        """Do this job, with others or alone; `size` is what it adds to a transaction."""
        turn = _Turn(job, size)
        turn.wake.acquire()
        with self._guard:
            self._line.append(turn)
            if ring:
                self._settle(ring)
            elif self._is_whole():
                self._guard.notify()
            leads, self._taken = not self._taken, True
        if not leads:
            turn.wake.acquire()  # until it is done, or nobody has done it and it is our turn
        if turn.state == "done":
            answer: Answer = turn.answer
        else:
            answer = self._alone(job) if turn.state == "alone" else self._lead(turn)
        return answer

    def _alone(self, job: Job) -> Answer:
        """The transaction of all came to nothing: each tries for itself, so that a fault hits only whose it is."""
        return self._work([job])[0]

    def _lead(self, own: _Turn) -> Any:
        batch, outcome = self._take(), "alone"
        try:
            answers = self._work([turn.job for turn in batch])
            for turn, answer in zip(batch, answers, strict=True):
                turn.answer = answer
            outcome = "done"
        except Exception:
            if len(batch) == 1:
                raise
        finally:
            self._hand_on()
            for turn in batch:
                turn.state = outcome
                turn.wake.release()
        return own.answer if outcome == "done" else self._alone(own.job)

    def _take(self) -> list[_Turn]:
        """The first in line and as many more as fit."""
        with self._guard:
            self._wait_for_the_door()
            taken, size = 1, self._line[0].size
            while taken < len(self._line) and size + self._line[taken].size <= self._most:
                size += self._line[taken].size
                taken += 1
            batch, self._line = self._line[:taken], self._line[taken:]
            self._hoped = taken
            return batch

    def _wait_for_the_door(self) -> None:
        now = time.monotonic()
        until = now + PATIENCE
        if now - self._ended > RECENT:
            self._hoped = 1
        while not self._is_whole() and (left := until - time.monotonic()) > 0:
            self._guard.wait(left)

    def _is_whole(self) -> bool:
        """Whether everybody is in line who can be hoped for."""
        return not self._coming and len(self._line) >= self._hoped

    def _hand_on(self) -> None:
        """The first who came meanwhile does the next round of work."""
        with self._guard:
            self._taken, self._ended = bool(self._line), time.monotonic()
            if self._line:
                self._line[0].wake.release()
