"""Sentences for the terminal in Korean or English, and the event opened for a command."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask

from hackathon import create_app, database
from hackathon.config import Settings
from hackathon.domain.base.keys import Key, get_key
from scoring.faults import Both
from scoring.text import Text


def language() -> str:
    """The language of the terminal, from its locale."""
    found = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "ko" if found.lower().startswith("ko") else "en"


def say(sentence: Text | str, en: str = "", *, error: bool = False) -> None:
    click.echo(_words(sentence, en), err=error)


def fail(sentence: Text | str, en: str = "") -> click.ClickException:
    return click.ClickException(_words(sentence, en))


def _words(sentence: Text | str, en: str) -> str:
    said = Both(sentence, en) if isinstance(sentence, str) else sentence
    return said.say(language())


@contextmanager
def opened(app: Flask | None = None) -> Iterator[Flask]:
    """An app whose database has every table; one that lags behind is refused with the command that mends it."""
    app = app or create_app()
    with app.app_context():
        if not database.is_current():
            raise fail(
                "데이터베이스가 준비되지 않았습니다. 처음이면 hackathon init, 새 판을 깔았으면 hackathon upgrade를 실행하세요.",
                "The database is not ready. Run `hackathon init` the first time, `hackathon upgrade` after an update.",
            )
        yield app


def settings_of(app: Flask) -> Settings:
    settings: Settings = app.config["SETTINGS"]
    return settings


def key_of(app: Flask) -> Key:
    """The installation's key, which signs receipts and results."""
    return get_key(settings_of(app).keys)
