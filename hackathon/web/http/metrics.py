"""Metrics of the server in the text format of Prometheus: counts and times, never a name or a mark.

Every worker process counts for itself; `process_start_time_seconds` tells them apart.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable

from flask import Blueprint, Flask, Response, abort, current_app, request
from flask.sansio.app import App
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from werkzeug.wrappers import Response as WsgiResponse

from hackathon.config import Settings
from hackathon.web.http.guard import policy

blueprint = Blueprint("metrics", __name__)
KIND = "text/plain; version=0.0.4; charset=utf-8"
_NAME = "metrics"
_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")
_STEPS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Figures:
    """One set for each app."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.requests = Counter(
            "hackathon_requests", "Requests answered.", ("blueprint", "method", "status"), registry=self.registry
        )
        self.ballots = Counter("hackathon_ballots", "Revisions of ballots.", ("status",), registry=self.registry)
        self.saving = Histogram(
            "hackathon_save_seconds", "Seconds to save what a tablet sent.", buckets=_STEPS, registry=self.registry
        )


def init_app(app: Flask) -> None:
    app.extensions[_NAME] = Figures()
    app.after_request(_count)


def add_gauge(name: str, about: str, value: Callable[[], float], *, app: App) -> None:
    """Show a number that its owner knows at every moment."""
    figures: Figures = app.extensions[_NAME]
    Gauge(name, about, registry=figures.registry).set_function(value)


def note_saved(statuses: Iterable[str], *, seconds: float) -> None:
    """What became of a batch, and how long it took."""
    figures: Figures = current_app.extensions[_NAME]
    for status in statuses:
        figures.ballots.labels(status).inc()
    figures.saving.observe(seconds)


def _count(response: WsgiResponse) -> WsgiResponse:
    figures: Figures = current_app.extensions[_NAME]
    method = request.method if request.method in ("GET", "HEAD", "POST", "OPTIONS") else "other"
    figures.requests.labels(request.blueprint or "none", method, response.status_code).inc()
    return response


@blueprint.get("/metrics")
@policy("public")
def metrics() -> Response:
    """Only for the addresses in the settings: for everybody else there is no such page."""
    if not _may_read():
        abort(404)
    figures: Figures = current_app.extensions[_NAME]
    answer = Response(generate_latest(figures.registry), mimetype="text/plain")
    answer.headers.update({"Content-Type": KIND, "Cache-Control": "no-store"})
    return answer


def _may_read() -> bool:
    """A proxy that nobody told us of would lend its own address to the whole world."""
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.trusted_proxies and any(name in request.headers for name in _FORWARDED):
        return False
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return any((mapped or address) in network for network in settings.metrics_networks)
