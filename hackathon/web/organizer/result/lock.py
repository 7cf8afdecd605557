"""The lock of a round and its undoing: each first shows what it will do, and does it on a second, deliberate click."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from hackathon.domain.ballots.progress import held_of, progress_of
from hackathon.domain.results import results
from hackathon.models import Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.organizer.shared.confirmation import Confirmation, confirm, find_standings, rehearse
from hackathon.web.organizer.shared.desk import Answer, actor, address, back, blueprint, load_round, the_key
from hackathon.web.organizer.shared.forms import ConfirmForm, ReasonForm
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
        form=ConfirmForm(),
    )
    if not blockers:
        page.obstacles = rehearse(lambda: results.lock(round, key=the_key()))[1]
    return confirm(page, lambda: results.lock(round, key=the_key(), actor=actor()))


def _what_lock_does(round: Round) -> list[str]:
    sealed, held, standings = progress_of(round).sealed, held_of(round), find_standings(round)
    left_out = ngettext(
        "판정하지 않은 보류 %(num)d건은 들어가지 않습니다.",
        "판정하지 않은 보류 %(num)d건은 들어가지 않습니다.",
        held,
    )
    return [
        ngettext("봉인된 채점표 %(num)d장이 확정됩니다.", "봉인된 채점표 %(num)d장이 확정됩니다.", sealed),
        *([left_out] if held else []),
        _("잠근 뒤에 오는 채점표는 보관만 하고 세지 않습니다. 가점·감점과 배정도 바꿀 수 없습니다."),
        _("결과 %(version)s판이 만들어지고, 심사위원장과 운영자가 서명할 수 있습니다.", version=_next_version(round)),
        _("공개하기 전까지는 사유를 적고 다시 풀 수 있습니다."),
        *(_open_questions(standings) if standings else []),
    ]


def _next_version(round: Round) -> int:
    latest = results.find_result(round)
    return latest.version + 1 if latest else 1


def _open_questions(standings: Standings) -> list[str]:
    """Ties and teams without a rank that somebody has to settle after the lock."""
    sentences = []
    if standings.cut.open:
        sentences.append(_("선발선에 동점이 걸려 있습니다. 잠근 뒤에 동점자를 처리해야 합니다."))
    if any(award.open for award in standings.awards):
        sentences.append(_("시상에 동점이 걸려 있습니다. 잠근 뒤에 동점자를 처리해야 합니다."))
    if standings.unranked:
        count = len(standings.unranked)
        sentences.append(
            ngettext(
                "채점표가 없어 순위가 없는 팀이 %(num)d팀 있습니다.",
                "채점표가 없어 순위가 없는 팀이 %(num)d팀 있습니다.",
                count,
            )
        )
    return sentences


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
