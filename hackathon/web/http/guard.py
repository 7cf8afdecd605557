"""Policy of every route: who may open it. A route without one keeps the app from starting.

    @policy("public")                        everybody
    @policy("signed-in")                     everybody with a session
    @policy("organizer", "captain")          people with one of these roles; captain, member and entrant follow from a team
    @policy("public", writes=True)           and the view runs in a unit of work, which commits once it has answered
    @policy("captain", most=260_000_000)     and a request may bring that many bytes, instead of the usual few

A signed-in outsider gets 404: the page does not exist for them. Somebody without a session is asked to sign in.
What of a page's content a person may see is for `permissions.visible` to say, in the view.

Where a write begins: always in `unit_of_work`, which holds SQLite's only writer until it commits; the question is who
opens it.

- `@policy(…, writes=True)`: the whole view is one write, a refusal may go to the error page, and nothing has to wait for
  the commit. A letter written in it leaves with the next `send_soon`, or from the outbox.
- `with unit_of_work()` in the view: something must stand outside, as reading a form or a body that may be refused, a page
  that shows the refusal beside what was typed, slow work that may hold no lock (passwords, files), or `send_soon` after
  the commit. Also where GET and POST share a view.
- `confirm()` (organizer): an act with consequences. The same act is rehearsed in a unit of work that is rolled back, shown,
  and done only if what was seen still holds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from hackathon.database import unit_of_work
from hackathon.models import Person
from hackathon.models.people import ROLES
from hackathon.web.http.languages import here
from hackathon.web.http.sessions import identity, may_be, remember_destination, viewer

View = TypeVar("View", bound=Callable[..., Any])
_TEAM = ("captain", "member", "entrant")
_NAMES = {"public", "signed-in", *ROLES, *_TEAM}
_SAFE = {"GET", "HEAD", "OPTIONS"}


class Unguarded(RuntimeError):
    """A route without a policy."""


def policy(*who: str, writes: bool = False, most: int | None = None, late: bool = False) -> Callable[[View], View]:
    """Declare who may open a view. The innermost decorator: blueprints see the guarded view.

    A `late` one looks at the session itself, in the transaction that it writes in, and calls `refuse_outsiders` for
    whoever it finds no right for.
    """
    if not who or set(who) - _NAMES:
        raise ValueError(f"a policy names some of {sorted(_NAMES)}, not {who}")

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **values: Any) -> Any:
            if not writes:
                return view(*args, **values)
            with unit_of_work():
                return view(*args, **values)

        guarded.policy = frozenset(who)  # type: ignore[attr-defined]
        guarded.most = most  # type: ignore[attr-defined]
        guarded.late = late  # type: ignore[attr-defined]
        return cast("View", guarded)

    return guard


def check(app: Flask) -> None:
    """Refuse to start with a route that has no policy."""
    open_to = {rule.endpoint for rule in app.url_map.iter_rules()}
    unguarded = sorted(name for name in open_to if not policy_of(app, name))
    if unguarded:
        raise Unguarded(f"no policy is declared for: {', '.join(unguarded)}")


def init_app(app: Flask) -> None:
    app.view_functions["static"] = policy("public")(app.view_functions["static"])
    app.before_request(_make_room)
    app.before_request(_refuse_other_sites)
    app.before_request(_admit)


def may_open(person: Person, endpoint: str) -> bool:
    """Whether the policy of a page lets this person in."""
    allowed = policy_of(current_app, endpoint)
    return bool(allowed & {"public", "signed-in"}) or may_be(person, allowed)


def policy_of(app: Flask, endpoint: str) -> frozenset[str]:
    return getattr(app.view_functions[endpoint], "policy", frozenset())


def _make_room() -> None:
    """Before anything reads the body: forms that bring files may be big, all others may not."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "most", None):
        request.max_content_length = view.most  # type: ignore[union-attr]


def _refuse_other_sites() -> None:
    """An unsafe request must say that it comes from our own pages; browsers do, and cannot be made to lie."""
    if request.method in _SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    same = site in ("same-origin", "none") if site else _is_ours(origin)
    if not same or (origin and not _is_ours(origin)):
        abort(400, description="other-site")


def _is_ours(origin: str | None) -> bool:
    """Hosts are compared, not schemes: a proxy in front of us may speak TLS for us."""
    public = current_app.config["SETTINGS"].public_url
    ours = {request.host} | ({urlsplit(public).netloc} if public else set())
    return bool(origin) and urlsplit(origin).netloc in ours


def _admit() -> Response | None:
    return None if request.endpoint is None or is_late() else refuse_outsiders(request.endpoint)


def is_late() -> bool:
    """Whether the view looks at the session itself, in the transaction that it writes in."""
    return getattr(current_app.view_functions[request.endpoint or ""], "late", False)


def refuse_outsiders(endpoint: str) -> Response | None:
    """Turn away whoever the policy of a page does not let in."""
    allowed = policy_of(current_app, endpoint)
    if "public" in allowed:
        return None
    who = identity()
    if who is None:
        return _ask_to_sign_in()
    if "signed-in" in allowed or who.roles & allowed:
        return None
    person = viewer()
    return None if person and may_be(person, allowed) else abort(404)


def _ask_to_sign_in() -> Response:
    if request.method not in _SAFE or request.path.startswith("/api/"):
        abort(401)
    if request.method == "GET":
        remember_destination(here())
    return redirect(url_for("accounts.sign_in"), 302)
