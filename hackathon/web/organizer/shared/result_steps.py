"""Steps of a round to its result: judging, lock, ties, signatures, publication; each with what is known of it."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from hackathon import clock
from hackathon.domain.ballots.counts import BallotCount
from hackathon.domain.results import results
from hackathon.models import Result, Round
from hackathon.web.page.frame import span_parts
from hackathon.web.page.steps import Step
from scoring import Standings

_WHO = ("chair", "organizer")
Note = tuple[str, ...]


def steps_to_result(
    round: Round, progress: BallotCount, standings: Standings | None, result: Result | None
) -> list[Step]:
    """Steps are done from the left; the first that is not is the present one."""
    steps = [
        (_judged(round, progress), _("심사"), _sealed(progress)),
        (round.locked_at is not None, _("잠금"), _locked(round)),
        (result is not None and not _open(standings), _("동점자 처리"), _ties(standings)),
        _signing(result),
        (round.published_at is not None, _("공개"), _published(round)),
    ]
    states: list[str] = []
    for done, _name, _note in steps:
        before = all(state == "done" for state in states)
        states.append("done" if done and before else "now" if before else "")
    return [Step(state, name, note) for state, (_done, name, note) in zip(states, steps, strict=True)]


def _judged(round: Round, progress: BallotCount) -> bool:
    return progress.complete or round.locked_at is not None


def _sealed(progress: BallotCount) -> Note:
    return (_("봉인 %(sealed)s/%(owed)s", sealed=progress.sealed, owed=progress.owed),)


def _locked(round: Round) -> Note:
    if round.locked_at:
        return span_parts(round.locked_at)
    if clock.now() < round.closes_at:
        return *span_parts(round.closes_at), _("마감 뒤")
    return (_("아직"),)


def _open(standings: Standings | None) -> bool:
    """Whether a tie that decides something is still open."""
    return standings is None or standings.cut.open or any(award.open for award in standings.awards)


def _ties(standings: Standings | None) -> Note:
    if standings is None:
        return (_("점수가 나오면"),)
    if standings.cut.open:
        return (_("선발선에 동점이 걸림"),)
    if any(award.open for award in standings.awards):
        return (_("시상에 동점이 걸림"),)
    count = len(standings.ties)
    if not count:
        return (_("동점 없음"),)
    shared = sum(not tie.resolved for tie in standings.ties)
    outcome = _("%(shared)s건은 같은 순위", shared=shared) if shared else _("모두 갈림")
    return ngettext("동점 %(num)d건", "동점 %(num)d건", count) + " ·", outcome


def _signing(result: Result | None) -> tuple[bool, str, Note]:
    given = {signature.capacity for signature in results.signatures(result)} if result else set()
    names = {"chair": _("심사위원장"), "organizer": _("운영자")}
    if given == set(_WHO):
        return True, _("서명"), (_("두 사람이 서명함"),)
    if not given:
        return False, _("서명"), (_("심사위원장과 운영자"),)
    signed, waiting = sorted(_WHO, key=lambda who: who not in given)
    note = _("%(who)s 서명함", who=names[signed]) + " ·", _("%(who)s 대기", who=names[waiting])
    return False, _("서명"), note


def _published(round: Round) -> Note:
    if round.published_at:
        return span_parts(round.published_at)
    return (*span_parts(round.publishes_at), _("예정")) if round.publishes_at else (_("시상식 뒤"),)
