"""Votes of audience and teams: one code, one vote, in its window, and a share of the score that the rules decide."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.ballots import polls
from hackathon.domain.ballots.revisions import rubric_of
from hackathon.domain.base.errors import Invalid
from hackathon.domain.results import standings
from hackathon.extensions import db
from hackathon.models import AuditEntry, Entry, Person, Poll, Round, Team, Vote, Voter
from scoring import Policy, ScoringError
from scoring.standings.forms import FORM_2
from tests.factories import (
    HOUR,
    NOON,
    POLICY,
    a_round,
    fill_round,
    make_event,
    make_person,
    seal_all,
    the_entry,
    the_secret,
)
from tests.web.forms import fields
from tests.web.visitors import OURS, Visitor, lock

TICK = timedelta(milliseconds=1)
RULES = f"""{POLICY.replace('lot_seed = "pending"', "").replace(', "lot"', "")}
[[sources]]
name = "judges"
weight = 70
method = "mean"

[[sources]]
name = "audience"
weight = 25
method = "mean"

[[sources]]
name = "teams"
weight = 5
method = "mean"
"""
MARKS = {"T001": (10, 10), "T002": (5, 5), "T003": (0, 0), "T004": (0, 0)}


@pytest.fixture
def round(app: Flask) -> Round:
    with unit_of_work():
        found = fill_round(make_event(a_round(policy=RULES)))
        make_person(found.event, "organizer", "organizer")
    with unit_of_work():
        seal_all(found, MARKS)
    return found


def a_poll(round: Round, source: str = "audience", kind: str = "audience") -> Poll:
    with unit_of_work(), clock.at(NOON):
        return polls.add_poll(round, source=source, kind=kind, opens_at=NOON, closes_at=NOON + HOUR)


def codes(poll: Poll, count: int = 1, batch: str = "first") -> list[str]:
    with unit_of_work(), clock.at(NOON):
        return [code for _number, code, _team in polls.make_codes(poll, count=count, batch=batch, secret=the_secret())]


def cast(round: Round, code: str, entry: str, *, at: datetime = NOON) -> Vote:
    voter = polls.find_voter(code, secret=the_secret())
    assert voter is not None
    with unit_of_work(), clock.at(at):
        return polls.cast(voter, the_entry(round, entry))


# --- one code, one vote -------------------------------------------------------------------------------------------


def test_a_code_is_found_however_it_is_typed(round: Round) -> None:
    (code,) = codes(a_poll(round))
    assert polls.find_voter(f" {code[:5]}-{code[5:]} ".lower(), secret=the_secret()) == polls.find_voter(
        code, secret=the_secret()
    )
    assert polls.find_voter("nonsense", secret=the_secret()) is None


def test_no_code_is_kept(round: Round) -> None:
    (code,) = codes(a_poll(round))
    kept = [value for voter in db.session.scalars(select(Voter)) for value in (voter.token, voter.batch)]
    told = [str(entry.facts) for entry in db.session.scalars(select(AuditEntry))]
    assert not [text for text in kept + told if code in text]


def test_a_vote_cannot_be_changed_and_twice_is_once(round: Round) -> None:
    (code,) = codes(a_poll(round))
    assert cast(round, code, "T001").id == cast(round, code, "T001").id
    with pytest.raises(polls.VoteRefused):
        cast(round, code, "T002")
    assert db.session.scalars(select(Vote)).one().entry_id == the_entry(round, "T001").id


@pytest.mark.parametrize(("at", "taken"), [(-TICK, False), (timedelta(0), True), (HOUR - TICK, True), (HOUR, False)])
def test_the_window_is_half_open(round: Round, at: timedelta, taken: bool) -> None:
    (code,) = codes(a_poll(round))
    if taken:
        assert cast(round, code, "T001", at=NOON + at).cast_at == NOON + at
    else:
        with pytest.raises(polls.VoteRefused):
            cast(round, code, "T001", at=NOON + at)


def test_a_team_never_votes_for_itself(round: Round) -> None:
    poll = a_poll(round, "teams", "peer")
    with unit_of_work(), clock.at(NOON):
        made = {team: code for _number, code, team in polls.make_codes(poll, count=0, batch="x", secret=the_secret())}
    assert sorted(made) == ["T001", "T002", "T003", "T004"]
    with pytest.raises(polls.VoteRefused):
        cast(round, made["T001"], "T001")
    assert cast(round, made["T001"], "T002").entry_id == the_entry(round, "T002").id


def test_pressing_twice_makes_the_codes_once(round: Round) -> None:
    poll = a_poll(round)
    assert (len(codes(poll, 3)), len(codes(poll, 3)), len(codes(poll, 2, batch="second"))) == (3, 0, 2)
    assert sorted(voter.number for voter in db.session.scalars(select(Voter))) == [1, 2, 3, 4, 5]


def test_only_a_source_of_the_rules_can_be_voted_on(round: Round) -> None:
    for source in ("judges", "press"):
        with pytest.raises(Invalid) as refusal:
            a_poll(round, source)
        assert refusal.value.field == "source"


# --- what it weighs -----------------------------------------------------------------------------------------------


def test_a_share_of_the_votes_is_a_share_of_the_points(round: Round) -> None:
    audience, teams = a_poll(round), a_poll(round, "teams", "peer")
    for code, entry in zip(codes(audience, 4), ("T001", "T001", "T002", "T001"), strict=True):
        cast(round, code, entry)
    with unit_of_work(), clock.at(NOON):
        made = {team: code for _number, code, team in polls.make_codes(teams, count=0, batch="x", secret=the_secret())}
    cast(round, made["T001"], "T002")
    cast(round, made["T002"], "T001")
    cast(round, made["T003"], "T001")
    rows = {row.entry: row.score for row in standings.standings_of(round).rows}
    # T001: panel 100; three of four in the hall; two of the two other teams. T002: 50; one of four; one of two.
    assert rows["T001"] == Fraction(70 * 100 + 25 * 75 + 5 * 100, 100)
    assert rows["T002"] == Fraction(70 * 50 + 25 * 25 + 5 * 50, 100)


def test_a_source_with_criteria_of_its_own_gets_marks_on_those_alone(round: Round) -> None:
    with unit_of_work():
        round.policy = RULES.replace("weight = 25", 'weight = 25\ncriteria = ["technical"]')
    cast(round, codes(a_poll(round), 1)[0], "T001")
    table = Policy.from_text(round.policy)
    votes = [row for row in polls.ballots_of(round, table) if row["source"] == "audience"]
    assert {tuple(row) for row in votes} == {("entry", "judge", "source", "technical")}
    assert {row["entry"]: row["technical"] for row in votes} == {"T001": 10, "T002": 0, "T003": 0, "T004": 0}


def test_without_a_vote_the_missing_source_is_named(round: Round) -> None:
    provisional = standings.standings_of(round)
    assert provisional.rows[0].entry == "T001"
    assert any("audience" in warning for warning in provisional.warnings)
    with pytest.raises(ScoringError) as refusal:
        standings.standings_from(standings.inputs_of(round), form=FORM_2)
    assert any("audience" in fault.line("en") for fault in refusal.value.faults)


def test_votes_from_elsewhere_count_once(round: Round) -> None:
    poll = a_poll(round)
    with unit_of_work():
        assert polls.import_votes(poll, {"T001": 3, "T002": 1}, name="digest", secret=the_secret()) == 4
    with unit_of_work(), pytest.raises(Invalid) as again:
        polls.import_votes(poll, {"T001": 3, "T002": 1}, name="digest", secret=the_secret())
    with unit_of_work(), pytest.raises(Invalid):
        polls.import_votes(poll, {"T999": 3}, name="other", secret=the_secret())
    assert again.value.field == "file"
    chosen = select(Team.code).join(Entry, Entry.team_id == Team.id).join(Vote, Vote.entry_id == Entry.id)
    assert Counter(db.session.scalars(chosen)) == {"T001": 3, "T002": 1}
    assert polls.turnout(round)[poll.id] == (4, 4)


# --- on a phone ---------------------------------------------------------------------------------------------------


@pytest.fixture
def code(round: Round) -> str:
    return codes(a_poll(round))[0]


def scan(visitor: Visitor, code: str) -> str:
    """The ballot that a card's link leads to. Its form comes from a page that a browser names as ours."""
    answer = visitor.get(f"/v/{code}")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/vote")
    page = visitor.get("/vote")
    assert page.headers["Referrer-Policy"] == "same-origin"
    return page.get_data(as_text=True)


