"""Cells of a table: as text, as keys, as exact numbers and back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from numbers import Integral, Rational, Real

# Text as it comes from forms: what a Korean keyboard's full-width mode makes of digits, signs and the point.
_FULL_WIDTH = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {0xFF0B: "+", 0xFF0D: "-", 0xFF0E: "."}
_INVISIBLE = "\ufeff\u200b"
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_FRACTION = re.compile(r"[+-]?[0-9]+/0*[1-9][0-9]*")
# Beyond this a number is a slip or an attack, and its exact fraction would fill the memory.
LONGEST_NUMBER = 400
UNCOMPUTED = "#UNCOMPUTED!"
"""Stands, with the formula behind it, for a cell of a workbook whose formula was never computed."""
_ERROR = re.compile(
    r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!|PYTHON!|GETTING_DATA|UNCOMPUTED!.*)",
    re.S,
)


def to_text(cell: object) -> str:
    """A cell as text; a float becomes its shortest decimal, so 7.0 is "7" and 0.1 is "0.1"."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, Integral):
        return str(int(cell))
    if isinstance(cell, float):
        return _float_text(float(cell))
    return str(cell)


def _float_text(number: float) -> str:
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return repr(number)


def to_key(cell: object) -> str:
    """A code or column name: as text, NFC-normalised and trimmed."""
    return unicodedata.normalize("NFC", to_text(cell)).strip().strip(_INVISIBLE).strip()


def is_error(text: str) -> bool:
    """Whether a cell shows an error of its spreadsheet, or a formula that was never computed, instead of a value.

    >>> is_error("#N/A"), is_error("#UNCOMPUTED! =B2*2"), is_error("N/A")
    (True, True, False)
    """
    return text.startswith("#") and bool(_ERROR.fullmatch(text.strip()))


def parse_decimal(text: str) -> Decimal | None:
    """The number that `text` writes, or None where it is no finite number of a sane size.

    >>> parse_decimal(" 8.50 "), parse_decimal("１０"), parse_decimal("7,5"), parse_decimal("1_0")
    (Decimal('8.50'), Decimal('10'), None, None)
    """
    plain = text.translate(_FULL_WIDTH).strip().strip(_INVISIBLE).strip()
    if len(plain) > LONGEST_NUMBER or not _NUMBER.fullmatch(plain):
        return None
    number = Decimal(plain)
    if not number:
        return Decimal(0)
    return number if abs(number.adjusted()) <= LONGEST_NUMBER else None


def find_number(value: object) -> Fraction | None:
    """Any number a caller may hand over (int, float, Decimal, Fraction, text) as an exact fraction; bool is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, Real | Decimal | str):
        number = parse_decimal(to_text(value))
        return None if number is None else Fraction(number)
    return None


def find_exact(text: str) -> Fraction | None:
    """The number that a cell writes as a decimal or, like the column `exact` of the standings, as a fraction.

    >>> find_exact("467/5"), find_exact("93.4"), find_exact("1/0")
    (Fraction(467, 5), Fraction(467, 5), None)
    """
    if len(text) <= LONGEST_NUMBER and _FRACTION.fullmatch(text.strip()):
        return Fraction(text.strip())
    return find_number(text)


def number_text(number: Decimal) -> str:
    """A decimal as text without exponent or idle zeros: Decimal("1E+1") is "10", Decimal("2.50") is "2.5"."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def json_number(number: Decimal) -> int | float:
    """A decimal as JSON writes it, without idle zeros: Decimal("7.0") is 7, Decimal("2.50") is 2.5."""
    return int(number) if number == number.to_integral_value() else float(number)


def near(word: str, candidates: Iterable[str]) -> str:
    """The candidate most like `word`, or ""."""
    known = {candidate.casefold(): candidate for candidate in candidates if candidate}
    found = get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    return known[found[0]] if found else ""
