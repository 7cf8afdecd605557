"""Forms as a browser sends them: what stands in the page, with what somebody types."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

Fields = dict[str, list[str]]


class Form:
    """A form of a page: where it goes, and what it sends as it stands."""

    def __init__(self, method: str, action: str) -> None:
        self.method, self.action = method, action
        self.fields: Fields = {}
        self.pressed = False

    @property
    def blanks(self) -> list[str]:
        return [name for name, values in self.fields.items() if values == [""]]

    def filled(self, typed: Mapping[str, Any]) -> Fields:
        new = {name: list(value) if isinstance(value, list) else [str(value)] for name, value in typed.items()}
        return {**self.fields, **new}


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Form] = []
        self._text = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(said.get("method", "get").lower(), said.get("action", "")))
        elif tag == "select":
            self._select = said.get("name", "")
        elif tag == "textarea":
            self._text = said.get("name", "")
        elif tag == "input":
            self._input(said)
        elif tag == "button" and not said.get("formaction"):
            self._press(said)
        elif tag == "option" and self._select and "selected" in said:
            self._add(self._select, said.get("value", ""))

    def _input(self, said: dict[str, str]) -> None:
        kind = said.get("type", "text")
        if kind in ("submit", "button", "image", "file") or (kind in ("radio", "checkbox") and "checked" not in said):
            return
        self._add(said.get("name", ""), said.get("value", ""))

    def _press(self, said: dict[str, str]) -> None:
        """The first button of a form is the one that is pressed."""
        if self.found and not self.found[-1].pressed:
            self.found[-1].pressed = True
            self._add(said.get("name", ""), said.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea"):
            self._text = self._select = ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self._add(self._text, data)

    def _add(self, name: str, value: str) -> None:
        if name and self.found:
            self.found[-1].fields.setdefault(name, []).append(value)


def of_page(text: str) -> list[Form]:
    parser = _Forms()
    parser.feed(text)
    parser.close()
    return parser.found
