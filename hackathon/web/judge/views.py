from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from hackathon.domain import rounds
from hackathon.domain.packets import Packet, find_judge, find_packet, packets_of
from hackathon.domain.progress import waiting_of
from hackathon.permissions import visible
from hackathon.web.accounts.sessions import viewer
from hackathon.web.errors import answer
from hackathon.web.guard import policy
from hackathon.web.judge import comparing, keeping, recusing, scoring
from hackathon.web.judge.home import chosen_packet, items_in, state_names, tabs_of
from hackathon.web.judge.sheet import read, sheet_of
from hackathon.web.judge.wording import number
from hackathon.web.rounds import state_chip

blueprint = Blueprint("judge", __name__, url_prefix="/judge")
blueprint.add_app_template_filter(number, "points")


@blueprint.get("")
@policy("judge", "chair")
def home() -> str:
    person = viewer()
    judge = find_judge(person) if person else None
    mine = packets_of(judge) if judge else []
    packet = chosen_packet(mine, request.args.get("round"))
    if packet is None:
        return render_template("judge/nothing.html")
    shown = request.args.get("show", "all")
    return render_template(
        "judge/home.html",
        packet=packet,
        mine=mine,
        items=items_in(packet, shown),
        tabs=tabs_of(packet),
        shown=shown,
        following=packet.next_unscored() if rounds.state_of(packet.round) == "open" else None,
        names=state_names(),
        chip=state_chip(packet.round),
        state=rounds.state_of(packet.round),
        readable=visible(person, "standings", round=packet.round),
        rulings=waiting_of(packet.round).total() if visible(person, "ballots", round=packet.round) else 0,
    )


@blueprint.get("/rounds/<key>/entries/<code>")
@policy("judge", "chair")
def entry(key: str, code: str) -> str:
    place = scoring.get_place(_packet(key), code)
    return scoring.page(place, sheet_of(place.item))


@blueprint.post("/rounds/<key>/entries/<code>")
@policy("judge", "chair", writes=True)
def save(key: str, code: str) -> str | Response | tuple[str, int]:
    place = scoring.get_place(_packet(key), code)
    sheet = read(request.form, place.packet.rubric)
    match request.form.get("action"):
        case "seal":
            return scoring.ask_to_seal(place, sheet)
        case "confirm":
            return scoring.keep(place, sheet, sealed=True)
        case "edit":
            return scoring.page(place, sheet, said=request.form.get("said", ""))
        case _:
            return scoring.keep(place, sheet, sealed=False)


@blueprint.get("/rounds/<key>/entries/<code>/conflict")
@policy("judge", "chair")
def conflict(key: str, code: str) -> str | Response:
    place = scoring.get_place(_packet(key), code)
    if not place.item.conflicts:
        return redirect(url_for("judge.entry", key=key, code=code), 303)
    return scoring.conflict_page(place)


@blueprint.get("/rounds/<key>/entries/<code>/recuse")
@policy("judge", "chair")
def recusal(key: str, code: str) -> str:
    return recusing.page(scoring.get_place(_packet(key), code))


@blueprint.post("/rounds/<key>/entries/<code>/recuse")
@policy("judge", "chair", writes=True)
def recuse(key: str, code: str) -> Response | tuple[str, int]:
    place = scoring.get_place(_packet(key), code)
    return recusing.recuse(place, request.form.get("reason", ""), actor=viewer())


@blueprint.get("/rounds/<key>/compare")
@policy("judge", "chair")
def compare(key: str) -> str:
    return comparing.page(_packet(key), sort=request.args.get("sort", "total"), down=request.args.get("up") is None)


@blueprint.errorhandler(Unauthorized)
def signed_out(_error: Unauthorized) -> Response:
    """What was typed comes back with the refusal: it can be sent again once somebody has signed in."""
    if request.endpoint != "judge.save":
        return answer(401)
    return keeping.page()


@blueprint.errorhandler(CSRFError)
def stale(error: CSRFError) -> Response | tuple[str, int]:
    """The page was open while somebody signed in anew. Nothing is written; the form comes back as it was typed."""
    if request.endpoint != "judge.save":
        return answer(
            400, _("화면을 연 뒤에 다시 로그인했습니다. 아무것도 바뀌지 않았으니 새로 고친 다음 다시 해 보세요.")
        )
    values = request.view_args or {}
    place = scoring.get_place(_packet(values["key"]), values["code"])
    return scoring.page(place, read(request.form, place.packet.rubric), said="again"), 400


def _packet(key: str) -> Packet:
    person = viewer()
    judge = find_judge(person) if person else None
    packet = find_packet(judge, key) if judge else None
    return packet or abort(404)
