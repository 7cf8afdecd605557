"""The judge header: a tablet names the judge it writes for, so that no ballot is saved under another's name."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from hackathon.domain.people.people import find_judge
from hackathon.web.http import sessions
from hackathon.web.http.errors import error_response
from hackathon.web.http.guard import is_late
from hackathon.web.judge.api.access import blueprint

HEADER = "X-Hackathon-Judge"


@blueprint.before_request
def check_judge_header() -> Response | None:
    return None if is_late() else refuse_other_judges()


def refuse_other_judges() -> Response | None:
    """Answer 401 where the header names another judge: somebody else has signed in on the tablet since, in another tab."""
    named = request.headers.get(HEADER)
    person = sessions.viewer() if named else None
    if person is None:
        return None
    judge = find_judge(person)
    return None if judge and judge.code == named else error_response(401)
