from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, jsonify, render_template, request
from flask import Response as JsonResponse
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from hackathon.domain.submissions import uploads
from hackathon.models import Membership, Round
from hackathon.web.http.errors import answer
from hackathon.web.http.guard import policy
from hackathon.web.http.sessions import membership_of, viewer
from hackathon.web.page.frame import get_event
from hackathon.web.team import file_upload, members, membership, submission
from hackathon.web.team import home as team_home

blueprint = Blueprint("team", __name__, url_prefix="/team")
membership.register(blueprint)


@blueprint.get("")
@policy("captain", "member")
def home() -> str:
    membership = _membership()
    team = membership.team
    mine = team_home.rounds_for(team, get_event().rounds)
    return render_template(
        "team/home.html",
        team=team,
        captain=membership.captain,
        stages=team_home.stages_of(team, mine),
        handed_in=team_home.submissions_of(team, mine),
        links_of=team_home.links_of,
        **members.of(membership),
    )


@blueprint.get("/rounds/<key>/submission")
@policy("captain")
def write(key: str) -> str:
    round, membership = _place(key)
    if not team_home.is_writable(round, membership.team):
        abort(404)
    return submission.start(round, membership.team)


@blueprint.post("/rounds/<key>/submission")
@policy("captain", most=file_upload.WHOLE)
def submit(key: str) -> str | Response | tuple[str, int]:
    round, membership = _place(key)
    if request.form.get("action") == "edit":
        return submission.page(round, membership.team, submission.read(), said="again")
    return submission.keep(round, membership.team, submission.read(), by=viewer())


@blueprint.post("/rounds/<key>/draft")
@policy("captain")
def draft(key: str) -> tuple[JsonResponse, int]:
    round, membership = _place(key)
    return submission.keep_draft(round, membership.team, submission.read(), by=viewer())


@blueprint.post("/rounds/<key>/uploads")
@policy("captain")
def begin_upload(key: str) -> tuple[JsonResponse, int]:
    round, membership = _place(key)
    if not team_home.is_writable(round, membership.team):
        abort(404)
    return file_upload.begin(round, membership.team, by=viewer())


@blueprint.get("/uploads/<uuid:upload_id>")
@policy("captain")
def upload(upload_id: UUID) -> JsonResponse:
    row = uploads.get(_membership().team, str(upload_id))
    return jsonify(file_upload.state_of(file_upload.settle(row)))


@blueprint.put("/uploads/<uuid:upload_id>")
@policy("captain")
def take_piece(upload_id: UUID) -> tuple[JsonResponse, int]:
    return file_upload.take(_membership().team, str(upload_id))


@blueprint.errorhandler(Unauthorized)
def signed_out(_error: Unauthorized) -> Response:
    """What was typed comes back with the refusal: it can be sent again once somebody has signed in."""
    if request.endpoint != "team.submit":
        return answer(401)
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", "action")]
    body = render_template("team/kept.html", fields=fields, address=request.path)
    return Response(body, status=401, mimetype="text/html", headers={"Cache-Control": "no-store"})


@blueprint.errorhandler(CSRFError)
def stale(_error: CSRFError) -> Response | tuple[str, int]:
    """The page was open while somebody signed in anew. Nothing is written; the form comes back as it was typed."""
    if request.endpoint != "team.submit":
        return answer(
            400, _("화면을 연 뒤에 다시 로그인했습니다. 아무것도 바뀌지 않았으니 새로 고친 다음 다시 해 보세요.")
        )
    round, membership = _place((request.view_args or {})["key"])
    return submission.page(round, membership.team, submission.read(), said="again"), 400


def _membership() -> Membership:
    person = viewer()
    membership = membership_of(person) if person else None
    return membership or abort(404)


def _place(key: str) -> tuple[Round, Membership]:
    """A round that the team is in; any other one does not exist for it."""
    membership = _membership()
    mine = team_home.rounds_for(membership.team, get_event().rounds)
    return next((round for round in mine if round.key == key), None) or abort(404), membership
