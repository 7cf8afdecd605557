"""The application form: the event's own questions and consents, or what is usual."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from hackathon.domain.applying.consent_texts import BOARD, VERSION, usual_purposes, written_out
from hackathon.domain.base.errors import Invalid
from hackathon.domain.base.questions import Choice, Choices, Kind, Line, Lines, Question, Tags
from hackathon.models import Event
from scoring.reading.canonical import digest
from scoring.text import Sayable, text
from scoring.text import languages as all_languages

Words = dict[str, str]
Need = Literal["required", "optional", "none"]
KINDS: dict[str, Kind] = {"text": Line(), "long": Lines(), "choice": Choice(), "choices": Choices(), "tags": Tags()}
AGES = ("band", "birth-date", "none")
FACTS = ("purpose", "items", "retention", "refusal")
"""The four facts that a person must be told before agreeing."""
MOST_QUESTIONS, MOST_PURPOSES = 30, 10


@dataclass(frozen=True)
class Purpose:
    """One purpose for which personal data is used, with its four facts. One that is required has no application without it."""

    key: str
    required: bool
    title: Words
    facts: Mapping[str, Words]

    @property
    def text(self) -> dict[str, Any]:
        return {"title": self.title, **self.facts}

    @property
    def digest(self) -> str:
        return digest({"key": self.key, "required": self.required, "text": self.text})


@dataclass(frozen=True)
class ApplicationForm:
    phone: Need
    affiliation: Need
    age: str
    questions: tuple[Question, ...]
    version: str
    purposes: tuple[Purpose, ...]

    @property
    def has_board(self) -> bool:
        return any(purpose.key == BOARD for purpose in self.purposes)


_QUESTIONS: list[dict[str, Any]] = [
    {
        "key": "skills",
        "kind": "tags",
        "label": text("What you can do"),
        "hint": text("Set apart by commas, such as: planning, Python"),
    },
    {
        "key": "motivation",
        "kind": "long",
        "label": text("Why you would like to take part"),
        "required": True,
    },
]


def form_of(event: Event) -> ApplicationForm:
    return read_form(event.application, languages=event.languages)


def read_form(
    content: Mapping[str, Any], *, languages: Iterable[str] = (), where: str = "[application]"
) -> ApplicationForm:
    """The form that a definition describes, in the event's languages. Raises Invalid naming the key that is wrong."""
    among = tuple(languages) or all_languages()
    _refuse_unknown(content, {"phone", "affiliation", "age", "questions", "consent"}, where)
    consent = content.get("consent", {})
    _refuse_unknown(consent, {"version", "purposes"}, f"{where} consent")
    questions = content.get("questions", [written_out(question, among) for question in _QUESTIONS])
    purposes = consent.get("purposes", usual_purposes(among))
    if not isinstance(questions, list) or not isinstance(purposes, list):
        raise _fault(where, "questions", text("a list"))
    form = ApplicationForm(
        phone=_one_of(content, "phone", ("required", "optional", "none"), where),  # type: ignore[arg-type]
        affiliation=_one_of(content, "affiliation", ("optional", "required", "none"), where),  # type: ignore[arg-type]
        age=_one_of(content, "age", AGES, where),
        questions=tuple(_question(each, among, where) for each in questions[:MOST_QUESTIONS]),
        version=str(consent.get("version", VERSION))[:32],
        purposes=tuple(_purpose(each, among, where) for each in purposes[:MOST_PURPOSES]),
    )
    for named in (form.questions, form.purposes):
        keys = [each.key for each in named]
        if len(set(keys)) < len(keys):
            raise Invalid(text("{where}: a key stands there twice.", where=where), field="key")
    return form


def _question(content: Mapping[str, Any], among: tuple[str, ...], where: str) -> Question:
    where = f"{where} questions {content.get('key', '?')}"
    _refuse_unknown(content, {"key", "kind", "label", "required", "hint", "options", "longest"}, where)
    kind = KINDS[_one_of(content, "kind", tuple(KINDS), where)]
    options = tuple(_words({"options": each}, "options", among, where) for each in content.get("options", ()))
    if kind.chosen and not options:
        raise _fault(where, "options", text("at least one"))
    return Question(
        key=_key(content, where),
        kind=kind,
        label=_words(content, "label", among, where),
        required=bool(content.get("required", False)),
        hint=_words(content, "hint", among, where) if "hint" in content else None,
        options=options,
        most=int(content.get("longest", 0)) or kind.most,
    )


def _purpose(content: Mapping[str, Any], among: tuple[str, ...], where: str) -> Purpose:
    where = f"{where} consent {content.get('key', '?')}"
    _refuse_unknown(content, {"key", "required", "title", *FACTS}, where)
    return Purpose(
        key=_key(content, where),
        required=bool(content.get("required", False)),
        title=_words(content, "title", among, where),
        facts={name: _words(content, name, among, where) for name in FACTS},
    )


def _key(content: Mapping[str, Any], where: str) -> str:
    key = content.get("key")
    if not isinstance(key, str) or not key.replace("-", "_").isidentifier() or len(key) > 32:  # also a field's name
        raise _fault(where, "key", text("a short name of letters"))
    return key


def _words(content: Mapping[str, Any], key: str, among: tuple[str, ...], where: str) -> Words:
    try:
        return read_words(content.get(key), among)
    except ValueError as error:
        raise _fault(where, key, str(error)) from None


def read_words(found: Any, among: Sequence[str]) -> Words:
    """A text in some of these languages, the first of them first. Raises ValueError saying how such a text is written."""
    known = dict.fromkeys((*among, *all_languages()))
    if not isinstance(found, dict) or not found or not found.keys() <= known.keys():
        raise ValueError(_written_as(among))
    if not all(isinstance(each, str) for each in found.values()):
        raise ValueError(_written_as(among))
    return {language: found[language] for language in known if language in found}


def _written_as(among: Iterable[str]) -> str:
    return f"{{ {', '.join(f'{language} = …' for language in among)} }}"


def _one_of(content: Mapping[str, Any], key: str, known: tuple[str, ...], where: str) -> str:
    found = content.get(key, known[0])
    if found not in known:
        raise _fault(where, key, text("one of {known}", known=" | ".join(known)))
    return str(found)


def _refuse_unknown(content: Mapping[str, Any], known: set[str], where: str) -> None:
    if not isinstance(content, dict):
        raise _fault(where, "", text("a table"))
    for key in content:
        if key not in known:
            raise Invalid(text("{where}: unknown key '{key}'", where=where, key=key), field=key)


def _fault(where: str, key: str, wanted: Sayable) -> Invalid:
    return Invalid(text("{where}: '{key}' must be {wanted}.", where=where, key=key, wanted=wanted), field=key)
