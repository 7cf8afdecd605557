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
from scoring.faults import Both, ScoringError, make_fault, raise_any
from scoring.reading.canonical import canonical, digest
from scoring.reading.tables import read_bytes
from scoring.standings.output import standings_csv, standings_json
from scoring.standings.standings import Standings

LARGEST = 512 * 2**20
_HEX_LINE = re.compile(r"([0-9a-f]{2})+\n")


@dataclass(frozen=True)
class Check:
    """One numbered check. `ok` is None where nothing could be compared; `found` says what is wrong, or worth knowing."""

    number: int
    name: Both
    ok: bool | None
    found: Both | None = None


class Differs(Exception):
    """What a check found to be wrong."""

    def __init__(self, ko: str, en: str) -> None:
        super().__init__(en)
        self.finding = Both(ko, en)


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


def _run(check: Callable[[_OpenBundle], Both | None], opened: _OpenBundle) -> tuple[bool | None, Both | None]:
    try:
        return True, check(opened)
    except Unsure as unsure:
        return None, unsure.finding
    except Differs as difference:
        return False, difference.finding
    except ScoringError as error:
        return False, Both(error.faults[0].line("ko"), error.faults[0].line("en"))
    except Exception as error:  # whatever a forged member makes of us, the bundle does not pass
        reason = f"{type(error).__name__}: {str(error)[:100]}"
        return False, Both(f"읽을 수 없습니다 ({reason})", f"cannot be read ({reason})")


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
            raise Differs(f"{name}이(가) 없거나 깨졌습니다", f"{name} is missing or damaged")
        return self.members[name]

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        raw = self.get(bundle.MANIFEST)
        manifest = json.loads(raw)
        if not isinstance(manifest, dict) or canonical(manifest) != raw:
            raise Differs("manifest.json이 RFC 8785 JSON이 아닙니다", "manifest.json is not RFC 8785 JSON")
        return manifest

    @cached_property
    def public_key(self) -> bytes:
        return self._hex(bundle.PUBLIC_KEY)

    @cached_property
    def signature(self) -> bytes:
        return self._hex(bundle.SIGNATURE)

    def _hex(self, name: str) -> bytes:
        text = self.get(name).decode()
        if not _HEX_LINE.fullmatch(text):
            raise Differs(f"{name}이(가) 16진수 한 줄이 아닙니다", f"{name} is not one line of hex digits")
        return bytes.fromhex(text)

    @cached_property
    def standings(self) -> Standings:
        return bundle.recompute(self.members)


def _check_archive(opened: _OpenBundle) -> Both | None:
    strangers = sorted(opened.members.keys() - bundle.NAMES)
    if strangers:
        named = ", ".join(ascii(name) for name in strangers)
        raise Differs(f"있어서는 안 되는 파일이 있습니다: {named}", f"files that do not belong: {named}")
    for name in sorted(bundle.REQUIRED):
        opened.get(name)
    at = find_difference(opened.raw)
    if at is not None:
        raise Differs(f"{at}번째 바이트부터 다릅니다", f"it differs from byte {at} on")
    return Both(f"파일 {len(opened.members)}개", f"{len(opened.members)} files")


def _check_manifest(opened: _OpenBundle) -> Both | None:
    manifest = opened.manifest
    if set(manifest) != {"format", "about", "members"} or manifest["format"] != bundle.FORM:
        raise Differs("모르는 형식입니다", "the format is unknown")
    about = ", ".join(f"{key}={value}" for key, value in sorted(manifest["about"].items()) if key != "result")
    return Both(about, about)


def _check_members(opened: _OpenBundle) -> Both | None:
    expected = bundle.make_manifest(opened.members, about={})["members"]
    listed = opened.manifest["members"]
    wrong = sorted(name for name in {*expected, *listed} if expected.get(name) != listed.get(name))
    if wrong:
        named = ", ".join(ascii(name)[1:-1] for name in wrong)
        raise Differs(f"목록과 다릅니다: {named}", f"not as listed: {named}")
    return None


