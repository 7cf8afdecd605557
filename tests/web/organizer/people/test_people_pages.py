"""The organizer's people: who is there, who may do what, one-time links, and a trace of every act."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import event as hook
from sqlalchemy import select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.people import accounts
from hackathon.extensions import db
from hackathon.models import AuditEntry, Event, Person, Round
from tests.factories import NOON, make_person, the_judge
from tests.web.visitors import OURS, Visitor

pytestmark = pytest.mark.usefixtures("without_csrf")

PHONE = "+82 10-0000-1234"


@pytest.fixture
def event(round: Round) -> Event:
    return round.event


@pytest.fixture
def desk(sqlite_app: Flask, organizer: Person) -> Visitor:
    return Visitor(sqlite_app, organizer)


@pytest.fixture
def guest(event: Event) -> Person:
    with unit_of_work():
        person = make_person(event, "guest")
        person.phone = PHONE
    return person


def acts() -> list[str]:
    db.session.rollback()  # what the pages have written since
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.position)))


def act(visitor: Visitor, person: Person, what: str, **form: str) -> int:
    return visitor.post(f"/organizer/people/{person.id}/{what}", data=form, headers=OURS).status_code


PAGES = ["/organizer/people", "/organizer/people/1", "/organizer/outbox"]
ORGANIZERS_ONLY = ["/organizer/people/add", "/organizer/outbox.csv"]
ACTS = [
    "/organizer/people/add",
    "/organizer/people/1/roles",
    "/organizer/people/1/roles/judge/withdraw",
    "/organizer/people/1/link",
    "/organizer/people/1/phone",
    "/organizer/people/1/sign-out",
    "/organizer/outbox/send",
    "/organizer/outbox/1/sent",
]


@pytest.mark.parametrize("path", PAGES + ORGANIZERS_ONLY)
def test_outsiders_find_no_such_page(sqlite_app: Flask, round: Round, path: str) -> None:
    with unit_of_work():
        staff = make_person(round.event, "staff", "staff")
    captain = round.entries[0].team.members[0].entrant.person
    for person in (staff, captain, the_judge("J01").person, the_judge("J02").person):
        assert Visitor(sqlite_app, person).get(path).status_code == 404
    assert Visitor(sqlite_app).get(path).status_code == 302


@pytest.mark.parametrize("path", ACTS)
def test_nobody_else_can_act(sqlite_app: Flask, round: Round, path: str) -> None:
    with unit_of_work():
        auditor = make_person(round.event, "auditor", "auditor")
    for person in (auditor, the_judge("J01").person):
        assert Visitor(sqlite_app, person).post(path, headers=OURS).status_code == 404
    assert Visitor(sqlite_app).post(path, headers=OURS).status_code == 401
    assert not {"role.withdrawn", "phone.shown", "sessions.ended"} & set(acts())


@pytest.mark.parametrize("path", ACTS)
def test_an_act_needs_the_token_of_the_page(sqlite_app: Flask, desk: Visitor, path: str) -> None:
    sqlite_app.config["WTF_CSRF_ENABLED"] = True
    assert desk.post(path, headers=OURS).status_code == 400
    assert desk.get(path).status_code in (200, 404, 405)


def test_an_auditor_reads_and_finds_no_button(sqlite_app: Flask, event: Event, guest: Person) -> None:
    with unit_of_work():
        auditor = make_person(event, "auditor", "auditor")
    visitor = Visitor(sqlite_app, auditor)
    for path in ("/organizer/people", f"/organizer/people/{guest.id}"):
        page = visitor.read(path)
        assert "guest" in page
        assert not re.search(r'action="/organizer', page)
        assert "/people/add" not in page


def test_the_list_shows_everybody_with_their_roles(desk: Visitor, guest: Person) -> None:
    page = desk.read("/organizer/people")
    for said in ("organizer@example.org", "guest@example.org", "심사위원장", "J01", "T001", "팀장"):
        assert said in page


@pytest.mark.parametrize("text", ["guest", "GUEST@", " guest "])
def test_people_are_found_by_name_or_address(desk: Visitor, guest: Person, text: str) -> None:
    page = desk.read("/organizer/people", query_string={"q": text})
    assert "guest@example.org" in page
    assert "j01@example.org" not in page


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", '"><script>'])
def test_signs_with_a_meaning_elsewhere_find_nobody(desk: Visitor, text: str) -> None:
    page = desk.read("/organizer/people", query_string={"q": text})
    assert "찾는 사람이 없습니다" in page
    assert "<script" not in page


@pytest.mark.parametrize(("role", "there", "absent"), [("chair", "j01@", "j02@"), ("captain", "captain-t001@", "j01@")])
def test_people_are_found_by_role(desk: Visitor, role: str, there: str, absent: str) -> None:
    page = desk.read("/organizer/people", query_string={"role": role})
    assert there in page
    assert absent not in page


@pytest.mark.parametrize("page", ["0", "-3", "999", "x", str(2**70)])
def test_a_page_that_is_not_there_shows_one_that_is(desk: Visitor, page: str) -> None:
    assert "organizer@example.org" in desk.read("/organizer/people", query_string={"page": page})


def test_a_long_list_has_pages_and_no_more_queries(sqlite_app: Flask, desk: Visitor, event: Event) -> None:
    few = queries(desk)
    with unit_of_work():
        for number in range(120):
            make_person(event, f"extra-{number:03}", *(["staff"] if number < 40 else []))
    assert queries(desk) == few
    assert "1 / 3" in desk.read("/organizer/people")


def queries(visitor: Visitor) -> int:
    seen: list[str] = []
    listener = lambda _c, _cur, statement, *_: seen.append(statement)  # noqa: E731
    hook.listen(db.engine, "before_cursor_execute", listener)
    visitor.read("/organizer/people")
    hook.remove(db.engine, "before_cursor_execute", listener)
    return len(seen)


def test_somebody_new_is_added_with_a_role(desk: Visitor, event: Event) -> None:
    form = {"email": "New@Example.org", "name": "새 사람", "role": "judge"}
    response = desk.post("/organizer/people/add", data=form, headers=OURS)
    assert response.status_code == 303
    page = desk.read(response.location)
    assert "새 사람" in page
    assert "J04" in page
    assert acts()[-2:] == ["person.added", "role.granted"]


def test_an_address_that_is_known_gets_the_role(desk: Visitor, guest: Person) -> None:
    form = {"email": "guest@example.org", "name": "another name", "role": "staff"}
    assert desk.post("/organizer/people/add", data=form, headers=OURS).location == f"/organizer/people/{guest.id}"
    db.session.refresh(guest)
    assert (guest.name, guest.role_names) == ("guest", {"staff"})


@pytest.mark.parametrize("form", [{"email": "x", "role": "judge"}, {"email": "a@example.org", "role": "king"}, {}])
def test_what_makes_no_sense_adds_nobody(desk: Visitor, form: dict[str, str]) -> None:
    before = len(acts())
    assert desk.post("/organizer/people/add", data=form, headers=OURS).status_code == 422
    assert len(acts()) == before


def test_a_role_is_given_and_taken_and_ends_the_sessions(sqlite_app: Flask, desk: Visitor, guest: Person) -> None:
    theirs = Visitor(sqlite_app, guest)
    assert act(desk, guest, "roles", role="staff") == 303
    assert theirs.get("/me/account").status_code == 302
    theirs = Visitor(sqlite_app, guest)
    assert theirs.get("/organizer").status_code == 200
    assert act(desk, guest, "roles/staff/withdraw") == 303
    assert theirs.get("/organizer").status_code == 302
    assert acts()[-1] == "role.withdrawn"


def test_the_last_organizer_stays(desk: Visitor, organizer: Person) -> None:
    assert act(desk, organizer, "roles/organizer/withdraw") == 422
    assert desk.get("/organizer").status_code == 200


def test_who_changes_their_own_roles_stays_signed_in(desk: Visitor, organizer: Person) -> None:
    assert act(desk, organizer, "roles", role="judge") == 303
    assert desk.get("/organizer/people").status_code == 200


def test_who_gives_the_desk_up_is_led_home(sqlite_app: Flask, desk: Visitor, event: Event, organizer: Person) -> None:
    with unit_of_work():
        make_person(event, "second", "organizer")
    response = desk.post(f"/organizer/people/{organizer.id}/roles/organizer/withdraw", headers=OURS)
    assert response.location == "/me"
    assert desk.get("/organizer/people").status_code == 404


def test_a_link_is_shown_once_and_signs_in(sqlite_app: Flask, desk: Visitor, guest: Person) -> None:
    response = desk.post(f"/organizer/people/{guest.id}/link", headers=OURS)
    page = response.get_data(as_text=True)
    found = re.search(r"http://localhost(/s/[\w-]+)", page)
    assert found
    assert "<svg" in page
    assert response.headers["Cache-Control"] == "no-store"
    assert (
        response.headers["Referrer-Policy"] == "same-origin"
    )  # its address holds no secret, and its forms must be ours
    assert found[1] not in desk.read(f"/organizer/people/{guest.id}")
    assert Visitor(sqlite_app).get(found[1]).status_code == 303
    assert acts()[-1] == "link.made"


def test_the_links_page_keeps_to_the_content_policy(desk: Visitor, guest: Person) -> None:
    page = desk.post(f"/organizer/people/{guest.id}/link", headers=OURS).get_data(as_text=True)
    assert not re.search(r"\sstyle=|<style|<script", page)


def test_no_link_is_made_by_looking(desk: Visitor, guest: Person) -> None:
    assert desk.get(f"/organizer/people/{guest.id}/link").status_code == 405


def test_signing_somebody_out_ends_devices_and_unused_links(sqlite_app: Flask, desk: Visitor, guest: Person) -> None:
    theirs = Visitor(sqlite_app, guest)
    with clock.at(NOON), unit_of_work():
        unused = accounts.make_link(guest_event(), guest)
    assert act(desk, guest, "sign-out") == 303
    assert theirs.get("/me/account").status_code == 302
    assert Visitor(sqlite_app).get(f"/s/{unused}").status_code == 410
    assert acts()[-1] == "sessions.ended"


def guest_event() -> Event:
    return db.session.scalars(select(Event)).one()


def test_a_phone_number_is_shown_on_demand_and_leaves_a_trace(desk: Visitor, guest: Person) -> None:
    assert PHONE not in desk.read(f"/organizer/people/{guest.id}")
    assert PHONE not in desk.read("/organizer/people")
    response = desk.post(f"/organizer/people/{guest.id}/phone", headers=OURS)
    assert PHONE in response.get_data(as_text=True)
    assert acts()[-1] == "phone.shown"


@pytest.mark.parametrize("number", ["0", "999999", "2147483648", str(2**70), "x"])
def test_somebody_who_is_not_there(desk: Visitor, number: str) -> None:
    assert desk.get(f"/organizer/people/{number}").status_code == 404


def test_whoever_was_erased_is_gone(desk: Visitor, guest: Person) -> None:
    with unit_of_work():
        guest.erased_at = NOON
    assert desk.get(f"/organizer/people/{guest.id}").status_code == 404
    assert "guest@example.org" not in desk.read("/organizer/people")


def test_a_name_cannot_carry_markup(desk: Visitor, event: Event) -> None:
    with unit_of_work():
        made = make_person(event, "x")
        made.name = "<script>alert(1)</script>"
    for path in ("/organizer/people", f"/organizer/people/{made.id}"):
        assert "<script>" not in desk.read(path)


@pytest.mark.parametrize("path", ["/organizer/people", "/organizer/people/add", "/organizer/outbox"])
def test_the_pages_are_there_in_english(desk: Visitor, path: str) -> None:
    desk.get(f"{path}?lang=en")
    main = re.search(r"<main.*</main>", desk.read(path), re.DOTALL)
    assert main
    assert not re.search(r"[가-힣]", re.sub(r"팀 T\d+", "", main[0]))
