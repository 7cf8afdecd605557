"""Opened results bundle: its members, each read once, and what they say of it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from scoring.bundle import bundle
from scoring.bundle.acts import Log, Pair, Panel, follow, panel_of
from scoring.bundle.archive import find_difference, unpack, unpack_anyhow
from scoring.bundle.receipts import by_pair, sealed_digests
from scoring.faults import ScoringError, make_fault, raise_any
from scoring.policy.policy import Policy
from scoring.reading.canonical import canonical
from scoring.reading.tables import read_bytes
from scoring.standings.forms import FORMS, Form
from scoring.standings.standings import Standings
from scoring.text import Text, text

LARGEST = 512 * 2**20
_MOST_UNPACKED = 64
"""Times its size that an archive packed by another program may hold: memory grows with the file alone."""
_HEX_LINE = re.compile(r"([0-9a-f]{2})+\n")
_FEW_AWARDS = 10_000
"""Rows that cost next to nothing, whatever the standings list."""
_SMALLEST_AWARD = len('{"name":"","entry":null,"open":false}')


class Differs(Exception):
    """What a check found to be wrong."""

    def __init__(self, finding: Text) -> None:
        super().__init__(str(finding))
        self.finding = finding


class Unsure(Differs):
    """Nothing is wrong, but nothing could be compared either."""


@dataclass
class OpenBundle:
    """A bundle's bytes with their members. `expected` is the key that should have signed it, where the reader knows one.

    What a member says is read when first asked for; Differs where it is missing, damaged or of another shape.
    """

    raw: bytes
    expected: bytes | None = None
    members: dict[str, bytes] = field(init=False)
    is_repacked: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        try:
            self.members = unpack(self.raw)
            whole = find_difference(self.raw) is None
        except ValueError:
            self.members, whole = {}, False
        if not whole:
            self._recognise_repacked()

    def _recognise_repacked(self) -> None:
        """Its files are as they were listed, but somebody else packed them: one thing is wrong, not all."""
        try:
            members = unpack_anyhow(self.raw, most=min(_MOST_UNPACKED * len(self.raw), LARGEST))
            manifest = json.loads(members[bundle.MANIFEST])
            same = manifest["members"] == bundle.make_manifest(members, about={})["members"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return
        if same:
            self.members, self.is_repacked = members, True

    def get(self, name: str) -> bytes:
        if name not in self.members:
            raise Differs(text("{name} is missing or damaged", name=name))
        return self.members[name]

    def json(self, name: str) -> Any:
        """What a member says; one that gives a name twice would say two things, depending on the reader."""
        try:
            return json.loads(self.get(name), object_pairs_hook=_unambiguous, parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            raise Differs(text("{name} is no plain JSON", name=name)) from error

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        manifest = self.json(bundle.MANIFEST)
        if not isinstance(manifest, dict) or canonical(manifest) != self.get(bundle.MANIFEST):
            raise Differs(text("manifest.json is not RFC 8785 JSON"))
        return manifest

    @cached_property
    def about(self) -> Mapping[str, Any]:
        about = self.manifest.get("about")
        if not isinstance(about, dict):
            raise Differs(text("the format is unknown"))
        return about

    @cached_property
    def form(self) -> Form:
        """The form that the manifest names."""
        numbers = {name: number for number, name in bundle.FORMATS.items()}
        named = self.manifest.get("format")
        if not isinstance(named, str) or named not in numbers:
            raise Differs(text("the format is unknown"))
        return FORMS[numbers[named]]

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
    def policy(self) -> Policy:
        return Policy.from_text(self.get("policy.toml").decode())

    @cached_property
    def standings(self) -> Standings:
        """Recomputed. Rules that promise more awards than the standings could list are not carried out at all."""
        most = len(self.get(bundle.STANDINGS_JSON)) // _SMALLEST_AWARD + _FEW_AWARDS
        places = [award.count for award in self.policy.awards]
        if self.form.number > 1:  # as many rows as there are entries, at most
            lines = self.get("ballots.csv").count(b"\n") + self.members.get("entries.csv", b"").count(b"\n")
            places = [min(count, lines) for count in places]
        if sum(places) > most:
            raise Differs(text("recomputed, they differ"))
        return bundle.recompute(self.members, form=self.form)

    @cached_property
    def links(self) -> list[Any]:
        """The elements of the log."""
        links = self.json(bundle.LOG)
        if not isinstance(links, list):
            raise Differs(text("{name} is no plain JSON", name=bundle.LOG))
        return links

    @cached_property
    def log(self) -> Log:
        """The log, followed link by link."""
        return follow(self.links, round=str(self.about.get("round", "")))

    @cached_property
    def panel(self) -> Panel:
        """What the acts say of panel and ballots."""
        return panel_of(self.log.acts)

    @cached_property
    def sealed(self) -> dict[Pair, str]:
        """The digest of every ballot of the panel, as its receipt must have it."""
        sources = self.policy.sources
        return sealed_digests(self.get("ballots.csv"), source=sources[0].name if sources else "")

    @cached_property
    def receipts(self) -> dict[Pair, Mapping[str, Any]]:
        """The receipts of the ballots that count; empty where no event made the bundle."""
        return by_pair(self.json(bundle.RECEIPTS)) if bundle.RECEIPTS in self.members else {}

    @cached_property
    def entries(self) -> frozenset[str] | None:
        """The codes of entries.csv; None where there is none, and whoever has a ballot takes part."""
        if "entries.csv" not in self.members:
            return None
        rows = csv.DictReader(io.StringIO(self.get("entries.csv").decode()))
        return frozenset(row["entry"] for row in rows)


def open_bundle(path: Path, *, expected: bytes | None = None) -> OpenBundle:
    """Open the bundle at `path`. Raises ScoringError where it cannot be read or is no results bundle."""
    return OpenBundle(_read(path), expected=expected)


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


def _unambiguous(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name comes twice")
    return found


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no number")
