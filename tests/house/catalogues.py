"""Catalogues of the languages: what the sources say, and the files that translators fill.

`make messages` (python -m tests.house.catalogues [LANGUAGE…]) reads every sentence of the sources and writes it into
every catalogue: new ones empty, vanished ones out, sorted and without line numbers. A LANGUAGE begins a new catalogue.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
SPEAKERS = {"scoring.text": ("text", "text_n", "text_p"), "hackathon.web.http.languages": (
    "gettext", "ngettext", "pgettext", "lazy_gettext", "lazy_pgettext",
)}  # fmt: skip
"""Functions whose first argument is a sentence: of a number with `n`, after a context with `p` in its name."""
_TEMPLATES = {"_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
_SCRIPT_CALL = re.compile(r"(?<!function )(?<![\w.$])(tn|tp|t|rich)\(\s*")
_LITERAL = r'("(?:[^"\\\n]|\\.)*")\s*'
Sentence: TypeAlias = "tuple[int, str | tuple[str, ...], str | None]"
"""Line, sentence (or both forms of one with a number), context."""


class Domain(NamedTuple):
    """One catalogue a language, and the sources whose sentences it holds."""

    name: str
    locale: Path
    sources: tuple[tuple[str, str, str], ...]
    """Folder, pattern below it, and how it is read."""

    def file(self, language: str) -> Path:
        return self.locale / language / "LC_MESSAGES" / f"{self.name}.po"

    def languages(self) -> list[str]:
        return sorted(path.parent.parent.name for path in self.locale.glob(f"*/LC_MESSAGES/{self.name}.po"))


DOMAINS = (
    Domain("scoring", ROOT / "scoring" / "locale", (("scoring", "**.py", "python"), ("scoring", "**.html", "jinja2"))),
    Domain(
        "hackathon",
        ROOT / "hackathon" / "locale",
        (("hackathon", "**.py", "python"), ("templates", "**.html", "jinja2")),
    ),
    Domain("tablet", ROOT / "hackathon" / "locale", (("hackathon/static/js", "**.js", "javascript"),)),
)


def extracted(domain: Domain) -> Catalog:
    """Every sentence of the domain's sources, with the places where it stands."""
    catalogue = Catalog()
    for file, line, message, context in _found(domain):
        catalogue.add(message, locations=[(file, line)], context=context)
    return catalogue


def _found(domain: Domain) -> Iterator[tuple[str, int, str | tuple[str, ...], str | None]]:
    for folder, pattern, method in domain.sources:
        if reader := _READERS.get(method):
            for path in sorted((ROOT / folder).rglob(pattern.replace("**", "*"))):
                for sentence in reader(path):
                    yield path.relative_to(ROOT).as_posix(), *sentence
            continue
        for file, line, message, _comments, context in extract_from_dir(
            ROOT / folder,
            method_map=[(pattern, method)],
            options_map={"**.html": {"trimmed": "true"}},
            keywords=_TEMPLATES,
        ):
            yield f"{folder}/{file}", line, message, context


def sentences_of(path: Path) -> Iterator[Sentence]:
    """Every sentence of a Python module; SyntaxError for what is no literal."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    known = {
        alias.asname or alias.name: alias.name
        for node in imported
        for alias in node.names
        if alias.name in SPEAKERS.get(node.module or "", ())
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in known):
            continue
        kind = known[node.func.id]
        wanted = 2 if kind in ("text_n", "ngettext", "text_p", "pgettext", "lazy_pgettext") else 1
        words = [
            argument.value
            for argument in node.args[:wanted]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        if len(words) != wanted:
            if path.name in ("text.py", "languages.py"):  # which pass on what others wrote
                continue
            raise SyntaxError(f"{path}:{node.lineno}: a sentence is a literal, its values fill {{blanks}}")
        if wanted == 1:
            yield node.lineno, words[0], None
        elif kind.endswith("pgettext") or kind == "text_p":
            yield node.lineno, words[1], words[0]
        else:
            yield node.lineno, (words[0], words[1]), None


def sentences_of_script(path: Path) -> Iterator[Sentence]:
    """The same of a script: t("…"), rich("…"), tp("context", "…"), tn("one", "many", n)."""
    code = path.read_text(encoding="utf-8")
    for call in _SCRIPT_CALL.finditer(code):
        wanted = 2 if call[1] in ("tn", "tp") else 1
        found = re.compile(",\\s*".join([_LITERAL] * wanted) + "[,)]").match(code, call.end())
        line = code.count("\n", 0, call.start()) + 1
        if not found:
            raise SyntaxError(f"{path}:{line}: a sentence is a literal, its values fill {{blanks}}")
        words = [json.loads(each) for each in found.groups()]
        if call[1] == "tp":
            yield line, words[1], words[0]
        else:
            yield line, words[0] if wanted == 1 else tuple(words), None


_READERS = {"python": sentences_of, "javascript": sentences_of_script}


def read(domain: Domain, language: str) -> Catalog:
    with domain.file(language).open("rb") as file:
        return read_po(file, locale=language)


def update(domain: Domain, language: str) -> None:
    """Bring the catalogue to what the sources say now; what was translated stays."""
    known = read(domain, language) if domain.file(language).is_file() else Catalog(locale=language)
    fresh = Catalog(locale=language)
    for message in extracted(domain):
        if message.id:
            said = known.get(_first(message.id), message.context)
            fresh.add(message.id, said.string if said and not said.fuzzy else None, context=message.context)
    write(fresh, domain.file(language))


def _first(sentence: str | list[str] | tuple[str, ...]) -> str:
    return sentence if isinstance(sentence, str) else sentence[0]


def write(catalogue: Catalog, target: Path) -> None:
    """The same catalogue gives the same bytes: no dates, no names of tools."""
    head = {
        "Language": catalogue.locale_identifier,
        "Content-Type": "text/plain; charset=utf-8",
        "Plural-Forms": catalogue.plural_forms,
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    for message in catalogue:
        message.flags.clear()
    with target.open("wb") as file:
        lines = ['msgid ""', 'msgstr ""', *(f'"{name}: {value}\\n"' for name, value in head.items()), "", ""]
        file.write("\n".join(lines).encode())
        write_po(file, catalogue, width=0, omit_header=True, no_location=True, sort_output=True, ignore_obsolete=True)


def main(new: list[str]) -> None:
    for domain in DOMAINS:
        for language in sorted({*domain.languages(), *new}):
            update(domain, language)
            print(f"{domain.file(language).relative_to(ROOT)}: {len(read(domain, language))} sentences")


if __name__ == "__main__":
    main(sys.argv[1:])
