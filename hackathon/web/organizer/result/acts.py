"""Lock, unlock, publish, advance: each shows first what it will do, and does it on a second, deliberate click."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from hackathon.domain.ballots.progress import held_of, progress_of
from hackathon.domain.results import results
from hackathon.domain.rounds import rounds
from hackathon.models import Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.organizer.shared.confirming import Confirmation, confirm, find_standings, rehearse
from hackathon.web.organizer.shared.desk import Answer, actor, address, back, blueprint, load_round, the_key
from hackathon.web.organizer.shared.forms import ReasonForm, SeenForm
from hackathon.web.organizer.shared.team_names import team_names
from hackathon.web.page.frame import words
from scoring import Standings


@blueprint.route("/rounds/<key>/lock", methods=["GET", "POST"])
@policy("organizer")
def lock(key: str) -> Answer:
    round = load_round(key, "desk")
    if round.locked_at:
        return back(round, "control", _("이미 잠겨 있습니다. 바뀐 것은 없습니다."))
    language = chosen_language()
    blockers = results.blockers_to_lock(round)
    page = Confirmation(
        round,
        tab="control",
        title=_("심사 잠금"),
        consequences=_what_lock_does(round),
        obstacles=[blocker.ko if language == "ko" else blocker.en for blocker in blockers],
        button=_("심사 잠금"),
        done=_("잠갔습니다. 이제 결과를 확인하고 서명하세요."),
        then=address("control", round),
        back=address("control", round),
        form=SeenForm(),
    )
    if not blockers:
        page.obstacles = rehearse(lambda: results.lock(round, key=the_key()))[1]
    return confirm(page, lambda: results.lock(round, key=the_key(), actor=actor()))


def _what_lock_does(round: Round) -> list[str]:
    standings = find_standings(round)
    sealed, held = progress_of(round).sealed, held_of(round)
    told = [
        ngettext("봉인된 채점표 %(num)d장이 확정됩니다.", "봉인된 채점표 %(num)d장이 확정됩니다.", sealed),
        _("잠근 뒤에 오는 채점표는 보관만 하고 세지 않습니다. 가점·감점과 배정도 바꿀 수 없습니다."),
        _("결과 %(version)s판이 만들어지고, 심사위원장과 운영자가 서명할 수 있습니다.", version=_next_version(round)),
        _("공개하기 전까지는 사유를 적고 다시 풀 수 있습니다."),
    ]
    if held:
        told.insert(
            1,
            ngettext(
                "판정하지 않은 보류 %(num)d건은 들어가지 않습니다.",
                "판정하지 않은 보류 %(num)d건은 들어가지 않습니다.",
                held,
            ),
        )
    return told + (_left_open(standings) if standings else [])


def _next_version(round: Round) -> int:
    latest = results.find_result(round)
    return latest.version + 1 if latest else 1


def _left_open(standings: Standings) -> list[str]:
    """What the lock leaves to be settled."""
    told = []
    if standings.cut.open:
        told.append(_("선발선에 동점이 걸려 있습니다. 잠근 뒤에 동점자를 처리해야 합니다."))
    if any(award.open for award in standings.awards):
        told.append(_("시상에 동점이 걸려 있습니다. 잠근 뒤에 동점자를 처리해야 합니다."))
    if standings.unranked:
        count = len(standings.unranked)
        told.append(
            ngettext(
                "채점표가 없어 순위가 없는 팀이 %(num)d팀 있습니다.",
                "채점표가 없어 순위가 없는 팀이 %(num)d팀 있습니다.",
                count,
            )
        )
    return told


@blueprint.route("/rounds/<key>/unlock", methods=["GET", "POST"])
@policy("organizer")
def unlock(key: str) -> Answer:
    round = load_round(key, "desk")
    if not round.locked_at:
        return back(round, "control", _("잠겨 있지 않습니다. 바뀐 것은 없습니다."))
    result = results.get_result(round)
    form = ReasonForm()
    page = Confirmation(
        round,
        tab="control",
        title=_("잠금 풀기"),
        consequences=[
            _("결과 %(version)s판과 그 서명은 기록에 남지만 더는 효력이 없습니다.", version=result.version),
            _("채점표와 가점·감점을 다시 바꿀 수 있습니다."),
            _("다시 잠그면 새 판이 만들어지고, 두 사람이 다시 서명해야 합니다."),
        ],
        obstacles=rehearse(lambda: results.unlock(round, reason="?"))[1],
        button=_("잠금 풀기"),
        done=_("잠금을 풀었습니다. 사유는 기록에 남았습니다."),
        then=address("control", round),
        back=address("control", round),
        form=form,
        stop=True,
    )
    return confirm(page, lambda: results.unlock(round, reason=form.reason.data or "", actor=actor()))


@blueprint.route("/rounds/<key>/publish", methods=["GET", "POST"])
@policy("organizer")
def publish(key: str) -> Answer:
    round = load_round(key, "desk")
    if round.published_at:
        return back(round, "control", _("이미 공개되어 있습니다. 바뀐 것은 없습니다."))
    page = Confirmation(
        round,
        tab="control",
        title=_("결과 공개"),
        consequences=_what_publication_does(round),
        obstacles=rehearse(lambda: results.publish(round))[1],
        button=_("결과 공개"),
        done=_("결과를 공개했습니다."),
        then=address("control", round),
        back=address("control", round),
        form=SeenForm(),
    )
    return confirm(page, lambda: results.publish(round, actor=actor()))


def _what_publication_does(round: Round) -> list[str]:
    shown = {
        "awards": _("누구나 수상 팀을 봅니다. 순위와 점수는 공개되지 않습니다."),
        "ranks": _("누구나 수상 팀과 순위를 봅니다. 점수는 공개되지 않습니다."),
        "scores": _("누구나 수상 팀과 순위, 점수를 봅니다."),
    }[round.event.result_level]
    following = rounds.find_next(round)
    told = [shown, _("공개한 결과는 되돌리거나 바꿀 수 없습니다.")]
    if following:
        told.insert(1, _("%(round)s에 오르는 팀을 누구나 봅니다.", round=words(following.name)))
    return told


@blueprint.route("/rounds/<key>/advance", methods=["GET", "POST"])
@policy("organizer")
def advance(key: str) -> Answer:
    round = load_round(key, "desk")
    following = rounds.find_next(round)
    if following is not None and following.entries:
        return back(following, "entries", _("이미 올렸습니다. 바뀐 것은 없습니다."))
    order, refused = rehearse(lambda: _order_of(results.send_on(round)))
    result = results.find_result(round) if round.locked_at else None
    standings = find_standings(round) if result else None
    name = words(following.name) if following else _("다음 단계")
    page = Confirmation(
        round,
        tab="control",
        title=_("%(round)s에 올리기", round=name),
        consequences=[
            ngettext("%(num)d팀이 아래 순서로 발표합니다.", "%(num)d팀이 아래 순서로 발표합니다.", len(order or [])),
            _(
                "발표 순서는 결과의 지문으로 뽑았으며 누구나 다시 계산할 수 있습니다. 심사가 열리기 전까지 바꿀 수 있습니다."
            ),
            _("올린 뒤에는 이 단계의 잠금을 풀거나 동점자를 다시 처리할 수 없습니다."),
        ]
        if order
        else [],
        obstacles=refused,
        button=_("%(round)s에 올리기", round=name),
        done=_("%(round)s에 올렸습니다.", round=name),
        then=address("entries", following) if following else address("control", round),
        back=address("control", round),
        form=SeenForm(),
        template="organizer/result/advance.html",
        details={
            "order": order or [],
            "reserve": list(standings.reserve) if standings and order else [],
            "names": team_names(round),
            "digest": result.digest if result else "",
        },
    )
    return confirm(page, lambda: results.send_on(round, actor=actor()))


def _order_of(round: Round) -> list[str]:
    return [entry.team.code for entry in round.entries]
