"""The demo's people, made once for all tests; they are immutable."""

from __future__ import annotations

import csv
from functools import cache
from io import BytesIO, StringIO

from hackathon.demo.form_export import write_form_export
from hackathon.demo.people import DEFAULT_SEED, People, people

SEEDS = (DEFAULT_SEED, 4, 77)


@cache
def sample_people(seed: int = DEFAULT_SEED) -> People:
    return people(seed)


@cache
def form_export(seed: int = DEFAULT_SEED) -> bytes:
    file = BytesIO()
    write_form_export(sample_people(seed), file)
    return file.getvalue()


def form_rows(seed: int = DEFAULT_SEED) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(form_export(seed).decode("utf-8-sig"), newline="")))
