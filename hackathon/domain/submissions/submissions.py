"""Submissions of a team: every save is a new version, late is kept and flagged."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import and_, select
from sqlalchemy.orm import selectinload

from hackathon import clock
from hackathon.domain.base import audit
from hackathon.domain.base.errors import DomainError, Invalid, RoundLocked
from hackathon.domain.rounds.submission_fields import answer_fields
from hackathon.domain.submissions import drafts, lateness, uploads
from hackathon.extensions import db
from hackathon.models import Entry, Person, Round, SubmissionFile, SubmissionVersion, Team
from scoring.reading.canonical import digest
from scoring.text import Message, text

TITLE, SUMMARY, LINKS, LINK_NAME, ADDRESS = 100, 2000, 5, 50, 500
"""The longest title and summary, the most links, and the longest name and address of a link."""
_WITH_FILES = selectinload(SubmissionVersion.files).joinedload(SubmissionFile.upload)
_UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Outdated(DomainError):
    """Somebody else of the team saved in between; `newest` is what stands now."""

    def __init__(self, newest: SubmissionVersion | None) -> None:
        super().__init__(
            text("A newer version was saved in another window. Compare the two and save again."),
        )
        self.newest = newest


def submit(
    round: Round,
    team: Team,
    *,
    title: str,
    summary: str,
    links: Sequence[Mapping[str, str]] = (),
    answers: Mapping[str, str] | None = None,
    files: Mapping[str, str] | None = None,
    by: Person | None = None,
    based_on: int | None = None,
) -> SubmissionVersion:
    """Write the next version; the same content again is the version that stands. Late is kept and flagged.

    `answers` are the round's own texts by field, `files` ids of uploads by field: of those that came whole, or whose
    digest was promised. `based_on` is the version that the writer saw (0: there was none); without it nothing is
    compared. The deadline is half-open: at its very moment a version is late.
    """
    content = check(title=title, summary=summary, links=links)
    if answers:
        content["answers"] = check_answers(round, answers)
    _require_open(round, team)
    db.session.execute(select(Team.id).where(Team.id == team.id).with_for_update())  # a team's versions queue up
    chosen = uploads.chosen(round, team, files or {})
    named = {**content, "files": uploads.named(chosen)} if chosen else content
    newest = find_newest(round, team)
    if newest and newest.digest == digest(named):
        return newest
    number = newest.version if newest else 0
    if based_on not in (None, number):
        raise Outdated(newest)
    version = _write(round, team, number + 1, content, digest(named), by=by)
    uploads.attach(version, chosen)
    drafts.drop(round, team)
    return version


def check(*, title: str, summary: str, links: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """The content as it will be stored. Raises Invalid naming the field: title, summary, links or link-2."""
    content: dict[str, Any] = {"title": " ".join(_clean(title).split()), "summary": _clean(summary).strip()}
    if not content["title"]:
        raise Invalid(text("Please give it a title."), field="title")
    _limit(
        content["title"],
        TITLE,
        field="title",
        sentence=text("The title may have {most} characters; this has {length}."),
    )
    _limit(
        content["summary"],
        SUMMARY,
        field="summary",
        sentence=text("The summary may have {most} characters; this has {length}."),
    )
    if len(links) > LINKS:
        raise Invalid(text("At most {most} links are allowed.", most=LINKS), field="links")
    return {**content, "links": [_check_link(link, field=f"link-{at}") for at, link in enumerate(links, start=1)]}


def check_answers(round: Round, answers: Mapping[str, str]) -> dict[str, str]:
    """What was written into the round's own texts, by field. Raises Invalid naming `answer-KEY`."""
    known = answer_fields(round.fields)
    checked: dict[str, str] = {}
    for key, words in answers.items():
        if key not in known:
            raise Invalid(text("There is no field '{key}'.", key=key), field=f"answer-{key}")
        answer = str(known[key].kind.read(known[key], words, _clean))
        if fault := known[key].kind.fault(known[key], answer):
            raise Invalid(fault, field=f"answer-{key}")
        if answer:
            checked[key] = answer
    return checked


def _clean(words: str) -> str:
    """One form for equal texts; control characters have no place in them, and no database keeps them all."""
    return _UNREADABLE.sub("", unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n")))


def _limit(words: str, most: int, *, field: str, sentence: Message) -> None:
    if len(words) > most:
        raise Invalid(sentence.filled({"most": most, "length": len(words)}), field=field)


def _check_link(link: Mapping[str, str], *, field: str) -> dict[str, str]:
    address = _clean(link.get("url", "")).strip()
    name = " ".join(_clean(link.get("name", "")).split())
    _limit(
        address, ADDRESS, field=field, sentence=text("A link's address may have {most} characters; this has {length}.")
    )
    _limit(name, LINK_NAME, field=field, sentence=text("A link's name may have {most} characters; this has {length}."))
    if not is_web_address(address):
        raise Invalid(
            text("Please give an address that starts with http:// or https://."),
            field=field,
        )
    return {"name": name or urlsplit(address).hostname or address, "url": address}


def is_web_address(address: str) -> bool:
    """A link that a browser follows to a page and nothing else; a name before the host would hide where it leads."""
    try:
        parts = urlsplit(address)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and "@" not in parts.netloc
            and "\\" not in address
            and not any(letter.isspace() for letter in address)
        )
    except ValueError:
        return False


