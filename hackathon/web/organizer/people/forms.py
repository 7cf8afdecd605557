"""The form that adds a person."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from hackathon.models.people import ROLES
from hackathon.web.accounts.forms import FILLED, is_address
from hackathon.web.http.csrf import choices
from hackathon.web.page import roles

_CHOICES = choices((name, roles.NAMES[name]) for name in ROLES)


class AddForm(FlaskForm):
    name = StringField(_("이름"), validators=[Optional(), Length(max=100)])
    email = EmailField(_("이메일"), validators=[DataRequired(FILLED), Length(max=254), is_address])
    role = SelectField(_("역할"), choices=_CHOICES, default="judge")
