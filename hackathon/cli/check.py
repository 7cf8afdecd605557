"""The command `check`: what is missing for production."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import click
from sqlalchemy.exc import SQLAlchemyError

from hackathon import create_app, database
from hackathon.cli.speech import language
from hackathon.config import Settings
from hackathon.domain.rounds.events import find_event
from hackathon.exchange import mail
from hackathon.extensions import db


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `level`: ok, note (worth knowing) or stop (must be mended before an event)."""

    level: str
    ko: str
    en: str


@click.command()
def check() -> None:
    """Say what is missing for production. Exits with 1 if something must be mended first.

    \b
    Example:
      hackathon check
    """
    settings = Settings()
    findings = [*_database(settings), *_address(settings), *_mail(settings), *_disk(settings)]
    marks = {"ok": "✓", "note": "·", "stop": "✗"}
    for finding in findings:
        click.echo(f"{marks[finding.level]} {finding.ko if language() == 'ko' else finding.en}")
    if any(finding.level == "stop" for finding in findings):
        raise SystemExit(1)


def _database(settings: Settings) -> Iterator[Finding]:
    with create_app(settings).app_context():
        try:
            current = database.is_current()
        except SQLAlchemyError as error:
            reason = str(error).splitlines()[0]
            yield Finding(
                "stop", f"데이터베이스에 닿지 않습니다: {reason}", f"The database cannot be reached: {reason}"
            )
            return
        if db.engine.dialect.name == "sqlite":
            yield _sqlite_version()
        if not current:
            yield Finding(
                "stop",
                "데이터베이스가 준비되지 않았습니다: hackathon init 또는 hackathon upgrade",
                "The database is not ready: hackathon init, or hackathon upgrade",
            )
            return
        yield _event()


def _sqlite_version() -> Finding:
    version = database.sqlite_module().sqlite_version
    if database.is_safe_version(tuple(map(int, version.split(".")))):
        return Finding("ok", f"SQLite {version}", f"SQLite {version}")
    return Finding(
        "stop",
        f"SQLite {version}은(는) 확정된 기록을 잃을 수 있습니다. 3.51.3 이상(pysqlite3)이나 PostgreSQL을 쓰세요.",
        f"SQLite {version} may lose acknowledged rows. Use 3.51.3 or newer (pysqlite3), or PostgreSQL.",
    )


def _event() -> Finding:
    event = find_event()
    if event is None:
        return Finding(
            "stop", "행사가 없습니다: hackathon init EVENT.toml", "There is no event: hackathon init EVENT.toml"
        )
    if event.is_demo:
        return Finding(
            "stop",
            "시연용 행사입니다. 누구나 링크로 들어올 수 있으니 실제 행사에는 다른 HACKATHON_HOME을 쓰세요.",
            "This is the demo event, open to anybody with a link. Use another HACKATHON_HOME for a real one.",
        )
    return Finding("ok", f"행사: {event.name['ko']}", f"Event: {event.name['en']}")


def _address(settings: Settings) -> Iterator[Finding]:
    """Browsers keep a page for offline use over HTTPS only, or on the very machine that serves it."""
    address, offline = settings.public_url or "", settings.allows_offline
    if offline and address.startswith("https://"):
        yield Finding("ok", f"공개 주소: {address}", f"Public address: {address}")
    elif offline:
        yield Finding(
            "note",
            f"공개 주소 {address}는 이 컴퓨터에서만 열립니다. 다른 태블릿은 닿지 못합니다.",
            f"The public address {address} opens on this machine only: no other tablet reaches it.",
        )
    else:
        yield Finding(
            "stop" if address else "note",
            "HTTPS 주소(HACKATHON_PUBLIC_URL)가 없습니다. localhost가 아니면 태블릿이 오프라인에서 동작하지 않습니다.",
            "There is no HTTPS address (HACKATHON_PUBLIC_URL). Unless on localhost, tablets will not work offline.",
        )


def _mail(settings: Settings) -> Iterator[Finding]:
    try:
        server = mail.server_from(settings.smtp_url, settings.mail_from)
    except ValueError as error:
        yield Finding("stop", f"메일 설정이 잘못되었습니다: {error}", f"The mail settings are wrong: {error}")
        return
    if server is None:
        yield Finding(
            "note",
            "메일 서버가 없습니다(HACKATHON_SMTP_URL, HACKATHON_MAIL_FROM). 편지는 운영자가 편지함에서 직접 보내야 합니다.",
            "There is no mail server (HACKATHON_SMTP_URL, HACKATHON_MAIL_FROM). Organizers send letters from the outbox.",
        )
        return
    yield Finding("ok", f"메일 서버: {server.host}:{server.port}", f"Mail server: {server.host}:{server.port}")
    if not settings.public_url:
        yield Finding(
            "stop",
            "편지의 링크에 쓸 주소(HACKATHON_PUBLIC_URL)가 없습니다.",
            "The links in letters need an address (HACKATHON_PUBLIC_URL).",
        )


def _disk(settings: Settings) -> Iterator[Finding]:
    settings.make_home()
    free = shutil.disk_usage(settings.root).free // 2**20
    level = "ok" if free > 2048 else "note" if free > 256 else "stop"
    yield Finding(level, f"남은 디스크: {free:,} MiB", f"Free disk: {free:,} MiB")
