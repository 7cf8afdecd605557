from __future__ import annotations

from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import EmailField, Field, Form, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, EqualTo, Length, ValidationError

from hackathon.domain.people import passwords, people
from hackathon.web.http import languages
from hackathon.web.http.csrf import choices
from hackathon.web.http.languages import lazy_gettext as _
from hackathon.web.page.form import PageForm

FILLED = _("Please fill this in.")


def is_address(_form: Form, field: Field) -> None:
    try:
        validate_email(people.normal_email(field.data), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValidationError(str(_("This does not look like an e-mail address. Example: name@example.org"))) from error


class EmailForm(PageForm):
    email = EmailField(_("E-mail"), validators=[DataRequired(FILLED), Length(max=254), is_address])


class SignInForm(PageForm):
    """What stands in the fields is not judged here: an odd address is refused like any other wrong one."""

    email = EmailField(_("E-mail"), validators=[DataRequired(FILLED), Length(max=254)])
    password = PasswordField(_("Password"), validators=[DataRequired(FILLED)])


class CodeForm(PageForm):
    code = StringField(_("Code on the card"), validators=[DataRequired(FILLED), Length(max=200)])


class PasswordForm(PageForm):
    current = PasswordField(_("Present password"))
    password = PasswordField(
        _("New password"),
        validators=[DataRequired(FILLED), Length(max=passwords.LONGEST * 4)],
        description=_("10 characters or more"),
    )
    again = PasswordField(
        _("New password again"),
        validators=[DataRequired(FILLED), EqualTo("password", _("This differs from the one above."))],
    )


class LanguageForm(PageForm):
    language = SelectField(_("Language of letters"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.language.choices = choices((each.code, each.name) for each in languages.choices())
