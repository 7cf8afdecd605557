"""Columns of the entries that rules may name, and the refusal of rules that the event cannot carry out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hackathon.domain.applying.application_form import form_of
from hackathon.domain.base.errors import Invalid
from hackathon.domain.rounds.submission_fields import answer_fields
from hackathon.models import Event
from scoring import Policy
from scoring.text import text

PANEL = "judges"
"""The source of the panel's ballots, where the rules name one so."""
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


def require_panel_first(policy: Policy) -> None:
    """Refuse rules in which the judges are not the first source: the first is the panel that criteria and ties read."""
    names = [source.name for source in policy.sources]
    if PANEL in names[1:]:
        raise Invalid(
            text(
                "The first of [[sources]] is the panel: put “{source}” first, before “{other}”.",
                source=PANEL,
                other=names[0],
            ),
            field="policy",
        )
