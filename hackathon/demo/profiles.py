"""Profiles of entrants: occupation, affiliation, skills, role and motivation."""

from __future__ import annotations

from dataclasses import dataclass

from hackathon.demo.seeded_random import SeededRandom
from hackathon.demo.texts import read_texts

SKILL_COUNTS = (0, 1, 2, 3, 4, 5)
SKILL_COUNT_WEIGHTS = (6, 12, 26, 28, 18, 10)


@dataclass(frozen=True, slots=True)
class Profile:
    occupation: str
    birth_year: int
    affiliation: str
    role: str | None
    skills: tuple[str, ...]
    motivation: str


def invent_profile(rng: SeededRandom) -> Profile:
    places = read_texts("places")
    occupations = places["occupations"]
    occupation, kind, _, earliest, latest = occupations[rng.weighted([row[2] for row in occupations])]
    school, major = rng.pick(places["schools"]), rng.pick(places["majors"])
    place = rng.pick(places["employers"].get(kind, [school]))
    return Profile(
        occupation=occupation,
        birth_year=rng.between(earliest, latest),
        affiliation=_student_affiliation(rng, school=school, major=major) if kind not in places["employers"] else place,
        role=rng.pick(places["roles"]) if rng.chance(0.88) else None,
        skills=tuple(rng.order(places["skills"])[: SKILL_COUNTS[rng.weighted(SKILL_COUNT_WEIGHTS)]]),
        motivation=_motivation(rng, kind=kind, major=major, place=place),
    )


def _student_affiliation(rng: SeededRandom, *, school: str, major: str) -> str:
    return school if rng.chance(0.3) else f"{school} {major}"


def _motivation(rng: SeededRandom, *, kind: str, major: str, place: str) -> str:
    words = read_texts("motivations")
    texts = words["texts"]
    if rng.chance(0.07):
        return str(rng.pick(texts["short"]))
    about_me = rng.pick(words["self"][kind]).format(major=major, place=place)
    reasons = rng.order(texts["reasons"])
    wish = rng.pick(texts["wishes"])
    shapes = (
        [about_me, reasons[0], wish],
        [reasons[0], wish],
        [about_me, reasons[0]],
        [*reasons[:2], wish],
        [reasons[0]],
    )
    return " ".join(shapes[rng.weighted((40, 22, 16, 12, 10))])
