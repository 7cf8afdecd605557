"""Labels of kinds of files and of fields, as the screen has them."""

from __future__ import annotations

from hackathon.domain.rounds import panels
from hackathon.exchange.importing import FIELDS
from hackathon.exchange.importing.table.day_order import DATED, DAY_FIRST, MONTH_FIRST
from hackathon.exchange.importing.table.judging_headings import MARK
from hackathon.models import Round
from hackathon.web.http.languages import lazy_gettext as _
from hackathon.web.http.languages import lazy_pgettext, speak
from scoring import Policy
from scoring.text import in_languages

KINDS = {
    "entrants": (_("Entrants"), _("One row a person. The export of a form will do as it is.")),
    "teams": (
        lazy_pgettext("kind of file", "Teams"),
        _("One row a team, or a list of people with their team's name. A Devpost export of projects will do."),
    ),
    "judges": (
        lazy_pgettext("kind of file", "Judges"),
        _("Name and e-mail; code, affiliation, round and chair are read if they are there."),
    ),
    "conflicts": (lazy_pgettext("kind of file", "Recusals"), _("Judge and team, kind and reason.")),
    "ballots": (_("Ballots"), _("Ballots on paper: judge, team, and a mark for each criterion.")),
}

_PERSON = {
    "name": _("Name"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "affiliation": _("Affiliation"),
}
_LABELS = {
    **_PERSON,
    "applied_at": _("Time of application"),
    "consent": _("Consent"),
    "team": _("Team name"),
    "captain": _("Captain"),
    "members": _("Members (several in one cell)"),
    "birth_year": _("Year of birth"),
    "occupation": _("Occupation"),
    "role": _("Role in the team"),
    "skills": _("Skills"),
    "motivation": _("Motivation"),
    "answer": _("Keep as an answer"),
    "code": _("No."),
    "track": lazy_pgettext("column", "Track"),
    "title": _("Title of the work"),
    "summary": _("Summary of the work"),
    "link": _("Links"),
    "video": _("Video link"),
    "key": _("Address of the project (the key that tells teams apart)"),
    "status": _("Submission status (drafts are left out)"),
    "step": _("Step of submission"),
    "prize": _("Prize"),
    "round": _("Round"),
    "chair": _("Is the chair"),
    "judge": _("Judge"),
    "entry": _("Team"),
    "kind": _("Kind"),
    "reason": _("Reason"),
    "comment": _("Comment"),
    "criterion": _("Criterion"),
    "mark": lazy_pgettext("mark", "Points"),
    "total": _("Total, to be checked"),
    "sent_at": _("Time of sending"),
}
_MOST_MEMBERS = 8


def field_groups(kind: str, round: Round | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a column may be, in groups: name of the group, then value and words of each."""
    groups = [("", [(name, str(_LABELS[name])) for name in FIELDS[kind]] + _orders_of_days(kind))]
    if kind == "ballots" and round is not None:
        criteria = Policy.from_text(round.policy).panel_rubric.criteria
        named = [(each.key, speak(in_languages(each.name)) or each.key) for each in criteria]
        groups.append((str(_("Criterion")), named))
        groups += _groups_of_judges(round, named)
    return [*groups, *_member_groups()] if kind in ("entrants", "teams") else groups


def _orders_of_days(kind: str) -> list[tuple[str, str]]:
    """What a column of moments may be where day and month cannot be told apart."""
    orders = {DAY_FIRST: _("day first"), MONTH_FIRST: _("month first")}
    return [
        (f"{name}:{order}", f"{_LABELS[name]} ({said})")
        for name in DATED
        if name in FIELDS[kind]
        for order, said in orders.items()
    ]


def _groups_of_judges(round: Round, criteria: list[tuple[str, str]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a column of one judge's marks may be, in a table with columns of several."""
    fields = [*criteria, (MARK, str(_LABELS["mark"]))]
    return [
        (judge.person.name or judge.code, [(f"{judge.code}.{key}", f"{judge.code} {name}") for key, name in fields])
        for judge in panels.seated_judges(round)
    ]


def _member_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    members = [(f"member{n}", _("Member {number}", number=n)) for n in range(1, _MOST_MEMBERS + 1)]
    own = [name for name in _PERSON if name not in ("first_name", "last_name")]
    return [
        (
            str(said),
            [(f"{who}.{name}", str(_field_of(said, _PERSON[name]))) for name in (*own, "first_name", "last_name")],
        )
        for who, said in [("captain", _("Captain")), *members]
    ]


def sample_headings(kind: str) -> list[object]:
    """What stands above the first few rows that are added."""
    return {
        "entrants": [_("Name"), _("E-mail"), _("Phone"), _("Affiliation"), _("Team name")],
        "teams": [_("No."), _("Team name"), _("Members"), _("Title of the work")],
        "judges": [_("No."), _("Name"), _("E-mail"), _("Rounds")],
        "conflicts": [_("Recusals")],
        "ballots": [_("Judge"), _("Team"), lazy_pgettext("mark", "Points")],
    }[kind]


def field_label(field: str) -> str:
    """What a field is called; a criterion keeps its key."""
    who, _dot, what = field.rpartition(".")
    said = _LABELS.get(what, what)
    return str(_field_of(who, said) if who else said)


def _field_of(member: object, field: object) -> object:
    return lazy_pgettext("field of a member", "{member} {field}", member=member, field=field)
