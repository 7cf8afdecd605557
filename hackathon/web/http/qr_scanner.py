"""QR scanner for a page with a camera: frames come in grey, texts go back.

A page that scans includes `parts/scanner.html` and answers through `with_camera`; its script listens for `scanned`.
"""

from __future__ import annotations

from flask import Blueprint, jsonify, make_response, request
from werkzeug.wrappers import Response

from hackathon.exchange.importing.tablets.qr_codes import read_codes
from hackathon.web.http.guard import policy
from hackathon.web.http.headers import SECURITY

blueprint = Blueprint("scanning", __name__)


@blueprint.post("/scan")
@policy("organizer", "staff")
def frame() -> Response:
    """The body is one byte a pixel, row by row; `w` and `h` say how it lies."""
    width, height = (request.args.get(name, 0, type=int) for name in ("w", "h"))
    return jsonify(texts=read_codes(request.get_data(cache=False), width=width, height=height))


def with_camera(page: str | tuple[str, int]) -> Response:
    """The page, allowed to ask for the camera. No other page may."""
    response = make_response(page)
    response.headers["Permissions-Policy"] = SECURITY["Permissions-Policy"].replace("camera=()", "camera=(self)")
    return response