def _check_signature(opened: _OpenBundle) -> Both | None:
    if not is_signed(dict(opened.manifest), signature=opened.signature, public_key=opened.public_key):
        raise Differs("서명이 맞지 않습니다", "the signature does not fit")
    return None


def _check_key(opened: _OpenBundle) -> Both | None:
    name = key_name(opened.public_key)
    if opened.expected is None:
        raise Unsure(
            f"파일 안의 열쇠가 스스로 주장할 뿐입니다. 주최 측이 따로 알린 열쇠와 비교하세요(--public-key): {name}",
            f"the key in the file only vouches for itself; compare it with the one the organizer published "
            f"(--public-key): {name}",
        )
    if opened.expected != opened.public_key:
        raise Differs(f"다른 열쇠로 서명했습니다: {name}", f"it was signed with another key: {name}")
    return Both(name, name)


def _check_standings(opened: _OpenBundle) -> Both | None:
    if standings_json(opened.standings).encode() != opened.get(bundle.STANDINGS_JSON):
        raise Differs("다시 계산하니 다릅니다", "recomputed, they differ")
    count = len(opened.standings.rows)
    return Both(f"{count}개 대상의 순위", f"ranks of {count} entries")


def _check_table(opened: _OpenBundle) -> Both | None:
    if standings_csv(opened.standings).encode() != opened.get(bundle.STANDINGS_CSV):
        raise Differs("다시 계산하니 다릅니다", "recomputed, it differs")
    return None


def _check_result(opened: _OpenBundle) -> Both | None:
    about = opened.manifest["about"]
    if "result" not in about:
        raise Unsure("결과 번호가 없습니다", "it names no result")
    named = {key: about[key] for key in ("event", "round", "version")}
    found = digest({**named, "standings": json.loads(opened.get(bundle.STANDINGS_JSON))})
    made = [act["facts"].get("digest") for act in _acts(opened) if act["act"] == "result.made"]
    if found != about["result"] or made[-1:] != [found]:
        raise Differs("기록된 결과가 아닙니다", "it is not the result that the log records")
    return Both(found, found)


def _check_log(opened: _OpenBundle) -> Both | None:
    before: Mapping[str, Any] | None = None
    for act in _acts(opened):
        content = {key: value for key, value in act.items() if key != "chain"}
        follows = before is None or act["position"] > before["position"]
        joined = before is None or act["position"] > before["position"] + 1 or act["before"] == before["chain"]
        if digest(content) != act["chain"] or not follows or not joined:
            raise Differs(f"{act['position']}번 기록이 이어지지 않습니다", f"act {act['position']} does not follow")
        before = act
    count = len(_acts(opened))
    return Both(f"기록 {count}건", f"{count} acts")


def _acts(opened: _OpenBundle) -> list[dict[str, Any]]:
    acts: list[dict[str, Any]] = json.loads(opened.get(bundle.LOG))
    return acts


_CHECKS: dict[str, Callable[[_OpenBundle], Both | None]] = {
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
    "archive": Both("압축 파일에 다른 것이 없습니다", "nothing else lies in the archive"),
    "manifest": Both("목록을 읽을 수 있습니다", "the manifest can be read"),
    "members": Both("모든 파일이 목록의 SHA-256과 같습니다", "every file has the SHA-256 of the manifest"),
    "signature": Both("목록에 서명이 있습니다(Ed25519)", "the manifest is signed (Ed25519)"),
    "key": Both("서명한 열쇠가 알고 있는 열쇠입니다", "it was signed with the key you know"),
    "standings": Both("채점표와 규칙으로 다시 계산한 순위가 같습니다", "the standings follow from ballots and rules"),
    "table": Both("순위표(CSV)도 같습니다", "so does the table (CSV)"),
    "result": Both("기록에 남은 그 결과입니다", "it is the result that was recorded"),
    "log": Both("기록이 끊김 없이 이어집니다", "the log is an unbroken chain"),
}
