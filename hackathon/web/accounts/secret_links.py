"""Links whose address is a secret: robots do not use them up, and no cache and no other page learns them."""

from __future__ import annotations

import re

from flask import request
from werkzeug.wrappers import Response

_PREVIEWS = re.compile(r"(?<!cu)bot|crawl|spider|scrap|preview|externalhit", re.IGNORECASE)
"""Messengers open every link that is sent in them; they must not use a one-time link up. Cubot makes phones."""


def is_only_looking() -> bool:
    """A HEAD request, a prefetching browser or a messenger's preview: nobody has opened the link yet."""
    purpose = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return (
        request.method == "HEAD" or "prefetch" in purpose.lower() or bool(_PREVIEWS.search(request.user_agent.string))
    )


def keep_secret(response: Response) -> Response:
    """The address of a link is a secret: no cache and no other page may learn it, whether it worked or not."""
    response.headers.update({"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
    return response
