"""Signatures under a result: the chair of the round and an organizer, each on their own sign-in."""

from __future__ import annotations

from flask import abort
from flask_babel import gettext as _

from hackathon.domain.results import results
from hackathon.models import Person, Result, Round
from hackathon.permissions import is_chair, roles_of
from hackathon.web.http import sessions
from hackathon.web.http.guard import policy
from hackathon.web.http.sessions import viewer
from hackathon.web.organizer.shared.confirmation import Confirmation, confirm, find_standings, rehearse
from hackathon.web.organizer.shared.desk import SIGNERS, Answer, actor, address, back, blueprint, load_round, the_key
from hackathon.web.organizer.shared.forms import SignForm
from hackathon.web.organizer.shared.tabs import Tab, sees_desk
from hackathon.web.organizer.shared.team_names import team_names
from scoring import Standings

_TOP = 10


def _only_signs(round: Round) -> bool:
    """Whether the person looking chairs the round without being at the organizer's desk, where other ways lead here."""
    return not sees_desk(round) and is_chair(viewer(), round)


TAB = Tab("organizer.sign", lambda: _("서명"), _only_signs)


@blueprint.route("/rounds/<key>/sign", methods=["GET", "POST"])
@policy(*SIGNERS)
def sign(key: str) -> Answer:
    round = load_round(key, "standings")
    person = actor()
    capacity = capacity_of(person, round)
    result = results.find_result(round) if round.locked_at else None
    here = "control" if capacity == "organizer" else "standings"
    if result is None:
        return back(round, here, _("아직 잠기지 않아 서명할 결과가 없습니다."))
    if any(row.person_id == person.id for row in results.signatures(result)):
        return back(round, here, _("이미 서명하셨습니다. 바뀐 것은 없습니다."))
    return confirm(_page(round, result, capacity, here), lambda: _give(round, person, capacity))


def capacity_of(person: Person, round: Round) -> str:
    """As whom somebody signs; nobody else learns that there is something to sign."""
    if is_chair(person, round):
        return "chair"
    if "organizer" not in roles_of(person):
        abort(404)
    return "organizer"


def _give(round: Round, person: Person, capacity: str) -> None:
    results.sign(results.get_result(round), person, capacity=capacity, key=the_key(), here=sessions.current())


def _page(round: Round, result: Result, capacity: str, here: str) -> Confirmation:
    standings = find_standings(round)
    person = actor()
    refused = _not_ready(result, standings)
    names = {"chair": _("심사위원장"), "organizer": _("운영자")}
    return Confirmation(
        round,
        tab="sign" if capacity == "chair" else "control",
        title=_("결과에 서명"),
        consequences=[
            _("결과 %(version)s판에 %(who)s의 자격으로 서명합니다.", version=result.version, who=names[capacity]),
            _("서명은 되돌릴 수 없습니다. 결과가 바뀌면 새 판에 다시 서명합니다."),
            _("심사위원장과 운영자, 서로 다른 두 사람이 서명해야 공개할 수 있습니다."),
        ],
        obstacles=refused or rehearse(lambda: _give(round, person, capacity))[1],
        button=_("%(who)s 서명", who=names[capacity]),
        done=_("서명했습니다."),
        then=address(here, round),
        back=address(here, round),
        form=SignForm(),
        template="organizer/result/sign.html",
        details={
            "result": result,
            "standings": standings,
            "top": list(standings.rows[:_TOP]) if standings else [],
            "names": team_names(round),
            "given": _given(result, names),
        },
    )


def _not_ready(result: Result, standings: Standings | None) -> list[str]:
    """Nobody signs what no longer follows from the ballots, or what a tie still leaves open."""
    if standings is None or standings.to_json() != result.standings:
        return [_("잠근 결과와 지금 계산이 다릅니다. 기록을 확인하기 전에는 서명할 수 없습니다.")]
    if standings.cut.open:
        return [_("선발선에 동점이 남아 있습니다. 먼저 동점자를 처리하세요.")]
    return []


def _given(result: Result, names: dict[str, str]) -> list[tuple[str, object | None]]:
    rows = {row.capacity: row for row in results.signatures(result)}
    return [(name, rows.get(capacity)) for capacity, name in names.items()]
