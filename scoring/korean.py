"""Korean particles: which form follows a word depends on the last sound of the word."""

from __future__ import annotations

import unicodedata

PAIRS = {"은/는", "이/가", "을/를", "과/와", "아/야", "으로/로"}
_READ_WITH_FINAL = set("013678LMNR")
"""Digits and capital letters whose Korean reading ends in a consonant (영 일 삼 육 칠 팔, 엘 엠 엔 알)."""
_VOWELS_AND_GLIDES = set("aeiouwy")
_SURE_FINALS = set("lmn")


def with_particle(word: str, pair: str, *, is_code: bool = False) -> str:
    """A word with the particle that its last sound asks for, both forms where that cannot be known.

    `pair` names the form after a consonant and the one after a vowel. A code is read sign by sign, so that its last
    sound is always known. ValueError for a pair that is none.

    >>> with_particle("다온", "이/가"), with_particle("Hack", "이/가"), with_particle("J03", "과/와", is_code=True)
    ('다온이', 'Hack이(가)', 'J03과')
    """
    if pair not in PAIRS:
        raise ValueError(f"no such pair of particles: {pair}")
    after_consonant, after_vowel = pair.split("/")
    final = _final_of_sign(word[-1:]) if is_code else _final_of_word(word)
    if final is None:
        return f"{word}{after_consonant}({after_vowel})"
    if final == "ㄹ" and pair == "으로/로":
        return word + after_vowel
    return word + (after_consonant if final else after_vowel)


def _final_of_word(word: str) -> str | None:
    """The final consonant of a word as it is read: "" for none, "?" for some, None where it cannot be known."""
    letters = [letter for letter in unicodedata.normalize("NFC", word) if letter.isalnum()]
    if not letters:
        return None
    last = letters[-1]
    if is_syllable(last) or (last.isdigit() and last.isascii()):
        return _final_of_sign(last)
    return _final_of_latin("".join(letters)) if last.isascii() else None


def _final_of_sign(sign: str) -> str:
    """The final consonant of a syllable, or of the name of a digit or letter; what is not read has none."""
    if is_syllable(sign):
        return {0: "", 8: "ㄹ"}.get((ord(sign) - ord("가")) % 28, "?")
    if sign.upper() not in _READ_WITH_FINAL:
        return ""
    return "ㄹ" if sign.upper() in set("178LR") else "?"


def _final_of_latin(word: str) -> str | None:
    """Capitals are spelled out (AI, LLM); of other words only some endings are read one way."""
    last = word[-1]
    if word[-2:].isupper() or len(word) == 1:
        return _final_of_sign(last)
    if last.lower() in _SURE_FINALS:
        return "ㄹ" if last.lower() == "l" else "?"
    return "" if last.lower() in _VOWELS_AND_GLIDES else None


def is_syllable(sign: str) -> bool:
    return "가" <= sign <= "힣"
