"""Catalogues are complete and current: every sentence of the sources has its Korean, with the same blanks, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from tests.house import halves
from tests.house.catalogues import DOMAINS, ROOT, Domain, extracted, read, sentences_of, sentences_of_script

PAIRS = [
    pytest.param(domain, language, id=f"{domain.name}-{language}")
    for domain in DOMAINS
    for language in domain.languages()
]
ABOUT_KOREAN = {"scoring/korean.py"}
"""Particles, which no other language has."""
_BLANK = re.compile(r"{(\w+)(?::[^}]*)?}")


def words(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def forms(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def known(domain: Domain, language: str) -> dict[tuple[str | None, tuple[str, ...]], Message]:
    return {(message.context, forms(message)): message for message in read(domain, language) if message.id}


@pytest.mark.parametrize("domain", DOMAINS, ids=lambda domain: domain.name)
def test_korean_is_there(domain: Domain) -> None:
    assert "ko" in domain.languages()


@pytest.mark.parametrize(("domain", "language"), PAIRS)
def test_every_sentence_is_translated_and_no_other(domain: Domain, language: str) -> None:
    wanted = {(message.context, forms(message)) for message in extracted(domain) if message.id}
    had = {key for key, message in known(domain, language).items() if all(words(message)) and not message.fuzzy}
    assert (wanted - had, had - wanted) == (set(), set()), "run `make messages` and translate what is empty"


@pytest.mark.parametrize(("domain", "language"), PAIRS)
def test_translations_have_the_same_blanks(domain: Domain, language: str) -> None:
    for (_context, ids), message in known(domain, language).items():
        blanks = {blank for form in ids for blank in _BLANK.findall(form)}
        counted = {"n"} if len(ids) > 1 else set()  # a number may be told by the form alone, or in one language only
        for said in words(message):
            found = set(_BLANK.findall(said)) - counted
            assert found == blanks - counted or (counted and found < blanks), f"{ids}: {said}"


def test_a_sentence_is_said_alike_wherever_it_stands() -> None:
    """The rules and the event look sentences up in each other's catalogue too."""
    said: dict[object, set[tuple[str, ...]]] = {}
    for domain in DOMAINS:
        if domain.name != "tablet":
            for key, message in known(domain, "ko").items():
                said.setdefault(key, set()).add(words(message))
    assert {key: each for key, each in said.items() if len(each) > 1} == {}


@pytest.mark.parametrize("domain", DOMAINS, ids=lambda domain: domain.name)
def test_sentences_are_english_without_markup(domain: Domain) -> None:
    for message in extracted(domain):
        for form in forms(message):
            assert not re.search(r"[가-힣]|</?[a-z]+[ >]", form), form


@pytest.mark.parametrize(
    "code",
    ['text(f"{n} ballots")', 'text("a" + name)', "text(name)", 'text_p("verb", name)', 'text_n("one", many, n=2)'],
)
def test_a_sentence_that_is_no_literal_is_refused(code: str, tmp_path: Path) -> None:
    source = tmp_path / "source.py"
    source.write_text(f"from scoring.text import text, text_n, text_p\n{code}\n", encoding="utf-8")
    with pytest.raises(SyntaxError, match="a sentence is a literal"):
        list(sentences_of(source))


def test_every_form_of_a_script_s_sentence_is_found(tmp_path: Path) -> None:
    source = tmp_path / "source.js"
    source.write_text(
        'const a = `${t("One")} · ${tn("{n} ballot", "{n} ballots", n)}`;\n'
        'const b = tp(\n  "state",\n  "Open",\n);\nformat(a.t(1), rich("At {time}", { time }), mist(a));\n',
        encoding="utf-8",
    )
    assert list(sentences_of_script(source)) == [
        (1, "One", None),
        (1, ("{n} ballot", "{n} ballots"), None),
        (2, "Open", "state"),
        (6, "At {time}", None),
    ]


@pytest.mark.parametrize(
    "code",
    [
        "t(`${n} ballots`)",
        't("a" + name)',
        "t(name)",
        't("state-" + x)',
        't(a ? "b" : "c")',
        'tp("verb", name)',
        'tn("one", many, 2)',
        "rich(`At`, {})",
        "a = `${t(`Save`)}`",
    ],
)
def test_a_script_s_sentence_that_is_no_literal_is_refused(code: str, tmp_path: Path) -> None:
    source = tmp_path / "source.js"
    source.write_text(f"{code};\n", encoding="utf-8")
    with pytest.raises(SyntaxError, match="a sentence is a literal"):
        list(sentences_of_script(source))


@pytest.mark.parametrize(
    "language", [language for domain in DOMAINS for language in domain.languages() if domain.name == "tablet"]
)
def test_the_tablet_fills_blanks_without_particles(language: str) -> None:
    tablet = next(domain for domain in DOMAINS if domain.name == "tablet")
    assert [said for message in read(tablet, language) for said in words(message) if re.search(r"{\w+:", said)] == []


@pytest.mark.parametrize(
    "source",
    [
        '{{ _("Version") }} {{ number }}',
        '<p>{{ time | full }} {{ _("is the end") }}</p>',
        '<a title="{{ code }} {{ _("Comment") }}">',
        '{{ _("Votes: ") ~ count }}',
        '{% set words = _("Votes") ~ count %}',
        '{{ ngettext("{n} tie", "{n} ties", n) }} left',
        '{{ _("One") if one else _("Many") }} {{ things }}',
    ],
)
def test_a_half_in_a_template_is_found(source: str) -> None:
    assert len(list(halves.halves_of_template(source))) == 1


@pytest.mark.parametrize(
    "source",
    [
        '{{ _("Closes {time}", time=at | full) }} · {{ at | until }}',
        '{{ _("Not saved.") }} {{ fault }}',
        '<dt>{{ _("Version") }}</dt><dd>{{ number }}</dd>',
        '{{ person.name or _("No name") }} {{ code }}',
        '{{ _("Guardian") }}: {{ name }} ({{ _("done") }})',
        '{{ line("name", _("Name")) }} {{ line("email", _("E-mail")) }}',
        '{{ _("Write version {number}", number=newest.version + 1) }}',
    ],
)
def test_whole_sentences_and_facts_in_a_row_are_no_halves(source: str) -> None:
    assert list(halves.halves_of_template(source)) == []


@pytest.mark.parametrize(
    "code", ['text("a") + name', "f\"{text('a')} {name}\"", 'words += text("a")', 'text("a") % name']
)
def test_a_half_in_python_is_found(code: str) -> None:
    assert len(list(halves.halves_of_python(f"from scoring.text import text\n{code}\n"))) == 1


def test_no_sentence_is_put_together_from_halves() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{half.line} {half.source}"
        for pattern, halves_of in (("*.html", halves.halves_of_template), ("*.py", halves.halves_of_python))
        for folder in ("hackathon", "scoring", "templates")
        for path in sorted((ROOT / folder).rglob(pattern))
        for half in halves_of(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_korean_stands_in_catalogues_alone() -> None:
    """Besides data, the Korean manual and tests; what programs recognise stands in tables of data."""
    found = {
        path.relative_to(ROOT).as_posix()
        for folder in ("hackathon", "scoring", "templates")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".html", ".js", ".css", ".ts")
        if "/manual/ko/" not in path.as_posix()
        if re.search("[가-힣]", path.read_text(encoding="utf-8"))
    }
    assert found == ABOUT_KOREAN
