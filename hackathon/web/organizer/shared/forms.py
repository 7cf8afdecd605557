"""The forms of the organizer's desk. They check shape; what may be done is for the domain to say."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

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

from hackathon.domain.base.languages import LanguageName
from hackathon.domain.rounds.pledges import LONGEST
from hackathon.web.accounts.forms import is_address
from hackathon.web.http.csrf import choices
from hackathon.web.http.languages import Language
from hackathon.web.http.languages import lazy_gettext as _
from hackathon.web.page.form import PageForm

_CHOOSE = InputRequired(_("Please choose one."))
_FILL = InputRequired(_("Please fill in the blanks."))
_TIME = InputRequired(_("Enter a date and a time."))
_MOST_DECIMALS = 4
"""Of an adjustment; more is a slip of the finger."""


class ConfirmForm(PageForm):
    """`seen` says which state of the round the page was drawn from."""

    seen = HiddenField()


class PublishForm(ConfirmForm):
    bundle = BooleanField(_("Let everybody download the results file: every mark, by number of judge and team"))


class ReasonForm(ConfirmForm):
    reason = TextAreaField(
        _("Reason"), validators=[InputRequired(_("Please give a reason. It stays in the log.")), Length(max=2000)]
    )


class LateForm(PageForm):
    verdict = SelectField(
        _("Opinion"),
        choices=choices([("admit", _("Count it as in time")), ("refuse", _("Not accepted"))]),
        validators=[_CHOOSE],
    )
    reason = TextAreaField(
        _("Reason"), validators=[InputRequired(_("Please give a reason. It stays in the log.")), Length(max=2000)]
    )


class UnsentForm(ConfirmForm):
    scanned = TextAreaField(validators=[Length(max=400_000)])
    text = TextAreaField(_("Text of the codes"), validators=[Length(max=400_000)])


class SignForm(ConfirmForm):
    read = BooleanField(
        _("I have checked the standings, the awards and how ties were resolved."),
        validators=[InputRequired(_("Tick that you have checked before you sign."))],
    )


class LotForm(ConfirmForm):
    seed = StringField(_("Text for the lot, chosen before witnesses"), validators=[_FILL, Length(max=200)])


class OrderForm(ReasonForm):
    """A place for every tied team, by name."""

    @classmethod
    def of(cls, teams: Mapping[str, str], *, first: int) -> type[OrderForm]:
        """The form for these teams, code → name; they share the place `first`."""
        ranks = range(first, first + len(teams))
        places = choices([("", _("Choose")), *((str(rank), _("Place {rank}", rank=rank)) for rank in ranks)])
        fields = {
            f"place_{number}": SelectField(name, choices=places, validators=[_CHOOSE])
            for number, name in enumerate(teams.values())
        }
        return type(cls.__name__, (cls,), {**fields, "codes": tuple(teams)})

    codes: tuple[str, ...] = ()

    def order(self) -> list[str] | None:
        """The codes from the better team down, or None where two teams have one place."""
        given = {code: int(self[f"place_{number}"].data) for number, code in enumerate(self.codes)}
        return sorted(given, key=given.__getitem__) if len(set(given.values())) == len(given) else None


class AwardForm(ReasonForm):
    """A winner, by name, for every place of an award that is open."""

    places: int = 0

    @classmethod
    def of(cls, teams: Sequence[tuple[str, str]], *, places: int, may_stay_vacant: bool) -> type[AwardForm]:
        first = ("", _("– left vacant –") if may_stay_vacant else _("Choose"))
        needed = [] if may_stay_vacant else [_CHOOSE]
        fields = {
            f"winner_{number}": SelectField(_("Winner"), choices=choices([first, *teams]), validators=needed)
            for number in range(places)
        }
        return type(cls.__name__, (cls,), {**fields, "places": places})

    def winners(self) -> list[str]:
        return [self[f"winner_{number}"].data for number in range(self.places) if self[f"winner_{number}"].data]


class StateForm(ReasonForm):
    entry = SelectField(_("Team"), validators=[_CHOOSE])
    state = SelectField(_("State"), validators=[_CHOOSE])


class WaiveForm(ReasonForm):
    entry = SelectField(_("Team that gives up its place"), validators=[_CHOOSE])


class SeatForm(PageForm):
    judge = SelectField(_("Judge"), validators=[_CHOOSE], default="")
    chair = BooleanField(_("As the chair"))


class CardsForm(PageForm):
    """`batch` names this press of the button: a page that is sent again makes no second set of cards."""

    judge = SelectMultipleField(_("Judge"), validate_choice=False, validators=[InputRequired(_("Choose judges."))])
    old = BooleanField(_("Make older unused cards invalid"))
    batch = HiddenField(validators=[InputRequired(), Length(min=36, max=36)])

    @classmethod
    def new(cls) -> CardsForm:
        return cls(formdata=None, batch=str(uuid.uuid4()), old=True)


class PairForm(PageForm):
    judge = SelectField(_("Judge"), validators=[_CHOOSE], default="")
    entry = SelectField(_("Team"), validators=[_CHOOSE], default="")


class AbsenceForm(PageForm):
    judge = SelectField(_("Judge"), validators=[_CHOOSE], default="")
    reason = TextAreaField(_("Reason"), validators=[_FILL, Length(max=2000)])


class WalkInForm(ConfirmForm):
    name = StringField(_("Name"), validators=[_FILL, Length(max=100)])
    email = EmailField(_("E-mail"), validators=[Optional(), Length(max=254), is_address])


class RecusalForm(PairForm):
    kind = SelectField(_("Kind"))
    reason = TextAreaField(_("Reason"), validators=[_FILL, Length(max=2000)])


class AdjustmentForm(ReasonForm):
    entry = SelectField(_("Team"), validators=[_CHOOSE], default="")
    points = StringField(_("Points (bonus +2.5, penalty -3)"), validators=[_FILL])

    def validate_points(self, field: Field) -> None:
        if points_of(field.data) is None:
            raise ValidationError(_("Enter a number other than 0, with at most four decimals."))


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
    text = TextAreaField(_("Rules (TOML)"), validators=[_FILL, Length(max=50000)])


def _moment(label: Any, *, optional: bool = False) -> DateTimeLocalField:
    formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    return DateTimeLocalField(label, format=formats, validators=[Optional() if optional else _TIME])


class PollForm(PageForm):
    source = SelectField(_("Source in the rules"), validators=[_CHOOSE])
    kind = SelectField(_("Who votes"), validators=[_CHOOSE])
    opens_at = _moment(_("Opens"))
    closes_at = _moment(_("Closes"))


class EventForm(ReasonForm):
    applications_open_at = _moment(_("Applications open"))
    applications_close_at = _moment(_("Applications close"))
    teams_close_at = _moment(_("Teams close (empty: with the applications)"), optional=True)
    starts_at = _moment(_("Event begins"))
    ends_at = _moment(_("Event ends"))
    result_level = SelectField(_("Results to publish"))


class DrillForm(PageForm):
    title = StringField(_("Title of the sample"), validators=[_FILL, Length(max=100)])
    summary = TextAreaField(_("Summary"), validators=[_FILL, Length(max=2000)])
    link = StringField(_("Link (may stay empty)"), validators=[Length(max=500)])


class JudgingForm(ReasonForm):
    blind = BooleanField(_("Blind review: hide the names of teams, people and files from the judges until the lock"))
    blind_links = BooleanField(_("Show links in a blind review too"))
    pledges = BooleanField(_("Ask for a pledge before scoring"))

    @classmethod
    def in_languages(cls, languages: Iterable[Language]) -> type[JudgingForm]:
        """The form with a field for the words of the pledge in each language, pledge_ko, pledge_en."""
        return type(cls.__name__, (cls,), {f"pledge_{language}": _pledge(language) for language in languages})

    def pledge(self) -> dict[Language, str]:
        """The words of the pledge."""
        return {field.short_name.removeprefix("pledge_"): field.data or "" for field in self.pledge_fields}

    @property
    def pledge_fields(self) -> list[Field]:
        return [field for field in self if field.short_name.startswith("pledge_")]


def _pledge(language: Language) -> TextAreaField:
    label = _("Words of the pledge ({language})", language=LanguageName(language))
    return TextAreaField(label, validators=[Length(max=LONGEST)])


class RoundForm(ReasonForm):
    submissions_close_at = _moment(_("Submission deadline"), optional=True)
    opens_at = _moment(_("Judging starts"))
    closes_at = _moment(_("Judging closes at"))
    publishes_at = _moment(_("To be published"), optional=True)
