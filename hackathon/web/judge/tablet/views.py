"""Files of the judge's app: the shell, its script and stylesheet, the worker and the manifest."""

from __future__ import annotations

from flask import Blueprint, Response, abort, g, request
from werkzeug.wrappers import Response as AnyResponse

from hackathon.web.http.assets import FOR_GOOD
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import offered
from hackathon.web.judge.tablet import catalogues
from hackathon.web.judge.tablet import shell as shells

blueprint = Blueprint("tablet", __name__)


@blueprint.get("/judge")
@blueprint.get("/judge/<path:where>")
@policy("public")
def shell(where: str = "") -> AnyResponse:
    """One page for every address of the app: what it shows is decided on the tablet, from what the API tells."""
    g.bare = True
    response = Response(shells.page(), mimetype="text/html")
    response.headers["Cache-Control"] = "public, no-cache"  # it holds nothing of whoever is signed in
    response.set_etag(shells.version())
    response.make_conditional(request)
    return response


@blueprint.get("/judge.js")
@policy("public")
def script() -> Response:
    return _kept(shells.script(), "text/javascript")


@blueprint.get("/judge.css")
@policy("public")
def sheet() -> Response:
    return _kept(shells.sheet(), "text/css")


@blueprint.get("/judge.<language>.json")
@policy("public")
def catalogue(language: str) -> Response:
    """What a language says for the sentences of the scripts."""
    text = catalogues.catalogue(language) if language in offered() else ""
    if not text:
        abort(404)
    return _kept(text, "application/json")


def _kept(text: str, mimetype: str) -> Response:
    response = Response(text, mimetype=mimetype)
    response.headers["Cache-Control"] = FOR_GOOD if request.args.get("v") == shells.tag(text) else "no-cache"
    return response


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
    g.bare = True
    return Response(shells.manifest(), mimetype="application/manifest+json")
