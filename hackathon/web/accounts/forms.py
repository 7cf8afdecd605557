from __future__ import annotations

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, Form, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, EqualTo, Length, ValidationError

from hackathon.domain.people import passwords, people
from hackathon.web.http.csrf import choices

FILLED = _("적어 주세요.")


def is_address(_form: Form, field: Field) -> None:
    try:
        validate_email(people.normal_email(field.data), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValidationError(str(_("이메일 주소로 보이지 않습니다. 예: name@example.org"))) from error


class EmailForm(FlaskForm):
    email = EmailField(_("이메일"), validators=[DataRequired(FILLED), Length(max=254), is_address])


class SignInForm(FlaskForm):
    """What stands in the fields is not judged here: an odd address is refused like any other wrong one."""

    email = EmailField(_("이메일"), validators=[DataRequired(FILLED), Length(max=254)])
    password = PasswordField(_("비밀번호"), validators=[DataRequired(FILLED)])


class CodeForm(FlaskForm):
    code = StringField(_("카드의 번호"), validators=[DataRequired(FILLED), Length(max=200)])


class PasswordForm(FlaskForm):
    current = PasswordField(_("지금 비밀번호"))
    password = PasswordField(
        _("새 비밀번호"),
        validators=[DataRequired(FILLED), Length(max=passwords.LONGEST * 4)],
        description=_("10자 이상"),
    )
    again = PasswordField(
        _("새 비밀번호 한 번 더"),
        validators=[DataRequired(FILLED), EqualTo("password", _("위에 적은 것과 다릅니다."))],
    )


class LanguageForm(FlaskForm):
    language = SelectField(_("편지의 언어"), choices=choices([("ko", "한국어"), ("en", "English")]))
