"""A form export: the applications as a Korean form service writes them, with what people really type into forms."""

from __future__ import annotations

import csv
import unicodedata
from datetime import datetime
from io import StringIO
from typing import BinaryIO

from hackathon.demo.people import Entrant, People
from hackathon.demo.seeded_random import SeededRandom
from hackathon.demo.texts import read_texts

BOM = "\ufeff"
FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")
CLEAN = 0.88  # the share of cells that people fill in as they were asked to


def write_form_export(people: People, file: BinaryIO) -> None:
    """UTF-8 with BOM, one row an entrant in the order of application; the same people give the same bytes."""
    text = StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(read_texts("form")["columns"])
    team_names = {team.code: team.name for team in people.teams}
    rng = SeededRandom(people.seed, "form")
    rows.writerows(_form_row(entrant, team_names=team_names, rng=rng) for entrant in people.entrants)
    file.write((BOM + text.getvalue()).encode())


def _form_row(entrant: Entrant, *, team_names: dict[str, str], rng: SeededRandom) -> tuple[str, ...]:
    words = read_texts("form")
    return (
        form_time(entrant.applied_at),
        _typed_name(entrant.name, rng),
        _typed_email(entrant.email, rng),
        _typed_phone(entrant.phone, rng),
        _typed_year(entrant.birth_year, rng),
        entrant.affiliation,
        entrant.occupation,
        _typed_team(team_names[entrant.team], rng) if entrant.team else "",
        entrant.role or "",
        words["captain"]["yes" if entrant.is_captain else "no"],
        ", ".join(entrant.skills),
        entrant.motivation,
        words["consent"],
    )


def form_time(moment: datetime) -> str:
    """Date, half of the day and time of twelve hours, as Google Forms writes them in Korean."""
    half = read_texts("form")["moment"]["before_noon" if moment.hour < 12 else "after_noon"]
    clock = f"{moment.hour % 12 or 12}:{moment:%M:%S}"
    return f"{moment.year}. {moment.month}. {moment.day} {half} {clock}"


def _typed_name(name: str, rng: SeededRandom) -> str:
    if rng.chance(0.94):
        return name
    decomposed = unicodedata.normalize("NFD", name)  # what a Mac sends
    return rng.pick((f"{name} ", f" {name}", f"{name[0]} {name[1:]}", " ".join(name), decomposed))


def _typed_email(email: str, rng: SeededRandom) -> str:
    if rng.chance(CLEAN):
        return email
    local, domain = email.split("@")
    return rng.pick((f"{email} ", f" {email}", email.capitalize(), email.upper(), f"{local}@{domain.capitalize()}"))


def _typed_phone(phone: str, rng: SeededRandom) -> str:
    digits = phone.replace("+82", "0")
    parts = (digits[:3], digits[3:7], digits[7:])
    dashed = "-".join(parts)
    if rng.chance(0.78):
        return dashed
    international = f"+82 {parts[0][1:]} {parts[1]} {parts[2]}"
    # Without its first zero is what a spreadsheet makes of a number on the way.
    odd = (digits, digits, international, dashed.translate(FULL_WIDTH), ".".join(parts), " ".join(parts), digits[1:])
    return rng.pick(odd)


def _typed_year(year: int, rng: SeededRandom) -> str:
    if rng.chance(0.95):
        return str(year)
    written: str = rng.pick(read_texts("form")["years"])
    return written.format(year=year, short=f"{year % 100:02}")


def _typed_team(name: str, rng: SeededRandom) -> str:
    if rng.chance(CLEAN):
        return name
    middle = 1 + rng.below(max(1, len(name) - 1))
    spaced = f"{name[:middle].rstrip()} {name[middle:].lstrip()}"
    return rng.pick((f"{name} ", f" {name}", spaced, name.replace(" ", ""), name.upper(), name.lower()))
