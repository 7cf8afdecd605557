from __future__ import annotations

from flask import Blueprint, Response, current_app, g

from hackathon.web.guard import policy
from hackathon.web.tablet import shell as shells

blueprint = Blueprint("tablet", __name__)


@blueprint.get("/judge")
@blueprint.get("/judge/<path:where>")
@policy("public")
def shell(where: str = "") -> str:
    """One page for every address of the app: what it shows is decided on the tablet, from what the API tells."""
    g.bare = True
    return shells.page()


@blueprint.get("/sw.js")
@policy("public")
def worker() -> Response:
    g.bare = True
    response = Response(shells.worker(), mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/judge.webmanifest")
@policy("public")
def manifest() -> Response:
    response = current_app.send_static_file("judge.webmanifest")
    response.mimetype = "application/manifest+json"
    return response
