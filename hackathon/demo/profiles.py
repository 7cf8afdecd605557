"""What an entrant writes about themself: occupation, affiliation, skills, role and motivation."""

from __future__ import annotations

from dataclasses import dataclass

from hackathon.demo.dice import Dice
from hackathon.demo.words import read_words

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


def invent_profile(dice: Dice) -> Profile:
    places = read_words("places")
    occupations = places["occupations"]
    occupation, kind, _, earliest, latest = occupations[dice.weighted([row[2] for row in occupations])]
    school, major = dice.pick(places["schools"]), dice.pick(places["majors"])
    place = dice.pick(places["employers"].get(kind, [school]))
    return Profile(
        occupation=occupation,
        birth_year=dice.between(earliest, latest),
        affiliation=_student_affiliation(dice, school=school, major=major) if occupation == "학생" else place,
        role=dice.pick(places["roles"]) if dice.chance(0.88) else None,
        skills=tuple(dice.order(places["skills"])[: SKILL_COUNTS[dice.weighted(SKILL_COUNT_WEIGHTS)]]),
        motivation=_motivation(dice, kind=kind, major=major, place=place),
    )


def _student_affiliation(dice: Dice, *, school: str, major: str) -> str:
    return school if dice.chance(0.3) else f"{school} {major}"


def _motivation(dice: Dice, *, kind: str, major: str, place: str) -> str:
    words = read_words("motivations")
    texts = words["texts"]
    if dice.chance(0.07):
        return str(dice.pick(texts["short"]))
    about_me = dice.pick(words["self"][kind]).format(major=major, place=place)
    reasons = dice.order(texts["reasons"])
    wish = dice.pick(texts["wishes"])
    shapes = (
        [about_me, reasons[0], wish],
        [reasons[0], wish],
        [about_me, reasons[0]],
        [*reasons[:2], wish],
        [reasons[0]],
    )
    return " ".join(shapes[dice.weighted((40, 22, 16, 12, 10))])
