"""The form that adds a person."""

from __future__ import annotations

from wtforms import EmailField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from hackathon.models.people import ROLES
from hackathon.web.accounts.forms import FILLED, is_address
from hackathon.web.http.csrf import choices
from hackathon.web.http.languages import lazy_gettext as _
from hackathon.web.page import roles
from hackathon.web.page.form import PageForm

_CHOICES = choices((name, roles.NAMES[name]) for name in ROLES)


class AddForm(PageForm):
    name = StringField(_("Name"), validators=[Optional(), Length(max=100)])
    email = EmailField(_("E-mail"), validators=[DataRequired(FILLED), Length(max=254), is_address])
    role = SelectField(_("Role"), choices=_CHOICES, default="judge")
