"""Cookies that are Secure where the page came over TLS, and only there: Safari drops Secure cookies on plain HTTP."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, current_app, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface


def is_secure() -> bool:
    """Whether this request came over TLS, to us or to the proxy that the public address names."""
    public = urlsplit(current_app.config["SETTINGS"].public_url or "")
    return request.is_secure or (public.scheme == "https" and public.netloc == request.host)


def secret() -> str:
    """The key that signs cookies, and the digests of codes and tickets."""
    return str(current_app.config["SECRET_KEY"])


_A_WHILE, _MOST = 60.0, 4096


class SessionCookie(SecureCookieSessionInterface):
    """A signature that was right a moment ago is right now: whether the session still is says its row, every time."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[float, dict[str, Any]]] = {}

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        value = request.cookies.get(self.get_cookie_name(app), "")
        until, content = self._seen.get(value, (0.0, {}))
        if time.monotonic() < until:
            return self.session_class(content)
        opened = super().open_session(app, request)
        if opened and all(isinstance(each, str | bool) for each in opened.values()):  # nothing that a view could change
            if len(self._seen) >= _MOST:
                self._seen.clear()
            self._seen[value] = (time.monotonic() + _A_WHILE, dict(opened))
        return opened

    def get_cookie_secure(self, app: Flask) -> bool:
        return is_secure()
