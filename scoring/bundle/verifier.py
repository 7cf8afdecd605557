"""Verifier of a results bundle: numbered checks that need nothing but the file, and receipts looked up in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring.bundle.acts import Broken
from scoring.bundle.checks import CHECKS
from scoring.bundle.opened import Differs, OpenBundle, Unsure, open_bundle
from scoring.bundle.receipts import is_by
from scoring.faults import ScoringError
from scoring.reading.arguments import PATH, is_path, require
from scoring.standings.forms import FORM_1
from scoring.text import Text, text


@dataclass(frozen=True)
class Check:
    """One numbered check. `ok` is None where nothing could be compared; `found` says what is wrong, or worth knowing."""

    number: int
    name: Text
    ok: bool | None
    found: Text | None = None


@dataclass(frozen=True)
class Lookup:
    """What became of one receipt's ballot. `ok` is whether that is as it should be."""

    id: str
    entry: str
    ok: bool
    found: Text


def verify_results(path: str | Path, *, public_key: bytes | None = None) -> tuple[Check, ...]:
    """Check the bundle at `path`; every check is run, whatever the ones before it found.

    With `public_key` (32 bytes, from a source you trust) the bundle must be signed by its owner; without it the key in the
    bundle only vouches for itself. Raises ScoringError where the file cannot be read or is no results bundle.
    """
    require(path, is_path, argument="path", wanted=PATH)
    return check_all(open_bundle(Path(path), expected=public_key))


def check_all(opened: OpenBundle) -> tuple[Check, ...]:
    """Every check of an opened bundle."""
    checks = []
    for number, (name, check) in enumerate(CHECKS.values(), start=1):
        ok, found = _run(check, opened)
        checks.append(Check(number, name, ok, found))
    return tuple(checks)


def _run(check: Callable[[OpenBundle], Text | None], opened: OpenBundle) -> tuple[bool | None, Text | None]:
    try:
        return True, check(opened)
    except Unsure as unsure:
        return None, unsure.finding
    except Differs as difference:
        return False, difference.finding
    except Broken:
        return None, text("the log is broken")
    except ScoringError as error:
        return False, error.faults[0].full_message
    except Exception as error:  # whatever a forged member makes of us, the bundle does not pass
        reason = f"{type(error).__name__}: {str(error)[:100]}"
        return False, text("cannot be read ({reason})", reason=reason)


def look_up(opened: OpenBundle, receipts: Sequence[Mapping[str, Any]]) -> list[Lookup]:
    """What became of each receipt's ballot, by its id and digest alone: a receipt of an earlier epoch holds too."""
    return [Lookup(str(each["id"]), str(each["entry"]), *_look_up(opened, each)) for each in receipts]


def _look_up(opened: OpenBundle, receipt: Mapping[str, Any]) -> tuple[bool, Text]:
    try:
        return _outcome(opened, receipt)
    except Exception as error:  # a bundle that cannot be read holds no ballot
        reason = f"{type(error).__name__}: {str(error)[:100]}"
        return False, text("cannot be read ({reason})", reason=reason)


def _outcome(opened: OpenBundle, receipt: Mapping[str, Any]) -> tuple[bool, Text]:
    if not is_by(receipt, public_key=opened.expected or opened.public_key):
        return False, text("not signed by this key")
    if _counts(opened, receipt):
        return True, text("in it and unchanged")
    number = _replacement(opened, receipt)
    if number is not None:
        return True, text("replaced by revision {n} of the same judge", n=number)
    return False, text("not in it or changed")


def _counts(opened: OpenBundle, receipt: Mapping[str, Any]) -> bool:
    """Whether its ballot counts; form 1 has no ids, but the digest says whose ballot it was and what was in it."""
    counted = {pair for pair, found in opened.sealed.items() if found == receipt["digest"]}
    if opened.form == FORM_1:
        return bool(counted)
    kept = (opened.receipts.get(pair, {}) for pair in counted)
    return any(each.get("id") == receipt["id"] and each.get("digest") == receipt["digest"] for each in kept)


def _replacement(opened: OpenBundle, receipt: Mapping[str, Any]) -> int | None:
    """The number of the revision that counts in its place, where the log knows of this one."""
    if opened.form == FORM_1:
        return None
    mine = (
        (save.judge, save.entry)
        for save in opened.panel.saves
        if save.id == receipt["id"] and save.digest == receipt["digest"]
    )
    counting = opened.receipts.get(next(mine, ("", "")))
    return None if counting is None else counting["revision"]
