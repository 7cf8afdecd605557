"""Masked names, as strangers may read them: "A*** L***", a Korean name with a star in its middle."""

from __future__ import annotations

import unicodedata

from scoring.korean import is_syllable


def masked(name: str | None) -> str:
    """The middle of a Korean name is hidden, the end of one of two syllables; of other words all but the first letter."""
    words = unicodedata.normalize("NFC", name or "").split()
    return " ".join(_hidden(word) for word in words) or "*"


def _hidden(word: str) -> str:
    if all(map(is_syllable, word)) and len(word) > 1:
        return word[0] + "*" * max(len(word) - 2, 1) + (word[-1] if len(word) > 2 else "")
    return word[0] + "***"
