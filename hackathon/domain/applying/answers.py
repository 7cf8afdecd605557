"""Answers of an applicant: checked field by field, and brought into the form in which they are kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from email_validator import EmailNotValidError, validate_email

from hackathon.domain.applying.application_form import ApplicationForm
from hackathon.domain.base.errors import Invalid
from hackathon.domain.base.phones import normal_phone
from hackathon.domain.base.questions import CHOOSE, FILL, Answer, Question, too_long
from hackathon.domain.people import people
from scoring.text import Text, text

NAME, AFFILIATION, GROWN = 50, 200, 14
_UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_ADDRESS_LIKE = re.compile(r"://|www\.|[@<>{}\\]", re.IGNORECASE)
"""What no name holds, and a stranger would like us to send to somebody else's mailbox."""


class Unfilled(Invalid):
    """What was sent has faults; `faults` says which field has which."""

    def __init__(self, faults: Mapping[str, Text]) -> None:
        field, fault = next(iter(faults.items()))
        super().__init__(fault, field=field)
        self.faults = dict(faults)


class _Checked:
    def __init__(self, form: ApplicationForm, given: Mapping[str, Any]) -> None:
        self.form, self.given = form, given
        self.kept: dict[str, Any] = {}
        self.faults: dict[str, Text] = {}

    def text(self, field: str) -> str:
        return clean(str(self.given.get(field) or "")).strip()


def check(form: ApplicationForm, given: Mapping[str, Any], *, today: date, email: bool = True) -> dict[str, Any]:
    """What is kept of an application. Raises Unfilled with every fault at once, by the name of its field."""
    checked = _Checked(form, given)
    _check_name(checked, "name")
    if email:
        _check_email(checked, "email")
    _check_phone(checked)
    _check_affiliation(checked)
    _check_age(checked, today)
    checked.kept["answers"] = {
        question.key: answer for question in form.questions if (answer := _answer(checked, question)) not in ("", [])
    }
    _check_consents(checked)
    if checked.kept["under_14"]:
        _check_guardian(checked)
    if checked.faults:
        raise Unfilled(checked.faults)
    return checked.kept


def clean(text: str) -> str:
    return _UNREADABLE.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))


def name_fault(name: str) -> Text | None:
    if not name:
        return FILL
    if len(name) > NAME:
        return too_long(NAME)
    if _ADDRESS_LIKE.search(name):
        return text("There are characters in it that no name has.")
    return None


def _check_name(checked: _Checked, field: str) -> None:
    name = people.normal_name(checked.text(field))
    checked.kept[field] = name
    if fault := name_fault(name):
        checked.faults[field] = fault


def is_address(text: str) -> bool:
    try:
        validate_email(people.normal_email(text), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return len(text) <= 254


def _check_email(checked: _Checked, field: str) -> None:
    email = checked.text(field)
    checked.kept[field] = people.normal_email(email)
    if not email:
        checked.faults[field] = FILL
    elif not is_address(email):
        checked.faults[field] = text("This does not look like an e-mail address, such as name@example.org")


def _check_phone(checked: _Checked) -> None:
    typed = checked.text("phone") if checked.form.phone != "none" else ""
    checked.kept["phone"] = normal_phone(typed) if typed else None
    if typed and checked.kept["phone"] is None:
        checked.faults["phone"] = text("This does not look like a phone number, such as 010-1234-5678")
    elif not typed and checked.form.phone == "required":
        checked.faults["phone"] = FILL


def _check_affiliation(checked: _Checked) -> None:
    text = " ".join(checked.text("affiliation").split()) if checked.form.affiliation != "none" else ""
    checked.kept["affiliation"] = text or None
    if len(text) > AFFILIATION:
        checked.faults["affiliation"] = too_long(AFFILIATION)
    elif not text and checked.form.affiliation == "required":
        checked.faults["affiliation"] = FILL


def _check_age(checked: _Checked, today: date) -> None:
    checked.kept["under_14"] = False
    if checked.form.age == "band":
        band = checked.text("age")
        if band not in ("14-or-older", "under-14"):
            checked.faults["age"] = CHOOSE
        checked.kept["under_14"] = band == "under-14"
    elif checked.form.age == "birth-date":
        _check_birth_date(checked, today)


def _check_birth_date(checked: _Checked, today: date) -> None:
    try:
        born = date.fromisoformat(checked.text("birth_date"))
    except ValueError:
        born = date.max
    if not today.year - 120 <= born.year or born > today:
        checked.faults["birth_date"] = text("Please give a date such as 2001-03-15")
        return
    checked.kept["birth_date"] = born.isoformat()
    had_birthday = (today.month, today.day) >= (born.month, born.day)
    checked.kept["under_14"] = today.year - born.year - (not had_birthday) < GROWN


def _answer(checked: _Checked, question: Question) -> Answer:
    field = f"q-{question.key}"
    answer = question.kind.read(question, checked.given.get(field), clean)
    fault = question.kind.fault(question, answer)
    if question.required and not answer:
        fault = question.kind.unanswered
    if fault:
        checked.faults[field] = fault
    return answer


def _check_consents(checked: _Checked) -> None:
    given = checked.given.get("consents") or []
    checked.kept["consents"] = [purpose.key for purpose in checked.form.purposes if purpose.key in given]
    for purpose in checked.form.purposes:
        if purpose.required and purpose.key not in given:
            checked.faults[f"consent-{purpose.key}"] = text("An application needs this consent.")


def _check_guardian(checked: _Checked) -> None:
    _check_name(checked, "guardian_name")
    _check_email(checked, "guardian_email")
    if checked.kept.get("email") and checked.kept["guardian_email"] == checked.kept["email"]:
        checked.faults["guardian_email"] = text("The guardian's address must differ from the applicant's.")
