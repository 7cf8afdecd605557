"""Chips of a round, a team and an application: the class of each and its words. Round while open, square when final."""

from __future__ import annotations

from flask_babel import gettext as _

from hackathon.domain.applying import guardians
from hackathon.domain.results.status import Status
from hackathon.domain.rounds.rounds import state_of
from hackathon.models import Entrant, Round


def state_chip(round: Round) -> tuple[str, str]:
    return {
        "planned": ("", _("시작 전")),
        "open": ("chip-open", _("심사 중")),
        "closed": ("chip-wait", _("심사 마감")),
        "locked": ("chip-final", _("잠김")),
        "published": ("chip-final", _("공개됨")),
    }[state_of(round)]


def status_chip(status: Status) -> tuple[str, str]:
    return {
        "applied": ("chip-open", _("신청됨")),
        "shortlisted": ("chip-final", _("선발")),
        "reserve": ("chip-wait", _("예비")),
        "not-selected": ("", _("선발되지 않음")),
        "finalist": ("chip-final", _("본선 진출")),
        "result": ("chip-final", _("결과 공개")),
        "withdrawn": ("", _("참가를 거둠")),
        "disqualified": ("chip-stop", _("실격")),
    }[status]


def application_chip(entrant: Entrant, *, awaited: bool | None = None) -> tuple[str, str]:
    """Where an application stands by itself, before any team."""
    if entrant.disqualified_at:
        return "chip-stop", _("자격 취소")
    if entrant.withdrawn_at:
        return "", _("신청 취소")
    if not entrant.confirmed:
        return "chip-wait", _("이메일 확인 전")
    if guardians.is_awaited(entrant) if awaited is None else awaited:
        return "chip-wait", _("보호자 동의 대기")
    return "chip-ok", _("신청됨")


def show_names() -> dict[str, str]:
    """What the list of entrants can be narrowed to."""
    outcomes: tuple[Status, ...] = ("shortlisted", "reserve", "not-selected", "finalist", "result")
    return {
        "admitted": _("참가하는 사람"),
        "no-team": _("팀이 없음"),
        "unconfirmed": _("이메일 확인 전"),
        "guardian": _("보호자 동의 대기"),
        "no-phone": _("전화번호 없음"),
        "no-email": _("이메일 없음"),
        "no-consent": _("동의 기록 없음"),
        **{name: status_chip(name)[1] for name in outcomes},
        "withdrawn": _("신청 취소"),
        "disqualified": _("자격 취소"),
    }
