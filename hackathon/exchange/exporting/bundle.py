"""The results bundle of a locked round: what `python -m scoring verify` recomputes, by code and without personal data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hackathon.domain.ballots import ballots
from hackathon.domain.base import audit
from hackathon.domain.base.audit import Linked
from hackathon.domain.base.errors import DomainError
from hackathon.domain.base.keys import Key
from hackathon.domain.results import checkpoints
from hackathon.domain.results.standings import inputs_of
from hackathon.models import Checkpoint, Result, Round
from scoring import Contents, pack_results
from scoring.bundle.acts import bare_link
from scoring.standings.forms import FORM_1, FORMS
from scoring.text import text


class LogBroken(DomainError):
    """The log does not hold together: no file leaves that says it does."""

    status = 500


def results_bundle(round: Round, result: Result, *, key: Key) -> bytes:
    """The bytes of the ZIP; the same for the same result, in the form in which it was locked."""
    given, form = inputs_of(round), FORMS[result.form]
    acts = list(_until_made(round, result))
    about = {"event": round.event.key, "round": round.key, "version": result.version, "result": result.digest}
    more: dict[str, Any] = {"log": [_old_act(each) for each in acts if _is_on(round, each)]}
    if form != FORM_1:
        more = {
            "log": [_link(round, each) for each in acts],
            "kept": (result.standings, result.sentences or []),
            "receipts": ballots.receipts_of_counted(round),
            "checkpoint": _checkpoint(round, acts),
        }
    contents = Contents(
        policy=result.policy,
        ballots=given.ballots,
        entries=given.entries,
        adjustments=given.adjustments,
        carry=given.carry,
        decisions=given.decisions,
        about=about,
        form=form,
        **more,
    )
    return pack_results(contents, public_key=key.public, sign=key.sign)


def _until_made(round: Round, result: Result) -> Iterator[Linked]:
    """The event's log up to the act that made the result."""
    for each in audit.linked(round.event):
        if each is None:
            raise LogBroken(text("The log is broken (hackathon check --integrity says where). Nothing was exported."))
        yield each
        if each.entry.act == "result.made" and _is_on(round, each) and each.entry.facts.get("digest") == result.digest:
            return


def _is_on(round: Round, each: Linked) -> bool:
    return each.entry.subject == f"round:{round.key}"


def _link(round: Round, each: Linked) -> dict[str, Any]:
    """The act where it is on this round, else its bare link."""
    if _is_on(round, each):
        return _old_act(each) if each.is_old else {**audit.content_of(each.entry), "chain": each.entry.chain}
    if each.is_old:
        return {"position": each.entry.position, "chain": each.entry.chain}
    return bare_link(audit.content_of(each.entry))


def _old_act(each: Linked) -> dict[str, Any]:
    """An act as form 1 shows it, with the link before it."""
    return {"before": each.before, **audit.content_of(each.entry), "chain": each.entry.chain}


def _checkpoint(round: Round, acts: list[Linked]) -> dict[str, Any] | None:
    """The checkpoint that was signed with the result."""
    end = acts[-1].entry.position
    found: list[Checkpoint] = [each for each in checkpoints.all_of(round) if each.log_position == end]
    return checkpoints.signed(round, found[0]) if found else None
