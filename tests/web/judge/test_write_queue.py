"""Group commit: the leader writes for all that wait, each gets an answer of their own, and a fault hits only whose it is."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from hackathon.web.judge.api.write_queue import WriteQueue


class Writer:
    """Takes its time until it is told to go on, so that a queue can form."""

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


def fill_the_queue(
    queue: WriteQueue[int, int], jobs: list[int], pool: ThreadPoolExecutor, writer: Writer
) -> list[object]:
    """The first is at work; the others wait behind it."""
    futures = [pool.submit(queue.submit, jobs[0])]
    assert writer.began.wait(10)
    for job in jobs[1:]:
        futures.append(pool.submit(queue.submit, job))
        while len(queue._waiters) < len(futures) - 1:
            pass
    writer.go.set()
    return [future.exception(10) or future.result() for future in futures]


@pytest.mark.parametrize(("most", "batches"), [(400, [[1], [2, 3, 4]]), (2, [[1], [2, 3], [4]])])
def test_waiters_are_written_together_in_order(most: int, batches: list[list[int]]) -> None:
    writer = Writer()
    queue = WriteQueue(writer.work, max_batch=most)
    with ThreadPoolExecutor(8) as pool:
        assert fill_the_queue(queue, [1, 2, 3, 4], pool, writer) == [2, 4, 6, 8]
    assert writer.batches == batches


def test_a_fault_hits_only_whose_it_is() -> None:
    writer = Writer()
    with ThreadPoolExecutor(8) as pool:
        answers = fill_the_queue(WriteQueue(writer.work), [1, 2, 13, 4], pool, writer)
    assert [answer for answer in answers if isinstance(answer, int)] == [2, 4, 8]
    assert isinstance(answers[2], ValueError)


def test_a_fault_alone_is_raised_and_the_next_one_is_served() -> None:
    writer = Writer()
    writer.go.set()
    queue = WriteQueue(writer.work)
    with pytest.raises(ValueError, match="13"):
        queue.submit(13)
    assert queue.submit(5) == 10


def test_an_arrival_is_waited_for() -> None:
    writer = Writer()
    writer.go.set()
    queue = WriteQueue(writer.work)
    arrival = queue.announce()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(queue.submit, 1)
        second = pool.submit(queue.submit, 2, arrival=arrival)
        assert (first.result(10), second.result(10)) == (2, 4)
    assert queue._arrivals == 0


def test_an_arrival_that_never_joins_keeps_nobody_waiting_for_long() -> None:
    writer = Writer()
    writer.go.set()
    queue = WriteQueue(writer.work)
    arrival = queue.announce()
    assert queue.submit(1) == 2
    queue.leave(arrival)
    queue.leave(arrival)
    assert queue._arrivals == 0
