"""The acts of the log in words."""

from __future__ import annotations

from flask_babel import gettext as _


def deed(act: str) -> str:
    """What an act is called on screen; one that has no name keeps its own."""
    return {**_of_rounds(), **_of_results(), **_of_people()}.get(act, act)


def _of_rounds() -> dict[str, str]:
    return {
        "event.created": _("행사를 만듦"),
        "event.changed": _("행사 설정을 바꿈"),
        "round.changed": _("기간을 바꿈"),
        "policy.changed": _("심사 규정을 바꿈"),
        "round.assigned": _("배정함"),
        "judge.unassigned": _("배정을 뺌"),
        "judge.seated": _("위원으로 넣음"),
        "judge.unseated": _("위원단에서 뺌"),
        "judge.made-chair": _("심사위원장을 정함"),
        "judge.recused": _("제척·기피·회피"),
        "revision.admitted": _("보관한 채점표를 인정함"),
        "revision.declined": _("보관한 채점표를 인정하지 않음"),
        "ballots.filed": _("태블릿에서 꺼낸 채점표를 받음"),
        "recusal.taken-back": _("제척·기피·회피를 되돌림"),
        "round.presenting": _("발표할 팀을 알림"),
        "ballots.saved": _("채점표를 받음"),
        "round.reordered": _("발표 순서를 바꿈"),
        "entry.withdrawn": _("팀이 기권함"),
        "entry.stepped-in": _("예비팀이 올라옴"),
    }


def _of_results() -> dict[str, str]:
    return {
        "entry.adjusted": _("가점·감점"),
        "adjustment.taken-back": _("가점·감점을 되돌림"),
        "round.locked": _("잠금"),
        "round.unlocked": _("잠금을 풂"),
        "result.made": _("결과를 만듦"),
        "round.decided": _("동점이나 자리를 결정함"),
        "lot.previewed": _("추첨 글을 미리 봄"),
        "result.signed": _("결과에 서명함"),
        "round.published": _("결과를 공개함"),
        "round.advanced": _("다음 단계로 올림"),
    }


def _of_people() -> dict[str, str]:
    return {
        "role.granted": _("역할을 줌"),
        "role.withdrawn": _("역할을 뺌"),
        "link.made": _("로그인 링크를 만듦"),
        "card.made": _("심사위원 카드를 만듦"),
        "card.revoked": _("심사위원 카드를 무효로 함"),
        "device.paired": _("기기를 연결함"),
        "device.named": _("기기에 이름을 붙임"),
        "device.revoked": _("기기를 로그아웃함"),
    }
