"""Home page of a team: where it stands, what it handed in, and by when. Never a score before publication."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template

from hackathon import clock
from hackathon.domain.ballots import comments
from hackathon.domain.results.publications import find_correction, get_published, history_of
from hackathon.domain.rounds import rounds
from hackathon.domain.rounds.submission_fields import Field, read_fields
from hackathon.domain.submissions import submissions
from hackathon.domain.submissions.submissions import is_web_address
from hackathon.domain.submissions.uploads import GRACE
from hackathon.models import Round, SubmissionVersion, Team
from hackathon.permissions import visible
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language, pgettext
from hackathon.web.http.languages import gettext as _
from hackathon.web.page import wording
from hackathon.web.page.frame import get_event, words, zone
from hackathon.web.team.access import blueprint, get_membership, is_writable, rounds_for
from hackathon.web.team.members import team_members


@dataclass(frozen=True)
class TeamRound:
    """A round as the team lived it: a chip, and what has been published of the result."""

    name: str
    kind: str
    state: str
    rank: int | None = None
    score: str | None = None
    awards: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """That the result was corrected, or is being corrected."""


@dataclass(frozen=True)
class ChecklistItem:
    """One line: what the submission should hold."""

    name: str
    note: str
    done: bool
    needed: bool


@dataclass(frozen=True)
class RoundSubmission:
    """What the team handed in for one round; `versions` with the newest first."""

    round: Round
    versions: tuple[SubmissionVersion, ...]
    open: bool
    writable: bool

    @property
    def version(self) -> SubmissionVersion | None:
        return self.versions[0] if self.versions else None

    @property
    def needs(self) -> list[ChecklistItem]:
        now = self.version
        return [
            ChecklistItem(_("Title"), "", done=bool(now and now.title), needed=True),
            ChecklistItem(_("Summary"), "", done=bool(now and now.summary), needed=True),
            ChecklistItem(_("Links"), _("demo, source, slides (optional)"), done=bool(now and now.links), needed=False),
            *(self._need(wanted) for wanted in read_fields(self.round.fields)),
        ]

    def _need(self, wanted: Field) -> ChecklistItem:
        note = "" if wanted.required else _("optional")
        return ChecklistItem(words(wanted.label), note, done=wanted.key in self._filled, needed=wanted.required)

    @property
    def _filled(self) -> set[str]:
        """The fields of the round that hold something; a file only once its bytes are there."""
        if self.version is None:
            return set()
        return {*self.version.answers, *(file.field for file in self.version.files if file.upload.arrived_at)}

    @property
    def names(self) -> dict[str, str]:
        return {wanted.key: words(wanted.label) for wanted in read_fields(self.round.fields)}

    @property
    def arriving(self) -> bool:
        """Whether bytes of what was handed in are still on their way."""
        return bool(self.version and any(file.upload.arrived_at is None for file in self.version.files))

    @property
    def grace_ends_at(self) -> datetime | None:
        deadline = self.round.submissions_close_at
        return deadline + GRACE if deadline else None

    @property
    def missing(self) -> int:
        return sum(1 for need in self.needs if need.needed and not need.done)


@blueprint.get("")
@policy("captain", "member")
def home() -> str:
    membership = get_membership()
    team = membership.team
    own_rounds = rounds_for(team, get_event().rounds)
    return render_template(
        "team/home.html",
        team=team,
        captain=membership.captain,
        stages=[_stage(team, round) for round in own_rounds],
        handed_in=_submissions(team, own_rounds),
        links_of=_links,
        **team_members(membership),
    )


def _submissions(team: Team, own_rounds: list[Round]) -> list[RoundSubmission]:
    """The submissions of every round the team is or was in, the latest round first; only that one can be written."""
    versions = submissions.versions_of(team)
    latest = own_rounds[-1] if own_rounds else None
    return [
        RoundSubmission(
            round=round,
            versions=tuple(versions.get(round.id, ())),
            open=round.submissions_close_at is not None and clock.now() < round.submissions_close_at,
            writable=round is latest and is_writable(round, team),
        )
        for round in reversed(own_rounds)
    ]


def _links(version: SubmissionVersion) -> list[dict[str, str]]:
    return [dict(link) for link in version.links if is_web_address(link["url"])]


def _stage(team: Team, round: Round) -> TeamRound:
    name = words(round.name)
    if round.published_at is None:
        kind, state = _waiting(round)
        return TeamRound(name, kind, state)
    result: dict[str, Any] = json.loads(get_published(round).standings)
    kind, state = _outcome(team, round, result)
    row = next((row for row in result["standings"] if row["entry"] == team.code), None)
    shown = row if row and visible(None, "ranks", round=round) else {}
    return TeamRound(
        name,
        kind,
        state,
        rank=shown.get("rank"),
        score=shown.get("score") if visible(None, "scores", round=round) else None,
        awards=_awards(team, round, result),
        comments=tuple(comments.comments_for(team, round)),
        notes=tuple(_corrections(round)),
    )


def _corrections(round: Round) -> Iterator[str]:
    *older, current = history_of(round)
    if older:
        facts = {"time": wording.full(current.at, zone(), chosen_language()), "reason": older[-1].reason or "–"}
        yield _("This result was corrected {time}. Reason: {reason}", **facts)
    if find_correction(round):
        yield _("A correction is being made. Until it is published, this is the published result.")


def _waiting(round: Round) -> tuple[str, str]:
    """Until publication a team learns of its round only what everybody knows."""
    state = rounds.state_of(round)
    if state == "planned":
        return "", _("Before judging")
    return ("chip-open", pgettext("state", "Judging")) if state == "open" else ("chip-wait", _("Results not out yet"))


def _outcome(team: Team, round: Round, result: dict[str, Any]) -> tuple[str, str]:
    following = rounds.find_next(round, team)
    if team.code in result["advance"]:
        return "chip-final", _("Through to the {round}", round=words(following.name)) if following else _("Selected")
    if team.code in result["reserve"]:
        return "chip-wait", _reserve(team, round, result)
    if team.code in result["cut"]["entries"]:
        return "chip-wait", _("Not decided yet")
    return "", _("Not selected") if following else _("Results are out")


def _reserve(team: Team, round: Round, result: dict[str, Any]) -> str:
    """The number in the reserve tells a rank, so it is said only where ranks are; equal teams share it."""
    if not visible(None, "ranks", round=round):
        return _("In reserve")
    ranks = {row["entry"]: row["rank"] for row in result["standings"]}
    before = [code for code in result["reserve"] if ranks[code] < ranks[team.code]]
    return _("Reserve no. {number}", number=len(before) + 1)


def _awards(team: Team, round: Round, result: dict[str, Any]) -> tuple[str, ...]:
    if not visible(None, "awards", round=round):
        return ()
    won = [words(award["name"]) for award in result["awards"] if award["entry"] == team.code]
    open_to = [words(award["name"]) for award in result["awards"] if team.code in award.get("candidates", ())]
    if visible(None, "ranks", round=round):  # else an open award would tell who is tied
        won += [_("{award}: undecided", award=name) for name in dict.fromkeys(open_to)]
    return tuple(won)
