"""Event definitions: event.toml with the policies and rubrics beside it, read into a plan."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hackathon.domain.applying.application_form import read_form
from hackathon.domain.base.errors import Invalid
from hackathon.domain.rounds.events import EventPlan, RoundPlan, Words
from hackathon.domain.rounds.pledges import USUAL

T = TypeVar("T")
_EVENT_KEYS = {
    "key",
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


def read_definition(path: Path) -> EventPlan:
    """The plan of an event. Raises Invalid with a sentence that names the file and the key."""
    content = _read_toml(path)
    _refuse_unknown(content, {"event", "rounds", "milestones", "tracks", "application"}, path.name)
    event = _Table(_need(content, "event", dict, path.name), f"{path.name} [event]")
    event.refuse_unknown(_EVENT_KEYS)
    zone = _zone(event.need("time_zone", str), event.where)
    applications = _Table(event.need("applications", dict), f"{event.where}.applications")
    final = _Table(event.need("final", dict), f"{event.where}.final")
    size = _Table(event.need("team_size", dict), f"{event.where}.team_size")
    return EventPlan(
        key=event.need("key", str),
        name=event.words("name"),
        theme=event.words("theme"),
        venue=event.words("venue"),
        time_zone=zone.key,
        applications_open_at=applications.moment("opens_at", zone),
        applications_close_at=applications.moment("closes_at", zone),
        starts_at=final.moment("starts_at", zone),
        ends_at=final.moment("ends_at", zone),
        team_min=size.need("min", int),
        team_max=size.need("max", int),
        result_level=event.need("public_results", str),
        milestones=[_milestone(each, zone, path.name) for each in content.get("milestones", [])],
        rounds=tuple(_round(each, zone, path) for each in _need(content, "rounds", list, path.name)),
        teams_close_at=applications.find_moment("teams_close_at", zone),
        tracks=[_track(each, path.name) for each in content.get("tracks", [])],
        application=_application(content, path.name),
    )


def _round(content: dict[str, Any], zone: ZoneInfo, path: Path) -> RoundPlan:
    table = _Table(content, f"{path.name} [[rounds]] {content.get('key', '?')}")
    table.refuse_unknown(_ROUND_KEYS)
    source = table.need("source", str)
    per_entry = content.get("ballots_per_entry", "all")
    if per_entry != "all" and not isinstance(per_entry, int):
        raise _fault(table.where, "ballots_per_entry", '숫자 또는 "all"', 'a number or "all"')
    return RoundPlan(
        key=table.need("key", str),
        name=table.words("name"),
        source=None if source == "teams" else source,
        carry=content.get("carry"),
        track=content.get("track"),
        opens_at=table.moment("opens_at", zone),
        closes_at=table.moment("closes_at", zone),
        submissions_close_at=table.find_moment("submissions_close_at", zone),
        publishes_at=table.find_moment("publishes_at", zone),
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
    return dict(USUAL) if table.switch("pledge") else None


def _track(content: dict[str, Any], file: str) -> dict[str, Any]:
    table = _Table(content, f"{file} [[tracks]] {content.get('key', '?')}")
    table.refuse_unknown({"key", "name"})
    return {"key": table.need("key", str), "name": table.words("name")}


def _application(content: dict[str, Any], file: str) -> dict[str, Any]:
    """What applicants are asked; read once here, so that a slip names the file."""
    found: dict[str, Any] = content.get("application", {})
    read_form(found, where=f"{file} [application]")
    return found


def _milestone(content: dict[str, Any], zone: ZoneInfo, file: str) -> dict[str, Any]:
    table = _Table(content, f"{file} [[milestones]] {content.get('key', '?')}")
    ends_at = table.find_moment("ends_at", zone)
    return {
        "key": table.need("key", str),
        "name": table.words("name"),
        "starts_at": table.moment("starts_at", zone).isoformat(),
        "ends_at": ends_at.isoformat() if ends_at else None,
    }


class _Table:
    """One table of the definition, which knows where it stands so that a fault can say so."""

    def __init__(self, content: dict[str, Any], where: str) -> None:
        self.content, self.where = content, where

    def refuse_unknown(self, known: set[str]) -> None:
        _refuse_unknown(self.content, known, self.where)

    def need(self, key: str, kind: type[T]) -> T:
        return _need(self.content, key, kind, self.where)

    def words(self, key: str) -> Words:
        found = self.need(key, dict)
        if not all(isinstance(found.get(language), str) for language in ("ko", "en")):
            raise _fault(self.where, key, "{ ko = …, en = … }", "{ ko = …, en = … }")
        return found

    def switch(self, key: str) -> bool:
        found = self.content.get(key, False)
        if not isinstance(found, bool):
            raise _fault(self.where, key, "true 또는 false", "true or false")
        return found

    def moment(self, key: str, zone: ZoneInfo) -> datetime:
        found = self.need(key, datetime)
        return found if found.tzinfo else found.replace(tzinfo=zone)

    def find_moment(self, key: str, zone: ZoneInfo) -> datetime | None:
        return self.moment(key, zone) if key in self.content else None


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise Invalid(f"{path} 파일이 없습니다.", f"There is no file {path}.", field=path.name) from error
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"{path}: 읽을 수 없습니다.", f"{path} cannot be read.", field=path.name) from error


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise Invalid(f"{path}: TOML이 아닙니다: {error}", f"{path} is no TOML: {error}", field=path.name) from error


def _refuse_unknown(content: dict[str, Any], known: set[str], where: str) -> None:
    for key in content:
        if key not in known:
            raise Invalid(f"{where}: 모르는 항목 ‘{key}’", f"{where}: unknown key '{key}'", field=key)


def _need(content: dict[str, Any], key: str, kind: type[T], where: str) -> T:
    found = content.get(key)
    if not isinstance(found, kind) or isinstance(found, bool):
        raise _fault(where, key, kind.__name__, kind.__name__)
    return found


def _fault(where: str, key: str, ko: str, en: str) -> Invalid:
    return Invalid(f"{where}: ‘{key}’에는 {ko} 값이 있어야 합니다.", f"{where}: '{key}' must be {en}.", field=key)


def _zone(name: str, where: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Invalid(f"{where}: 모르는 시간대 ‘{name}’", f"{where}: unknown time zone '{name}'") from error
