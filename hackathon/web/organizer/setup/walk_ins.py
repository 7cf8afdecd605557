"""A judge who walks in on the night: registered, seated and given what is short of ballots, shown before it is done."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from hackathon.domain.ballots import coverage
from hackathon.domain.ballots.coverage import Handover
from hackathon.domain.ballots.progress import progress_of
from hackathon.domain.people import people
from hackathon.models import Judge, Round
from hackathon.web.http.guard import policy
from hackathon.web.organizer.shared.confirmation import Confirmation, preview, rehearse, shown, state_digest
from hackathon.web.organizer.shared.desk import Answer, actor, address, blueprint, load_round
from hackathon.web.organizer.shared.forms import WalkInForm


@blueprint.route("/rounds/<key>/walk-in", methods=["GET", "POST"])
@policy("organizer")
def walk_in(key: str) -> Answer:
    round = load_round(key, "desk")
    form = WalkInForm()
    page = _walk_in_page(round, form)
    if not form.is_submitted() or not form.validate():
        return shown(page), 422 if form.errors else 200
    name, email = form.name.data or "", (form.email.data or "").strip()
    outcome, page.obstacles = rehearse(lambda: _codes(coverage.walk_in(round, name=name, email=email or None)))

    def seen() -> str:
        return state_digest(round, name, email, sorted(progress_of(round).cells), with_standings=False)

    if outcome is None:
        form.seen.data = seen()
        return shown(page)
    page.consequences, page.details["change"] = _what_walking_in_does(round, email, *outcome), outcome[1]
    return preview(page, lambda: coverage.walk_in(round, name=name, email=email or None, actor=actor()), seen=seen)


def _codes(came: tuple[Judge, Handover]) -> tuple[str, Handover]:
    """The code, read while the rehearsal still stands."""
    return came[0].code, came[1]


def _walk_in_page(round: Round, form: WalkInForm) -> Confirmation:
    return Confirmation(
        round,
        tab="panel",
        title=_("현장 합류 심사위원"),
        consequences=[],
        button=_("이대로 넣기"),
        done=_("심사위원단에 넣었습니다. 이제 카드를 만들어 태블릿과 이으세요."),
        then=address("devices", round),
        back=address("panel", round),
        form=form,
        template="organizer/setup/walk_in.html",
        details={"change": None},
    )


def _what_walking_in_does(round: Round, email: str, code: str, change: Handover) -> list[str]:
    known = people.find_person(round.event, email) if email else None
    return [
        _("%(name)s님은 이미 등록된 사람입니다. 심사위원 역할을 더합니다.", name=known.name or email)
        if known
        else _("새 사람으로 등록하고 심사위원 역할을 줍니다."),
        _("번호 %(code)s, 이 단계의 위원이 됩니다.", code=code),
        ngettext("%(num)d팀을 배정합니다.", "%(num)d팀을 배정합니다.", sum(pair[0] == code for pair in change.added))
        if change.added
        else _("모자란 채점표가 없어 지금은 배정하지 않습니다. 필요하면 배정 화면에서 한 건씩 더하세요."),
        _("맡으면 안 되는 팀이 있으면 넣은 뒤 바로 제척·기피·회피로 적으세요."),
    ]
