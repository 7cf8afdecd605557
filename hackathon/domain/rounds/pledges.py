"""Pledges: what a round asks its judges to promise before they score, and who has promised it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from hackathon import clock
from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid
from hackathon.domain.base.languages import named
from hackathon.extensions import db
from hackathon.models import Judge, Person, Pledge, Round
from scoring.reading.canonical import digest
from scoring.text import text

LONGEST = 4000
_USUAL = text(
    "I take on this judging and pledge the following.\n"
    "1. I will score every team fairly, by the same measure and by the rubric that is laid down.\n"
    "2. If I have ties to a team through family, affiliation, mentoring or business, I will say so at once and step aside.\n"
    "3. I will not pass on or use for any other end the works, the scores or what I learn while judging.\n"
    "4. I will accept no gift, favour or request in connection with this judging."
)


def usual(languages: Iterable[str]) -> dict[str, str]:
    """What judges are asked to promise where nobody wrote other words."""
    return {language: _USUAL.say(language) for language in languages}


def first_version(words: Mapping[str, str], languages: Sequence[str]) -> dict[str, Any]:
    """A pledge as a round holds it. Raises Invalid where a language of the event is missing or too long."""
    return {"version": 1, "text": _checked(words, languages)}


def next_version(round: Round, words: Mapping[str, str] | None) -> dict[str, Any] | None:
    """What the round holds once it asks for these words; others are a new version, which everybody reads anew."""
    if words is None:
        return None
    checked = _checked(words, round.event.languages)
    before = round.pledge
    if before and before["text"] == checked:
        return before
    return {"version": _last_version(round) + 1, "text": checked}


def _last_version(round: Round) -> int:
    """The highest that was ever read: a pledge that was given up and asked for again is not the old one."""
    given = db.session.scalars(select(Pledge.version).where(Pledge.round_id == round.id)).all()
    return max([round.pledge["version"] if round.pledge else 0, *given])


def _checked(words: Mapping[str, str], languages: Sequence[str]) -> dict[str, str]:
    clean = {language: (words.get(language) or "").replace("\r\n", "\n").strip() for language in languages}
    for language, said in clean.items():
        if not said or len(said) > LONGEST:
            raise Invalid(
                text(
                    "The pledge is needed in {languages}, with at most {most} characters each.",
                    languages=named(languages),
                    most=LONGEST,
                ),
                field=f"pledge_{language}",
            )
    return clean


def accept(round: Round, judge: Judge, *, version: int, noted_by: Person | None = None) -> Pledge:
    """A judge promises the version that was read; `noted_by`: an organizer holds it on paper. Twice is once."""
    if round.pledge is None:
        raise Invalid(text("This round asks for no pledge."), field="version")
    if version != round.pledge["version"]:
        raise Invalid(
            text("The words of the pledge have changed. Please read the new ones."),
            field="version",
            code="outdated",
        )
    db.session.execute(
        select(Round.id).where(Round.id == round.id).with_for_update()
    )  # two devices, one after the other
    own = (Pledge.round_id == round.id, Pledge.judge_id == judge.id, Pledge.version == version)
    found = db.session.scalars(select(Pledge).where(*own)).first()
    return found or _write(round, judge, noted_by)


def _write(round: Round, judge: Judge, noted_by: Person | None) -> Pledge:
    assert round.pledge is not None
    row = Pledge(
        round_id=round.id,
        judge_id=judge.id,
        version=round.pledge["version"],
        digest=digest(round.pledge["text"]),
        accepted_at=clock.now(),
        noted_by=noted_by.id if noted_by else None,
    )
    db.session.add(row)
    db.session.flush()
    facts: dict[str, Any] = {"judge": judge.code, "version": row.version, "digest": row.digest}
    actor = noted_by or judge.person
    audit.record(
        round.event, "judge.pledged", f"round:{round.key}", actor=actor, **facts, on_paper=noted_by is not None
    )
    return row


def accepted(round: Round) -> dict[str, Pledge]:
    """Who has promised what the round asks for now: judge code → pledge. Nobody where nothing is asked."""
    if round.pledge is None:
        return {}
    now = (Pledge.round_id == round.id, Pledge.version == round.pledge["version"])
    found = db.session.execute(select(Judge.code, Pledge).join(Judge, Judge.id == Pledge.judge_id).where(*now))
    return dict(found.all())


def find(round: Round, judge: Judge) -> Pledge | None:
    return accepted(round).get(judge.code)


def owing(round: Round, judges: Collection[str]) -> list[str]:
    """Which of these judges still owe it."""
    return sorted(set(judges) - accepted(round).keys()) if round.pledge else []
