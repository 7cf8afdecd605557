"""Lookups of judges and teams as files name them: by code, by address, by name."""

from __future__ import annotations

import re

from sqlalchemy import select

from hackathon.domain.people.people import normal_email
from hackathon.domain.teams.teams import name_key
from hackathon.exchange.importing.table.judging_headings import bare, without_title
from hackathon.exchange.importing.table.values import Refusal, clean, code_key
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
            _add(self.judges, judge, code_key(code))
        for team, code, name in db.session.execute(
            select(Team.id, Team.code, Team.name).where(Team.event_id == event.id, ~Team.sample)
        ):
            _add(self.teams, team, name_key(name))
            self.teams[name_key(code)] = team
            _add(self.teams, team, code_key(code))

    def judge(self, word: str) -> int:
        return _find(self.judges, word, "judge")

    def team(self, word: str) -> int:
        return _find(self.teams, word, "entry")


def judges_of(event: Event) -> dict[str, str]:
    """What a heading may call each judge, without spaces and signs → their code; a name that two have is none."""
    rows = select(Judge.code, Person.name).join(Person).where(Judge.event_id == event.id)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for code, name in db.session.execute(rows):
        for word in {bare(code), bare(name or "")} - {""}:
            if found.setdefault(word, code) != code:
                taken.add(word)
    return {word: code for word, code in found.items() if word not in taken}


def _add(known: dict[str, int], key: int, *words: str) -> None:
    for word in filter(None, words):
        known[word] = key if known.get(word, key) == key else _TWO


def _find(known: dict[str, int], word: str, field: str) -> int:
    shown = clean(word)
    if not shown:
        raise Refusal(field, _UNNAMED[field])
    words = [shown, f"{_LETTER[field]}{shown}"] if shown.isdigit() else [shown]
    if field == "judge":
        words += [without_title(shown), *_codes_within(shown)]
    found = next((known[key] for word in words for key in (name_key(word), code_key(word)) if key in known), None)
    if found == _TWO:
        raise Refusal(field, _two_have(quote(shown), field))
    if found is None:
        raise Refusal(field, _nobody_has(quote(shown), field))
    return found


_LETTER = {"entry": "t", "judge": "j"}


def _codes_within(word: str) -> list[str]:
    """Words that look like codes: of `J01 Hana` the first."""
    return re.findall(r"[A-Za-z]{1,3}-?\d{1,4}", word)


_UNNAMED = {"judge": text("no judge is named"), "entry": text("no team is named")}


def _two_have(name: str, field: str) -> Text:
    if field == "entry":
        return text_p("team", "two have this name: {name}", name=name)
    return text_p("judge", "two have this name: {name}", name=name)


def _nobody_has(name: str, field: str) -> Text:
    return (
        text("there is no team {name}", name=name) if field == "entry" else text("there is no judge {name}", name=name)
    )
