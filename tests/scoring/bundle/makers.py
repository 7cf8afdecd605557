"""Makers of results files as an event makes them: acts with their links, receipts, a checkpoint, a key that all know."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scoring import Ballots, Contents, Policy, pack_results, rank
from scoring.bundle.acts import bare_link, link_of
from scoring.bundle.archive import pack, unpack
from scoring.bundle.bundle import make_manifest
from scoring.bundle.receipts import key_id
from scoring.reading.canonical import canonical, digest
from scoring.standings.forms import FORMS
from tests.scoring.builders import MEAN, ONE

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
ABOUT = {"event": "e", "round": "final", "version": 1}
RULES = ONE + MEAN


def sign(value: Any, key: Ed25519PrivateKey = KEY) -> str:
    return base64.b64encode(key.sign(canonical(value))).decode()


def signed(value: Mapping[str, Any], key: Ed25519PrivateKey = KEY) -> dict[str, Any]:
    content = {**value, "key_id": key_id(key.public_key().public_bytes_raw())}
    return {**content, "signature": sign(content, key)}


def receipt_of(
    entry: str, judge: str, marks: Mapping[str, Any], *, revision: int = 1, before: str = ""
) -> dict[str, Any]:
    """The receipt of a sealed ballot, as a server signs it."""
    made = digest({"entry": entry, "judge": judge, "marks": dict(marks), "sealed": True})
    number = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{entry} {judge} {revision}"))
    chain = digest({"before": before, "id": number, "digest": made})
    received = "2025-12-02T15:00:00.000000Z"
    content = {
        "id": number,
        "entry": entry,
        "revision": revision,
        "digest": made,
        "received_at": received,
        "chain": chain,
    }
    return signed({**content, "counted": True})


class Night:
    """A round from its first seat to its result: what came in, in the order in which it came."""

    def __init__(self, *, policy: str = RULES) -> None:
        self.rules = policy
        self.acts: list[dict[str, Any]] = []
        self.receipts: dict[tuple[str, str], dict[str, Any]] = {}
        self.rows: dict[tuple[str, str], dict[str, Any]] = {}
        self.ended = ""

    def act(self, act: str, *, subject: str = "round:final", **facts: Any) -> Night:
        at = "2025-12-02T18:00:00+00:00"
        content = {"position": len(self.acts) + 1, "at": at, "actor": 7, "act": act, "subject": subject, "facts": facts}
        self.acts.append(content)
        return self

    def seat(self, *judges: str) -> Night:
        for judge in judges:
            self.act("judge.seated", judge=judge, chair=False)
        return self

    def seal(self, judge: str, entry: str, *, revision: int = 1, **marks: int) -> dict[str, Any]:
        receipt = receipt_of(entry, judge, marks, revision=revision, before=self.ended)
        self.ended = receipt["chain"]
        saved: dict[str, Any] = {
            "entries": [entry],
            "statuses": ["accepted"],
            "ids": [receipt["id"]],
            "digests": [receipt["digest"]],
        }
        self.act("ballots.saved", judge=judge, **saved, revisions=[revision], counted=[True], end=self.ended)
        self.receipts[judge, entry] = receipt
        self.rows[judge, entry] = {"entry": entry, "judge": judge, **marks}
        return receipt

    def log(self) -> tuple[list[dict[str, Any]], str]:
        """The log as the results file of the round carries it, and its last link."""
        links, before = [], ""
        for content in self.acts:
            before = link_of(content, before=before)
            is_here = content["subject"] == "round:final"
            links.append({**content, "chain": before} if is_here else bare_link(content))
        return links, before

    def contents(self, **changes: Any) -> Contents:
        """What the results file is made of: the result is made, and the checkpoint signed."""
        ballots = Ballots.from_rows(self.rows.values(), Policy.from_text(self.rules).rubric)
        result = digest({**ABOUT, "standings": rank(ballots, Policy.from_text(self.rules)).to_dict()})
        self.act("result.made", version=1, digest=result)
        links, end = self.log()
        chains = {
            "log": {"position": len(self.acts), "chain": end},
            "ballots": {"position": len(self.receipts), "chain": self.ended},
        }
        mark = {
            "purpose": "hackathon-checkpoint/1",
            "event": "e",
            "round": "final",
            "at": "2025-12-02T18:00:00Z",
            **chains,
        }
        listed = [{"judge": judge, "receipt": receipt} for (judge, _), receipt in sorted(self.receipts.items())]
        given = {"receipts": listed, "checkpoint": signed(mark), "log": links, "about": {**ABOUT, "result": result}}
        return Contents(**{"policy": self.rules, "ballots": ballots, **given, **changes})


def usual_night() -> Night:
    """Two judges, three entries, an act on something else in between, one ballot sealed twice."""
    night = Night().act("event.created", subject="e").seat("J1", "J2")
    night.seal("J1", "T1", idea=50)
    night.act("team.renamed", subject="team:T2").act("round.opened", subject="round:first")
    for judge, entry, mark in (
        ("J1", "T2", 70),
        ("J1", "T3", 40),
        ("J2", "T1", 80),
        ("J2", "T2", 60),
        ("J2", "T3", 30),
    ):
        night.seal(judge, entry, idea=mark)
    night.seal("J1", "T1", revision=2, idea=90)
    return night.act("round.locked")


def packed(contents: Contents) -> bytes:
    return pack_results(contents, public_key=PUBLIC, sign=sign)


def resigned(raw: bytes, change: Callable[[dict[str, bytes]], object], *, key: Ed25519PrivateKey = KEY) -> bytes:
    """The bundle of whoever has a key: members changed, the manifest made anew and signed."""
    members = unpack(raw)
    change(members)
    members["public-key.txt"] = f"{key.public_key().public_bytes_raw().hex()}\n".encode()
    manifest = json.loads(members["manifest.json"])
    form = FORMS[int(manifest["format"][-1])]
    manifest = make_manifest(members, about=manifest["about"], form=form)
    members["manifest.json"] = canonical(manifest)
    members["signature.txt"] = f"{key.sign(canonical(manifest)).hex()}\n".encode()
    return pack(members)


def edited(name: str, edit: Callable[[Any], Any]) -> Callable[[dict[str, bytes]], None]:
    """A change of one JSON member; `edit` may change what it is given, or give something else."""

    def change(members: dict[str, bytes]) -> None:
        value = json.loads(members[name])
        changed = edit(value)
        members[name] = json.dumps(value if changed is None else changed).encode()

    return change


def relinked(links: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A log written anew with links that fit, as whoever has the database can."""
    found, before = [], ""
    for position, each in enumerate(links, start=1):
        if "act" in each:
            content = {**{name: value for name, value in each.items() if name != "chain"}, "position": position}
            before = link_of(content, before=before)
            found.append({**content, "chain": before})
        else:
            bare = {**each, "position": position}
            before = digest({"before": before, **bare})
            found.append(bare)
    return found
