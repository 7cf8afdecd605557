"""Halves of sentences: a text put together with something else, which no translator can put into another order.

A whole sentence has blanks for what it tells of. Beside a text only a sign that parts two things may stand; beside a
sentence with its full stop, another sentence or a value.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from jinja2 import Environment

from tests.house.catalogues import SPEAKERS

_SIGNS = re.compile(r"\s*(?:[·:,/–→()]|&nbsp;)+[\s·:,/–→()]*")
"""What parts facts in a row, a label and its value, a remark in brackets."""
_STOP = re.compile(r"[.!?:]$")
_SPEAK = {"_", "ngettext", "pgettext"}
_LEXER = Environment(trim_blocks=True, lstrip_blocks=True)


class Half(NamedTuple):
    line: int
    source: str


class Piece(NamedTuple):
    """What stands in one line of a page: "signs", "words", a "value", a whole "sentence", a "half" of one, or "glue"."""

    line: int
    kind: str
    source: str


class Token(NamedTuple):
    line: int
    kind: str
    source: str


def halves_of_python(source: str) -> Iterator[Half]:
    """Texts that are added to something, or stand in an f-string."""
    tree = ast.parse(source)
    known = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name in SPEAKERS.get(node.module or "", ())
    }
    for node in ast.walk(tree):
        if any(isinstance(part, ast.Call) and getattr(part.func, "id", "") in known for part in _parts(node)):
            yield Half(getattr(node, "lineno", 0), ast.unparse(node))


def _parts(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        return [node.left, node.right]
    if isinstance(node, ast.AugAssign):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
    return []


def halves_of_template(source: str) -> Iterator[Half]:
    for run in _runs(source):
        for at, piece in enumerate(run):
            beside = {each.kind for each in run[max(at - 1, 0) : at + 2] if each is not piece}
            wrong = {"half": beside - {"signs"}, "sentence": beside & {"words"}, "glue": {"glue"}}
            if wrong.get(piece.kind):
                yield Half(piece.line, " ".join(each.source for each in run))


def _runs(source: str) -> Iterator[list[Piece]]:
    """The lines of a page: tags, their attributes, loops, alternatives and macros part them."""
    run: list[Piece] = []
    tokens = (Token(*token) for token in _LEXER.lex(source))
    for token in tokens:
        if token.kind == "data":
            first, *rest = re.split(r'[<>"]', token.source)
            run += _words(token.line, first)
            for part in rest:
                yield run
                run = _words(token.line, part)
        elif token.kind in ("variable_begin", "block_begin"):
            inside = _inside(tokens, token.kind.replace("begin", "end"))
            piece = _said(inside)
            if token.kind == "block_begin" and (piece is None or piece.kind != "glue"):
                piece = None
                if inside[0].source in ("if", "endif", "set"):
                    continue
            if piece:
                run.append(piece)
            else:
                yield run
                run = []
    yield run


def _inside(tokens: Iterator[Token], end: str) -> list[Token]:
    found = []
    for token in tokens:
        if token.kind == end:
            break
        if token.kind != "whitespace":
            found.append(token)
    return found


def _words(line: int, words: str) -> list[Piece]:
    kind = "signs" if _SIGNS.fullmatch(words) else "words"
    return [Piece(line, kind, words.strip())] if words.strip() else []


def _said(inside: list[Token]) -> Piece | None:
    """What `{{ … }}` writes; None for a macro, which stands by itself. A text after `or` only fills a gap in the data."""
    source = "".join(token.source for token in inside)
    line = inside[0].line
    outside = list(_outside_brackets(inside))
    calls = [at for at, token in enumerate(outside[:-1]) if token.kind == "name" and outside[at + 1].source == "("]
    spoken = [at for at in calls if outside[at].source in _SPEAK]
    if not spoken or all(at and outside[at - 1].source == "or" for at in spoken):
        return None if calls and not spoken and "_(" in source else Piece(line, "value", source)
    if any(token.source in ("~", "+", "%") for token in outside):
        return Piece(line, "glue", source)
    ends = [text.source.strip("\"'") for text in inside if text.kind == "string"]
    return Piece(line, "sentence" if all(map(_STOP.search, ends)) else "half", source)


def _outside_brackets(inside: list[Token]) -> Iterator[Token]:
    """The tokens that stand in no brackets, and those that open brackets."""
    depth = 0
    for token in inside:
        if token.source in ")]}":
            depth -= 1
        if depth == 0 and token.source not in ")]}":
            yield token
        if token.source in "([{":
            depth += 1
