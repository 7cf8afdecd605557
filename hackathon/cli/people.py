"""Commands about people: who may do what, and links that sign them in."""

from __future__ import annotations

import click
from email_validator import EmailNotValidError, validate_email
from flask import Flask

from hackathon.cli.speech import fail, opened, say
from hackathon.config import Settings
from hackathon.database import unit_of_work
from hackathon.domain.people import accounts, people
from hackathon.domain.rounds.events import get_event
from hackathon.models.people import ROLES
from scoring.text import text


@click.group()
def user() -> None:
    """People who run or judge the event."""


@user.command()
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--name", default=None, help="The name shown on pages and sheets.")
def add(email: str, role: str, name: str | None) -> None:
    """Give the person with the address EMAIL a role; a new person is added.

    \b
    Example:
      hackathon user add chair@example.org --role chair --name Hangyeol
    """
    _check_email(email)
    with opened(), unit_of_work():
        event = get_event()
        person = people.find_person(event, email) or people.add_person(event, name=name, email=email)
        people.grant(event, person, role)
        address = person.email
    say(text("{address} → {role}. Sign-in: hackathon link {address}", address=address, role=role))


@click.command()
@click.argument("email")
def link(email: str) -> None:
    """Print a link that signs the person with the address EMAIL in, once, within two days.

    \b
    Example:
      hackathon link chair@example.org
    """
    with opened() as app, unit_of_work():
        event = get_event()
        secret = accounts.make_link(event, people.get_person(event, email))
        address = link_address(app, secret)
    click.echo(address)


def link_address(app: Flask, secret: str, *, base: str | None = None) -> str:
    settings: Settings = app.config["SETTINGS"]
    return f"{(base or settings.public_url or 'http://127.0.0.1:8000').rstrip('/')}/s/{secret}"


def _check_email(email: str) -> None:
    try:
        validate_email(people.normal_email(email), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise fail(text("'{email}' is no e-mail address.", email=email)) from error
