"""A tablet that follows the protocol, without a screen: it keeps what its judge wrote until a receipt is checked.

Of each ballot one revision at a time is under way, and the next one gets its base from the answer: a base that was
guessed ahead could name another device's revision.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.faults.model.history import Said, plain, sha
from tests.faults.model.rules import is_signed

ROUND = "/api/v1/rounds/first"
Revision = dict[str, Any]


class Line(Protocol):
    """A way to a server, with a browser's cookies: answers with status and JSON, or raises OSError."""

    def get(self, path: str) -> tuple[int, Any]: ...

    def post(self, path: str, body: Any) -> tuple[int, Any]: ...


@dataclass
class Head:
    """The revision that the judge saw as the newest one; none yet: number and id are None."""

    number: int | None = None
    id: str | None = None


class FalseReceipt(AssertionError):
    """A receipt that does not speak of what was sent."""


@dataclass
class Tablet:
    judge: str
    name: str
    public: bytes
    chance: random.Random = field(default_factory=random.Random)
    outbox: list[Revision] = field(default_factory=list)
    heads: dict[str, Head] = field(default_factory=dict)
    saw: dict[str, str | None] = field(default_factory=dict)
    conflicts: dict[str, tuple[Revision, Head]] = field(default_factory=dict)
    refused: list[Revision] = field(default_factory=list)
    receipts: dict[str, Any] = field(default_factory=dict)
    clock: str = "2025-12-02T13:00:00Z"

    def write(self, entry: str, marks: dict[str, Any], *, sealed: bool = True, comment: str = "") -> Revision:
        revision: Revision = {
            "id": str(uuid.UUID(int=self.chance.getrandbits(128), version=4)),
            "entry": entry,
            "marks": marks,
            "comment": comment,
            "note": "",
            "sealed": sealed,
            "made_at": self.clock,
            "device": self.name,
        }
        self.outbox.append(revision)
        return revision

    def batch(self, most: int = 50) -> list[Revision]:
        """The oldest waiting revision of each ballot, each with a base from now on."""
        first: dict[str, Revision] = {}
        for revision in self.outbox:
            first.setdefault(revision["entry"], revision)
        chosen = list(first.values())[:most]
        for revision in chosen:
            self._stand(revision)
        return [dict(revision) for revision in chosen]

    def _stand(self, revision: Revision) -> None:
        if "base" not in revision:
            head = self.heads.get(revision["entry"], Head())
            revision["base"] = head.number
            self.saw[revision["id"]] = head.id

    def said(self, revision: Revision, answer: Any = None, *, heard: bool = True) -> Said:
        return Said(self.judge, revision, answer, heard=heard, saw=self.saw[revision["id"]])

    def hear(self, results: Sequence[Any]) -> None:
        """Let go of what is answered, and of nothing else."""
        for result in results:
            revision = next((each for each in self.outbox if each["id"] == result["id"]), None)
            if revision is None:
                continue  # a second answer to something that is settled
            if result["status"] == "rejected":
                self.refused.append(revision)
            else:
                self._check(revision, result)
                self._settle(revision, result)
            self.outbox.remove(revision)

    def _check(self, revision: Revision, result: Any) -> None:
        receipt = result["receipt"]
        marks = {key: revision["marks"][key] for key in sorted(revision["marks"])}
        digest = sha({"entry": revision["entry"], "judge": self.judge, "marks": marks, "sealed": revision["sealed"]})
        if receipt["id"] != revision["id"] or receipt["digest"] != digest or not is_signed(receipt, public=self.public):
            raise FalseReceipt(f"{receipt} for {revision} ({plain(marks)})")
        self.receipts[revision["id"]] = receipt

    def _settle(self, revision: Revision, result: Any) -> None:
        entry, head = revision["entry"], result.get("head")
        if result["revision"] is not None:
            self.heads[entry] = Head(result["revision"], revision["id"])
        elif head and not result["receipt"]["counted"]:
            self.conflicts[entry] = (revision, Head(head["revision"], head["id"]))

    def resolve(self, entry: str, *, mine: bool) -> None:
        """The judge has both versions before them, and picks."""
        revision, head = self.conflicts.pop(entry)
        self.heads[entry] = head
        if mine:
            self.write(entry, dict(revision["marks"]), sealed=revision["sealed"], comment=revision["comment"])

    def read(self, packet: Any) -> None:
        """Show what the server holds of ballots on which nothing waits here."""
        busy = {revision["entry"] for revision in self.outbox} | self.conflicts.keys()
        for ballot in packet["ballots"]:
            if ballot["entry"] not in busy:
                self.heads[ballot["entry"]] = Head(ballot["revision"], ballot["id"])

    def flush(self, line: Line, log: list[Any], *, most: int = 50) -> int:
        """Send what may be sent once over a line that may fail; the answer's status, 0 if there was nothing to send.

        What happened goes to `log`, also if no answer came: then the server may or may not have it.
        """
        batch = self.batch(most)
        if not batch:
            return 0
        try:
            status, answer = line.post(f"{ROUND}/ballots", {"revisions": batch})
        except OSError:
            log.extend(self.said(revision, heard=False) for revision in batch)
            raise
        results = answer["results"] if status == 200 and answer else [None] * len(batch)  # a portal's page is no answer
        log.extend(self.said(revision, result) for revision, result in zip(batch, results, strict=True))
        self.hear([result for result in results if result])
        return status
