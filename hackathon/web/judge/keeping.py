"""What was typed is not lost with a session: it comes back in the answer and can be sent again after signing in."""

from __future__ import annotations

from flask import render_template, request
from werkzeug.wrappers import Response

_OURS = {"csrf_token", "action", "said"}


def page() -> Response:
    """The refusal of a save without a session. The server keeps nothing of it: it does not know whose it is."""
    fields = [(name, value) for name, value in request.form.items() if name not in _OURS]
    body = render_template("judge/kept.html", fields=fields, address=request.path)
    return Response(body, status=401, mimetype="text/html", headers={"Cache-Control": "no-store"})
