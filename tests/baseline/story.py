"""People of the demo who do what makes the event write letters, and a judge who saves ballots; what they read is kept."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import Client

from . import chance, forms, pages
from .posts import OURS, post, signed_in

_APPLIED: dict[str, Any] = {
    "name": "홍길동",
    "phone": "010-1234-5678",
    "age": "14-or-older",
    "q-occupation": "학생",
    "q-skills": "파이썬",
    "q-motivation": "함께",
}
_CARD: dict[str, Any] = {"introduction": "소개", "wanted": "기획, 개발", "message": "함께해요"}


class Story:
    """What is done, one act after the other, each with what it was answered."""

    def __init__(self, app: Flask, links: dict[str, Any], out: Path, language: str) -> None:
        self.app, self.links, self.out, self.language = app, links, out, language
        self.told = 0

    def visitor(self, role: str = "public") -> Client:
        return signed_in(self.app, self.links[role], self.language)

    def do(self, client: Client, page: str, action: str | None = None, **typed: Any) -> None:
        """Fill in the first form of a page that leads to `action`, and send it."""
        shown = client.get(page)
        listed = [form for form in forms.of_page(shown.get_data(as_text=True)) if form.method == "post"]
        wanted = [form for form in listed if action is None or re.search(action, form.action)]
        said = pages.said_of([shown])
        if wanted:
            target = wanted[0].action or page
            said += f"\n== POST {target}\n" + pages.said_of(post(client, target, wanted[0].filled(typed)))
        self.tell(page, said)

    def tell(self, name: str, said: str) -> None:
        self.told += 1
        self.out.mkdir(parents=True, exist_ok=True)
        path = self.out / f"{self.told:02} {pages.file_name(chance.without(name))}"
        path.write_text(chance.without(said), encoding="utf-8")

    def letters(self) -> list[dict[str, str]]:
        """The outbox as organizers take it away."""
        text = self.visitor("organizer").get("/organizer/outbox.csv").get_data(as_text=True)
        return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))

    def link_to(self, email: str) -> str:
        """The way that the newest letter to an address leads."""
        bodies = [each["body"] for each in self.letters() if each["email"] == email]
        found = re.findall(r"https?://\S+", bodies[-1]) if bodies else []
        return pages.inside(found[0]) if found else "/"


def of_applicants(story: Story) -> None:
    """Applying once and again, with a guardian and with an address that cannot; founding a team and changing it."""
    own = f"-{story.language}@example.net"
    for name, more in {"first": {}, "second": {}, "child": _child(own)}.items():
        visitor = story.visitor()
        story.do(visitor, "/apply", **{**_APPLIED, "email": f"{name}{own}", "consents": ["participation"], **more})
        story.do(visitor, story.link_to(f"{name}{own}"))
        story.do(visitor, "/apply/mine", "consents", answer="yes")
        story.do(visitor, "/apply/mine", "card", **_CARD)
    story.do(story.visitor(), story.link_to(f"guardian{own}"), answer="agree")
    for email in (f"first{own}", "organizer@example.org"):
        story.do(story.visitor(), "/apply", **{**_APPLIED, "email": email, "consents": ["participation"]})
    for email in (f"first{own}", "organizer@example.org", "nobody@example.net", "nothing"):
        story.do(story.visitor(), "/forgot", email=email)
    story.do(story.visitor(), "/sign-in", email=f"first{own}", password="a wrong one")


def _child(own: str) -> dict[str, str]:
    return {"age": "under-14", "guardian_name": "보호자", "guardian_email": f"guardian{own}"}


def of_teams(story: Story) -> None:
    """A team is founded, shown on the board, asked, joined, handed over and left."""
    own = f"-{story.language}@example.net"
    captain, member = story.visitor("captain"), story.visitor("entrant")
    story.do(captain, "/team", "card", **_CARD)
    story.do(member, "/apply/mine", "consents/board")
    story.do(member, "/apply/mine", "card$", **_CARD)
    for page in ("/board", "/board"):
        story.do(member, page, "board/", **_CARD)
        story.do(captain, page, "board/", **_CARD)
    story.do(captain, "/team", "asks/", answer="no")
    story.do(member, "/apply/mine", "invitations/", answer="no" if story.language == "ko" else "yes")
    story.do(member, "/team/new", name=f"새 팀 {story.language}")
    story.do(member, "/team/join", code="ABCD2345")
    for action in ("invite", "captain$", "remove$"):
        story.do(captain, "/team", action)
    story.do(captain, "/team/leave")
    story.do(member, "/apply/mine/withdraw")
    story.do(story.visitor(), "/sign-in", email=f"second{own}", password="")


def of_judges(story: Story) -> None:
    """A tablet that saves ballots of every kind, and is told what became of each."""
    judge = story.visitor("judge")
    packet = json.loads(judge.get("/api/v1/rounds/final/packet").get_data())
    entries = [each["entry"] for each in packet.get("entries", []) if not each.get("recused")][:4]
    marks = {each["key"]: each["scale"]["max"] for each in packet.get("rubric", {}).get("criteria", [])}
    first = story.language == "ko"
    for number, (entry, given, more) in enumerate(_revisions(entries, marks)):
        made = {"id": f"00000000-0000-4000-8000-00000000{int(first)}{number:03}", "entry": entry, "base": None}
        revision = {**made, "marks": given, "comment": "좋아요", "note": "", "sealed": True, "device": "d", **more}
        revision["made_at"] = "2027-03-10T05:30:00.000Z"
        for again in (revision, {**revision, "comment": "다르게"}):
            answer = judge.post("/api/v1/rounds/final/ballots", json={"revisions": [again]}, headers=_tablet())
            story.tell("ballots", pages.said_of([answer]))
    for address in ("/api/v1/rounds/final/packet", "/organizer/rounds/final/kept"):
        story.tell(address, pages.said_of([judge.get(address), story.visitor("organizer").get(address)]))
    for address, body in _ODD.items():
        story.tell(address, pages.said_of([judge.post(address, json=body, headers=_tablet())]))


def _revisions(entries: list[str], marks: dict[str, Any]) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    if not entries:
        return [("T001", {}, {})]
    odd: list[dict[str, Any]] = [
        {},
        dict.fromkeys(marks, 99),
        dict.fromkeys(marks, 0.5),
        dict.fromkeys(marks, True),
        {"x": 1},
    ]
    sent: list[tuple[str, dict[str, Any], dict[str, Any]]] = [(entry, marks, {}) for entry in entries]
    sent += [(entry, marks, {"base": 1}) for entry in entries]
    sent += [(entries[0], each, {"sealed": sealed}) for each in odd for sealed in (True, False)]
    return [*sent, ("T999", marks, {}), (entries[0], marks, {"base": 77}), (entries[0], marks, {"id": "x"})]


_ODD: dict[str, Any] = {
    "/api/v1/sign-in": {"code": "ABCDE-FGHJK"},
    "/api/v1/rounds/final/ballots": {"revisions": "none"},
    "/api/v1/rounds/nothing/ballots": {"revisions": []},
    "/api/v1/rounds/final/recusals": {"entry": "T999", "reason": ""},
    "/api/v1/rounds/final/pledge": {},
    "/api/v1/sign-out": {},
}


def _tablet() -> dict[str, str]:
    return {**OURS, "X-Hackathon-Client": "1"}


def record(app: Flask, links: dict[str, Any], out: Path, *, stage: str) -> None:
    """What can be done at this stage, first in Korean and then in English."""
    for language in pages.LANGUAGES:
        story = Story(app, links, out / language, language)
        for part in _PARTS[stage]:
            part(story)


_PARTS: dict[str, tuple[Callable[[Story], None], ...]] = {
    "registration": (of_applicants, of_teams),
    "preliminary": (of_judges,),
    "final": (of_judges, of_teams),
    "results": (of_applicants, of_judges),
}


def record_letters(app: Flask, links: dict[str, Any], out: Path) -> None:
    """Every letter that waits, in the language of the person it is for; of many with one subject, the first."""
    story, seen = Story(app, links, out, "ko"), set[str]()
    for each in story.letters():
        if each["subject"] not in seen:
            seen.add(each["subject"])
            story.tell("letter", f"{each['name']} <{each['email']}>\n{each['subject']}\n\n{each['body']}\n")
    story.tell("count", f"{len(story.letters())}\n")
