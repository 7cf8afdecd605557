"""Labels of the log: what its acts are called, and their facts on one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _


def act_label(act: str) -> str:
    """What an act is called on screen; one that has no name keeps its own."""
    return {**_of_rounds(), **_of_results(), **_of_people(), **_of_entrants(), **_of_teams()}.get(act, act)


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
        "drill.created": _("연습 심사를 만듦"),
        "drill.opened": _("연습 점수의 분포를 심사위원에게 보임"),
        "drill.closed": _("연습 점수의 분포를 다시 가림"),
        "conflict.overlooked": _("이해충돌이 아닌 것으로 봄"),
        "judge.pledged": _("심사위원이 서약함"),
        "judge.recused": _("제척·기피·회피"),
        "revision.admitted": _("보관한 채점표를 인정함"),
        "revision.declined": _("보관한 채점표를 인정하지 않음"),
        "ballots.filed": _("태블릿에서 꺼낸 채점표를 받음"),
        "paper.typed": _("종이 심사표를 입력함"),
        "judge.absent": _("심사위원이 불참함"),
        "judge.present": _("불참으로 적은 심사위원이 옴"),
        "round.handed-on": _("배정을 다시 나눔"),
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
        "file.imported": _("파일을 가져옴"),
        "people.merged": _("같은 사람을 합침"),
        "merge.undone": _("합친 것을 되돌림"),
        "card.made": _("심사위원 카드를 만듦"),
        "card.revoked": _("심사위원 카드를 무효로 함"),
        "device.paired": _("기기를 연결함"),
        "device.named": _("기기에 이름을 붙임"),
        "device.revoked": _("기기를 로그아웃함"),
    }


def _of_entrants() -> dict[str, str]:
    return {
        "entrant.applied": _("신청이 들어옴"),
        "entrant.confirmed": _("신청을 확인함"),
        "entrant.confirmed-by-hand": _("운영자가 신청을 확인함"),
        "entrant.written-again": _("확인 편지를 다시 씀"),
        "entrant.changed": _("신청서를 고침"),
        "entrant.added": _("신청자를 더함"),
        "entrant.withdrawn": _("신청을 취소함"),
        "entrant.disqualified": _("참가 자격을 취소함"),
        "consent.changed": _("동의를 바꿈"),
        "guardian.agreed": _("보호자가 동의함"),
        "guardian.refused": _("보호자가 거절함"),
        "entrants.listed": _("신청자 목록을 봄"),
        "entrants.exported": _("신청자 목록을 내려받음"),
        "entrants.exported-with-contacts": _("연락처가 든 목록을 내려받음"),
        "entrant.opened": _("신청자를 봄"),
        "phone.shown": _("전화번호를 봄"),
        "outbox.downloaded": _("편지함을 내려받음"),
    }


def _of_teams() -> dict[str, str]:
    return {
        "team.founded": _("팀을 만듦"),
        "team.renamed": _("팀 이름을 바꿈"),
        "team.track-chosen": _("부문을 고름"),
        "team.invite-renewed": _("초대 코드를 바꿈"),
        "team.joined": _("팀에 들어옴"),
        "team.left": _("팀에서 나감"),
        "team.handed-over": _("팀장을 넘김"),
        "team.dissolved": _("팀이 없어짐"),
        "team.disqualified": _("팀을 실격 처리함"),
        "team.asked": _("팀에 들어가고 싶다고 함"),
        "team.invited": _("팀에 초대함"),
        "team.opened": _("팀을 봄"),
    }


def facts_line(facts: Mapping[str, Any]) -> str:
    """The facts of an act on one line; digests are cut short."""
    return " · ".join(f"{name}: {_value(value)}" for name, value in facts.items())


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_value(each)}" for name, each in value.items())
    if isinstance(value, list):
        return " ".join(map(str, value))
    text = str(value)
    return f"{text[:16]}…" if len(text) == 64 and " " not in text else text
