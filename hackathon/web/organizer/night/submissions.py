"""Submissions of the teams of a round, file by file, and the two opinions that let a late version count."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, render_template

from hackathon.database import unit_of_work
from hackathon.domain.base.errors import DomainError
from hackathon.domain.people import people
from hackathon.domain.rounds.submission_fields import read_fields
from hackathon.domain.submissions import lateness, submissions, uploads
from hackathon.extensions import db
from hackathon.models import LateOpinion, Round, SubmissionVersion, Team
from hackathon.permissions import is_chair, roles_of
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.shared.desk import Answer, actor, back, blueprint, load_round
from hackathon.web.organizer.shared.forms import LateForm
from hackathon.web.organizer.shared.tabs import Tab, sees_standings
from hackathon.web.page.frame import words

TAB = Tab("organizer.handed_in", lambda: _("Submissions"), sees_standings)


@dataclass(frozen=True)
class Row:
    """A team with its versions, the newest first, and what the round asks for and has not got."""

    team: Team
    versions: tuple[SubmissionVersion, ...]
    missing: tuple[str, ...]

    @property
    def newest(self) -> SubmissionVersion | None:
        return self.versions[0] if self.versions else None


@dataclass(frozen=True)
class Case:
    """A late version with what was said about it; `verdict` is None while two who agree are still wanted."""

    team: Team
    version: SubmissionVersion
    in_time: SubmissionVersion | None
    opinions: tuple[LateOpinion, ...]
    verdict: bool | None
    mine: bool


@blueprint.get("/rounds/<key>/submissions")
@policy("organizer", "auditor", "chair", "judge")
def handed_in(key: str) -> str:
    return _page(load_round(key, "standings"), LateForm())


@blueprint.post("/rounds/<key>/submissions/<int:number>/late")
@policy("organizer", "chair", "judge")
def say_late(key: str, number: int) -> Answer:
    round = load_round(key, "standings")
    version = db.session.get(SubmissionVersion, number)
    if not _may_say(round) or version is None or version.round_id != round.id:
        abort(404)
    form = LateForm()
    if not form.validate_on_submit():
        return _page(round, form), 422
    try:
        with unit_of_work():
            verdict = lateness.say(
                round, version, admit=form.verdict.data == "admit", reason=form.reason.data or "", by=actor()
            )
    except DomainError as refusal:
        form.reason.errors = [refusal.sentence(chosen_language())]
        return _page(round, form), refusal.status
    return back(round, "handed_in", _verdict_text(verdict))


def _verdict_text(verdict: bool | None) -> str:
    if verdict is None:
        return _("Your opinion is recorded. One more person with the same opinion decides.")
    return _("The late version counts.") if verdict else _("The late version does not count.")


def _may_say(round: Round) -> bool:
    person = actor()
    return "organizer" in roles_of(person) or is_chair(person, round)


def _page(round: Round, form: LateForm) -> str:
    rows = rows_of(round)
    said = lateness.opinions_of(round)
    cases = [case for row in rows if (case := _case(row, said))]
    return render_template(
        "organizer/night/submissions.html",
        round=round,
        rows=rows,
        cases=cases,
        people=_names([opinion for case in cases for opinion in case.opinions]),
        fields={field.key: field for field in read_fields(round.fields)},
        in_time=lambda file: uploads.is_in_time(file.upload, round),
        form=form,
        may=_may_say(round) and not round.locked_at,
    )


def rows_of(round: Round) -> list[Row]:
    """Every team that is in the round or has handed something in for it, by code."""
    versions = submissions.all_of(round)
    teams = submissions.teams_expected(round)
    return [Row(team, tuple(versions.get(team.id, ())), _missing(round, versions.get(team.id, []))) for team in teams]


def _missing(round: Round, versions: list[SubmissionVersion]) -> tuple[str, ...]:
    if not versions:
        return ()
    there = {file.field for file in versions[0].files if file.upload.arrived_at} | versions[0].answers.keys()
    return tuple(words(field.label) for field in read_fields(round.fields) if field.required and field.key not in there)


def _case(row: Row, said: dict[int, list[LateOpinion]]) -> Case | None:
    """The newest late version of a team is the one to decide on."""
    version = next((version for version in row.versions if version.late), None)
    if version is None:
        return None
    opinions = tuple(said.get(version.id, ()))
    in_time = next((version for version in row.versions if not version.late), None)
    mine = any(opinion.person_id == actor().id for opinion in opinions)
    return Case(row.team, version, in_time, opinions, lateness.verdict_of(opinions), mine)


def _names(opinions: list[LateOpinion]) -> dict[int, str]:
    found = people.names_of({opinion.person_id for opinion in opinions})
    return {key: name or "–" for key, name in found.items()}
