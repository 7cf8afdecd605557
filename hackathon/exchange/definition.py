"""Event definitions: event.toml with the policies and rubrics beside it, read into a plan."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hackathon.domain.applying.application_form import read_form, read_words
from hackathon.domain.base.errors import Invalid
from hackathon.domain.rounds import pledges
from hackathon.domain.rounds.events import EventPlan, RoundPlan, Words
from hackathon.models.events import LANGUAGES
from scoring.text import Sayable, languages, text

T = TypeVar("T")
_EVENT_KEYS = {
    "key",
    "languages",
    "name",
    "theme",
    "venue",
    "time_zone",
    "team_size",
    "public_results",
    "applications",
    "final",
}
_ROUND_KEYS = {
    "key",
    "name",
    "source",
    "track",
    "carry",
    "policy",
    "rubric",
    "submissions_close_at",
    "fields",
    "opens_at",
    "closes_at",
    "publishes_at",
    "panel_size",
    "ballots_per_entry",
    "blind",
    "blind_links",
    "pledge",
}


class _Setting(NamedTuple):
    """What all tables of a definition are read with."""

    zone: ZoneInfo
    languages: tuple[str, ...]


def read_definition(path: Path) -> EventPlan:
    """The plan of an event. Raises Invalid with a sentence that names the file and the key."""
    content = _read_toml(path)
    _refuse_unknown(content, {"event", "rounds", "milestones", "tracks", "application"}, path.name)
    event = _event(_need(content, "event", dict, path.name), f"{path.name} [event]")
    applications, final = event.table("applications"), event.table("final")
    size, setting = event.table("team_size"), event.setting
    return EventPlan(
        key=event.need("key", str),
        languages=list(setting.languages),
        name=event.words("name"),
        theme=event.words("theme"),
        venue=event.words("venue"),
        time_zone=setting.zone.key,
        applications_open_at=applications.moment("opens_at"),
        applications_close_at=applications.moment("closes_at"),
        starts_at=final.moment("starts_at"),
        ends_at=final.moment("ends_at"),
        team_min=size.need("min", int),
        team_max=size.need("max", int),
        result_level=event.need("public_results", str),
        milestones=[_milestone(each, setting, path.name) for each in content.get("milestones", [])],
        rounds=tuple(_round(each, setting, path) for each in _need(content, "rounds", list, path.name)),
        teams_close_at=applications.find_moment("teams_close_at"),
        tracks=[_track(each, setting, path.name) for each in content.get("tracks", [])],
        application=_application(content, setting, path.name),
    )


def _event(content: dict[str, Any], where: str) -> _Table:
    _refuse_unknown(content, _EVENT_KEYS, where)
    zone = _zone(_need(content, "time_zone", str, where), where)
    return _Table(content, where, _Setting(zone, _languages(content.get("languages", list(LANGUAGES)), where)))


def _languages(found: Any, where: str) -> tuple[str, ...]:
    """The event's languages; only those that a catalogue speaks, for its pages would be half in another."""
    if not isinstance(found, list) or not found or not all(each in languages() for each in found):
        raise _fault(where, "languages", text("a list of {known}", known=", ".join(languages())))
    return tuple(dict.fromkeys(found))


def _round(content: dict[str, Any], setting: _Setting, path: Path) -> RoundPlan:
    table = _Table(content, f"{path.name} [[rounds]] {content.get('key', '?')}", setting)
    table.refuse_unknown(_ROUND_KEYS)
    source = table.need("source", str)
    per_entry = content.get("ballots_per_entry", "all")
    if per_entry != "all" and not isinstance(per_entry, int):
        raise _fault(table.where, "ballots_per_entry", text('a number or "all"'))
    return RoundPlan(
        key=table.need("key", str),
        name=table.words("name"),
        source=None if source == "teams" else source,
        carry=content.get("carry"),
        track=content.get("track"),
        opens_at=table.moment("opens_at"),
        closes_at=table.moment("closes_at"),
        submissions_close_at=table.find_moment("submissions_close_at"),
        publishes_at=table.find_moment("publishes_at"),
        panel_size=table.need("panel_size", int),
        ballots_per_entry=None if per_entry == "all" else per_entry,
        policy=_read_text(path.parent / table.need("policy", str)),
        guide=_read_toml(path.parent / content["rubric"]) if "rubric" in content else {},
        fields=table.need("fields", list) if "fields" in content else [],
        blind=table.switch("blind"),
        blind_links=table.switch("blind_links"),
        pledge=_pledge(table),
    )


