"""Verification by everybody: the public key, and the results files that the organizer lets the public have."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from hackathon.domain.base.keys import Key, get_key
from hackathon.domain.results.publications import find_held, find_published, get_published
from hackathon.exchange.exporting.files import File, export
from hackathon.models import Event, Round
from hackathon.permissions import visible
from scoring.bundle.signing import fingerprint

_KEPT = "results_files"
_MOST_KEPT = 4
"""A results file takes a second to make, and anybody may ask for it."""


@dataclass(frozen=True)
class PublicKey:
    """The installation's key as people compare it."""

    text: str
    fingerprint: str


def the_key() -> Key:
    return get_key(current_app.config["SETTINGS"].keys)


def public_key() -> PublicKey:
    key = the_key()
    return PublicKey(key.public.hex(), fingerprint(key.public))


def offered_rounds(event: Event) -> list[Round]:
    """The rounds whose results file everybody may download now."""
    return [round for round in event.rounds if is_offered(round)]


def is_offered(round: Round) -> bool:
    """Not while a correction is open: what is computed then is not what is out."""
    published = find_published(round)
    return (
        visible(None, "bundle", round=round)
        and published is not None
        and round.locked_at is not None
        and published == find_held(round)
    )


def results_file(round: Round) -> File:
    """The results file; the same result has the same bytes, which are made once."""
    kept: dict[int, File] = current_app.extensions.setdefault(_KEPT, {})
    result = get_published(round)
    if result.id not in kept:
        file = export(round, "zip", key=the_key())
        while len(kept) >= _MOST_KEPT:
            kept.pop(next(iter(kept)), None)
        kept[result.id] = file
    return kept[result.id]
