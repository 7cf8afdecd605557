"""Counts every byte between a browser and a server, headers and all."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Relay:
    """Listens on a free port and passes everything on to `upstream`."""

    def __init__(self, upstream: int) -> None:
        self.upstream = upstream
        self.up = self.down = 0
        self._counting = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def taken(self) -> tuple[int, int]:
        """Bytes up and down since it was last asked."""
        with self._counting:
            taken = self.up, self.down
            self.up = self.down = 0
        return taken

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self.upstream))
                for ends in ((client, server, "up"), (server, client, "down")):
                    threading.Thread(target=self._pass, args=ends, daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, way: str) -> None:
        with suppress(OSError):
            while chunk := source.recv(65536):
                with self._counting:
                    setattr(self, way, getattr(self, way) + len(chunk))
                target.sendall(chunk)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
                end.close()


@contextmanager
def counted(upstream: int) -> Iterator[Relay]:
    relay = Relay(upstream)
    yield relay
    relay.close()
