"""People come to the demo event: those who run it, those who apply, and the teams they form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import select

from hackathon import clock
from hackathon.demo.calendar import PRESENT
from hackathon.demo.people import Entrant as Applicant
from hackathon.demo.people import Team as TeamDraft
from hackathon.domain import people, submissions, teams
from hackathon.domain.events import get_round
from hackathon.extensions import db
from hackathon.models import Entrant, Event, Person, Team

if TYPE_CHECKING:
    from hackathon.demo.build import Demo


def appoint_officers(event: Event, demo: Demo) -> None:
    """Those who run the event, and its judges with the codes that the files know."""
    for officer in demo.everybody.officers:
        people.grant(event, people.add_person(event, name=officer.name, email=officer.email), officer.role)
    for judge in demo.everybody.judges:
        person = people.add_person(event, name=judge.name, email=judge.email)
        person.affiliation = judge.affiliation
        people.ensure_judge(event, person, code=judge.code)
        people.grant(event, person, "chair" if judge.is_chair else "judge")


def apply_until(event: Event, demo: Demo, *, stage: str) -> None:
    """Everybody who applied before the stage's present and is not in yet, and the teams that are complete then."""
    found = db.session.execute(
        select(Person.email, Entrant).join(Entrant, Entrant.person_id == Person.id).where(Person.event_id == event.id)
    )
    known = dict(found.all())
    for applicant in demo.everybody.entrants:
        if applicant.applied_at < PRESENT[stage] and applicant.email not in known:
            known[applicant.email] = _apply(event, demo, applicant)
    taken = set(db.session.scalars(select(Team.code).where(Team.event_id == event.id)))
    complete = (team for team in demo.everybody.teams if all(email in known for email in team.members))
    _form_teams(event, demo, [team for team in complete if team.code not in taken], known)


def _apply(event: Event, demo: Demo, applicant: Applicant) -> Entrant:
    with clock.at(demo.calendar(applicant.applied_at)):
        person = people.add_person(event, name=applicant.name, email=applicant.email, phone=applicant.phone)
        person.affiliation = applicant.affiliation
        entrant = Entrant(
            event_id=event.id,
            person=person,
            applied_at=clock.now(),
            consented_at=clock.now(),
            answers={
                "birth_year": applicant.birth_year,
                "occupation": applicant.occupation,
                "role": applicant.role,
                "skills": list(applicant.skills),
                "motivation": applicant.motivation,
            },
        )
        db.session.add(entrant)
        db.session.flush()
    demo.tick(1)
    return entrant


def _form_teams(event: Event, demo: Demo, drafts: Iterable[TeamDraft], known: dict[str | None, Entrant]) -> None:
    proposals = get_round(event, "preliminary")
    for draft in drafts:
        members = [known[email] for email in draft.members]
        with clock.at(max(member.applied_at for member in members)):
            team = teams.add_team(
                event, code=draft.code, name=draft.name, members=members, captain=members[0], track=draft.track_hint
            )
            submissions.submit(proposals, team, title=draft.title, summary=draft.summary, by=members[0].person)
        demo.tick(1)
