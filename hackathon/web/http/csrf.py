"""CSRF protection of every form; an API that is guarded by headers exempts its blueprint."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import CSRFProtect
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

csrf = CSRFProtect()


def choices(pairs: Iterable[tuple[str, Any]]) -> list[Any]:
    """What a SelectField offers: value and words."""
    return [SelectChoice(value, words) for value, words in pairs]
