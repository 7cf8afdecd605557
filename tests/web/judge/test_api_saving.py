"""A batch of revisions: each is answered for itself, in its order, and a bad one never stops the others."""

from __future__ import annotations

import base64
import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from hackathon.database import unit_of_work
from hackathon.domain.ballots import ballots
from hackathon.domain.base.keys import is_signed
from hackathon.domain.rounds import rounds
from hackathon.extensions import db
from hackathon.models import Revision, Round
from tests.factories import the_entry, the_judge, usual_round
from tests.web.tablets import MARKS, Tablet, a_revision
from tests.web.visitors import CLOSED


@pytest.fixture
def round(app: Flask) -> Round:
    return usual_round()


@pytest.fixture
def tablet(app: Flask, round: Round) -> Tablet:
    return Tablet(app)


def stored() -> int:
    return db.session.scalar(select(func.count()).select_from(Revision)) or 0


def test_a_sealed_revision_is_accepted_and_counts(round: Round, tablet: Tablet) -> None:
    result = tablet.save()
    assert (result["status"], result["revision"], result["error"], result["head"]) == ("accepted", 1, None, None)
    assert [(row.entry, row.judge) for row in ballots.counted(round)] == [("T001", "J02")]


def test_a_receipt_can_be_checked_with_the_key_in_the_packet(tablet: Tablet) -> None:
    receipt = tablet.save()["receipt"]
    signature = receipt.pop("signature")
    public = base64.b64decode(tablet.packet()["public_key"])
    assert is_signed(receipt, signature=signature, public=public)
    assert not is_signed({**receipt, "counted": False}, signature=signature, public=public)


def test_revisions_are_answered_in_order_and_a_bad_one_stops_nobody(tablet: Tablet) -> None:
    sent = [
        a_revision(entry="T001"),
        a_revision(entry="T999"),
        "rubbish",
        a_revision(entry="T002", marks={"creativity": True, "technical": 7}),
        a_revision(entry="T003"),
    ]
    results = tablet.send(*sent)
    assert [each["status"] for each in results] == ["accepted", "rejected", "rejected", "rejected", "accepted"]
    assert [each["id"] for each in results] == [s["id"] if isinstance(s, dict) else None for s in sent]
    assert stored() == 2


def test_the_same_again_repeats_the_first_answer(tablet: Tablet) -> None:
    revision = a_revision()
    (first,), (again,) = tablet.send(revision), tablet.send(revision)
    assert (again["status"], again["first"], again["revision"]) == ("duplicate", "accepted", 1)
    assert again["receipt"] == first["receipt"]
    assert stored() == 1


def test_the_same_id_twice_in_one_batch_is_a_duplicate(tablet: Tablet) -> None:
    revision = a_revision()
    results = tablet.send(revision, revision, {**revision, "sealed": False})
    assert [(each["status"], each["error"] and each["error"]["code"]) for each in results] == [
        ("accepted", None),
        ("duplicate", None),
        ("rejected", "id-taken"),
    ]


def test_revisions_of_one_ballot_follow_each_other_in_one_batch(tablet: Tablet) -> None:
    results = tablet.send(a_revision(sealed=False), a_revision(base=1), a_revision(base=1))
    assert [(each["status"], each["revision"]) for each in results] == [
        ("accepted", 1),
        ("accepted", 2),
        ("conflict", None),
    ]


def test_a_conflict_is_kept_and_shows_the_head(app: Flask, round: Round, tablet: Tablet) -> None:
    other = Tablet(app)
    other.save(marks={"creativity": 3, "technical": 4}, comment="다른 기기", note="메모")
    result = tablet.save()
    assert (result["status"], result["receipt"]["counted"], stored()) == ("conflict", False, 2)
    (head,) = tablet.packet()["ballots"]
    assert result["head"] == head
    assert (head["marks"], head["comment"], head["note"]) == ({"creativity": 3, "technical": 4}, "다른 기기", "메모")


def test_the_same_conflict_again_still_shows_the_head(app: Flask, round: Round, tablet: Tablet) -> None:
    tablet.save(marks={"creativity": 3, "technical": 4})
    revision = a_revision()
    (first,), (again,) = tablet.send(revision), tablet.send(revision)
    assert (again["status"], again["first"], again["head"]) == ("duplicate", "conflict", first["head"])


def test_what_comes_late_is_held(tablet: Tablet) -> None:
    tablet.visitor.at = CLOSED
    result = tablet.save()
    assert (result["status"], result["revision"], result["receipt"]["counted"]) == ("held", None, False)
    assert [each["id"] for each in tablet.packet()["held"]] == [result["id"]]


