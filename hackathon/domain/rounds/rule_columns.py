"""Columns of the entries that rules may name, and the refusal of any other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hackathon.domain.applying.application_form import form_of
from hackathon.domain.base.errors import Invalid
from hackathon.domain.rounds.submission_fields import answer_fields
from hackathon.models import Event
from scoring import Policy
from scoring.text import text

PREVIOUS, TRACK, SUBMITTED_AT = "previous", "track", "submitted_at"
BARRED = frozenset({"name", "email", "phone", "affiliation", "birth_date", "guardian", "consent", "consents"})
"""Whatever tells who somebody is stays out of rules, and so out of results and bundles."""
Fields = Iterable[Mapping[str, Any]]


def require_known_columns(policy: Policy, event: Event, *, fields: Iterable[Fields]) -> None:
    """Refuse rules that read what no team of the event can have; `fields` are those of each round."""
    asked = {question.key for question in form_of(event).questions}
    asked |= {key for rows in fields for key in answer_fields(list(rows))}
    known = ({PREVIOUS, TRACK, SUBMITTED_AT} | asked) - BARRED
    for column in policy.entry_columns:
        if column not in known:
            raise Invalid(
                text(
                    "The rules read “{column}” of the teams, and the event does not ask for it. They may read: {known}",
                    column=column,
                    known=", ".join(sorted(known)),
                ),
                field="policy",
            )
