"""Compression of static files and the tablets' JSON, for the venue's Wi-Fi.

Pages are left alone: they carry a form's token beside text that a visitor chose, and packing both together would tell
the one from the length of the other.
"""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Flask, request
from werkzeug.wrappers import Response

from hackathon.web.http.headers import vary_on

_PACKED = {"text/css", "text/javascript", "application/javascript", "application/json", "image/svg+xml"}
_PACKED |= {"application/manifest+json"}
_SHELL = "tablet.shell"  # holds neither a token nor anything of the visitor's
_LASTING = {"static", "tablet.shell", "tablet.script", "tablet.sheet", "tablet.catalogue"}
"""The same bytes for everybody: packed once, and as small as it goes."""
_WORTH = 400
"""Bytes below which packing saves nothing."""


def init_app(app: Flask) -> None:
    """To be called before the others: what is registered first runs last, on the finished answer."""
    app.after_request(_pack)


def _pack(response: Response) -> Response:
    if not _may_be_packed(response):
        return response
    vary_on(response, "Accept-Encoding")
    if not request.accept_encodings.quality("gzip"):
        return response
    response.direct_passthrough = False
    content = response.get_data()
    if len(content) < _WORTH:
        return response
    packed = _packed_once(content) if request.endpoint in _LASTING else gzip.compress(content, 6, mtime=0)
    response.set_data(packed)
    response.headers["Content-Encoding"] = "gzip"
    if request.endpoint == "static":
        _weaken(response)
    return response


def _may_be_packed(response: Response) -> bool:
    packed = response.mimetype in _PACKED or request.endpoint == _SHELL
    return packed and response.status_code == 200 and "Content-Encoding" not in response.headers


def _weaken(response: Response) -> None:
    """A packed answer is the same content in other bytes, which is what a weak tag says."""
    tag, weak = response.get_etag()
    if tag and not weak:
        response.set_etag(tag, weak=True)


@lru_cache(maxsize=128)
def _packed_once(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)
