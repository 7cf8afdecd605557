"""Verifier of a results bundle: numbered checks that need nothing but the file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from scoring.bundle import bundle
from scoring.bundle.archive import find_difference, unpack
from scoring.bundle.signing import is_signed, key_name
from scoring.faults import ScoringError, make_fault, raise_any
from scoring.reading.canonical import canonical, digest
from scoring.reading.tables import read_bytes
from scoring.standings.output import standings_csv, standings_json
from scoring.standings.standings import Standings
from scoring.text import Text, joined, text, text_n

LARGEST = 512 * 2**20
_HEX_LINE = re.compile(r"([0-9a-f]{2})+\n")


@dataclass(frozen=True)
class Check:
    """One numbered check. `ok` is None where nothing could be compared; `found` says what is wrong, or worth knowing."""

    number: int
    name: Text
    ok: bool | None
    found: Text | None = None


class Differs(Exception):
    """What a check found to be wrong."""

    def __init__(self, finding: Text) -> None:
        super().__init__(str(finding))
        self.finding = finding


class Unsure(Differs):
    """Nothing is wrong, but nothing could be compared either."""


def verify_results(path: str | Path, *, public_key: bytes | None = None) -> tuple[Check, ...]:
    """Check the bundle at `path`; every check is run, whatever the ones before it found.

    With `public_key` (32 bytes, from a source you trust) the bundle must be signed by its owner; without it the key in the
    bundle only vouches for itself. Raises ScoringError where the file cannot be read or is no results bundle.
    """
    opened = _OpenBundle(_read(Path(path)), expected=public_key)
    checks = []
    for number, (name, check) in enumerate(_CHECKS.items(), start=1):
        ok, found = _run(check, opened)
        checks.append(Check(number, NAMES[name], ok, found))
    return tuple(checks)


def _read(path: Path) -> bytes:
    try:
        if path.is_file() and path.stat().st_size > LARGEST:
            raise ScoringError([make_fault("bundle-too-large")])
        raw = read_bytes(path)
        # A damaged bundle is one that fails its checks; what never was one is another matter.
        if bundle.MANIFEST.encode() not in raw or not raw.startswith(b"PK"):
            _require_members(raw)
    except ScoringError as error:
        raise error.in_file(path.name) from None
    return raw


def _require_members(raw: bytes) -> None:
    try:
        found = bundle.MANIFEST in unpack(raw)
    except ValueError:
        found = False
    if not found:
        raise_any([make_fault("not-a-bundle")])


def _run(check: Callable[[_OpenBundle], Text | None], opened: _OpenBundle) -> tuple[bool | None, Text | None]:
    try:
        return True, check(opened)
    except Unsure as unsure:
        return None, unsure.finding
    except Differs as difference:
        return False, difference.finding
    except ScoringError as error:
        return False, error.faults[0].full_message
    except Exception as error:  # whatever a forged member makes of us, the bundle does not pass
        reason = f"{type(error).__name__}: {str(error)[:100]}"
        return False, text("cannot be read ({reason})", reason=reason)


@dataclass
class _OpenBundle:
    raw: bytes
    expected: bytes | None = None
    members: dict[str, bytes] = field(init=False)

    def __post_init__(self) -> None:
        try:
            self.members = unpack(self.raw)
        except ValueError:
            self.members = {}

    def get(self, name: str) -> bytes:
        if name not in self.members:
            raise Differs(text("{name} is missing or damaged", name=name))
        return self.members[name]

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        raw = self.get(bundle.MANIFEST)
        manifest = json.loads(raw)
        if not isinstance(manifest, dict) or canonical(manifest) != raw:
            raise Differs(text("manifest.json is not RFC 8785 JSON"))
        return manifest

    @cached_property
    def public_key(self) -> bytes:
        return self._hex(bundle.PUBLIC_KEY)

    @cached_property
    def signature(self) -> bytes:
        return self._hex(bundle.SIGNATURE)

    def _hex(self, name: str) -> bytes:
        digits = self.get(name).decode()
        if not _HEX_LINE.fullmatch(digits):
            raise Differs(text("{name} is not one line of hex digits", name=name))
        return bytes.fromhex(digits)

    @cached_property
    def standings(self) -> Standings:
        return bundle.recompute(self.members)


def _check_archive(opened: _OpenBundle) -> Text | None:
    strangers = sorted(opened.members.keys() - bundle.NAMES)
    if strangers:
        named = ", ".join(ascii(name) for name in strangers)
        raise Differs(text("files that do not belong: {names}", names=named))
    for name in sorted(bundle.REQUIRED):
        opened.get(name)
    at = find_difference(opened.raw)
    if at is not None:
        raise Differs(text("it differs from byte {position} on", position=at))
    return text_n("{n} file", "{n} files", n=len(opened.members))


def _check_manifest(opened: _OpenBundle) -> Text | None:
    manifest = opened.manifest
    if set(manifest) != {"format", "about", "members"} or manifest["format"] != bundle.FORM:
        raise Differs(text("the format is unknown"))
    about = sorted(manifest["about"].items())
    return joined(f"{key}={value}" for key, value in about if key != "result")


def _check_members(opened: _OpenBundle) -> Text | None:
    expected = bundle.make_manifest(opened.members, about={})["members"]
    listed = opened.manifest["members"]
    wrong = sorted(name for name in {*expected, *listed} if expected.get(name) != listed.get(name))
    if wrong:
        named = ", ".join(ascii(name)[1:-1] for name in wrong)
        raise Differs(text("not as listed: {names}", names=named))
    return None


def _check_signature(opened: _OpenBundle) -> Text | None:
    if not is_signed(dict(opened.manifest), signature=opened.signature, public_key=opened.public_key):
        raise Differs(text("the signature does not fit"))
    return None


def _check_key(opened: _OpenBundle) -> Text | None:
    name = key_name(opened.public_key)
    if opened.expected is None:
        raise Unsure(
            text(
                "the key in the file only vouches for itself; compare it with the one the organizer published "
                "(--public-key): {key}",
                key=name,
            )
        )
    if opened.expected != opened.public_key:
        raise Differs(text("it was signed with another key: {key}", key=name))
    return joined([name])


def _check_standings(opened: _OpenBundle) -> Text | None:
    if standings_json(opened.standings).encode() != opened.get(bundle.STANDINGS_JSON):
        raise Differs(text("recomputed, they differ"))
    return text_n("rank of {n} entry", "ranks of {n} entries", n=len(opened.standings.rows))


def _check_table(opened: _OpenBundle) -> Text | None:
    if standings_csv(opened.standings).encode() != opened.get(bundle.STANDINGS_CSV):
        raise Differs(text("recomputed, it differs"))
    return None


def _check_result(opened: _OpenBundle) -> Text | None:
    about = opened.manifest["about"]
    if "result" not in about:
        raise Unsure(text("it names no result"))
    named = {key: about[key] for key in ("event", "round", "version")}
    found = digest({**named, "standings": json.loads(opened.get(bundle.STANDINGS_JSON))})
    made = [act["facts"].get("digest") for act in _acts(opened) if act["act"] == "result.made"]
    if found != about["result"] or made[-1:] != [found]:
        raise Differs(text("it is not the result that the log records"))
    return joined([found])


def _check_log(opened: _OpenBundle) -> Text | None:
    before: Mapping[str, Any] | None = None
    for act in _acts(opened):
        content = {key: value for key, value in act.items() if key != "chain"}
        follows = before is None or act["position"] > before["position"]
        joined = before is None or act["position"] > before["position"] + 1 or act["before"] == before["chain"]
        if digest(content) != act["chain"] or not follows or not joined:
            raise Differs(text("act {position} does not follow", position=act["position"]))
        before = act
    return text_n("{n} act", "{n} acts", n=len(_acts(opened)))


def _acts(opened: _OpenBundle) -> list[dict[str, Any]]:
    acts: list[dict[str, Any]] = json.loads(opened.get(bundle.LOG))
    return acts


_CHECKS: dict[str, Callable[[_OpenBundle], Text | None]] = {
    "archive": _check_archive,
    "manifest": _check_manifest,
    "members": _check_members,
    "signature": _check_signature,
    "key": _check_key,
    "standings": _check_standings,
    "table": _check_table,
    "result": _check_result,
    "log": _check_log,
}
NAMES = {
    "archive": text("nothing else lies in the archive"),
    "manifest": text("the manifest can be read"),
    "members": text("every file has the SHA-256 of the manifest"),
    "signature": text("the manifest is signed (Ed25519)"),
    "key": text("it was signed with the key you know"),
    "standings": text("the standings follow from ballots and rules"),
    "table": text("so does the table (CSV)"),
    "result": text("it is the result that was recorded"),
    "log": text("the log is an unbroken chain"),
}
