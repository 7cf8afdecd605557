"""How Alembic reaches the application's database."""

from __future__ import annotations

from alembic import context
from flask import current_app

from hackathon.database import writing
from hackathon.extensions import Base

target = current_app.extensions["migrate"]


def run() -> None:
    with writing(), target.db.engine.connect() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata, **target.configure_args)
        with context.begin_transaction():
            context.run_migrations()


run()
