"""A bad network in front of a server: a small TCP proxy whose mood a test sets.

    good       passes everything on
    gone       ends every connection at once, as if no server were there
    silent     takes what is sent, passes nothing on and never answers
    deaf       passes requests on and swallows the replies: the server has it, the device does not know
    late       keeps requests until `let_go`, whoever still waits for them by then
    twice      passes every request on a second time, on a connection of its own
    slow       holds each reply back for `delay` seconds
    portal     answers everything with 200 and a page of the venue's Wi-Fi, as captive portals do

A change of mood reaches open connections too; `cut` ends them in the middle of whatever they do.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

PAGE = b"<!doctype html><title>Wi-Fi</title><form><h1>Free Wi-Fi</h1><button>I agree</button></form>"
PORTAL = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(PAGE)
CHUNK = 65536


class Proxy:
    """Listens on a free port until it is closed; `upstream` is the port of the server."""

    def __init__(self, upstream: int) -> None:
        self.upstream = upstream
        self.mood, self.delay = "good", 0.3
        self.swallowed = 0
        """Bytes of replies that never arrived."""
        self.kept_back = 0
        """Bytes of requests that were not passed on yet."""
        self._released = threading.Event()
        self._over = threading.Event()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def set(self, mood: str) -> None:
        """Change the mood; connections that a former mood left hanging end."""
        self.mood = mood
        self._released.clear()
        self.cut()

    def let_go(self) -> None:
        """Pass on what was kept back; nobody hears the answers."""
        self._released.set()

    def cut(self) -> None:
        for end in list(self._open):
            _end(end)

    def close(self) -> None:
        self._over.set()
        self._released.set()
        _end(self._listener)
        self.cut()

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        self._open.add(client)
        with contextlib.suppress(OSError):
            if self.mood == "portal":
                client.recv(CHUNK)
                client.sendall(PORTAL + PAGE)
            elif self.mood == "silent":
                while client.recv(CHUNK):
                    pass
            elif self.mood == "late":
                self._keep_back(client)
            elif self.mood != "gone":
                self._join(client)
        self._open.discard(client)
        _end(client)

    def _keep_back(self, client: socket.socket) -> None:
        kept = b""
        for chunk in _all_of(client):
            kept += chunk
            self.kept_back += len(chunk)
        self._released.wait(60)
        if kept and not self._over.is_set():
            self._replay(kept)

    def _join(self, client: socket.socket) -> None:
        with socket.create_connection(("127.0.0.1", self.upstream), timeout=60) as server:
            self._open.add(server)
            back = threading.Thread(target=self._back, args=(server, client), daemon=True)
            back.start()
            with contextlib.suppress(OSError):
                self._forth(client, server)
                server.shutdown(socket.SHUT_WR)
            back.join(60)
            self._open.discard(server)

    def _forth(self, client: socket.socket, server: socket.socket) -> None:
        while chunk := client.recv(CHUNK):
            server.sendall(chunk)
            if self.mood == "twice":
                self._replay(chunk)

    def _back(self, server: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while chunk := server.recv(CHUNK):
                if self.mood == "deaf":
                    self.swallowed += len(chunk)
                    continue
                if self.mood == "slow":
                    self._over.wait(self.delay)
                client.sendall(chunk)
        _end(client)

    def _replay(self, chunk: bytes) -> None:
        """The same bytes once more; an answer is awaited and thrown away, so that the server has dealt with them."""
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.upstream), timeout=10) as again:
            again.sendall(chunk)
            self.swallowed += len(again.recv(CHUNK))


def _all_of(end: socket.socket) -> Iterator[bytes]:
    """Everything that comes until the other side has ended, was cut off, or stays quiet."""
    with contextlib.suppress(OSError):
        while chunk := end.recv(CHUNK):
            yield chunk


def _end(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextmanager
def between(upstream: int) -> Iterator[Proxy]:
    proxy = Proxy(upstream)
    try:
        yield proxy
    finally:
        proxy.close()
