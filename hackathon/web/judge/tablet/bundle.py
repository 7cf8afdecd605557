"""Bundle of the app's modules in one file: sixty small answers cost a slow network more than what is in them.

The sources stay plain modules. Only what they use is understood here — named imports and exports, no circles — and
anything else is refused with its place, which a test notices long before a judge could.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath

_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\./[^"]+|\.\./[^"]+)";$', re.MULTILINE)
_PASSED_ON = re.compile(r'^export \{([^}]*)\} from "(\./[^"]+|\.\./[^"]+)";$', re.MULTILINE)
_LISTED = re.compile(r"^export \{([^}]*)\};$", re.MULTILINE)
_DECLARED = re.compile(r"^export ((?:async )?function\*?|class|const) (\w+|\[[\w, ]+\])", re.MULTILINE)
_LEFT_OVER = re.compile(r"^(?:import|export)\b.*$|\bimport\.meta\b", re.MULTILINE)
_LINE_REMARK = re.compile(r"^[ \t]*//[^\n]*\n", re.MULTILINE)
_BLOCK_REMARK = re.compile(
    r"^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*\n|/\*\*(?:(?!\*/).)*\*/[ \t]*", re.MULTILINE | re.DOTALL
)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)

Read = Callable[[str], str]
"""The text of a module by its name: "engine/index.js"."""


class NotBundled(ValueError):
    """A module says something that cannot be put into one file with the others."""


@dataclass
class _Bundle:
    read: Read
    parts: list[str] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    under_way: list[str] = field(default_factory=list)

    def add(self, name: str, *, entry: bool = False) -> None:
        if name in self.done:
            return
        if name in self.under_way:
            raise NotBundled(f"a circle: {' → '.join([*self.under_way, name])}")
        self.under_way.append(name)
        text = _bare(name, self.read(name))
        for found in (*_IMPORT.finditer(text), *_PASSED_ON.finditer(text)):
            self.add(_resolve(name, found[2]))
        self.under_way.pop()
        self.done.add(name)
        self.parts.append(_module(name, text, entry=entry))


def bundle(entry: str, *, read: Read) -> str:
    """One module that does what `entry` and everything it imports do."""
    found = _Bundle(read)
    found.add(entry, entry=True)
    return "\n".join(found.parts)


def _module(name: str, text: str, *, entry: bool) -> str:
    exports = _exports(name, text)
    imports = [
        f"const {{ {_renamed(found[1])} }} = {_scope(_resolve(name, found[2]))};" for found in _IMPORT.finditer(text)
    ]
    for pattern in (_IMPORT, _PASSED_ON, _LISTED):
        text = pattern.sub("", text)
    text = _DECLARED.sub(r"\1 \2", text)
    left_over = _LEFT_OVER.search(text)
    if left_over:
        raise NotBundled(f"{name}: {left_over[0]}")
    body = "\n".join([*imports, text.strip("\n")])
    return body if entry else f"const {_scope(name)} = (() => {{\n{body}\nreturn {{ {', '.join(exports)} }};\n}})();"


def _exports(name: str, text: str) -> list[str]:
    declared = [each for found in _DECLARED.finditer(text) for each in re.findall(r"\w+", found[2])]
    listed = [_renamed(each, flip=True) for found in _LISTED.finditer(text) for each in _names(found[1])]
    passed_on = [
        f"{each.split()[-1]}: {_scope(_resolve(name, found[2]))}.{each.split()[0]}"
        for found in _PASSED_ON.finditer(text)
        for each in _names(found[1])
    ]
    return [*declared, *listed, *passed_on]


def _names(listed: str) -> list[str]:
    return [each.strip() for each in listed.split(",") if each.strip()]


def _renamed(listed: str, *, flip: bool = False) -> str:
    """`a as b` of a module is `a: b` in a pattern, and `b: a` in an object."""
    pairs = [each.split(" as ") for each in _names(listed)]
    return ", ".join(pair[0] if len(pair) == 1 else ": ".join(reversed(pair) if flip else pair) for pair in pairs)


def _resolve(name: str, relative: str) -> str:
    return normpath(join(dirname(name), relative))


def _scope(name: str) -> str:
    return "$" + re.sub(r"\W", "_", name.removesuffix(".js"))


def _bare(name: str, text: str) -> str:
    """Without what is for those who read the sources: blocks and whole lines of remarks, and indentation."""
    text = _LINE_REMARK.sub("", _BLOCK_REMARK.sub("", text))
    for line in text.splitlines():
        if line.count("`") % 2:
            raise NotBundled(f"{name}: a text over several lines: {line.strip()}")
    return _INDENT.sub("", text)
