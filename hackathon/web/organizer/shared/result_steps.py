"""Steps of a round to its result: judging, lock, ties, signatures, publication; each with what is known of it."""

from __future__ import annotations

from hackathon import clock
from hackathon.domain.ballots.counts import BallotCount
from hackathon.domain.results import results
from hackathon.domain.results.publications import find_correction
from hackathon.models import Result, Round
from hackathon.web.http.languages import gettext as _
from hackathon.web.page.frame import parts_of, span_line, span_parts
from hackathon.web.page.steps import Step
from scoring import Standings
from scoring.text import text, text_n

_WHO = ("chair", "organizer")
Note = tuple[str, ...]


def steps_to_result(
    round: Round, progress: BallotCount, standings: Standings | None, result: Result | None
) -> list[Step]:
    """Steps are done from the left; the first that is not is the present one."""
    steps = [
        (_judged(round, progress), _("Judging"), _sealed(progress)),
        (round.locked_at is not None, _("Lock"), _locked(round)),
        (result is not None and not results.questions_of(result), _("Ties"), _ties(standings, result)),
        _signing(result),
        (round.published_at is not None and not find_correction(round), _("Publication"), _published(round)),
    ]
    states: list[str] = []
    for done, _name, _note in steps:
        before = all(state == "done" for state in states)
        states.append("done" if done and before else "now" if before else "")
    return [Step(state, name, note) for state, (_done, name, note) in zip(states, steps, strict=True)]


def _judged(round: Round, progress: BallotCount) -> bool:
    return progress.complete or round.locked_at is not None


def _sealed(progress: BallotCount) -> Note:
    return (_("{sealed}/{owed} sealed", sealed=progress.sealed, owed=progress.owed),)


def _locked(round: Round) -> Note:
    if round.locked_at:
        return span_parts(round.locked_at)
    if clock.now() < round.closes_at:
        return parts_of(text("{when}\nat the earliest", when=span_line(round.closes_at)))
    return (_("not yet"),)


def _ties(standings: Standings | None, result: Result | None) -> Note:
    if standings is None:
        return (_("once there are scores"),)
    left = [question.kind for question in results.questions_of(result)] if result else []
    if left:
        return (
            {"cut": _("a tie lies across the cut"), "award": _("an award is open"), "lot": _("a lot is open")}[left[0]],
        )
    count = len(standings.ties)
    if not count:
        return (_("no ties"),)
    shared = sum(not tie.resolved for tie in standings.ties)
    if shared:
        both = text_n("{n} tie ·\n{shared} share a place", "{n} ties ·\n{shared} share a place", n=count, shared=shared)
    else:
        both = text_n("{n} tie ·\nall decided", "{n} ties ·\nall decided", n=count)
    return parts_of(both)


def _signing(result: Result | None) -> tuple[bool, str, Note]:
    given = {signature.capacity for signature in results.signatures(result)} if result else set()
    names = {"chair": _("chair"), "organizer": _("organizer")}
    if given == set(_WHO):
        return True, _("Signatures"), (_("both have signed"),)
    if not given:
        return False, _("Signatures"), (_("chair and organizer"),)
    signed, waiting = sorted(_WHO, key=lambda who: who not in given)
    both = text("{signed} has signed ·\n{waiting} to sign", signed=names[signed], waiting=names[waiting])
    return False, _("Signatures"), parts_of(both)


def _published(round: Round) -> Note:
    if find_correction(round):
        return (_("a correction is open"),)
    if round.published_at:
        return span_parts(round.published_at)
    if round.publishes_at:
        return parts_of(text("{when}\nplanned", when=span_line(round.publishes_at)))
    return (_("after the ceremony"),)
