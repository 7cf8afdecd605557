"""Every page that can be asked for, as everybody and in every language, from the links and from the map of addresses."""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule
from werkzeug.test import Client, TestResponse

from . import chance, texts

LANGUAGES = ("ko", "en")
_SECRET = "no-such-secret"
_VALUES: dict[str, tuple[object, ...]] = {
    "key": ("preliminary", "final"),
    "code": ("T001", "J01"),
    "form": ("xlsx", "csv", "json", "html", "zip", "pdf"),
    "kind": ("lot_seed", "order", "waived"),
    "number": (1, 2),
    "revision": ("00000000-0000-4000-8000-000000000000",),
    "upload_id": ("00000000-0000-4000-8000-000000000000",),
    "where": ("app",),
}
_APART = {"static"}
_OFTEN = 3
"""How many addresses of one endpoint are followed for each person, besides those that the map gives."""
_UNSTABLE = {"Content-Length", "ETag", "Last-Modified", "Set-Cookie", "Date", "Vary"}


def addresses(app: Flask) -> list[str]:
    """What can be asked for by the map alone."""
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
    return [
        each
        for rule in rules
        if "GET" in (rule.methods or ()) and rule.endpoint not in _APART
        for each in _filled(rule)
    ]


def record_map(app: Flask, out: Path) -> None:
    """Every address with the name and methods of its endpoint, and the sentences of all scripts."""
    out.mkdir(parents=True, exist_ok=True)
    rules = (f"{rule.rule} {rule.endpoint} {' '.join(sorted(rule.methods or ()))}" for rule in app.url_map.iter_rules())
    (out / "addresses.txt").write_text("\n".join(sorted(rules)) + "\n", encoding="utf-8")
    scripts = [path.read_text(encoding="utf-8") for path in sorted(Path(app.static_folder or "").rglob("*.js"))]
    (out / "scripts.txt").write_text(texts.of_script(*scripts) + "\n", encoding="utf-8")


def _filled(rule: Rule) -> Iterator[str]:
    names = sorted(rule.arguments)
    for values in product(*(_VALUES.get(name, (_SECRET,)) for name in names)):
        try:
            built = rule.build(dict(zip(names, values, strict=True)))
        except ValueError:  # a value that this part of the address never takes
            continue
        if built:
            yield built[1]


def record(app: Flask, link: str, out: Path) -> list[str]:
    """Write what the person of this link is answered; returns the addresses of the pages that they may see."""
    client = app.test_client()
    client.get(urlsplit(link).path)
    walk = _Walk(app, client, out)
    walk.go()
    return walk.seen


class _Walk:
    """One person's way through the pages, the nearest first."""

    def __init__(self, app: Flask, client: Client, out: Path) -> None:
        self.client, self.out = client, out
        self.map = app.url_map.bind("localhost")
        self.ahead = deque(addresses(app))
        self.known = set(self.ahead)
        self.often: Counter[str] = Counter()
        self.seen: list[str] = []

    def go(self) -> None:
        while self.ahead:
            address = self.ahead.popleft()
            answers = [self._ask(address, language) for language in LANGUAGES]
            for language, answer in zip(LANGUAGES, answers, strict=True):
                _write(self.out / language / file_name(address), address, answer)
            if answers[0].mimetype == "text/html" and answers[0].status_code == 200:
                self.seen.append(address)
                self._note(address, texts.links_of(answers[0].get_data(as_text=True)))

    def _ask(self, address: str, language: str) -> TestResponse:
        self.client.set_cookie("lang", language)
        response = self.client.get(address)
        if response.mimetype == "text/event-stream":
            response.close()  # it would go on for long
            response.response = []
        return response

    def _note(self, page: str, links: list[str]) -> None:
        for link in links:
            address = _own(page, link)
            if address and address not in self.known and self._may_follow(address):
                self.known.add(address)
                self.ahead.append(address)

    def _may_follow(self, address: str) -> bool:
        try:
            endpoint = self.map.match(urlsplit(address).path)[0]
        except HTTPException:
            return False
        self.often[endpoint] += 1
        return endpoint not in _APART and self.often[endpoint] <= _OFTEN


def _own(page: str, link: str) -> str | None:
    """The address on this site that a link leads to; choices of language and theme, and secrets, are left alone."""
    found = urlsplit(link)
    if found.scheme or found.netloc or "lang=" in found.query or "theme=" in found.query:
        return None
    if any(secret != chance.without(secret) for secret in (found.path, found.query)):
        return None
    path = found.path or urlsplit(page).path
    if not path.startswith("/"):
        path = f"{urlsplit(page).path.rpartition('/')[0]}/{path}"
    return f"{path}?{found.query}" if found.query else path


def file_name(address: str) -> str:
    return (address.strip("/").replace("/", "__").replace("?", "++") or "front")[:180] + ".txt"


def _write(path: Path, address: str, response: TestResponse) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(chance.without(f"GET {address}\n{said_of([response])}"), encoding="utf-8")


def said_of(responses: Sequence[TestResponse]) -> str:
    """Status, headers and text of what was answered, one after the other."""
    return "\n\n".join(map(_said, responses)) + "\n"


def _said(response: TestResponse) -> str:
    headers = sorted(f"{name}: {value}" for name, value in response.headers if name not in _UNSTABLE)
    body = texts.of_answer(response.get_data(), response.mimetype or "")
    response.close()
    return "\n".join([response.status, *headers, "", body])


def inside(location: str) -> str:
    """Path and query of an address of ours."""
    found = urlsplit(location)
    return f"{found.path}?{found.query}" if found.query else found.path


def roles_in(home: Path) -> dict[str, str]:
    """The links of the demo by whom they are for; `public` is for anybody."""
    found = json.loads((home / "demo-links.json").read_text(encoding="utf-8"))
    return {role: link for role, link in found.items() if isinstance(link, str)}
