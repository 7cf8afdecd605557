"""Hears a ballot come before anything is read of it, so that those who write already wait a moment for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, request

from hackathon.web.judge.api.together import Together

_RING = "hackathon.ring"
_NAME = "api.together"


def hang(app: Flask, work: Callable[[list[Any]], list[Any]]) -> None:
    """Give the app its line of writers, and a bell at its door."""
    together: Together[Any, Any] = Together(work)
    app.extensions[_NAME] = together
    app.wsgi_app = _Bell(app.wsgi_app, together)  # type: ignore[assignment, method-assign]


def do(app: Flask, job: Any, *, size: int) -> Any:
    """Do this request's job in the app's line."""
    together: Together[Any, Any] = app.extensions[_NAME]
    return together.do(job, size=size, ring=request.environ.get(_RING))


class _Bell:
    def __init__(self, inside: Any, together: Together[Any, Any]) -> None:
        self.inside, self.together = inside, together

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST" or not environ.get("PATH_INFO", "").endswith("/ballots"):
            answer: Iterable[bytes] = self.inside(environ, start)
            return answer
        environ[_RING] = ring = self.together.expect()
        try:
            answer = self.inside(environ, start)
        finally:
            self.together.forget(ring)
        return answer
