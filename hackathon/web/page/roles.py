"""Roles: what each is called, and what it does."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _

from hackathon.models.people import ROLES

NAMES = {
    "organizer": _("운영자"),
    "staff": _("진행요원"),
    "auditor": _("감사"),
    "judge": _("심사위원"),
    "chair": _("심사위원장"),
    "captain": _("팀장"),
    "member": _("팀원"),
}
ABOUT = {
    "organizer": _("행사를 운영하고 모든 것을 봅니다."),
    "staff": _("현장에서 돕고, 점수는 보지 않습니다."),
    "auditor": _("모든 것을 보고, 아무것도 바꾸지 않습니다."),
    "judge": _("맡은 심사 단계에서 채점합니다."),
    "chair": _("심사위원단을 이끌고 함께 채점합니다."),
}


def in_order(names: Iterable[str]) -> list[str]:
    """Role keys in the order in which the roles are always listed."""
    return sorted(set(names), key=lambda name: ROLES.index(name))
