"""Judges a server by its history. Each rule yields findings that begin with their kind: `lost: …`, `overwrite: …`."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterator

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.faults.model.foretelling import each_answer_could_be_foretold
from tests.faults.model.history import (
    KEPT,
    History,
    Json,
    Pair,
    Row,
    Said,
    accepted,
    acts,
    canonical,
    is_valid,
    plain,
    sha,
)


def acknowledged_is_kept(history: History) -> Iterator[str]:
    rows = {row.id: row for row in history.rows}
    for said in history.said:
        receipt = said.answer and said.answer.get("receipt")
        if not (receipt and said.heard):
            continue
        row = rows.get(said.id)
        if row is None:
            yield f"lost: {said.id} of {said.pair} has a receipt and is not there"
        elif row.body != said.body:
            yield f"altered: {said.id} was {said.body}, is {row.body}"
        elif row.receipt != receipt:
            yield f"receipt-changed: {said.id} was {receipt}, is {row.receipt}"


def held_was_sent(history: History) -> Iterator[str]:
    sent = {(said.id, said.body) for said in history.said}
    for row in history.rows:
        if (row.id, row.body) not in sent:
            yield f"nobody-made: {row.id} {row.body}"


def every_id_once(history: History) -> Iterator[str]:
    for name, times in Counter(row.id for row in history.rows).items():
        if times > 1:
            yield f"twice: {name} is stored {times} times"
    for name, times in _fresh_answers(history).items():
        if times > 1:
            yield f"twice: {name} was taken as new {times} times"


def _fresh_answers(history: History) -> Counter[str]:
    return Counter(said.id for said in history.said if said.answer and said.answer["status"] in KEPT)


def numbers_grow_by_one(history: History) -> Iterator[str]:
    positions = [row.position for row in history.in_order]
    if positions != list(range(1, len(positions) + 1)):
        yield f"chain-gap: {positions}"
    for pair, rows in accepted(history).items():
        numbers = [row.revision for row in rows]
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"revision-gap: {pair} has {numbers}"
    for row in history.rows:
        if row.status not in KEPT or (row.revision is None) is (row.status == "accepted"):
            yield f"status: {row.id} is {row.status} with number {row.revision}"


def nothing_is_overwritten(history: History) -> Iterator[str]:
    """In the order of the chain, each accepted revision stands on the one before it, and its judge has seen that one.

    The second does not follow from the first: `base` is a number, and the number may belong to another device's work.
    """
    saw = {said.id: said.saw for said in history.said}
    head: dict[Pair, Row] = {}
    for row in history.in_order:
        before = head.get(row.pair)
        number, name = (before.revision, before.id) if before else (None, None)
        if row.status == "accepted" and row.base != number:
            yield f"overwrite: {row.id} of {row.pair} stands on {row.base}, the head was {number}"
        elif row.status == "accepted" and saw.get(row.id) != name:
            yield f"unseen: {row.id} of {row.pair} replaced {name}, its judge saw {saw.get(row.id)}"
        if row.status == "conflict" and row.base == number:
            yield f"false-conflict: {row.id} of {row.pair} stands on the head {row.base}"
        if row.status == "accepted":
            head[row.pair] = row


def answers_agree(history: History) -> Iterator[str]:
    receipts: dict[str, Json] = {}
    rows = {row.id: row for row in history.rows}
    for said in history.said:
        answer = said.answer
        if answer is None:
            continue
        yield from _shape_faults(said, answer)
        receipt = answer.get("receipt")
        if receipt and receipts.setdefault(said.id, receipt) != receipt:
            yield f"two-receipts: {said.id}"
        row = rows.get(said.id)
        if (
            row
            and answer["status"] in KEPT
            and (answer["status"], answer.get("revision")) != (row.status, row.revision)
        ):
            yield f"told-otherwise: {said.id} was told {answer['status']}, is {row.status}"


def _shape_faults(said: Said, answer: Json) -> Iterator[str]:
    status, receipt, head = answer["status"], answer.get("receipt"), answer.get("head")
    if answer["id"] != said.id or (receipt and receipt["id"] != said.id):
        yield f"other-id: {said.id} was answered as {answer['id']}"
    if (status == "rejected") is bool(receipt):
        yield f"no-receipt: {said.id} is {status} with receipt {receipt}"
    if status == "rejected" and not (answer.get("error") or {}).get("code"):
        yield f"no-reason: {said.id}"
    if status == "conflict" and not (head and head["entry"] == said.revision["entry"]):
        yield f"no-head: {said.id} is told of a conflict with {head}"


def receipts_hold(history: History) -> Iterator[str]:
    before = ""
    for row in history.in_order:
        marks = json.loads(plain(row.marks))
        digest = sha({"entry": row.entry, "judge": row.judge, "marks": marks, "sealed": row.sealed})
        receipt = dict(row.receipt)
        if (receipt["digest"], receipt["entry"], receipt["revision"]) != (digest, row.entry, row.revision):
            yield f"bad-digest: {row.id}"
        if receipt["chain"] != sha({"before": before, "id": row.id, "digest": receipt["digest"]}):
            yield f"bad-chain: {row.id} at {row.position}"
        if receipt["counted"] is not (row.status == "accepted" and row.sealed):
            yield f"bad-counted: {row.id} is {row.status}, sealed {row.sealed}, counted {receipt['counted']}"
        if not is_signed(receipt, public=history.public):
            yield f"bad-signature: {row.id}"
        before = receipt["chain"]


def is_signed(receipt: Json, *, public: bytes) -> bool:
    content = {key: value for key, value in receipt.items() if key != "signature"}
    if receipt["key_id"] != hashlib.sha256(public).hexdigest()[:16]:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(base64.b64decode(receipt["signature"]), canonical(content))
    except (InvalidSignature, ValueError):
        return False
    return True


def the_right_ones_count(history: History) -> Iterator[str]:
    barred, withdrawn = _barred(history), {act.entry for act in acts(history, "withdrawn")}
    expected = {
        (entry, judge): plain(sealed[-1].marks)
        for (judge, entry), rows in accepted(history).items()
        if (sealed := [row for row in rows if row.sealed]) and (judge, entry) not in barred and entry not in withdrawn
    }
    found = {(entry, judge): plain(marks) for entry, judge, marks in history.counted}
    if len(found) != len(history.counted):
        yield "counted-twice: a judge has two ballots for one entry in the count"
    for key in sorted(expected.keys() | found.keys()):
        if expected.get(key) != found.get(key):
            yield f"miscounted: {key} should be {expected.get(key)}, counts as {found.get(key)}"


def _barred(history: History) -> set[Pair]:
    return {(act.judge, act.entry) for act in acts(history, "recused")}


def heads_are_the_newest(history: History) -> Iterator[str]:
    expected = {pair: rows[-1].id for pair, rows in accepted(history).items()}
    withdrawn = {act.entry for act in acts(history, "withdrawn")}
    for pair in sorted(expected.keys() | history.heads.keys()):
        if pair[1] not in withdrawn and expected.get(pair) != history.heads.get(pair):
            yield f"wrong-head: {pair} should show {expected.get(pair)}, shows {history.heads.get(pair)}"


def nothing_invalid_is_kept(history: History) -> Iterator[str]:
    for row in history.rows:
        if not is_valid({"marks": row.marks, "sealed": row.sealed}):
            yield f"invalid-kept: {row.id} with {row.marks}"


RULES = (
    acknowledged_is_kept,
    held_was_sent,
    every_id_once,
    numbers_grow_by_one,
    nothing_is_overwritten,
    answers_agree,
    receipts_hold,
    the_right_ones_count,
    heads_are_the_newest,
    nothing_invalid_is_kept,
    each_answer_could_be_foretold,
)


def find_faults(history: History) -> list[str]:
    """Everything that must not have happened; nothing if the server did right."""
    return [fault for rule in RULES for fault in rule(history)]


def kinds(history: History) -> set[str]:
    return {fault.partition(":")[0] for fault in find_faults(history)}
