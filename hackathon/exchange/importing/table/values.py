"""Values of cells: what people type into forms, brought into one form; whatever cannot be is a `Refusal` with the reason."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from email_validator import EmailNotValidError, validate_email

from hackathon.domain.base import phones
from hackathon.domain.base.errors import Invalid
from hackathon.domain.people.people import normal_email, normal_name
from scoring.faults import quote
from scoring.korean import is_syllable
from scoring.text import Text, text

_BIDI_CONTROLS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))  # an override can turn a whole row around
_INVISIBLE = dict.fromkeys([*range(0x20), 0x7F, 0x200B, 0x2060, 0xFEFF, 0x00AD, *_BIDI_CONTROLS])
_IDLE_JOINERS = re.compile(
    r"(?:^|(?<=[\x00-\x7f\u1100-\u11ff\u3000-\u9fff\uac00-\ud7a3]))[\u200c\u200d]+|[\u200c\u200d]+$"
)
"""Joiners that join nothing. Faces are made of several by them, and Persian and Indic words are written with them."""
_CODE = re.compile(r"([A-Z]*)0*(\d+)")
_JOINERS = {0x200C: None, 0x200D: None}
_LONG_NUMBER = re.compile(r"\d(?:[\s().+/-]{0,2}\d){6,}")
_LINES = {**_INVISIBLE, 0x0A: 0x0A, 0x09: 0x20}
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x00A0: 0x20}
_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_NOTHING, _NOBODY, _YES, _NO = (frozenset(_WORDS[name]) for name in ("nothing", "nobody", "yes", "no"))
_YES_BEGINS = tuple(_WORDS["yes_begins"])
_PLAIN_EMAIL = re.compile(
    r"[a-z0-9]+(?:[._%+-][a-z0-9]+)*@[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*\.[a-z]{2,24}"
)
_FLOAT = re.compile(r"\d+\.0+")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")
_RESIDENT = re.compile(r"(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\s*[-–—]\s*[1-8]\d{6}(?!\d)")
_RESIDENT_BARE = re.compile(r"(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[1-4]\d{6}(?!\d)")
_LONGEST_EMAIL = 254


class Refusal(Exception):
    """A cell that cannot be taken as it is, with the field and the reason."""

    def __init__(self, field: str, reason: Text) -> None:
        super().__init__(str(reason))
        self.field, self.reason = field, reason


@dataclass(frozen=True, slots=True)
class _WithoutStop(Text):
    """A sentence without its full stop: reasons stand beside each other."""

    sentence: Text

    def say(self, language: str) -> str:
        return self.sentence.say(language).rstrip(".")

    __str__ = Text.__str__


def refusal_of(error: Invalid) -> Refusal:
    """The refusal of a row for what the domain does not take."""
    return Refusal(error.field, _WithoutStop(error.why))


def clean(text: str, *, lines: bool = False) -> str:
    """One form for equal texts: composed, plain width, without what cannot be seen."""
    if text.isascii() and text.isprintable():
        return text.strip()
    composed = _IDLE_JOINERS.sub("", unicodedata.normalize("NFC", text).translate(_WIDE))
    if lines:
        return composed.replace("\r\n", "\n").replace("\r", "\n").translate(_LINES).strip()
    return " ".join(composed.replace("\n", " ").replace("\r", " ").replace("\t", " ").translate(_INVISIBLE).split())


def is_nothing(text: str) -> bool:
    """Whether somebody wrote that there is nothing to write."""
    return text.casefold() in _NOTHING


def is_nobody(text: str) -> bool:
    """Whether somebody wrote that they have no team, or that a work has no name yet."""
    return "".join(text.casefold().split()) in _NOBODY


def named(text: str) -> str:
    """A team's or a work's name; empty where somebody wrote that there is none."""
    name = clean(text)
    return "" if is_nobody(name) else name


def lines_of(text: str) -> str:
    """A text that may have several lines."""
    return clean(text, lines=True)


def text_or_nothing(text: str) -> str:
    """A text, empty where somebody wrote that there is nothing to write."""
    stored = clean(text)
    return "" if is_nothing(stored) else stored


def name_of(text: str) -> str:
    """A person's name. Hangul names of up to four syllables lose the spaces that people put between them."""
    name = normal_name(clean(text))
    bare = name.replace(" ", "")
    if len(bare) <= 4 and all(map(is_syllable, bare)):
        return bare
    return name


def require_no_number(name: str) -> None:
    """Raise Refusal where a name holds a phone or a student number: names are shown to everybody."""
    found = _LONG_NUMBER.search(name)
    if found:
        said = text("a name holds no number ({value}); give each its own column", value=quote(found[0]))
        raise Refusal("name", said)