def press(visitor: Visitor, token: str, **form: str) -> TestResponse:
    return visitor.post("/vote", data={"csrf_token": token, **form}, headers=OURS)


def test_a_link_shows_the_ballot_and_casts_nothing(app: Flask, code: str) -> None:
    phone = Visitor(app)
    assert "팀 T002" in scan(phone, code)
    assert phone.get(f"/v/{code}", headers={"Purpose": "prefetch"}).status_code == 204
    assert db.session.scalars(select(Vote)).all() == []


def test_the_choice_is_confirmed_and_stays(app: Flask, code: str) -> None:
    phone = Visitor(app)
    token = fields(scan(phone, code))["csrf_token"]
    assert "표가 들어갔습니다" in press(phone, token, entry="T002").get_data(as_text=True)
    again = press(phone, token, entry="T001")
    assert (again.status_code, "바꿀 수 없습니다" in again.get_data(as_text=True)) == (409, True)
    other = scan(Visitor(app), code)
    assert ("표가 들어갔습니다" in other, 'type="radio"' in other) == (True, False)


def test_a_wrong_code_is_one_sentence(app: Flask, code: str) -> None:
    phone = Visitor(app)
    answer = press(phone, fields(phone.read("/vote"))["csrf_token"], code="AAAAA-AAAAA")
    assert (answer.status_code, "그런 투표 번호가 없습니다" in answer.get_data(as_text=True)) == (422, True)


