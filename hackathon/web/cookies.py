"""Cookies that are Secure where the page came over TLS, and only there: Safari drops Secure cookies on plain HTTP."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask.sessions import SecureCookieSessionInterface


def is_secure() -> bool:
    """Whether this request came over TLS, to us or to the proxy that the public address names."""
    public = urlsplit(current_app.config["SETTINGS"].public_url or "")
    return request.is_secure or (public.scheme == "https" and public.netloc == request.host)


class SessionCookie(SecureCookieSessionInterface):
    def get_cookie_secure(self, app: Flask) -> bool:
        return is_secure()
