"""Catalogues of the app's sentences: what a language says for each, in one small file that the tablet keeps."""

from __future__ import annotations

import gettext
import json
from functools import lru_cache
from pathlib import Path

from babel.messages.mofile import read_mo

from scoring.text import files_of

_NUMBERS = range(200)
"""Every rule of a plural goes by the last two digits, or knows a few numbers below 200."""


def catalogue(language: str) -> str:
    """Its JSON; "" where nothing was translated, and the app says it in English."""
    found = files_of(language, "tablet")
    return _json(found[0], found[0].stat().st_mtime_ns) if found else ""


@lru_cache(maxsize=16)
def _json(file: Path, _changed: int) -> str:
    with file.open("rb") as compiled:
        found = read_mo(compiled)
    words = {}
    for message in found:
        one, *_many = [message.id] if isinstance(message.id, str) else message.id
        forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
        if one and forms and all(forms):
            words[_key(one, message.context)] = forms[0] if len(forms) == 1 else forms
    plural = gettext.c2py(found.plural_expr)
    form_of = "".join(str(plural(n)) for n in _NUMBERS)
    return json.dumps({"plural": form_of, "words": words}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _key(sentence: str, context: str | bytes | None) -> str:
    known = context.decode() if isinstance(context, bytes) else context  # Babel leaves it in bytes, and says it is text
    return f"{known}\x04{sentence}" if known else sentence
