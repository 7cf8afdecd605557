"""Decisions in words: what was decided, by whom, when and why, and whether it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hackathon.domain.results import decision_lines
from hackathon.domain.results.decision_lines import DecisionLine
from hackathon.models import Decision, Person, Round
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.shared.team_names import TeamLabel
from hackathon.web.page.frame import words
from scoring import Policy

Names = Mapping[str, TeamLabel]


@dataclass(frozen=True)
class Deed:
    """One act on a decision: what, by whom, when, and the reason that was given."""

    name: str
    who: str
    row: Decision
    reason: str = ""


@dataclass(frozen=True)
class DecisionLabel:
    """A decision as the page of ties lists it."""

    number: int
    kind: str
    what: str
    deeds: Sequence[Deed]
    line: DecisionLine


def labels_of(round: Round, names: Names) -> list[DecisionLabel]:
    """Every decision of the round, the newest first."""
    lines = decision_lines.lines_of(round)
    people = decision_lines.people_of(lines)
    return [label_of(round, line, names, people) for line in reversed(lines)]


def label_of(round: Round, line: DecisionLine, names: Names, people: Mapping[int, Person]) -> DecisionLabel:
    return DecisionLabel(
        number=line.row.id,
        kind=line.row.kind,
        what=what_of(round, line.row.kind, line.value, names),
        deeds=list(_deeds(line, people)),
        line=line,
    )


def _deeds(line: DecisionLine, people: Mapping[int, Person]) -> list[Deed]:
    first = _("proposed") if line.row.needs_second else _("decided")
    acts = [(first, line.row, line.reason), (_("confirmed"), line.confirmed, "")]
    acts.append((_("taken back"), line.withdrawn, line.why_withdrawn))
    return [Deed(name, _who(row, people), row, reason) for name, row, reason in acts if row]


def _who(row: Decision, people: Mapping[int, Person]) -> str:
    person = people.get(row.decided_by or 0)
    return (person.name or person.email or "") if person else ""


def what_of(round: Round, kind: str, value: Any, names: Names) -> str:
    """What a decision says, with the names of teams and awards."""
    if kind == "lot_seed":
        return _("Lot with the text “{seed}”", seed=value)
    if kind == "order":
        return _("Order: {teams}", teams=", ".join(_team(code, names) for code in value))
    if kind == "waived":
        return _("Gives up the place: {teams}", teams=", ".join(_team(code, names) for code in value))
    if kind == "awards":
        return " · ".join(_given(round, award, codes, names) for award, codes in value.items())
    if kind == "states":
        return " · ".join(f"{_team(code, names)}: {state_words()[state]}" for code, state in value.items())
    return _("Judged again")


def state_words() -> dict[str, str]:
    return {"withdrawn": _("Withdrawn"), "disqualified": _("Disqualified")}


def _given(round: Round, award: str, codes: Sequence[str], names: Names) -> str:
    title = award_title(round, award)
    if not codes:
        return _("{award}: left vacant", award=title)
    return f"{title}: {', '.join(_team(code, names) for code in codes)}"


def award_title(round: Round, key: str) -> str:
    """The name of an award in the reader's language, by the key that decisions know it by."""
    rule = next((each for each in Policy.from_text(round.policy).awards if key in each.references), None)
    return words(rule.names or rule.title) if rule else key


def _team(code: str, names: Names) -> str:
    return names[code].name if code in names else code
