"""Messages to many: the right people, each alone, as previewed, once."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.base.errors import Invalid
from hackathon.domain.entrants import audiences, messages
from hackathon.domain.rounds.events import get_event
from hackathon.domain.submissions import submissions
from hackathon.extensions import db
from hackathon.models import Entrant, Letter, Message, Person, Round
from hackathon.web.organizer.people.message_texts import text_for
from tests.factories import HOUR, NOON, fill_round, make_event, make_person, seal, the_entry
from tests.web.forms import fields
from tests.web.visitors import OURS, Visitor, lock, publish

NEW = "/organizer/messages/new"


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    with unit_of_work():
        found = fill_round(make_event())
        make_person(found.event, "organizer", "organizer")
        make_person(found.event, "auditor", "auditor")
        return found


@pytest.fixture
def organizer(sqlite_app: Flask, round: Round) -> Visitor:
    return Visitor(sqlite_app, named("organizer"))


def named(name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.name == name)).one()


def names(audience: str, round: Round) -> set[str | None]:
    db.session.rollback()
    return {reader.person.name for reader in audiences.readers_of(get_event(), audience, round)}


def written(**changes: str) -> dict[str, str]:
    plain = {"audience": "captains", "round": "first", "subject-ko": "{team} 팀에게", "body-ko": "{name} 님, {event}"}
    return {**plain, "subject-en": "", "body-en": "", **changes}


def press(visitor: Visitor, action: str, **changes: str) -> tuple[int, str]:
    page = fields(visitor.read(f"{NEW}?audience=captains&round=first"))
    form = {**page, **written(**changes), "action": action}
    looked = visitor.post(NEW, data={**form, "action": "look"}, headers=OURS).get_data(as_text=True)
    if "looked" not in changes and action == "send":
        form["looked"] = fields(looked).get("looked", "")
    answer = visitor.post(NEW, data=form, headers=OURS)
    return answer.status_code, answer.get_data(as_text=True)


def letters() -> list[Letter]:
    db.session.rollback()
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


# --- who ----------------------------------------------------------------------------------------------------------


def test_those_who_handed_in_are_not_reminded(round: Round) -> None:
    with clock.at(NOON - 2 * HOUR), unit_of_work():
        submissions.submit(round, the_entry(round, "T002").team, title="제목", summary="")
    assert names("without-submission", round) == {"captain-t001", "captain-t003", "captain-t004"}


def test_an_entrant_without_a_team_is_found(round: Round) -> None:
    with unit_of_work():
        person = make_person(round.event, "alone")
        db.session.add(Entrant(event_id=round.event.id, person=person, applied_at=clock.now(), answers={}))
    assert names("without-team", round) == {"alone"}


def test_only_judges_who_owe_a_ballot_are_reminded(round: Round) -> None:
    with unit_of_work():
        for entry in ("T001", "T002", "T003", "T004"):
            seal(round, "J02", entry, 5, 5)
    assert names("judges-behind", round) == {"j01", "j03"}
    assert names("judges", round) == {"j01", "j02", "j03"}


def test_a_status_is_nobodys_before_it_is_published(round: Round) -> None:
    with unit_of_work():
        for number, entry in enumerate(("T001", "T002", "T003", "T004")):
            for judge in ("J01", "J02", "J03"):
                seal(round, judge, entry, 9 - number, 5)
    lock(round)
    assert names("status:applied", round) == {f"captain-t00{number}" for number in range(1, 5)}
    publish(round)
    assert names("status:applied", round) == set()
    assert len(names("status:result", round)) == 4


def test_everybody_is_found_once_and_the_erased_not_at_all(round: Round) -> None:
    with unit_of_work():
        named("captain-t003").erased_at = NOON
    found = [reader.person.name for reader in audiences.readers_of(get_event(), "everybody", None)]
    assert sorted(map(str, found)) == ["captain-t001", "captain-t002", "captain-t004"]


# --- looked at and sent -------------------------------------------------------------------------------------------


def test_every_message_written_anew_is_sent(organizer: Visitor) -> None:
    for subject in ("첫 편지", "다음 편지"):
        assert press(organizer, "send", **{"subject-ko": subject})[0] == 303
    assert [message.subject["ko"] for message in db.session.scalars(select(Message).order_by(Message.id))] == [
        "첫 편지",
        "다음 편지",
    ]


def test_a_preview_writes_nothing_and_shows_a_letter_as_it_will_be_read(organizer: Visitor) -> None:
    status, page = press(organizer, "look")
    assert (status, letters()) == (200, [])
    assert "[시험 행사]" not in page  # the subject is the organizer's own
    assert "팀 T001 팀에게" in page
    assert "captain-t001 님, 시험 행사" in page


def test_everybody_gets_a_letter_of_their_own(organizer: Visitor) -> None:
    assert press(organizer, "send")[0] == 303
    found = letters()
    assert [letter.subject for letter in found] == [f"팀 T00{number} 팀에게" for number in range(1, 5)]
    for letter in found:
        own = db.session.get_one(Person, letter.person_id)
        others = {f"captain-t00{number}" for number in range(1, 5)} - {own.name}
        assert not [other for other in others if other in letter.body + letter.subject]


def test_what_was_not_looked_at_is_shown_first(organizer: Visitor) -> None:
    assert press(organizer, "send", looked="something else")[0] == 200
    assert letters() == []


def test_pressing_twice_sends_once(organizer: Visitor) -> None:
    page = fields(organizer.read(f"{NEW}?audience=captains&round=first"))
    form = {**page, **written(), "action": "look"}
    looked = fields(organizer.post(NEW, data=form, headers=OURS).get_data(as_text=True))["looked"]
    for _ in range(2):
        organizer.post(NEW, data={**form, "action": "send", "looked": looked}, headers=OURS)
    assert (len(letters()), len(db.session.scalars(select(Message)).all())) == (4, 1)


def test_a_reader_of_english_gets_english_where_there_is_some(organizer: Visitor, round: Round) -> None:
    with unit_of_work():
        named("captain-t001").language = "en"
    press(organizer, "send", **{"subject-en": "To {team}", "body-en": "Hello {name}"})
    assert [letter.body for letter in letters()][:2] == ["Hello captain-t001", "captain-t002 님, 시험 행사"]


def test_whoever_has_no_address_is_named_before_and_counted_after(organizer: Visitor, round: Round) -> None:
    with unit_of_work():
        named("captain-t001").email = None
    assert "받지 못하는 사람 1명: captain-t001" in press(organizer, "look")[1]
    press(organizer, "send")
    assert db.session.scalars(select(Message)).one().unreached == 1


def test_a_name_cannot_smuggle_in_a_word_of_ours_or_a_header(organizer: Visitor, round: Round) -> None:
    with unit_of_work():
        named("captain-t001").name = "{address}\nBcc: all@example.org"
    press(organizer, "send", **{"subject-ko": "{name}"})
    assert letters()[0].subject == "{address} Bcc: all@example.org"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subject-ko": " "}, "subject-ko"),
        ({"body-ko": ""}, "body-ko"),
        ({"body-ko": "{nmae} 님"}, "body-ko"),
        ({"body-en": "Hello"}, "subject-en"),
        ({"subject-ko": "가" * 151}, "subject-ko"),
        ({"audience": "nobody-knows"}, "audience"),
        ({"audience": "judges", "round": ""}, "round"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(organizer: Visitor, changes: dict[str, str], field: str) -> None:
    status, page = press(organizer, "send", **changes)
    assert (status, f'id="{field}-error"' in page, letters()) == (422, True, [])


def test_nobody_to_write_to_is_said(round: Round) -> None:
    text = messages.Written("without-team", {"ko": "제목", "en": ""}, {"ko": "내용", "en": ""})
    values = {"ko": dict.fromkeys(messages.WORDS, ""), "en": dict.fromkeys(messages.WORDS, "")}
    with unit_of_work(), pytest.raises(Invalid) as refusal:
        messages.send(round.event, text, token="t", values=values)
    assert refusal.value.field == "audience"


def test_an_auditor_reads_and_cannot_write(sqlite_app: Flask, organizer: Visitor) -> None:
    press(organizer, "send")
    auditor = Visitor(sqlite_app, named("auditor"))
    page = auditor.read("/organizer/messages")
    assert ("0/4" in page, NEW in page) == (True, False)
    assert auditor.get(NEW).status_code == 404


def test_the_log_says_how_many_and_not_what(organizer: Visitor) -> None:
    press(organizer, "send", **{"body-ko": "비밀 장소는 지하 2층"})
    assert "지하 2층" not in organizer.read("/organizer/log")


@pytest.mark.parametrize("audience", audiences.AUDIENCES)
def test_every_paragraph_of_a_text_offered_is_a_sentence_in_english(audience: str) -> None:
    _subject, body = text_for(audience)
    assert [part for part in str(body).split("\n\n") if part[:1].islower()] == []