def key_of(text: str) -> str:
    """Under this key two names are the same: width, case, spaces and joiners do not tell them apart."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).translate(_JOINERS)


def code_key(code: str) -> str:
    """Under this key two codes look the same: case, width, spaces, hyphens and zeros in front do not tell them apart."""
    plain = re.sub(r"[\s_.-]+", "", unicodedata.normalize("NFKC", clean(code)).upper())
    found = _CODE.fullmatch(plain)
    return f"\0{found[1]} {found[2]}" if found else f"\0{plain}"


def email_of(text: str) -> str | None:
    """An address as it is stored, None where there is none. Raises Refusal for what is no address."""
    address = normal_email(clean(text).removeprefix("mailto:").strip("<>"))
    if is_nothing(address):
        return None
    if len(address) > _LONGEST_EMAIL:
        raise _bad_email(text)
    if _PLAIN_EMAIL.fullmatch(address) and len(address.partition("@")[0]) <= 64:
        return address
    try:
        return validate_email(address, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError:
        raise _bad_email(text) from None


def _bad_email(cell: str) -> Refusal:
    return Refusal("email", text("this is no e-mail address: {value}", value=quote(cell)))


def phone_of(text: str) -> str | None:
    """A number as +8210…, None where there is none. Raises Refusal for what cannot be a number.

    A spreadsheet makes a number of it (1012345678.0), or one in which digits are lost (1.0E+09).
    """
    typed = clean(text).strip("'\"")
    if is_nothing(typed):
        return None
    if _FLOAT.fullmatch(typed):
        typed = typed.partition(".")[0]
    if _SCIENTIFIC.fullmatch(typed):
        raise _bad_phone(text)
    number = phones.certain_phone(typed)
    if number is None:
        raise _bad_phone(text)
    return number


def _bad_phone(cell: str) -> Refusal:
    return Refusal("phone", text("this is no phone number: {value}", value=quote(cell)))


def yes_or_no(text: str) -> bool | None:
    """What a tick box or a question for yes or no holds; None where it says neither."""
    said = clean(text).casefold().rstrip(".!~ ")
    if said in _NO or any(word in said for word in _WORDS["no_within"]):
        return False
    if said in _YES or said.startswith(_YES_BEGINS):
        return True
    return None


def is_chair(text: str) -> bool:
    """Whether a cell says that a judge is the chair, by a yes or by the word itself."""
    said = yes_or_no(text)
    return any(word in text for word in _WORDS["chair"]) if said is None else said


def holds_resident_number(text: str) -> bool:
    """Whether a resident registration number stands in the text."""
    if sum(map(str.isdigit, text)) < 13:
        return False
    return bool(_RESIDENT.search(text)) or bool(_RESIDENT_BARE.fullmatch(text.strip()))


_SIGNS = _WORDS["moment"]
_DATE = re.compile(
    rf"(\d{{4}})\s*[{_SIGNS['year']}]\s*(\d{{1,2}})\s*[{_SIGNS['month']}]\s*(\d{{1,2}})\s*[{_SIGNS['day']}]?"
)
_DATE_US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_TIME = re.compile(
    rf"(\d{{1,2}})\s*[{_SIGNS['hour']}]\s*(\d{{1,2}})?\s*(?:[{_SIGNS['minute']}]|:(\d{{1,2}})(?:\.\d+)?)?"
)
_OFFSET = re.compile(r"(?:GMT|UTC)?\s*([+-])(\d{1,2}):?(\d{2})?\s*$|Z\s*$")
_SERIAL = re.compile(r"[3-6]\d{4}(?:\.\d+)?")
_FIRST_SERIAL = datetime(1899, 12, 30)  # noqa: DTZ001  (the day zero of spreadsheets; the event's zone is put on after)


def moment_of(text: str, zone: ZoneInfo) -> datetime | None:
    """A moment as forms and spreadsheets write it (`2025. 9. 24 PM 3:05:12`, in words of their language), or None where it cannot be read."""
    written = clean(text)
    try:
        if _SERIAL.fullmatch(written):
            return (_FIRST_SERIAL + timedelta(days=float(written))).replace(tzinfo=zone)
        return _written_moment(written, zone)
    except (ValueError, OverflowError):
        return None


def _written_moment(written: str, zone: ZoneInfo) -> datetime | None:
    found = _DATE.search(written)
    if found:
        year, month, day = (int(part) for part in found.groups())
    else:
        found = _DATE_US.search(written)
        if not found:
            return None
        month, day, year = (int(part) for part in found.groups())
    hour, minute, second, rest = _clock(written[found.end() :])
    moment = datetime(year, month, day, hour, minute, second, tzinfo=zone)
    return _in_zone(moment, rest)


def _clock(text: str) -> tuple[int, int, int, str]:
    found = _TIME.search(text)
    if not found:
        return 0, 0, 0, ""
    hour, minute, second = (int(part or 0) for part in found.groups())
    half = next((shift for word, shift in _SIGNS["halves"].items() if word in text.casefold()), None)
    if half is not None and hour <= 12:
        hour = hour % 12 + half
    return hour, minute, second, text[found.end() :]


def _in_zone(moment: datetime, rest: str) -> datetime:
    found = _OFFSET.search(rest)
    if not found:
        return moment
    sign, hours, minutes = found.groups()
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    return (moment.replace(tzinfo=UTC) - offset).astimezone(moment.tzinfo)
