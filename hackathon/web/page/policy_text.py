"""Policy of a round in plain sentences: how scores are made and what happens to ties."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from hackathon.models import Round
from hackathon.web.page.frame import words
from scoring import Policy
from scoring.policy.rubric import Rubric
from scoring.policy.settings import Aggregation, Drop


def rule_name(rule: str, rubric: Rubric) -> str:
    """A step of the tie-break chain by the name people know it under."""
    kind, _colon, key = rule.partition(":")
    if kind == "criterion":
        return next((words(c.name) for c in rubric.criteria if c.key == key), key)
    return _rule_names().get(kind, rule)


def _rule_names() -> dict[str, str]:
    return {
        "criteria-in-order": _("평가항목 순서대로"),
        "criteria-by-points": _("배점이 큰 평가항목"),
        "countback": _("높은 총점 비교"),
        "median": _("총점 중앙값"),
        "mean": _("총점 평균"),
        "low": _("가장 낮은 총점"),
        "head-to-head": _("심사위원별 맞비교"),
        "previous": _("이전 단계 점수"),
        "chair": _("심사위원장 총점"),
        "rejudge": _("재심사"),
        "decision": _("심사위원단 결정"),
        "lot": _("추첨"),
    }


def explain(round: Round, policy: Policy) -> list[str]:
    """Sentences that tell how this round's ballots become ranks."""
    return [
        _who(round),
        _how(policy),
        *([_carried(policy.carry_weight)] if policy.carry_weight is not None else []),
        *([_rounded(policy.ranking.decimals)] if policy.ranking.decimals is not None else []),
        _ties(policy),
    ]


def _who(round: Round) -> str:
    if round.ballots_per_entry:
        return _(
            "심사위원 %(panel)s명 가운데 %(each)s명이 한 팀을 따로 채점합니다.",
            panel=round.panel_size,
            each=round.ballots_per_entry,
        )
    return ngettext(
        "심사위원 %(num)d명이 모든 팀을 따로 채점합니다.",
        "심사위원 %(num)d명이 모든 팀을 따로 채점합니다.",
        round.panel_size,
    )


def _how(policy: Policy) -> str:
    if policy.sources:
        parts = ", ".join(f"{source.name} {_percent(source.weight)}" for source in policy.sources)
        return _("채점표를 종류별로 계산해 다음 비율로 합칩니다: %(parts)s.", parts=parts)
    general = policy.ranking.aggregation
    return _method(general) if general else ""


def _method(how: Aggregation) -> str:
    if how.method == "trimmed-mean":
        return _trimmed(how.drop)
    return {
        "mean": _("팀의 점수는 총점의 평균입니다."),
        "median": _("팀의 점수는 총점의 중앙값입니다."),
        "z-score": _("심사위원마다 다른 점수 폭을 같게 맞춘 다음 평균을 냅니다."),
        "rank-sum": _("심사위원마다 매긴 순위를 더하며, 합이 작을수록 앞섭니다."),
        "majority": _("과반수의 심사위원이 더 높게 놓은 팀이 앞섭니다."),
        "adjusted": _("심사위원의 후하고 박한 정도를 추정해 보정한 점수로 견줍니다."),
    }[how.method]


def _trimmed(drop: Drop) -> str:
    values = {"high": drop.high, "low": drop.low}
    if drop.of == "criterion":
        return _("평가항목마다 가장 높은 점수 %(high)s개와 가장 낮은 점수 %(low)s개를 빼고 평균을 냅니다.", **values)
    if (drop.high, drop.low) == (1, 1):
        return _("팀마다 가장 높은 총점과 가장 낮은 총점을 하나씩 빼고 평균을 냅니다.")
    return _("팀마다 가장 높은 총점 %(high)s개와 가장 낮은 총점 %(low)s개를 빼고 평균을 냅니다.", **values)


def _carried(weight: Decimal) -> str:
    return _("이전 단계의 점수를 %(share)s 반영합니다.", share=_percent(weight))


def _rounded(decimals: int) -> str:
    return _("점수는 소수점 아래 %(decimals)s자리로 반올림해 견줍니다.", decimals=decimals)


def _ties(policy: Policy) -> str:
    if not policy.ranking.ties:
        return _("동점이면 같은 순위입니다.")
    chain = " → ".join(rule_name(rule, policy.rubric) for rule in policy.ranking.ties)
    return _("동점이면 다음 순서로 견줍니다: %(chain)s.", chain=chain)


def _percent(number: Decimal) -> str:
    return f"{number.normalize():f}%"
