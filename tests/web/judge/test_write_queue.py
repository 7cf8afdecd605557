"""Writing together: whoever waits is written by one, each gets an answer of their own, and a fault hits only whose it is."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from hackathon.web.judge.api.together import Together


class Desk:
    """Takes its time until it is told to go on, so that a line can form."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.began, self.go = threading.Event(), threading.Event()

    def work(self, jobs: list[int]) -> list[int]:
        self.batches.append(jobs)
        self.began.set()
        assert self.go.wait(10)
        if 13 in jobs:
            raise ValueError(jobs)
        return [job * 2 for job in jobs]


def fill_the_line(together: Together[int, int], jobs: list[int], pool: ThreadPoolExecutor, desk: Desk) -> list[object]:
    """The first is at work; the others stand in line behind it."""
    futures = [pool.submit(together.do, jobs[0])]
    assert desk.began.wait(10)
    for job in jobs[1:]:
        futures.append(pool.submit(together.do, job))
        while len(together._line) < len(futures) - 1:
            pass
    desk.go.set()
    return [future.exception(10) or future.result() for future in futures]


@pytest.mark.parametrize(("most", "batches"), [(400, [[1], [2, 3, 4]]), (2, [[1], [2, 3], [4]])])
def test_who_waits_is_written_together_in_order(most: int, batches: list[list[int]]) -> None:
    desk = Desk()
    together = Together(desk.work, most=most)
    with ThreadPoolExecutor(8) as pool:
        assert fill_the_line(together, [1, 2, 3, 4], pool, desk) == [2, 4, 6, 8]
    assert desk.batches == batches


def test_a_fault_hits_only_whose_it_is() -> None:
    desk = Desk()
    with ThreadPoolExecutor(8) as pool:
        answers = fill_the_line(Together(desk.work), [1, 2, 13, 4], pool, desk)
    assert [answer for answer in answers if isinstance(answer, int)] == [2, 4, 8]
    assert isinstance(answers[2], ValueError)


def test_a_fault_alone_is_raised_and_the_next_one_is_served() -> None:
    desk = Desk()
    desk.go.set()
    together = Together(desk.work)
    with pytest.raises(ValueError, match="13"):
        together.do(13)
    assert together.do(5) == 10


def test_who_is_at_the_door_is_waited_for() -> None:
    desk = Desk()
    desk.go.set()
    together = Together(desk.work)
    ring = together.expect()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(together.do, 1)
        second = pool.submit(together.do, 2, ring=ring)
        assert (first.result(10), second.result(10)) == (2, 4)
    assert together._coming == 0


def test_who_never_comes_keeps_nobody_waiting_for_long() -> None:
    desk = Desk()
    desk.go.set()
    together = Together(desk.work)
    ring = together.expect()
    assert together.do(1) == 2
    together.forget(ring)
    together.forget(ring)
    assert together._coming == 0
