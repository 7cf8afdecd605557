"""The command `check`: what is missing for production."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from hackathon import create_app, database
from hackathon.cli.integrity import check_integrity
from hackathon.cli.speech import faults_of_catalogues, language
from hackathon.config import Settings
from hackathon.domain.rounds.events import find_event
from hackathon.domain.rounds.rule_checks import faults_in
from hackathon.exchange import mail
from hackathon.extensions import db
from scoring.text import Sayable, in_languages, say, text


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `level`: ok, note (worth knowing) or stop (must be mended before an event)."""

    level: str
    sentence: Sayable


@click.command()
@click.option(
    "--integrity", is_flag=True, help="Read every chain and digest instead, and name the first break of each."
)
@click.option(
    "--checkpoint",
    "files",
    multiple=True,
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="With --integrity: a results file (ZIP) or a judge's packet (JSON) whose checkpoint must still hold. Often.",
)
def check(integrity: bool, files: tuple[Path, ...]) -> None:
    """Say what is missing for production. Exits with 1 if something must be mended first.

    \b
    Example:
      hackathon check
      hackathon check --integrity --checkpoint results.zip
    """
    settings = Settings()
    if integrity or files:
        check_integrity(files)
        return
    findings = [*_database(settings), *_address(settings), *_mail(settings), *_languages(), *_disk(settings)]
    marks = {"ok": "✓", "note": "·", "stop": "✗"}
    for finding in findings:
        click.echo(f"{marks[finding.level]} {say(finding.sentence, language())}")
    if any(finding.level == "stop" for finding in findings):
        raise SystemExit(1)


def _database(settings: Settings) -> Iterator[Finding]:
    with create_app(settings).app_context():
        try:
            current = database.is_current()
        except SQLAlchemyError as error:
            reason = str(error).splitlines()[0]
            yield Finding("stop", text("The database cannot be reached: {reason}", reason=reason))
            return
        if db.engine.dialect.name == "sqlite":
            yield _sqlite_version()
        if not current:
            yield Finding("stop", text("The database is not ready: hackathon init, or hackathon upgrade"))
            return
        yield _event()
        yield from _rules()


def _sqlite_version() -> Finding:
    version = database.sqlite_module().sqlite_version
    if database.is_safe_version(tuple(map(int, version.split(".")))):
        return Finding("ok", f"SQLite {version}")
    return Finding(
        "stop",
        text(
            "SQLite {version} may lose acknowledged rows. Use 3.51.3 or newer (pysqlite3), or PostgreSQL.",
            version=version,
        ),
    )


def _event() -> Finding:
    event = find_event()
    if event is None:
        return Finding("stop", text("There is no event: hackathon init EVENT.toml"))
    if event.is_demo:
        return Finding(
            "stop",
            text("This is the demo event, open to anybody with a link. Use another HACKATHON_HOME for a real one."),
        )
    return Finding("ok", text("Event: {event}", event=in_languages(event.name)))


def _rules() -> Iterator[Finding]:
    """Rules that nobody could carry out: written before the judges were known, or by hand."""
    event = find_event()
    for round in event.rounds if event else ():
        for fault in faults_in(round):
            yield Finding("stop", text("{round}: {fault}", round=in_languages(round.name), fault=fault))


def _address(settings: Settings) -> Iterator[Finding]:
    """Browsers keep a page for offline use over HTTPS only, or on the very machine that serves it."""
    address, offline = settings.public_url or "", settings.allows_offline
    if offline and address.startswith("https://"):
        yield Finding("ok", text("Public address: {address}", address=address))
    elif offline:
        yield Finding(
            "note",
            text(
                "The public address {address} opens on this machine only: no other tablet reaches it.", address=address
            ),
        )
    else:
        yield Finding(
            "stop" if address else "note",
            text(
                "There is no HTTPS address (HACKATHON_PUBLIC_URL). Unless on localhost, tablets will not work offline."
            ),
        )


def _mail(settings: Settings) -> Iterator[Finding]:
    try:
        server = mail.server_from(settings.smtp_url, settings.mail_from)
    except ValueError as error:
        yield Finding("stop", text("The mail settings are wrong: {error}", error=error))
        return
    if server is None:
        yield Finding(
            "note",
            text(
                "There is no mail server (HACKATHON_SMTP_URL, HACKATHON_MAIL_FROM). Organizers send letters "
                "from the outbox."
            ),
        )
        return
    yield Finding("ok", text("Mail server: {host}:{port}", host=server.host, port=server.port))
    if not settings.public_url:
        yield Finding("stop", text("The links in letters need an address (HACKATHON_PUBLIC_URL)."))


def _languages() -> Iterator[Finding]:
    for sentence in faults_of_catalogues():
        yield Finding("stop", sentence)


def _disk(settings: Settings) -> Iterator[Finding]:
    settings.make_home()
    free = shutil.disk_usage(settings.root).free // 2**20
    level = "ok" if free > 2048 else "note" if free > 256 else "stop"
    yield Finding(level, text("Free disk: {free} MiB", free=f"{free:,}"))
