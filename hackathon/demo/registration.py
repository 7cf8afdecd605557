"""Registration of the demo event: those who run it, those who apply, and the teams they form."""

from __future__ import annotations

from sqlalchemy import select

from hackathon import clock
from hackathon.demo.calendar import PRESENT
from hackathon.demo.people import Entrant as SampleEntrant
from hackathon.demo.people import Team as SampleTeam
from hackathon.demo.plan import Demo
from hackathon.demo.texts import read_texts
from hackathon.domain.applying import consents
from hackathon.domain.base.typed_codes import make_code
from hackathon.domain.people import people
from hackathon.domain.rounds.events import get_round
from hackathon.domain.submissions import submissions
from hackathon.domain.teams import board, forming, teams
from hackathon.extensions import db
from hackathon.models import Entrant, Event, Person, Team

Known = dict[str | None, Entrant]
LAST_CODE = "T900"
_AGREED = ("participation",)


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
    formed = {team.code: team for team in db.session.scalars(select(Team).where(Team.event_id == event.id))}
    for sample in demo.everybody.teams:
        _form_team(event, demo, sample, known, formed.get(sample.code), last=stage != "registration")


def _apply(event: Event, demo: Demo, applicant: SampleEntrant) -> Entrant:
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
        consents.record(event, entrant, _AGREED)
        if applicant.team is None:
            _introduce(event, applicant, entrant)
    demo.tick(1)
    return entrant


def _form_team(event: Event, demo: Demo, sample: SampleTeam, known: Known, formed: Team | None, *, last: bool) -> None:
    """A team as far as its people have applied: once all are in, it hands in its proposal."""
    members = [known[email] for email in sample.members if email in known]
    captain, complete = known.get(sample.captain), len(members) == len(sample.members)
    if captain is None or (not complete and last):
        return
    with clock.at(max(member.applied_at for member in members)):
        if formed is None:
            formed = _found_team(event, sample, members, captain, complete=complete)
            demo.tick(1)
        elif complete:
            _join(event, formed, members)
        if complete:
            _propose(event, sample, formed, captain)


def _found_team(event: Event, sample: SampleTeam, members: list[Entrant], captain: Entrant, *, complete: bool) -> Team:
    team = teams.add_team(
        event,
        code=sample.code,
        name=sample.name,
        members=members,
        captain=captain,
        track=sample.track_hint,
        complete=complete,
    )
    if not complete:
        _look_for_members(event, team, captain)
    return team


def _propose(event: Event, sample: SampleTeam, team: Team, captain: Entrant) -> None:
    """The team's proposal, once."""
    round = get_round(event, "preliminary")
    if submissions.find_newest(round, team) is None:
        submissions.submit(round, team, title=sample.title, summary=sample.summary, by=captain.person)


def _join(event: Event, team: Team, members: list[Entrant]) -> None:
    inside = {place.entrant_id for place in team.members if place.left_at is None}
    for member in members:
        if member.id not in inside:
            forming.join(event, team, member, actor=member.person)


def _look_for_members(event: Event, team: Team, captain: Entrant) -> None:
    """A team that waits for somebody has a code to give them, and some of them say so on the board."""
    team.invite = make_code()
    if len(team.members) < event.team_max and team.id % 2:
        seeking = read_texts("board")["seeking"]
        card = seeking[team.id // 2 % len(seeking)]
        introduction, wanted = card["introduction"], card["wanted"]
        board.show_card(event, team, introduction=introduction, wanted=wanted, actor=captain.person)


def _introduce(event: Event, applicant: SampleEntrant, entrant: Entrant) -> None:
    """Those who applied alone look for a team on the board."""
    wanted = ", ".join(applicant.skills[:3])
    board.show_card(event, entrant, introduction=applicant.motivation[:400], wanted=wanted, actor=entrant.person)


def reserve_codes(event: Event) -> None:
    """Keep T001 to T900 for the demo's own teams, which come later: who founds a team gets the next code after it.

    The row is no team of the event, as the sample of a drill is none. Doing it again changes nothing.
    """
    if db.session.scalar(select(Team.id).where(Team.event_id == event.id, Team.code == LAST_CODE)):
        return
    since, name = event.created_at, read_texts("form")["codes_kept_free"]
    row = Team(event_id=event.id, code=LAST_CODE, name=name, name_key="·demo·codes", sample=True)
    row.created_at = row.withdrawn_at = since
    db.session.add(row)
    db.session.flush()
