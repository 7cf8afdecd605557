"""The log of acts: who did what to what, when and why, and whether its chain still holds."""

from __future__ import annotations

from flask import render_template, request

from hackathon.domain.base import audit, audit_lines
from hackathon.domain.base.audit_lines import Filter
from hackathon.models import Event, Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.shared.audit_labels import act_label, facts_line
from hackathon.web.organizer.shared.desk import READERS, blueprint, load_round
from hackathon.web.organizer.shared.tabs import Tab
from hackathon.web.page.frame import get_event

TAB = Tab("organizer.round_log", lambda: _("Log"))
_A_PAGE = 50


@blueprint.get("/log")
@policy(*READERS)
def log() -> str:
    return _log(None)


@blueprint.get("/rounds/<key>/log")
@policy(*READERS)
def round_log(key: str) -> str:
    return _log(load_round(key, "desk"))


def _log(round: Round | None) -> str:
    event = get_event()
    asked = {name: request.args.get(name, "") for name in ("round", "act", "person")}
    if round is not None:
        asked["round"] = round.key
    wanted = Filter(f"round:{asked['round']}" if asked["round"] else "", asked["act"], asked["person"])
    page = max(request.args.get("page", 1, type=int), 1)
    count = audit_lines.count(event, wanted)
    return render_template(
        "organizer/result/log.html",
        round=round,
        wanted=asked,
        lines=audit_lines.lines(event, wanted, limit=_A_PAGE, offset=(page - 1) * _A_PAGE),
        page=page,
        pages=max(-(-count // _A_PAGE), 1),
        count=count,
        broken=audit.find_break(event),
        acts=audit_lines.acts(event),
        people=_people(event),
        act_label=act_label,
        facts_line=facts_line,
    )


def _people(event: Event) -> list[tuple[int, str]]:
    return [(key, name or _("somebody whose name was erased")) for key, name in audit_lines.actors(event)]
