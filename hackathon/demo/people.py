"""The people of the demo event: entrants in their teams, judges, and those who run the event. All of them invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hackathon.demo.groups import Application, Group, invent_groups
from hackathon.demo.names import EmailBook, Name, invent_names, invent_phones
from hackathon.demo.profiles import invent_profile
from hackathon.demo.seeded_random import SeededRandom
from hackathon.demo.texts import Proposal, read_application_window, read_proposals, read_texts

DEFAULT_SEED = 2025
ENTRANTS = 921
FINAL_JUDGES = 9
PRELIMINARY_JUDGES = 12
OFFICERS = {"organizer": 2, "staff": 3, "auditor": 1}


@dataclass(frozen=True, slots=True)
class Entrant:
    """One application; `phone` is in international form, `team` is None for those who applied alone."""

    number: int
    name: str
    email: str
    phone: str
    birth_year: int
    occupation: str
    affiliation: str
    skills: tuple[str, ...]
    motivation: str
    applied_at: datetime
    team: str | None
    role: str | None
    is_captain: bool


@dataclass(frozen=True, slots=True)
class Team:
    """`captain` and `members` are e-mail addresses; the captain is the first of the members."""

    code: str
    name: str
    title: str
    summary: str
    track_hint: str
    title_en: str
    captain: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judge:
    code: str
    round: str
    name: str
    email: str
    affiliation: str
    is_chair: bool


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who runs, helps at or audits the event."""

    role: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class People:
    seed: int
    entrants: tuple[Entrant, ...]
    teams: tuple[Team, ...]
    preliminary_judges: tuple[Judge, ...]
    final_judges: tuple[Judge, ...]
    officers: tuple[Officer, ...]

    @property
    def judges(self) -> tuple[Judge, ...]:
        return self.final_judges + self.preliminary_judges

    @property
    def chair(self) -> Judge:
        return self.final_judges[0]


def people(seed: int, *, proposals: Sequence[Proposal] | None = None) -> People:
    """Everybody of the demo event; the same seed gives the same people on every Python."""
    offered = read_proposals() if proposals is None else proposals
    window = read_application_window()
    groups = invent_groups(SeededRandom(seed, "teams"), entrants=ENTRANTS, teams=len(offered), window=window)
    entrants = _slip_in_awkward_texts(_invent_entrants(groups, seed=seed), rng=SeededRandom(seed, "awkward"))
    teams = _invent_teams(entrants, proposals=SeededRandom(seed, "proposals").order(offered))
    names = [
        name.full for name in invent_names(SeededRandom(seed, "names/judges"), count=FINAL_JUDGES + PRELIMINARY_JUDGES)
    ]
    affiliations = SeededRandom(seed, "affiliations").order(read_texts("places")["judges"]["affiliations"])
    return People(
        seed,
        entrants,
        teams,
        _invent_judges("preliminary", names[FINAL_JUDGES:], affiliations=affiliations[FINAL_JUDGES:], first=10),
        _invent_judges("final", names[:FINAL_JUDGES], affiliations=affiliations, first=1),
        _invent_officers(seed),
    )


def _invent_entrants(groups: Sequence[Group], *, seed: int) -> tuple[Entrant, ...]:
    applications = sorted((person for group in groups for person in group.people), key=lambda person: person.applied_at)
    names = SeededRandom(seed, "names/entrants")
    phones = invent_phones(SeededRandom(seed, "phones"), count=len(applications))
    emails = EmailBook()
    return tuple(
        _invent_entrant(
            application, name=invent_names(names, count=1)[0], phone=phone, emails=emails, number=number, seed=seed
        )
        for number, (application, phone) in enumerate(zip(applications, phones, strict=True), start=1)
    )


def _invent_entrant(
    application: Application, *, name: Name, phone: str, emails: EmailBook, number: int, seed: int
) -> Entrant:
    rng = SeededRandom(seed, f"entrant/{number}")
    profile = invent_profile(rng)
    return Entrant(
        number=number,
        name=name.full,
        email=emails.invent(name, birth_year=profile.birth_year, rng=rng),
        phone=phone,
        birth_year=profile.birth_year,
        occupation=profile.occupation,
        affiliation=profile.affiliation,
        skills=profile.skills,
        motivation=profile.motivation,
        applied_at=application.applied_at,
        team=application.team,
        role=profile.role if application.team else None,
        is_captain=application.is_captain,
    )


def _slip_in_awkward_texts(entrants: Sequence[Entrant], *, rng: SeededRandom) -> tuple[Entrant, ...]:
    """Each text that spreadsheets stumble over is written by exactly one entrant, whatever the seed."""
    texts = dict(zip(rng.order(range(len(entrants))), read_texts("motivations")["texts"]["awkward"], strict=False))
    return tuple(
        replace(entrant, motivation=texts[place]) if place in texts else entrant
        for place, entrant in enumerate(entrants)
    )


def _invent_teams(entrants: Sequence[Entrant], *, proposals: Sequence[Proposal]) -> tuple[Team, ...]:
    members: dict[str, list[Entrant]] = {}
    for entrant in sorted(entrants, key=lambda entrant: not entrant.is_captain):
        if entrant.team:
            members.setdefault(entrant.team, []).append(entrant)
    return tuple(
        _invent_team(code, proposal, emails=tuple(member.email for member in members[code]))
        for code, proposal in zip(sorted(members), proposals, strict=True)
    )


def _invent_team(code: str, proposal: Proposal, *, emails: tuple[str, ...]) -> Team:
    return Team(
        code=code,
        name=proposal.team,
        title=proposal.title,
        summary=proposal.summary,
        track_hint=proposal.track_hint,
        title_en=proposal.title_en,
        captain=emails[0],
        members=emails,
    )


def _invent_judges(
    round_key: str, names: Sequence[str], *, affiliations: Sequence[str], first: int
) -> tuple[Judge, ...]:
    """The first of a panel is its chair; the final's chair alone has the address `chair@`."""
    return tuple(
        Judge(
            code=f"J{number:02}",
            round=round_key,
            name=name,
            email="chair@example.org" if number == 1 else f"judge{number:02}@example.org",
            affiliation=affiliation,
            is_chair=number == first,
        )
        for number, (name, affiliation) in enumerate(zip(names, affiliations, strict=False), start=first)
    )


def _invent_officers(seed: int) -> tuple[Officer, ...]:
    names = iter(invent_names(SeededRandom(seed, "names/officers"), count=sum(OFFICERS.values())))
    return tuple(
        Officer(role, next(names).full, f"{role}{number if number > 1 else ''}@example.org")
        for role, count in OFFICERS.items()
        for number in range(1, count + 1)
    )
