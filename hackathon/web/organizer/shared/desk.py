"""What all pages of the organizer share: the blueprint, the round that somebody may see, the tabs, the bar."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from hackathon.config import Settings
from hackathon.domain.base.errors import NotFound
from hackathon.domain.base.keys import Key, get_key
from hackathon.domain.rounds import events
from hackathon.extensions import db
from hackathon.models import Entry, Judge, Person, Round, Team
from hackathon.permissions import What, is_chair, roles_of, visible
from hackathon.web.http.sessions import viewer
from hackathon.web.page.chips import state_chip
from hackathon.web.page.frame import Area, get_event

Answer = Response | str | tuple[str, int]

blueprint = Blueprint("organizer", __name__, url_prefix="/organizer")

READERS = ("organizer", "auditor")
SIGNERS = ("organizer", "chair", "judge")
"""The chair of a round is known by the seat on its panel: the role opens the door, the view looks at the seat."""


def load_round(key: str, what: What) -> Round:
    """The round, for somebody who may see this of it; for everybody else there is none."""
    try:
        round = events.get_round(get_event(), key)
    except NotFound:
        abort(404)
    if not visible(viewer(), what, round=round):
        abort(404)
    return round


def load_entry(round: Round, code: str) -> Entry:
    query = select(Entry).join(Team).where(Entry.round_id == round.id, Team.code == code)
    entry = db.session.scalars(query).first()
    if entry is None:
        abort(404)
    return entry


def load_judge(round: Round, code: str) -> Judge:
    judge = db.session.scalars(select(Judge).where(Judge.event_id == round.event_id, Judge.code == code)).first()
    if judge is None:
        abort(404)
    return judge


def actor() -> Person:
    person = viewer()
    if person is None:
        abort(404)
    return person


def runs() -> bool:
    """Whether the person looking may change things: auditors and staff find no button."""
    return "organizer" in roles_of(viewer())


def the_key() -> Key:
    settings: Settings = current_app.config["SETTINGS"]
    return get_key(settings.keys)


def address(endpoint: str, round: Round, **values: Any) -> str:
    return url_for(f"organizer.{endpoint}", key=round.key, **values)


def back(round: Round, endpoint: str, said: str) -> Response:
    """To a page of the round, with a word about what happened."""
    flash(said)
    return redirect(address(endpoint, round), 303)


def tabs_of(round: Round) -> list[tuple[str, str]]:
    """The pages of a round that this person finds: endpoint and name."""
    person = viewer()
    desk = visible(person, "desk", round=round)
    told = [
        ("control", _("심사 현황"), visible(person, "progress", round=round) and bool(roles_of(person) & _AT_THE_DESK)),
        ("standings", _("순위표"), visible(person, "standings", round=round)),
        ("kept", _("보류·충돌"), visible(person, "ballots", round=round)),
        ("sign", _("서명"), not desk and is_chair(person, round)),
        ("assigned", _("배정"), desk),
        ("panel", _("심사위원단"), desk),
        ("recusals", _("제척·기피·회피"), desk),
        ("entries", _("심사 대상"), desk),
        ("drill", _("연습 심사"), visible(person, "standings", round=round)),
        ("handed_in", _("제출물"), visible(person, "standings", round=round)),
        (
            "venue.presence",
            _("출석"),
            visible(person, "progress", round=round) and bool(roles_of(person) & _AT_THE_DESK),
        ),
        ("adjustments", _("가점·감점"), desk),
        ("poll_list", _("투표"), desk and "[[sources]]" in round.policy),
        ("rubric", _("심사표"), desk),
        ("awards", _("시상"), desk),
        ("round_settings", _("기간·설정"), desk),
        ("round_log", _("기록"), desk),
    ]
    return [(endpoint, name) for endpoint, name, shown in told if shown]


_AT_THE_DESK = {"organizer", "auditor", "staff"}


@blueprint.app_context_processor
def _shared() -> dict[str, Any]:
    return {
        "team_name": team_name,
        "tabs_of": tabs_of,
        "state_chip": state_chip,
        "runs_desk": runs,
        "desk_areas": desk_areas,
    }


def team_name(of: Entry | Team, round: Round | None = None) -> str:
    """What whoever looks may call a team: its number, to judges of a blind round."""
    team, within = (of.team, of.round) if isinstance(of, Entry) else (of, round)
    known = within is None or visible(viewer(), "names", round=within)
    return team.name if known else ""


def desk_areas() -> list[Area]:
    """The top bar of whoever works at the organizer's desk; nothing for others, who keep the usual one."""
    roles = roles_of(viewer())
    if not roles & _AT_THE_DESK:
        return []
    told = [
        (_("심사 단계"), "organizer.rounds", _AT_THE_DESK),
        (_("신청자"), "entrants", {"organizer", "auditor"}),
        (_("팀"), "teams", {"organizer", "auditor"}),
        (_("사람"), "people", {"organizer", "auditor"}),
        (_("가져오기"), "import", {"organizer"}),
        (_("알림"), "messages", {"organizer", "auditor"}),
        (_("편지함"), "outbox", {"organizer"}),
        (_("입장"), "venue.door", {"organizer", "staff"}),
        (_("기록"), "organizer.log", {"organizer", "auditor"}),
    ]
    return [Area(name, _there(place), place) for name, place, who in told if roles & who and _there(place)]


def _there(place: str) -> str:
    """The address of a page by its endpoint or, for the pages of other rooms, by the path it has under ours."""
    if "." in place:
        return url_for(place)
    path = f"{blueprint.url_prefix}/{place}"
    known = any(rule.rule == path for rule in current_app.url_map.iter_rules())
    return request.script_root + path if known else ""
