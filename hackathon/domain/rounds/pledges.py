"""Pledges (서약서): what a round asks its judges to promise before they score, and who has promised it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select

from hackathon import clock
from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid
from hackathon.extensions import db
from hackathon.models import Judge, Person, Pledge, Round
from scoring.reading.canonical import digest
from scoring.text import text

LONGEST = 4000
USUAL = {
    "ko": "나는 이 심사를 맡으며 다음을 서약합니다.\n"
    "1. 정해진 심사표에 따라 모든 팀을 같은 기준으로 공정하게 채점합니다.\n"
    "2. 가족·소속·지도·거래 등 이해관계가 있는 팀이 있으면 곧바로 알리고 그 팀의 심사에서 물러납니다.\n"
    "3. 제출물의 내용과 점수, 심사 과정에서 알게 된 것을 밖에 알리거나 다른 목적으로 쓰지 않습니다.\n"
    "4. 심사와 관련하여 금품이나 편의, 부탁을 받지 않습니다.",
    "en": "I take on this judging and pledge the following.\n"
    "1. I will score every team fairly, by the same measure and by the rubric that is laid down.\n"
    "2. If I have ties to a team through family, affiliation, mentoring or business, I will say so at once and step aside.\n"
    "3. I will not pass on or use for any other end the works, the scores or what I learn while judging.\n"
    "4. I will accept no gift, favour or request in connection with this judging.",
}


def first_version(text: Mapping[str, str]) -> dict[str, Any]:
    """A pledge as a round holds it. Raises Invalid where a language is missing or too long."""
    return {"version": 1, "text": _checked(text)}


def next_version(round: Round, text: Mapping[str, str] | None) -> dict[str, Any] | None:
    """What the round holds once it asks for this text; other words are a new version, which everybody reads anew."""
    if text is None:
        return None
    checked = _checked(text)
    before = round.pledge
    if before and before["text"] == checked:
        return before
    return {"version": _last_version(round) + 1, "text": checked}


def _last_version(round: Round) -> int:
    """The highest that was ever read: a pledge that was given up and asked for again is not the old one."""
    given = db.session.scalars(select(Pledge.version).where(Pledge.round_id == round.id)).all()
    return max([round.pledge["version"] if round.pledge else 0, *given])


def _checked(text: Mapping[str, str]) -> dict[str, str]:
    clean = {language: (text.get(language) or "").replace("\r\n", "\n").strip() for language in ("ko", "en")}
    for language, words in clean.items():
        if not words or len(words) > LONGEST:
            raise Invalid(
                text(
                    "The pledge is needed in Korean and English, with at most {longest} characters each.",
                    longest=LONGEST,
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
