"""Integrity of what is stored: every chain, digest and signature read again, and what the tables say compared with the log.

Triggers keep the program from changing what was acknowledged; whoever has the disk has none. What they change, leave out or
write anew no longer fits a digest, a signature, the log, or a checkpoint that was signed before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hackathon.domain.base import audit
from hackathon.domain.base.errors import DomainError
from hackathon.domain.base.keys import Key
from hackathon.domain.results import kept_ballots, kept_results
from hackathon.domain.results.kept_ballots import Kept, is_by
from hackathon.models import AuditEntry, Event, Round
from scoring.bundle.checks import CHECKPOINT_PURPOSE
from scoring.text import Text, in_languages, joined, text, text_n


class IntegrityBroken(DomainError):
    """What is stored is not what was acknowledged: nothing is locked or signed on it."""

    status = 500


@dataclass(frozen=True)
class Finding:
    """One thing that was read: how much of it there is, and the first place where it does not hold together."""

    name: Text
    count: Text | None
    broken: Text | None = None


@dataclass(frozen=True)
class Book:
    """The log as far as it holds: acts by the round they are on, and the links by position."""

    broken: int | None
    acts: Mapping[str, Sequence[AuditEntry]]
    links: Mapping[int, str]


def read_log(event: Event) -> Book:
    """Follow the event's log from its first link."""
    acts: dict[str, list[AuditEntry]] = {}
    links: dict[int, str] = {}
    for position, each in enumerate(audit.linked(event), start=1):
        if each is None:
            return Book(position, acts, links)
        acts.setdefault(each.entry.subject, []).append(each.entry)
        links[position] = each.entry.chain
    return Book(None, acts, links)


def check_event(event: Event, *, key: Key) -> Iterator[Finding]:
    """Read everything of the event, and name the first break of each."""
    book = read_log(event)
    count = text_n("{n} act", "{n} acts", n=len(book.links))
    broken = None if book.broken is None else text("it breaks at line {position}", position=book.broken)
    yield Finding(text("log of acts"), count, broken)
    for round in event.rounds:
        yield from _check_round(round, book, key=key)


def _check_round(round: Round, book: Book, *, key: Key) -> Iterator[Finding]:
    name = in_languages(round.name)
    kept = kept_ballots.read(round)
    count = text_n("{n} revision", "{n} revisions", n=len(kept))
    yield Finding(text("{round}: ballots and receipts", round=name), count, kept_ballots.find_break(kept, key=key))
    if book.broken is None:
        acts = book.acts.get(f"round:{round.key}", [])
        found = next((each for each in _against_log(round, kept, acts) if each), None)
        count = text_n("{n} act", "{n} acts", n=len(acts))
        yield Finding(text("{round}: tables and log", round=name), count, found)
        marks = kept_results.checkpoints_of(round)
        count = text_n("{n} checkpoint", "{n} checkpoints", n=len(marks))
        broken = next((found for each in marks if (found := _find_cut(each, kept, book, key=key))), None)
        yield Finding(text("{round}: checkpoints", round=name), count, broken)
    results = kept_results.read(round)
    count = text_n("{n} version", "{n} versions", n=len(results))
    yield Finding(text("{round}: results", round=name), count, kept_results.find_break(round, results, key=key))


def _against_log(round: Round, kept: Sequence[Kept], acts: Sequence[AuditEntry]) -> Iterator[Text | None]:
    """What the tables say, and what the log says of them."""
    yield kept_ballots.find_unlogged(kept, acts)
    yield kept_ballots.find_odd_seat(round, acts)
    yield from kept_results.find_unlogged(round, acts)


def _find_cut(mark: Mapping[str, Any], kept: Sequence[Kept], book: Book, *, key: Key) -> Text | None:
    """Where a chain does not end, or does not pass, where it ended when the checkpoint was signed."""
    if mark["key_id"] == key.id and not is_by(mark, public=key.public):
        return text("a checkpoint was changed: its signature does not fit")
    links = dict(enumerate((each.receipt.get("chain") for each in kept), start=1))
    if not _passes(book.links, mark["log"]):
        return text("the log was cut off or written anew: it does not hold what was signed {at}", at=mark["at"])
    if not _passes(links, mark["ballots"]):
        return text("ballots were cut off or written anew: they do not hold what was signed {at}", at=mark["at"])
    return None


def _passes(links: Mapping[int, Any], end: Mapping[str, Any]) -> bool:
    """Whether a chain has the link that was signed, at its position where one is told."""
    if not end["chain"]:  # nothing was there yet
        return True
    return links.get(end["position"]) == end["chain"] if "position" in end else end["chain"] in links.values()


def check_checkpoint(event: Event, mark: Mapping[str, Any], *, key: Key) -> Text | None:
    """Whether both chains still pass where somebody else's checkpoint, of a results file or a packet, says they ended."""
    if mark.get("purpose") != CHECKPOINT_PURPOSE or mark.get("event") != event.key:
        return text("it is no checkpoint of this event")
    if not is_by(mark, public=key.public):
        return text("it was not signed by this key")
    round = next((each for each in event.rounds if each.key == mark["round"]), None)
    if round is None:
        return text("it is no checkpoint of this event")
    return _find_cut(mark, kept_ballots.read(round), read_log(event), key=key)


def require_ballots(round: Round, *, key: Key) -> None:
    """The gate before the lock: every ballot of the round is what its receipt says."""
    broken = kept_ballots.find_break(kept_ballots.read(round), key=key)
    if broken:
        raise _refusal([broken])


def require_all(event: Event, *, key: Key) -> None:
    """The gate before a signature: nothing that is stored has been changed behind the program's back."""
    found = check_event(event, key=key)
    broken = [joined([each.name, each.broken], ": ") for each in found if each.broken]
    if broken:
        raise _refusal(broken)


def _refusal(broken: Sequence[Text]) -> IntegrityBroken:
    return IntegrityBroken(
        text(
            "What is stored is not what was acknowledged, so nothing was done ({what}). "
            "hackathon check --integrity says more; compare it with a backup.",
            what=joined(broken, "; "),
        )
    )
