"""The pages: one package of views per audience."""

from __future__ import annotations

from flask import Flask

from hackathon.web.accounts import account, card_sign_in
from hackathon.web.accounts import sign_in as accounts
from hackathon.web.applying import apply as applying
from hackathon.web.applying import board
from hackathon.web.http import (
    addresses,
    assets,
    compression,
    errors,
    guard,
    headers,
    health,
    languages,
    metrics,
    qr_scanner,
    sessions,
    submission_files,
)
from hackathon.web.http.csrf import csrf
from hackathon.web.judge.api import views as api
from hackathon.web.judge.tablet import views as tablet
from hackathon.web.organizer import views as organizer
from hackathon.web.organizer.entrants import views as entrants
from hackathon.web.organizer.importing import views as importing
from hackathon.web.organizer.night import check_in as venue
from hackathon.web.organizer.people import views as people
from hackathon.web.page import frame
from hackathon.web.public import views as public
from hackathon.web.team import views as team
from hackathon.web.voting import views as voting

BLUEPRINTS = (
    public.blueprint,
    accounts.blueprint,
    card_sign_in.blueprint,
    account.blueprint,
    applying.blueprint,
    board.blueprint,
    team.blueprint,
    tablet.blueprint,
    organizer.blueprint,
    people.blueprint,
    entrants.blueprint,
    importing.blueprint,
    submission_files.blueprint,
    voting.blueprint,
    venue.blueprint,
    qr_scanner.blueprint,
    api.blueprint,
    health.blueprint,
    metrics.blueprint,
)


def init_app(app: Flask) -> None:
    """Register every blueprint and what all pages share."""
    for shared in (compression, addresses, headers, assets, sessions, languages, frame, errors, metrics, guard):
        shared.init_app(app)
    csrf.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    guard.check(app)
