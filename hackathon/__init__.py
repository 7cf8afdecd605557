"""Hackathon judging and team management: from the first application to the award on stage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask

from hackathon.config import Settings, asset_dir
from scoring.text import add_catalogues

for domain in ("hackathon", "tablet"):
    add_catalogues(asset_dir("locale"), domain)


def add_languages(home: Path) -> None:
    """Languages of this installation, one catalogue each: HOME/locale/LANGUAGE/LC_MESSAGES/DOMAIN.mo."""
    if (dropped_in := home / "locale").is_dir():
        for domain in ("hackathon", "scoring", "tablet"):
            add_catalogues(dropped_in, domain)


def create_app(settings: Settings | None = None, **overrides: Any) -> Flask:
    """The application with its database, extensions and pages; `overrides` go into the configuration."""
    from hackathon import database, extensions, models, web  # noqa: F401  (blueprints import the package itself)

    settings = settings or Settings()
    settings.make_home()
    add_languages(settings.home)
    app = Flask(__name__, template_folder=str(asset_dir("templates")), static_folder="static")
    app.config.update(_configuration(settings), **overrides)
    extensions.db.init_app(app)
    extensions.migrate.init_app(app, extensions.db, directory=str(asset_dir("migrations")), render_as_batch=True)
    with app.app_context():
        database.prepare(extensions.db.engine)
    web.init_app(app)
    return app


def _configuration(settings: Settings) -> dict[str, Any]:
    from hackathon.database import engine_options

    url = settings.database()
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret(),
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(url),
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        "WTF_CSRF_TIME_LIMIT": None,
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
    }
