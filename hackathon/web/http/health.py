"""Health check: whether the process and its database answer."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from hackathon.extensions import db
from hackathon.web.http.guard import policy

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@policy("public")
def healthz() -> tuple[Response, int]:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return jsonify(status="no database"), 503
    return jsonify(status="ok"), 200
