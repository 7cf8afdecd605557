"""The forms of the organizer's desk. They check shape; what may be done is for the domain to say."""

from __future__ import annotations

import uuid
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    EmailField,
    Field,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Optional

from hackathon.domain.rounds.pledges import LONGEST
from hackathon.web.accounts.forms import is_address
from hackathon.web.http.csrf import choices

_CHOOSE = InputRequired(_("하나를 고르세요."))
_FILL = InputRequired(_("빈칸을 채워 주세요."))
_TIME = InputRequired(_("날짜와 시각을 적어 주세요."))
_MOST_DECIMALS = 4
"""Of an adjustment; more is a slip of the finger."""


class ConfirmForm(FlaskForm):
    """`seen` says which state of the round the page was drawn from."""

    seen = HiddenField()


class ReasonForm(ConfirmForm):
    reason = TextAreaField(
        _("사유"), validators=[InputRequired(_("사유를 적어 주세요. 기록에 남습니다.")), Length(max=2000)]
    )


class LateForm(FlaskForm):
    verdict = SelectField(
        _("의견"),
        choices=choices([("admit", _("제때 낸 것으로 인정")), ("refuse", _("인정하지 않음"))]),
        validators=[_CHOOSE],
    )
    reason = TextAreaField(
        _("사유"), validators=[InputRequired(_("사유를 적어 주세요. 기록에 남습니다.")), Length(max=2000)]
    )


class UnsentForm(ConfirmForm):
    scanned = TextAreaField(validators=[Length(max=400_000)])
    text = TextAreaField(_("코드를 읽은 글"), validators=[Length(max=400_000)])


class SignForm(ConfirmForm):
    read = BooleanField(
        _("순위와 시상, 동점자 처리를 확인했습니다."),
        validators=[InputRequired(_("확인했다고 표시해야 서명할 수 있습니다."))],
    )


class LotForm(ConfirmForm):
    seed = StringField(_("증인 앞에서 정한 추첨 글"), validators=[_FILL, Length(max=200)])


class OrderForm(ReasonForm):
    order = StringField(_("앞선 팀부터 번호를 차례로 (예: T002 T001)"), validators=[_FILL, Length(max=2000)])


class WaiveForm(ReasonForm):
    entry = SelectField(_("자리를 내놓는 팀"), validators=[_CHOOSE])


class SeatForm(FlaskForm):
    judge = SelectField(_("심사위원"), validators=[_CHOOSE], default="")
    chair = BooleanField(_("심사위원장으로"))


class CardsForm(FlaskForm):
    """`batch` names this press of the button: a page that is sent again makes no second set of cards."""

    judge = SelectMultipleField(
        _("심사위원"), validate_choice=False, validators=[InputRequired(_("심사위원을 고르세요."))]
    )
    old = BooleanField(_("쓰지 않은 예전 카드는 무효로"))
    batch = HiddenField(validators=[InputRequired(), Length(min=36, max=36)])

    @classmethod
    def new(cls) -> CardsForm:
        return cls(formdata=None, batch=str(uuid.uuid4()), old=True)


class PairForm(FlaskForm):
    judge = SelectField(_("심사위원"), validators=[_CHOOSE], default="")
    entry = SelectField(_("팀"), validators=[_CHOOSE], default="")


class AbsenceForm(FlaskForm):
    judge = SelectField(_("심사위원"), validators=[_CHOOSE], default="")
    reason = TextAreaField(_("사유"), validators=[_FILL, Length(max=2000)])


class WalkInForm(ConfirmForm):
    name = StringField(_("이름"), validators=[_FILL, Length(max=100)])
    email = EmailField(_("이메일"), validators=[Optional(), Length(max=254), is_address])


class RecusalForm(PairForm):
    kind = SelectField(_("구분"))
    reason = TextAreaField(_("사유"), validators=[_FILL, Length(max=2000)])


class AdjustmentForm(ReasonForm):
    entry = SelectField(_("팀"), validators=[_CHOOSE], default="")
    points = StringField(_("점수 (가점 +2.5, 감점 -3)"), validators=[_FILL])

    def validate_points(self, field: Field) -> None:
        if points_of(field.data) is None:
            raise ValidationError(_("0이 아닌 수를 적어 주세요. 소수점 아래 넷째 자리까지 쓸 수 있습니다."))


def points_of(text: str | None) -> Decimal | None:
    """A number as a person writes it: +2.5, -3, −3 (a true minus); nothing else."""
    try:
        points = Decimal((text or "").strip().replace("−", "-"))
    except InvalidOperation:
        return None
    if not points.is_finite() or not points or abs(points) > 1000:
        return None
    exponent = points.as_tuple().exponent
    return points if isinstance(exponent, int) and -_MOST_DECIMALS <= exponent <= 0 else None


class PolicyForm(ReasonForm):
    text = TextAreaField(_("심사 규정 (TOML)"), validators=[_FILL, Length(max=50000)])


def _moment(label: Any, *, optional: bool = False) -> DateTimeLocalField:
    formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    return DateTimeLocalField(label, format=formats, validators=[Optional() if optional else _TIME])


class PollForm(FlaskForm):
    source = SelectField(_("심사 규정의 종류"), validators=[_CHOOSE])
    kind = SelectField(_("누가 투표하나"), validators=[_CHOOSE])
    opens_at = _moment(_("시작"))
    closes_at = _moment(_("끝"))


class EventForm(ReasonForm):
    applications_open_at = _moment(_("신청 시작"))
    applications_close_at = _moment(_("신청 마감"))
    teams_close_at = _moment(_("팀 구성 마감 (비우면 신청 마감과 같음)"), optional=True)
    starts_at = _moment(_("행사 시작"))
    ends_at = _moment(_("행사 끝"))
    result_level = SelectField(_("공개할 결과"))


class DrillForm(FlaskForm):
    title = StringField(_("연습 작품의 제목"), validators=[_FILL, Length(max=100)])
    summary = TextAreaField(_("요약"), validators=[_FILL, Length(max=2000)])
    link = StringField(_("링크 (비워도 됩니다)"), validators=[Length(max=500)])


class JudgingForm(ReasonForm):
    blind = BooleanField(_("블라인드 심사: 잠글 때까지 심사위원에게 팀·사람·파일 이름을 숨깁니다"))
    blind_links = BooleanField(_("블라인드 심사에서도 링크를 보여 줍니다"))
    pledges = BooleanField(_("채점하기 전에 서약서를 받습니다"))
    pledge_ko = TextAreaField(_("서약 문구 (한국어)"), validators=[Length(max=LONGEST)])
    pledge_en = TextAreaField(_("서약 문구 (영어)"), validators=[Length(max=LONGEST)])


class RoundForm(ReasonForm):
    submissions_close_at = _moment(_("제출 마감"), optional=True)
    opens_at = _moment(_("심사 시작"))
    closes_at = _moment(_("심사 마감"))
    publishes_at = _moment(_("공개 예정"), optional=True)
