"""Sentences for the terminal in the language of its locale, and the event opened for a command."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask

from hackathon import create_app, database
from hackathon.config import Settings
from hackathon.domain.base.keys import Key, get_key
from scoring.text import ENGLISH, Text, languages, text, unreadable_catalogues


def language() -> str:
    """The language of the terminal, from its locale, if a catalogue speaks it; else English."""
    found = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    locale = found.partition(".")[0].partition("@")[0].replace("_", "-").lower()  # ko_KR.UTF-8, ca_ES@valencia
    known = {each.replace("_", "-").lower(): each for each in languages()}
    return known.get(locale) or known.get(locale.partition("-")[0], ENGLISH)


def say(sentence: Text, *, error: bool = False) -> None:
    click.echo(sentence.say(language()), err=error)


def fail(sentence: Text) -> click.ClickException:
    return click.ClickException(sentence.say(language()))


def faults_of_catalogues() -> Iterator[Text]:
    """A sentence for each file that somebody dropped in as a language and that is none."""
    for file in unreadable_catalogues():
        yield text("{file} is no catalogue: what it should say is said in English.", file=file)


@contextmanager
def opened(app: Flask | None = None) -> Iterator[Flask]:
    """An app whose database has every table; one that lags behind is refused with the command that mends it."""
    app = app or create_app()
    with app.app_context():
        if not database.is_current():
            raise fail(
                text(
                    "The database is not ready. Run `hackathon init` the first time, `hackathon upgrade` after an "
                    "update."
                ),
            )
        yield app


def settings_of(app: Flask) -> Settings:
    settings: Settings = app.config["SETTINGS"]
    return settings


def key_of(app: Flask) -> Key:
    """The installation's key, which signs receipts and results."""
    return get_key(settings_of(app).keys)
