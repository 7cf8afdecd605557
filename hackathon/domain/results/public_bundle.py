"""The results file for everybody: whether the organizer lets the public have it, once the round is published."""

from __future__ import annotations

from hackathon.domain.base import audit
from hackathon.models import Person, Round


def offer(round: Round, *, actor: Person | None = None) -> None:
    """Let everybody download the results file. Doing it again changes nothing."""
    if not round.bundle_public:
        round.bundle_public = True
        audit.record(round.event, "bundle.offered", f"round:{round.key}", actor=actor)


def withdraw(round: Round, *, actor: Person | None = None) -> None:
    """Take it off the public page; whoever has it keeps it."""
    if round.bundle_public:
        round.bundle_public = False
        audit.record(round.event, "bundle.withdrawn", f"round:{round.key}", actor=actor)
