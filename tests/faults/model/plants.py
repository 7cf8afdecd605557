"""Faults to plant in the real save path, one at a time: each is a mistake that some system has really made."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

import pytest

from hackathon.database import unit_of_work
from hackathon.domain.ballots import ballots, saving
from hackathon.domain.ballots.revisions import Saved
from hackathon.domain.base.keys import Key
from hackathon.extensions import db
from hackathon.web.judge.api import ballots as ballots_api
from hackathon.web.judge.api import packet_content
from scoring.reading.canonical import canonical

Patch = pytest.MonkeyPatch


def _around(patch: Patch, place: Any, name: str, wrapper: Callable[..., Any]) -> None:
    real = getattr(place, name)
    patch.setattr(place, name, wraps(real)(lambda *args, **values: wrapper(real, *args, **values)))


def no_idempotency(patch: Patch) -> None:
    """Each arrival is a new ballot, under an id of the server's own if the sent one is taken."""
    taken: set[str] = set()

    def keep(real: Any, book: Any, seat: Any, entry: Any, draft: Any, at: Any) -> Any:
        stored = replace(draft, id=str(uuid.uuid4())) if draft.id in taken else draft
        taken.add(draft.id)
        return replace(real(book, seat, entry, stored, at), id=draft.id)

    patch.setattr(saving, "known_of", lambda _ids: {})
    _around(patch, saving._Book, "_keep", keep)


def base_ignored(patch: Patch) -> None:
    """Whatever head the judge saw, the revision goes on top."""

    def keep(real: Any, book: Any, seat: Any, entry: Any, draft: Any, at: Any) -> Any:
        return real(book, seat, entry, replace(draft, base=book.heads.get((seat.judge_id, entry.id))), at)

    _around(patch, saving._Book, "_keep", keep)


def receipt_before_commit(patch: Patch) -> None:
    """The answer is on its way when the transaction fails."""
    patch.setattr(ballots_api, "unit_of_work", lambda: unit_of_work(keep=False))


def last_write_wins(patch: Patch) -> None:
    """A newer revision replaces the older one's row in place."""

    def write(real: Any, book: Any) -> None:
        real(book)
        for row in book.writes.revisions:
            db.session.execute(db.text("DROP TRIGGER IF EXISTS ballot_revision_no_update"))
            db.session.execute(
                db.text(
                    "UPDATE ballot_revision SET marks = :marks WHERE entry_id = :entry_id AND judge_id = :judge_id"
                ),
                {name: row[name] for name in ("marks", "entry_id", "judge_id")},
            )

    _around(patch, saving._Book, "write", write)


def newest_of_all_is_head(patch: Patch) -> None:
    """The packet shows what came last, whether it was accepted or only kept."""

    def revisions(real: Any, round: Any, judge: Any) -> Any:
        told = real(round, judge)
        others = {ballot["entry"]: ballot for ballot in told["conflicts"] + told["held"]}
        return {**told, "ballots": [others.get(ballot["entry"], ballot) for ballot in told["ballots"]]}

    _around(patch, packet_content, "_own_revisions", revisions)


def deadline_ignored(patch: Patch) -> None:
    patch.setattr(saving, "state_of", lambda *_args, **_values: "open")


def everything_counts(patch: Patch) -> None:
    """The count asks for sealed ballots and forgets to ask whether they were accepted, or their judge recused."""
    query = """SELECT t.code AS entry, j.code AS judge, r.marks FROM ballot_revision r JOIN judge j ON j.id = r.judge_id
        JOIN entry e ON e.id = r.entry_id JOIN team t ON t.id = e.team_id WHERE r.sealed AND {}"""
    patch.setattr(
        ballots, "counted", lambda _round: list(db.session.execute(db.text(query.format("r.revision IS NULL"))))
    )


def recused_judges_count(patch: Patch) -> None:
    def counted(real: Any, round: Any) -> Any:
        barred = """SELECT t.code AS entry, j.code AS judge, r.marks FROM recusal x
            JOIN ballot_revision r ON r.judge_id = x.judge_id AND r.entry_id = x.entry_id
            JOIN judge j ON j.id = x.judge_id JOIN entry e ON e.id = x.entry_id JOIN team t ON t.id = e.team_id"""
        return [*real(round), *db.session.execute(db.text(barred))]

    _around(patch, ballots, "counted", counted)


