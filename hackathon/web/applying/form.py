"""Form of an application: what was typed comes back with every fault beside its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import render_template, request

from hackathon.domain.applying import applications
from hackathon.domain.applying.answers import Unfilled
from hackathon.domain.applying.application_form import ApplicationForm, form_of
from hackathon.domain.base.errors import DomainError
from hackathon.models import Entrant
from hackathon.web.http.languages import chosen_language, speak
from hackathon.web.page.frame import get_event

_FIELDS = ("name", "email", "phone", "affiliation", "age", "birth_date", "guardian_name", "guardian_email")
_LONGEST = 5000


@dataclass(frozen=True)
class ApplicationInput:
    """`values` has a text or a list for each field, `errors` a sentence for each that is wrong."""

    values: Mapping[str, Any]
    errors: Mapping[str, str] = field(default_factory=dict)
    refusal: str = ""

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name, "")

    def refused(self, refusal: DomainError) -> ApplicationInput:
        if isinstance(refusal, Unfilled):
            return replace(self, errors={name: speak(fault) for name, fault in refusal.faults.items()})
        return replace(self, refusal=refusal.sentence(chosen_language()))


def read_form(form: ApplicationForm) -> ApplicationInput:
    """What was sent."""
    values: dict[str, Any] = {name: request.form.get(name, "")[:_LONGEST] for name in _FIELDS}
    for question in form.questions:
        name = f"q-{question.key}"
        many = question.kind.many
        values[name] = request.form.getlist(name)[:100] if many else request.form.get(name, "")[:_LONGEST]
    return ApplicationInput({**values, "consents": request.form.getlist("consents")[:100]})


def input_of(entrant: Entrant, form: ApplicationForm) -> ApplicationInput:
    """What stands now, to be changed."""
    content = applications.content_of(entrant)
    answers = {
        f"q-{question.key}": question.kind.typed(content["answers"].get(question.key)) for question in form.questions
    }
    return ApplicationInput({**content, **answers})


def show_form(written: ApplicationInput, *, entrant: Entrant | None = None, said: str = "") -> str:
    return render_template("applying/form.html", form=form_of(get_event()), written=written, entrant=entrant, said=said)
