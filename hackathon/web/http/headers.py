"""Headers that every response carries, an error's too."""

from __future__ import annotations

from flask import Flask, g, request
from werkzeug.wrappers import Response

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
        "frame-ancestors 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def init_app(app: Flask) -> None:
    app.after_request(_complete)


def _complete(response: Response) -> Response:
    present = {name.lower() for name, _value in response.headers}
    for name, value in SECURITY.items():
        if name.lower() not in present:
            response.headers.add(name, value)
    if response.headers.get("Cache-Control", "no-cache") == "no-cache":  # what Flask says of a file when nobody spoke
        response.headers["Cache-Control"] = _caching()
    if not request.path.startswith("/static/") and "public" not in response.headers.get("Cache-Control", ""):
        vary_on(response, "Cookie")
        vary_on(response, "Accept-Language")
    return response


def vary_on(response: Response, name: str) -> None:
    """Say that an answer depends on a header of the request; without reading apart what was said before."""
    present = response.headers.get("Vary", "")
    if name.lower() not in present.lower():
        response.headers["Vary"] = f"{present}, {name}" if present else name


def _caching() -> str:
    """A shared tablet must not show a signed-in person's page after they have left."""
    return "no-store" if g.get("signed_in") else "no-cache"