def first_sealed_counts(patch: Patch) -> None:
    """The newest accepted revision counts only if it is sealed itself: a draft takes the sealed one out."""

    def counted(real: Any, round: Any) -> Any:
        drafts = "SELECT judge_id, entry_id FROM ballot_revision WHERE status = 'accepted' AND NOT sealed"
        return [row for row in real(round) if not db.session.execute(db.text(drafts)).all()]

    _around(patch, ballots, "counted", counted)


def strange_key(patch: Patch) -> None:
    """After a move to another machine the receipts are signed with its own key."""
    patch.setattr(Key, "sign", lambda _key, value: _STRANGE(value))


_STRANGE = Key(bytes(range(32))).sign


def chain_begins_anew(patch: Patch) -> None:
    _around(patch, saving, "end_of", lambda real, round_id: (real(round_id)[0], ""))


def fresh_receipt_for_a_duplicate(patch: Patch) -> None:
    def repeat(real: Any, *args: Any) -> Any:
        saved = real(*args)
        return replace(saved, receipt={**saved.receipt, "received_at": "2025-12-02T23:59:59.000000Z"})

    _around(patch, saving, "_repeat", repeat)


def numbers_skip(patch: Patch) -> None:
    """A counter that other ballots use too."""

    def keep(real: Any, book: Any, seat: Any, entry: Any, draft: Any, at: Any) -> Any:
        pair = (seat.judge_id, entry.id)
        if draft.base == book.heads.get(pair) and draft.base:
            book.heads[pair] += 1
            draft = replace(draft, base=book.heads[pair])
        return real(book, seat, entry, draft, at)

    _around(patch, saving._Book, "_keep", keep)


def nothing_is_checked(patch: Patch) -> None:
    patch.setattr(saving, "check_marks", lambda *_args, **_values: None)


def comments_go_astray(patch: Patch) -> None:
    _around(
        patch,
        saving._Book,
        "_note",
        lambda real, book, row, draft, receipt: real(book, row, replace(draft, comment=None), receipt),
    )


def same_id_is_enough(patch: Patch) -> None:
    """A known id is answered as a duplicate without a look at what came with it."""

    def repeat(_real: Any, known: Any, *_: Any) -> Any:
        return Saved(known.id, "duplicate", known.revision, known.receipt, first=known.status)

    _around(patch, saving, "_repeat", repeat)


def drafts_are_promised_to_count(patch: Patch) -> None:
    def give(real: Any, row: Any, *, key: Key, **values: Any) -> Any:
        receipt = {**real(row, key=key, **values), "counted": True}
        receipt.pop("signature")
        return {**receipt, "signature": key.sign(receipt)}

    _around(patch, saving, "give_receipt", give)


def marks_are_swapped(patch: Patch) -> None:
    """What is stored and digested is not what was sent."""
    patch.setattr(
        saving, "canonical", lambda value: canonical({**value, "creativity": 0} if "creativity" in value else value)
    )


PLANTS: dict[Callable[[Patch], None], set[str]] = {
    no_idempotency: {"twice", "nobody-made"},
    base_ignored: {"unseen", "altered", "accepted-not-conflict"},
    receipt_before_commit: {"lost"},
    last_write_wins: {"altered", "bad-digest"},
    newest_of_all_is_head: {"wrong-head"},
    deadline_ignored: {"accepted-not-held"},
    everything_counts: {"miscounted"},
    recused_judges_count: {"miscounted"},
    first_sealed_counts: {"miscounted"},
    strange_key: {"bad-signature"},
    chain_begins_anew: {"bad-chain"},
    fresh_receipt_for_a_duplicate: {"two-receipts", "receipt-changed"},
    numbers_skip: {"revision-gap"},
    nothing_is_checked: {"invalid-kept", "accepted-not-rejected"},
    comments_go_astray: {"altered"},
    same_id_is_enough: {"duplicate-not-rejected"},
    drafts_are_promised_to_count: {"bad-counted"},
    marks_are_swapped: {"altered"},
}
"""What the rules must find, at least."""
