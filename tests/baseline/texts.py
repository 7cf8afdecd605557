"""What a person reads of an answer, as plain lines: a page, a table, a workbook, a document to print, a script."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import zipfile
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

from openpyxl import load_workbook

_KEPT = (
    *("href", "action", "formaction", "method", "enctype", "name", "type", "value", "for", "lang", "datetime"),
    *(
        "title",
        "aria-label",
        "aria-describedby",
        "aria-current",
        "aria-sort",
        "aria-live",
        "role",
        "alt",
        "placeholder",
    ),
    *("min", "max", "step", "minlength", "maxlength", "pattern", "accept", "autocomplete", "inputmode", "download"),
    *("required", "checked", "selected", "disabled", "readonly", "multiple", "hidden", "open", "colspan", "rowspan"),
    *("scope", "content", "media", "target", "rel"),
)
_UNREAD = {"script", "style"}
_ASSET = re.compile(r"(?:/static/|/judge\.(?:js|css)\?)[^\s\"']*")
_SOURCES = {"stylesheet", "modulepreload", "preload"}
_LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"|\'((?:[^\'\\\n]|\\.)*)\'|`((?:[^`\\]|\\.)*)`')
_REMARK = re.compile(r"^\s*//[^\n]*|/\*.*?\*/", re.MULTILINE | re.DOTALL)
_FILLED = re.compile(r"\$\{[^}]*\}")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.links: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in _UNREAD:
            self._unread += 1
        if tag == "script" or said.get("rel") in _SOURCES:  # which files a page is made of is nothing that one reads
            return
        if tag == "a" and said.get("href"):
            self.links.append(said["href"] or "")
        if (said.get("name") or "").endswith("csrf_token"):
            said["value"] = "<token>"
        kept = [f'{name}="{said[name] or ""}"' for name in _KEPT if name in said]
        self.lines.append(f"<{' '.join([tag, *kept])}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            self._unread -= 1
        elif self.lines and self.lines[-1].startswith(f"<{tag}>"):
            self.lines.pop()  # an element of which nothing is read

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and not self._unread:
            self.lines.append(text)


_WORTHLESS = re.compile(r"^<(?:div|span|p|section|ul|ol|li|main|header|footer|article|b|strong|em|small|path|g|svg)>$")


def of_html(text: str) -> str:
    """Every text, and every attribute that is perceived or sent; where it stands in which box is left out."""
    page = _read(text)
    return "\n".join(_ASSET.sub("<asset>", line) for line in page.lines if not _WORTHLESS.match(line))


def links_of(text: str) -> list[str]:
    return _read(text).links


def _read(text: str) -> _Page:
    page = _Page()
    page.feed(text)
    page.close()
    return page


def of_json(content: bytes) -> str:
    return json.dumps(json.loads(content), ensure_ascii=False, indent=1)


def of_script(*scripts: str) -> str:
    """The sentences of scripts: in which module they stand, and how it is laid out, may change."""
    matches = [match for script in scripts for match in _LITERAL.findall(_REMARK.sub("", script))]
    found = {_FILLED.sub("{}", next(filter(None, match), "")) for match in matches}
    return "\n".join(sorted(each for each in found if re.search(r"[가-힣]", each) or re.search(r"\w \w", each)))


def of_pdf(content: bytes) -> str:
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return read.stdout.decode()


def of_workbook(content: bytes) -> str:
    lines = []
    for sheet in load_workbook(io.BytesIO(content)):
        lines.append(f"== {sheet.title} {sheet.dimensions} frozen {sheet.freeze_panes}")
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            value = cell.value.isoformat() if isinstance(cell.value, datetime) else repr(cell.value)
            lines.append(f"{cell.coordinate} [{cell.number_format}] {value}")
    return "\n".join(lines)


def of_archive(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    said = [f"== {name} {hashlib.sha256(each).hexdigest()}\n{each.decode()}" for name, each in members.items()]
    return "\n".join([f"sha256 {hashlib.sha256(content).hexdigest()}", *said])


def of_metrics(text: str) -> str:
    """Names and what they mean; their numbers are those of a process."""
    return "\n".join(line for line in text.splitlines() if line.startswith("#") and "process_" not in line)


def of_answer(content: bytes, kind: str) -> str:
    """The text of an answer or a file of this media type."""
    if kind == "application/pdf":
        return of_pdf(content)
    if kind == "application/zip":
        return of_archive(content)
    if kind.endswith("spreadsheetml.sheet"):
        return of_workbook(content)
    if kind.endswith("json"):
        return of_json(content) if content.strip() else ""
    return _of_text(content.decode("utf-8", "backslashreplace"), kind)


def _of_text(text: str, kind: str) -> str:
    if kind == "text/html":
        return of_html(text)
    if kind.endswith("javascript"):
        return of_script(text)
    if text.startswith("# HELP"):
        return of_metrics(text)
    return "" if kind == "text/css" else text


_KINDS = {
    ".html": "text/html",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}


def of_file(path: Path, *, digest: bool = True) -> str:
    """The text of a file, by its ending, after the digest of its bytes."""
    content = path.read_bytes()
    first = f"sha256 {hashlib.sha256(content).hexdigest()}\n" if digest else ""
    return first + of_answer(content, _KINDS.get(path.suffix, "text/plain"))


def member(path: Path, name: str) -> str:
    """The text of one file in an archive."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()
