"""`check --integrity` and `key`: whether what is stored is what was acknowledged, and whose signature says so."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from hackathon.cli.speech import fail, key_of, language, opened, say
from hackathon.domain.results import integrity
from hackathon.domain.rounds.events import get_event
from scoring.bundle.archive import unpack
from scoring.bundle.bundle import CHECKPOINT
from scoring.bundle.signing import key_lines
from scoring.faults import printable
from scoring.text import Text, joined, text


@click.command()
def key() -> None:
    """Print the public key that checks receipts and results, and its fingerprint.

    \b
    Example:
      hackathon key > organizer.txt
      python -m scoring verify results.zip --public-key organizer.txt
    """
    with opened() as app:
        click.echo(key_lines(key_of(app).public), nl=False)


def check_integrity(files: Sequence[Path]) -> None:
    """Read every chain and digest of the event; exits with 1 where one does not hold."""
    with opened() as app:
        event, own = get_event(), key_of(app)
        marks = [(file, _checkpoint_in(file)) for file in files]
        found = list(integrity.check_event(event, key=own))
        others = [(file, integrity.check_checkpoint(event, mark, key=own)) for file, mark in marks]
    broken = [_said(each.name, each.count, each.broken) for each in found]
    broken += [_said(text("checkpoint of {file}", file=file.name), None, wrong) for file, wrong in others]
    if any(broken):
        say(text("What is stored is not what was acknowledged. Compare it with a backup."), error=True)
        raise SystemExit(1)
    say(text("Everything holds: every link, every digest, every signature."))


def _said(name: Text, count: Text | None, broken: Text | None) -> bool:
    """Say one finding, and whether it is a break."""
    told = joined([each for each in (count, broken) if each])
    line = joined([name, told], ": ") if count or broken else name
    click.echo(f"{'✗' if broken else '✓'} {printable(line.say(language()))}")
    return broken is not None


def _checkpoint_in(file: Path) -> dict[str, Any]:
    """The checkpoint of a results file or a packet."""
    raw = file.read_bytes()
    try:
        content = json.loads(unpack(raw)[CHECKPOINT] if raw.startswith(b"PK") else raw)
        mark = content.get("checkpoint", content)
        mark["signature"], mark["key_id"], mark["at"], mark["log"]["chain"], mark["ballots"]["chain"], mark["round"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise fail(text("{file} holds no checkpoint.", file=file.name)) from None
    return dict(mark)
