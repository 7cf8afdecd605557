"""Labels of kinds of files and of fields, as the screen has them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from hackathon.exchange.importing import FIELDS
from hackathon.models import Round
from scoring import Policy

KINDS = {
    "entrants": (_("참가자"), _("한 사람에 한 행. 설문 응답을 그대로 올려도 됩니다.")),
    "teams": (
        _("팀"),
        _("한 팀에 한 행, 또는 팀 이름이 적힌 참가자 명단. Devpost 프로젝트 내보내기도 됩니다."),
    ),
    "judges": (_("심사위원"), _("이름과 이메일. 번호, 소속, 심사 단계, 위원장 여부가 있으면 함께 읽습니다.")),
    "conflicts": (_("제척·기피·회피"), _("심사위원과 팀, 구분과 사유.")),
    "ballots": (_("채점표"), _("종이로 받은 채점표. 심사위원, 팀, 평가항목별 점수.")),
}

_PERSON = {
    "name": _("이름"),
    "first_name": _("이름(성 제외)"),
    "last_name": _("성"),
    "email": _("이메일"),
    "phone": _("전화번호"),
    "affiliation": _("소속"),
}
_LABELS = {
    **_PERSON,
    "applied_at": _("신청 시각"),
    "consent": _("개인정보 동의 여부"),
    "team": _("팀 이름"),
    "captain": _("팀장"),
    "members": _("팀원 (한 칸에 여러 명)"),
    "birth_year": _("태어난 해"),
    "occupation": _("구분 (학생, 직장인 등)"),
    "role": _("팀에서 맡은 일"),
    "skills": _("사용 기술"),
    "motivation": _("지원 동기"),
    "answer": _("답변으로 보관"),
    "code": _("번호"),
    "track": _("트랙"),
    "title": _("제출물 제목"),
    "summary": _("제출물 요약"),
    "link": _("링크"),
    "video": _("영상 링크"),
    "key": _("프로젝트 주소 (같은 팀을 알아보는 열쇠)"),
    "status": _("제출 상태 (초안 거르기)"),
    "step": _("제출 단계"),
    "prize": _("시상 부문"),
    "round": _("심사 단계"),
    "chair": _("심사위원장 여부"),
    "judge": _("심사위원"),
    "entry": _("팀"),
    "kind": _("구분"),
    "reason": _("사유"),
    "comment": _("의견"),
}
_MOST_MEMBERS = 8


def field_groups(kind: str, round: Round | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a column may be, in groups: name of the group, then value and words of each."""
    groups = [("", [(name, str(_LABELS[name])) for name in FIELDS[kind]])]
    if kind == "ballots" and round is not None:
        criteria = Policy.from_text(round.policy).rubric.criteria
        groups.append((str(_("평가항목")), [(each.key, each.name.get("ko", each.key)) for each in criteria]))
    return [*groups, *_member_groups()] if kind in ("entrants", "teams") else groups


def _member_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    members = [(f"member{n}", _("팀원 %(number)s", number=n)) for n in range(1, _MOST_MEMBERS + 1)]
    own = [name for name in _PERSON if name not in ("first_name", "last_name")]
    return [
        (str(said), [(f"{who}.{name}", f"{said} {_PERSON[name]}") for name in (*own, "first_name", "last_name")])
        for who, said in [("captain", _("팀장")), *members]
    ]


def sample_headings(kind: str) -> list[object]:
    """What stands above the first few rows that are added."""
    return {
        "entrants": [_("이름"), _("이메일"), _("전화번호"), _("소속"), _("팀 이름")],
        "teams": [_("번호"), _("팀 이름"), _("팀원"), _("제출물 제목")],
        "judges": [_("번호"), _("이름"), _("이메일"), _("심사 단계")],
        "conflicts": [_("제척·기피·회피")],
        "ballots": [_("심사위원"), _("팀"), _("점수")],
    }[kind]


def field_label(field: str) -> str:
    """What a field is called; a criterion keeps its key."""
    who, _dot, what = field.rpartition(".")
    return str(_LABELS.get(what, what)) if not who else f"{who} {_LABELS.get(what, what)}"