def test_after_the_lock_nobody_votes(app: Flask, round: Round, code: str) -> None:
    with unit_of_work(), clock.at(NOON):
        polls.import_votes(polls.polls_of(round)[0], {"T001": 1}, name="x", secret=the_secret())
        teams = polls.add_poll(round, source="teams", kind="peer", opens_at=NOON, closes_at=NOON + HOUR)
        polls.import_votes(teams, {"T001": 1}, name="y", secret=the_secret())
    phone = Visitor(app)
    token = fields(scan(phone, code))["csrf_token"]
    lock(round)
    assert press(phone, token, entry="T001").status_code == 409


# --- the desk -----------------------------------------------------------------------------------------------------


def the_organizer() -> Person:
    return db.session.scalars(select(Person).where(Person.name == "organizer")).one()


def test_an_organizer_sets_up_a_vote_and_prints_its_codes(app: Flask, round: Round) -> None:
    from_desk = Visitor(app, the_organizer())
    page = fields(from_desk.read("/organizer/rounds/first/polls"))
    window = {"opens_at": "2025-12-02T21:00", "closes_at": "2025-12-02T22:00"}
    form = {**page, "source": "audience", "kind": "audience", **window}
    assert from_desk.post("/organizer/rounds/first/polls", data=form, headers=OURS).status_code == 303
    desk = from_desk.read("/organizer/rounds/first/polls")
    assert "25.0%" in desk
    made = from_desk.post(
        "/organizer/rounds/first/polls/1/codes",
        data={"csrf_token": page["csrf_token"], "count": "3", "batch": "b"},
        headers=OURS,
    ).get_data(as_text=True)
    found = re.findall(r"card-code.*?<b>([^<]+)</b>", made, re.DOTALL)
    assert len({polls.find_voter(each, secret=the_secret()) for each in found} - {None}) == 3


def test_a_line_that_cannot_be_read_is_named(app: Flask, round: Round) -> None:
    a_poll(round)
    desk = Visitor(app, the_organizer())
    page = fields(desk.read("/organizer/rounds/first/polls"))
    answer = desk.post(
        "/organizer/rounds/first/polls/1/import",
        data={"csrf_token": page["csrf_token"], "tally": "T001, 3\nT002 many"},
        headers=OURS,
    )
    said = answer.get_data(as_text=True)
    assert (answer.status_code, "2행" in said, "T002 many" in said) == (422, True, True)
    assert polls.turnout(round)[1] == (0, 0)


# --- criteria of its own ----------------------------------------------------------------------------------------------


def test_a_vote_marks_the_criteria_of_its_source_and_the_panel_its_own(app: Flask) -> None:
    first, *_ = Policy.from_text(RULES).rubric.keys
    some = RULES.replace('name = "audience"', f'name = "audience"\ncriteria = ["{first}"]')
    with unit_of_work():
        round = fill_round(make_event(a_round(policy=some)))
    with unit_of_work():
        seal_all(round, MARKS)
    for source in ("audience", "teams"):
        (code,) = codes(a_poll(round, source), batch=source)
        cast(round, code, "T002")
    found = standings.inputs_of(round)
    votes = [dict(zip(next(found.ballots.texts()), row, strict=True)) for row in [*found.ballots.texts()][1:]]
    marked = {vote["source"]: {key for key in found.policy.rubric.keys if vote[key]} for vote in votes}
    assert marked == {"judges": {*found.policy.rubric.keys}, "audience": {first}, "teams": {*found.policy.rubric.keys}}
    row = standings.standings_of(round).get("T002")
    assert (row.sources["audience"], row.ballots) == (100, 3)


def test_what_the_panel_does_not_mark_is_not_asked_of_judges() -> None:
    first, *_ = Policy.from_text(RULES).rubric.keys
    some = RULES.replace('name = "judges"', f'name = "judges"\ncriteria = ["{first}"]')
    assert rubric_of(some.replace('ties = ["criteria-by-points"', 'ties = ["countback"')).keys == (first,)


def test_rules_in_which_the_judges_are_not_the_first_source_are_refused(app: Flask) -> None:
    head, judges, audience, _teams = RULES.split("[[sources]]")
    turned = f"{head}[[sources]]{audience}[[sources]]{judges}"
    with pytest.raises(Invalid, match="put “judges” first, before “audience”"), unit_of_work():
        make_event(a_round(policy=turned))
