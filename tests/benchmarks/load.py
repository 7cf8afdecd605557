"""Load from one thread: connections that each send their next request when the last one is answered.

Requests are ready bytes and answers are hardly looked at, so that what is measured is the server.
"""

from __future__ import annotations

import re
import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass
class Load:
    """What a run came to: seconds in all, and of each request."""

    seconds: float
    latencies: list[float]
    answers: list[bytes]

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)]

    def __str__(self) -> str:
        return f"{self.rate:.0f} req/s, p50 {self.percentile(0.5) * 1000:.1f} ms, p99 {self.percentile(0.99) * 1000:.1f} ms"


@dataclass
class _Connection:
    requests: list[bytes]
    socket: socket.socket
    began: float = 0.0
    got: bytes = b""
    answers: list[bytes] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)

    def send(self) -> bool:
        if not self.requests:
            return False
        self.began, self.got = time.perf_counter(), b""
        self.socket.sendall(self.requests.pop(0))
        return True

    def receive(self) -> bool:
        """Whether the answer is whole."""
        more = self.socket.recv(65536)
        assert more, "the server hung up"
        self.got += more
        head, found, body = self.got.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not found or not length or len(body) < int(length[1]):
            return False
        self.latencies.append(time.perf_counter() - self.began)
        self.answers.append(self.got)
        return True


def run(port: int, plans: Sequence[Sequence[bytes]]) -> Load:
    """Play every plan on a connection of its own, all at once."""
    connections = [_Connection(list(plan), socket.create_connection(("127.0.0.1", port))) for plan in plans]
    selector = selectors.DefaultSelector()
    began = time.perf_counter()
    for each in connections:
        if each.send():
            selector.register(each.socket, selectors.EVENT_READ, each)
    while selector.get_map():
        for ready, _events in selector.select(30):
            if ready.data.receive() and not ready.data.send():
                selector.unregister(ready.fileobj)
    seconds = time.perf_counter() - began
    for each in connections:
        each.socket.close()
    return Load(seconds, [x for c in connections for x in c.latencies], [x for c in connections for x in c.answers])


def post(path: str, body: bytes, **headers: str) -> bytes:
    """A request as it goes over the wire."""
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body