def _require_open(round: Round, team: Team) -> None:
    if round.locked_at:
        raise RoundLocked(
            text("Judging of this round is over; the submission can no longer be changed."),
        )
    if team.withdrawn_at:
        raise Invalid(text("This team has withdrawn."), field="team")


def _write(
    round: Round, team: Team, number: int, content: Mapping[str, Any], named: str, *, by: Person | None
) -> SubmissionVersion:
    deadline = round.submissions_close_at
    version = SubmissionVersion(
        round_id=round.id,
        team_id=team.id,
        version=number,
        **content,
        digest=named,
        submitted_at=clock.now(),
        submitted_by=by.id if by else None,
        late=deadline is not None and clock.now() >= deadline,
    )
    db.session.add(version)
    db.session.flush()
    facts: dict[str, Any] = {"round": round.key, "version": number, "late": version.late}
    audit.record(round.event, "submission.saved", f"team:{team.code}", actor=by, **facts)
    return version


def find_newest(round: Round, team: Team) -> SubmissionVersion | None:
    own = (SubmissionVersion.round_id == round.id, SubmissionVersion.team_id == team.id)
    return db.session.scalars(
        select(SubmissionVersion).where(*own).order_by(SubmissionVersion.version.desc()).limit(1)
    ).first()


def versions_of(team: Team) -> dict[int, list[SubmissionVersion]]:
    """Everything a team has handed in: round id → versions, the newest first."""
    found: dict[int, list[SubmissionVersion]] = {}
    own = select(SubmissionVersion).where(SubmissionVersion.team_id == team.id)
    for version in db.session.scalars(own.options(_WITH_FILES).order_by(SubmissionVersion.version.desc())):
        found.setdefault(version.round_id, []).append(version)
    return found


def newest_by_team(rounds: Sequence[Round], *, teams: Sequence[int] | None = None) -> dict[int, SubmissionVersion]:
    """What each team is judged by: team id → version.

    That of a later round before that of an earlier one; in a round the newest that came in time or that two people
    admitted though it was late. Any other late version is kept and flagged, and stands here only where nothing else
    came: judges must not see a work change under their hands.
    """
    admitted = lateness.admitted()
    behind = and_(SubmissionVersion.late, SubmissionVersion.id.not_in(admitted))
    chosen = (
        select(SubmissionVersion)
        .join(Round, Round.id == SubmissionVersion.round_id)
        .where(SubmissionVersion.round_id.in_([round.id for round in rounds]))
        .order_by(Round.position, behind.desc(), SubmissionVersion.version)
    )
    if teams is not None:
        chosen = chosen.where(SubmissionVersion.team_id.in_(teams))
    return {version.team_id: version for version in db.session.scalars(chosen.options(_WITH_FILES))}


def readable_files(version: SubmissionVersion, round: Round) -> list[SubmissionFile]:
    """The files of a version that judges read: their bytes are there, and in time or admitted with the version."""
    arrived = [file for file in version.files if file.upload.arrived_at is not None]
    if version.late:
        said = lateness.opinions_of(round).get(version.id, [])
        return arrived if lateness.verdict_of(said) else []
    return [file for file in arrived if uploads.is_in_time(file.upload, round)]


def all_of(round: Round) -> dict[int, list[SubmissionVersion]]:
    """Everything handed in for a round: team id → versions, the newest first."""
    found: dict[int, list[SubmissionVersion]] = {}
    query = select(SubmissionVersion).where(SubmissionVersion.round_id == round.id)
    for version in db.session.scalars(query.options(_WITH_FILES).order_by(SubmissionVersion.version.desc())):
        found.setdefault(version.team_id, []).append(version)
    return found


def teams_expected(round: Round) -> Sequence[Team]:
    """Every team that is in the round or has handed something in for it, by code."""
    entered = select(Entry.team_id).where(Entry.round_id == round.id, Entry.withdrawn_at.is_(None))
    sent = select(SubmissionVersion.team_id).where(SubmissionVersion.round_id == round.id)
    query = select(Team).where(Team.id.in_(entered) | Team.id.in_(sent)).order_by(Team.code)
    return db.session.scalars(query).all()