def _pledge(table: _Table) -> Words | None:
    """`true` asks for the usual promise, `false` for none; other words stand there themselves."""
    if isinstance(table.content.get("pledge"), dict):
        return table.words("pledge")
    return pledges.usual(table.setting.languages) if table.switch("pledge") else None


def _track(content: dict[str, Any], setting: _Setting, file: str) -> dict[str, Any]:
    table = _Table(content, f"{file} [[tracks]] {content.get('key', '?')}", setting)
    table.refuse_unknown({"key", "name"})
    return {"key": table.need("key", str), "name": table.words("name")}


def _application(content: dict[str, Any], setting: _Setting, file: str) -> dict[str, Any]:
    """What applicants are asked; read once here, so that a slip names the file."""
    found: dict[str, Any] = content.get("application", {})
    read_form(found, languages=setting.languages, where=f"{file} [application]")
    return found


def _milestone(content: dict[str, Any], setting: _Setting, file: str) -> dict[str, Any]:
    table = _Table(content, f"{file} [[milestones]] {content.get('key', '?')}", setting)
    ends_at = table.find_moment("ends_at")
    return {
        "key": table.need("key", str),
        "name": table.words("name"),
        "starts_at": table.moment("starts_at").isoformat(),
        "ends_at": ends_at.isoformat() if ends_at else None,
    }


class _Table:
    """One table of the definition, which knows where it stands so that a fault can say so."""

    def __init__(self, content: dict[str, Any], where: str, setting: _Setting) -> None:
        self.content, self.where, self.setting = content, where, setting

    def table(self, key: str) -> _Table:
        return _Table(self.need(key, dict), f"{self.where}.{key}", self.setting)

    def refuse_unknown(self, known: set[str]) -> None:
        _refuse_unknown(self.content, known, self.where)

    def need(self, key: str, kind: type[T]) -> T:
        return _need(self.content, key, kind, self.where)

    def words(self, key: str) -> Words:
        try:
            return read_words(self.need(key, dict), self.setting.languages)
        except ValueError as error:
            raise _fault(self.where, key, str(error)) from None

    def switch(self, key: str) -> bool:
        found = self.content.get(key, False)
        if not isinstance(found, bool):
            raise _fault(self.where, key, text("true or false"))
        return found

    def moment(self, key: str) -> datetime:
        found = self.need(key, datetime)
        return found if found.tzinfo else found.replace(tzinfo=self.setting.zone)

    def find_moment(self, key: str) -> datetime | None:
        return self.moment(key) if key in self.content else None


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise Invalid(text("There is no file {path}.", path=path), field=path.name) from error
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(text("{path} cannot be read.", path=path), field=path.name) from error


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise Invalid(text("{path} is no TOML: {error}", path=path, error=error), field=path.name) from error


def _refuse_unknown(content: dict[str, Any], known: set[str], where: str) -> None:
    for key in content:
        if key not in known:
            raise Invalid(text("{where}: unknown key '{key}'", where=where, key=key), field=key)


def _need(content: dict[str, Any], key: str, kind: type[T], where: str) -> T:
    found = content.get(key)
    if not isinstance(found, kind) or isinstance(found, bool):
        raise _fault(where, key, kind.__name__)
    return found


def _fault(where: str, key: str, wanted: Sayable) -> Invalid:
    return Invalid(text("{where}: '{key}' must be {wanted}.", where=where, key=key, wanted=wanted), field=key)


def _zone(name: str, where: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Invalid(text("{where}: unknown time zone '{name}'", where=where, name=name)) from error
