"""Addresses: the one that a request came from, and the one of ours to write into a letter."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

from hackathon.config import Settings


def init_app(app: Flask) -> None:
    settings: Settings = app.config["SETTINGS"]
    if settings.trusted_proxies:  # the host is not taken from a header: letters would lead wherever a stranger says
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]


def of_client() -> str:
    """The address that wrong guesses are counted for."""
    return request.remote_addr or "unknown"


def for_screen() -> str:
    """Where this installation is reached, for whoever is looking at it now."""
    return _public() or request.host_url.rstrip("/")


def for_letters() -> str:
    """Where this installation is reached, for a letter that a stranger may have asked for.

    Anybody can write anything into a request's Host. Without a public address it is believed only where it names this
    very machine; else the letter carries the address that the server listens on.
    """
    return _public() or (request.host_url.rstrip("/") if _is_this_machine(request.host) else _listening())


def _public() -> str | None:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.public_url.rstrip("/") if settings.public_url else None


def _is_this_machine(host: str) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    if name == "localhost":
        return True
    try:
        own = ipaddress.ip_address(name)
    except ValueError:
        return False
    return not own.is_unspecified and _can_listen_on(own)


def _can_listen_on(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """A machine can listen on its own addresses and on no others."""
    with socket.socket(socket.AF_INET6 if address.version == 6 else socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((str(address), 0))
        except OSError:
            return False
    return not address.is_multicast


def _listening() -> str:
    host, port = request.environ["SERVER_NAME"], request.environ["SERVER_PORT"]
    host = "127.0.0.1" if host in ("", "0.0.0.0", "::") else host
    return f"{request.scheme}://{f'[{host}]' if ':' in host else host}:{port}"
