"""Lookups of judges and teams as files name them: by code, by address, by name."""

from __future__ import annotations

from sqlalchemy import select

from hackathon.domain.people.people import normal_email
from hackathon.domain.teams.teams import name_key
from hackathon.exchange.importing.table.values import Refusal, clean
from hackathon.extensions import db
from hackathon.models import Event, Judge, Person, Team
from scoring.faults import quote
from scoring.text import Text, text, text_p

_TWO = 0  # a key that stands for two


class Lookup:
    """The keys of judges and teams by what a file may call them; a name that two have is none."""

    def __init__(self, event: Event) -> None:
        self.judges: dict[str, int] = {}
        self.teams: dict[str, int] = {}
        rows = select(Judge.id, Judge.code, Person.name, Person.email).join(Person).where(Judge.event_id == event.id)
        for judge, code, name, email in db.session.execute(rows):
            _add(self.judges, judge, name_key(name or ""), normal_email(email or ""))
            self.judges[name_key(code)] = judge
        for team, code, name in db.session.execute(
            select(Team.id, Team.code, Team.name).where(Team.event_id == event.id, ~Team.sample)
        ):
            _add(self.teams, team, name_key(name))
            self.teams[name_key(code)] = team

    def judge(self, word: str) -> int:
        return _find(self.judges, word, "judge")

    def team(self, word: str) -> int:
        return _find(self.teams, word, "entry")


def _add(known: dict[str, int], key: int, *words: str) -> None:
    for word in filter(None, words):
        known[word] = key if known.get(word, key) == key else _TWO


def _find(known: dict[str, int], word: str, field: str) -> int:
    shown = clean(word)
    if not shown:
        raise Refusal(field, _UNNAMED[field])
    found = known.get(name_key(shown))
    if found == _TWO:
        raise Refusal(field, _two_have(quote(shown), field))
    if found is None and shown.isdigit():
        found = known.get(name_key(f"{'t' if field == 'entry' else 'j'}{int(shown):0{3 if field == 'entry' else 2}d}"))
    if found is None:
        raise Refusal(field, _nobody_has(quote(shown), field))
    return found


_UNNAMED = {"judge": text("no judge is named"), "entry": text("no team is named")}


def _two_have(name: str, field: str) -> Text:
    if field == "entry":
        return text_p("team", "two have this name: {name}", name=name)
    return text_p("judge", "two have this name: {name}", name=name)


def _nobody_has(name: str, field: str) -> Text:
    return (
        text("there is no team {name}", name=name) if field == "entry" else text("there is no judge {name}", name=name)
    )
