"""Pages and the API: one package an audience.

Routes are registered in one way. A package has its blueprint in one module, beside what its pages share (`access`,
`desk`); a page decorates its views with it; `views.py` names every module with pages in a tuple, so that none is imported
for its effect alone, and hands on the blueprint. Where endpoints have several names (`account`, `cards`, `board`) the
module of the page has a blueprint of its own, and `views.py` hands on all of them. Here each is registered, once.
"""

from __future__ import annotations

from flask import Flask

from hackathon.web.accounts import views as accounts
from hackathon.web.applying import views as applying
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
from hackathon.web.manual import views as manual
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
    *accounts.BLUEPRINTS,
    *applying.BLUEPRINTS,
    team.blueprint,
    tablet.blueprint,
    organizer.blueprint,
    people.blueprint,
    entrants.blueprint,
    importing.blueprint,
    submission_files.blueprint,
    voting.blueprint,
    manual.blueprint,
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
