"""Lookups of judges and teams as files name them: by code, by address, by name."""

from __future__ import annotations

from sqlalchemy import select

from hackathon.domain.people.people import normal_email
from hackathon.domain.teams.teams import name_key
from hackathon.exchange.importing.table.values import Refusal, clean
from hackathon.extensions import db
from hackathon.models import Event, Judge, Person, Team
from scoring.faults import Both, quote

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

    def judge(self, text: str) -> int:
        return _find(self.judges, text, "judge", Both("심사위원", "judge"))

    def team(self, text: str) -> int:
        return _find(self.teams, text, "entry", Both("팀", "team"))


def _add(known: dict[str, int], key: int, *words: str) -> None:
    for word in filter(None, words):
        known[word] = key if known.get(word, key) == key else _TWO


def _find(known: dict[str, int], text: str, field: str, what: Both) -> int:
    shown = clean(text)
    if not shown:
        raise Refusal(field, Both(f"{what.ko}이 비어 있습니다", f"no {what.en} is named"))
    found = known.get(name_key(shown))
    if found == _TWO:
        raise Refusal(
            field, Both(f"같은 이름의 {what.ko}이 둘입니다: {quote(shown)}", f"two have this name: {quote(shown)}")
        )
    if found is None and shown.isdigit():
        found = known.get(name_key(f"{'t' if field == 'entry' else 'j'}{int(shown):0{3 if field == 'entry' else 2}d}"))
    if found is None:
        raise Refusal(
            field, Both(f"그런 {what.ko}이 없습니다: {quote(shown)}", f"there is no {what.en} {quote(shown)}")
        )
    return found
