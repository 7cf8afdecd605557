"""The guard that keeps one judge's ballots from being saved under another's name."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from hackathon.domain.ballots.points import find_judge
from hackathon.web.http import sessions
from hackathon.web.http.errors import answer
from hackathon.web.http.guard import is_late
from hackathon.web.judge.api.door import blueprint

JUDGE = "X-Hackathon-Judge"


@blueprint.before_request
def watch_hands() -> Response | None:
    return None if is_late() else refuse_other_judges()


def refuse_other_judges() -> Response | None:
    """A tablet may name the judge it writes for: somebody else may have signed in on it since, in another tab."""
    named = request.headers.get(JUDGE)
    person = sessions.viewer() if named else None
    if person is None:
        return None
    judge = find_judge(person)
    return None if judge and judge.code == named else answer(401)