def test_a_replay_after_a_recusal_is_still_a_duplicate(round: Round, tablet: Tablet) -> None:
    revision = a_revision()
    (first,) = tablet.send(revision)
    with unit_of_work():
        rounds.recuse(round, the_judge("J02"), the_entry(round, "T001"), kind="self", reason="사유")
    (again,) = tablet.send(revision)
    assert (again["status"], again["receipt"]) == ("duplicate", first["receipt"])
    assert tablet.save(base=1)["error"]["code"] == "recused"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"entry": "T999"}, "unknown-entry", "entry"),
        ({"marks": {"creativity": 8}}, "mark-missing", "technical"),
        ({"marks": {**MARKS, "creativity": 11}}, "mark-off-scale", "creativity"),
        ({"marks": {**MARKS, "creativity": -1}}, "mark-off-scale", "creativity"),
        ({"marks": {**MARKS, "creativity": 7.5}}, "mark-off-step", "creativity"),
        ({"marks": {**MARKS, "charm": 1}}, "unknown-criterion", "charm"),
        ({"marks": {**MARKS, "creativity": True}}, "invalid", "creativity"),
        ({"marks": {**MARKS, "creativity": None}}, "invalid", "creativity"),
        ({"marks": {**MARKS, "creativity": "8"}}, "invalid", "creativity"),
        ({"marks": {**MARKS, "creativity": [8]}}, "invalid", "creativity"),
        ({"marks": None}, "invalid", "marks"),
        ({"sealed": "true"}, "invalid", "sealed"),
        ({"base": True}, "invalid", "base"),
        ({"base": 0}, "invalid", "base"),
        ({"id": "not-a-uuid"}, "invalid", "id"),
        ({"made_at": "yesterday"}, "invalid", "made_at"),
        ({"made_at": "2025-12-02T12:30:00"}, "invalid", "made_at"),
        ({"comment": "가" * 2001}, "too-long", "comment"),
        ({"note": "가" * 2001}, "too-long", "note"),
    ],
)
def test_what_can_never_be_valid_is_rejected_by_field(
    tablet: Tablet, changes: dict[str, Any], code: str, field: str
) -> None:
    result = tablet.save(**changes)
    assert (result["status"], result["error"]["code"], result["error"]["field"]) == ("rejected", code, field)
    assert (result["revision"], result["receipt"], result["head"], stored()) == (None, None, None, 0)


def test_a_rejected_id_can_be_sent_again_once_it_is_right(tablet: Tablet) -> None:
    revision = a_revision(marks={**MARKS, "creativity": 99})
    assert [each["status"] for each in tablet.send(revision, {**revision, "marks": MARKS})] == ["rejected", "accepted"]


def test_another_judges_id_is_refused_and_nothing_is_told_of_it(app: Flask, round: Round, tablet: Tablet) -> None:
    revision = a_revision(comment="비밀", marks={"creativity": 3, "technical": 4})
    tablet.send(revision)
    (theirs,) = Tablet(app, "J03").send(revision)
    (own_other,) = tablet.send({**revision, "sealed": False})
    assert theirs == own_other  # just as if the id had been one's own with another body
    assert theirs["error"]["code"] == "id-taken"


def test_unknown_fields_are_ignored(tablet: Tablet) -> None:
    assert tablet.save(colour="blue")["status"] == "accepted"


def test_an_unsealed_revision_may_have_gaps(round: Round, tablet: Tablet) -> None:
    assert tablet.save(marks={}, sealed=False)["status"] == "accepted"
    assert ballots.counted(round) == []


def test_decimals_are_exact_and_equal_numbers_are_one(tablet: Tablet) -> None:
    revision = a_revision(marks={"creativity": 8.0, "technical": 7})
    tablet.send(revision)
    (again,) = tablet.send({**revision, "marks": {"creativity": 8, "technical": 7}})
    assert again["status"] == "duplicate"


@pytest.mark.parametrize(
    "number", ["1e400", "1e-999999999", "1e999999999", "9" * 5000, "NaN", "Infinity", "0." + "0" * 99 + "1"]
)
def test_a_monstrous_number_is_refused_at_once(tablet: Tablet, number: str) -> None:
    body = '{"revisions": [{"id": "%s", "entry": "T001", "marks": {"creativity": %s, "technical": 7}, "sealed": true, '
    body = (body + '"made_at": "2025-12-02T12:30:00Z"}]}') % (uuid.uuid4(), number)
    answer = tablet.post("/api/v1/rounds/first/ballots", data=body, content_type="application/json")
    assert answer.status_code == 200
    assert answer.get_json()["results"][0]["error"]["field"] == "creativity"


def test_texts_that_no_database_keeps_are_cleaned_and_nothing_else_is_lost(tablet: Tablet) -> None:
    assert tablet.save(comment="가\x00나\ud800다\r\n라", device="탭" * 100)["status"] == "accepted"
    assert tablet.packet()["ballots"][0]["comment"] == "가나다\n라"
