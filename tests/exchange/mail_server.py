"""A small mail server for tests: it takes letters on a free port and keeps what it was given."""

from __future__ import annotations

import queue
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class MailServer(socketserver.ThreadingTCPServer):
    """Refuses whatever is addressed to somebody whose name begins with `nobody`."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.taken: queue.Queue[EmailMessage] = queue.Queue()
        self.meanwhile: Callable[[], object] = lambda: None
        """Called while a letter is being handed in, before it is taken."""

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def next_letter(self) -> EmailMessage:
        return self.taken.get(timeout=10)


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline().decode().strip():
            word = line.split(maxsplit=1)[0].upper()
            self._answer(word, line)
            if word == "QUIT":
                return

    def _answer(self, word: str, line: str) -> None:
        if word == "DATA":
            self._take()
        elif word == "RCPT" and "<nobody" in line.lower():
            self._say("550 nobody lives here")
        else:
            self._say("221 bye" if word == "QUIT" else "250 ok")

    def _take(self) -> None:
        self._say("354 go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        self.server.meanwhile()
        self.server.taken.put(message_from_bytes(b"".join(lines), policy=policy.default))
        self._say("250 taken")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
