"""The command that serves the pages."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import click

from hackathon.cli.speech import fail, faults_of_catalogues, opened, say
from hackathon.config import Settings, is_loopback
from scoring.text import text

THREADS = 64


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="More than 1 needs PostgreSQL."
)
@click.option("--tls-cert", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--tls-key", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def serve(host: str, port: int, workers: int, tls_cert: Path | None, tls_key: Path | None) -> None:
    """Serve the pages until it is stopped.

    \b
    Example:
      hackathon serve --host 0.0.0.0 --port 8443 --tls-cert fullchain.pem --tls-key key.pem
    """
    with opened():
        pass
    run(host, port, workers=workers, tls_cert=tls_cert, tls_key=tls_key)


def run(host: str, port: int, *, workers: int = 1, tls_cert: Path | None = None, tls_key: Path | None = None) -> None:
    """Check what can be checked before a worker starts, then serve."""
    settings = Settings()
    if workers > 1 and settings.database().startswith("sqlite"):
        raise fail(text("SQLite allows one worker only. Point DATABASE_URL to PostgreSQL."))
    if bool(tls_cert) != bool(tls_key):
        raise fail(text("--tls-cert and --tls-key go together."))
    require_free(host, port)
    _start(settings, host, port, workers=workers, tls_cert=tls_cert, tls_key=tls_key)


def require_free(host: str, port: int) -> None:
    """Say in one sentence that somebody listens there already, before anything is built."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise fail(
                text(
                    "{host}:{port} cannot be opened ({reason}). Choose another port: PORT=8001 make demo",
                    host=host,
                    port=port,
                    reason=error.strerror,
                )
            ) from error


def _start(
    settings: Settings, host: str, port: int, *, workers: int, tls_cert: Path | None, tls_key: Path | None
) -> None:
    from granian import Granian  # starts machinery of its own on import, which no other command needs
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # Workers are fresh processes: they read the settings again, from wherever they are started.
    os.environ["HACKATHON_HOME"] = str(settings.root)
    os.environ["HACKATHON_TLS"] = "1" if tls_cert else ""
    scheme = "https" if tls_cert else "http"
    say(text("Serving {scheme}://{host}:{port} — Ctrl+C stops it.", scheme=scheme, host=host, port=port))
    for sentence in faults_of_catalogues():
        say(sentence, error=True)
    if not tls_cert and not is_loopback(host) and not settings.allows_offline:
        say(text("This is not HTTPS: tablets will not work offline. See /help/server."))
    Granian(
        "hackathon:create_app",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=workers,
        blocking_threads=THREADS,
        backpressure=512,
        workers_kill_timeout=5,
        websockets=False,
        respawn_failed_workers=True,
        log_level=LogLevels.error,  # its advice on threads is for others; our own requests hold few of them long
        ssl_cert=tls_cert,
        ssl_key=tls_key,
    ).serve()
