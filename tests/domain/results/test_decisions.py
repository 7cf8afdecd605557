"""No dead ends: two people settle what the rules leave open; whatever was decided is listed and taken back until publication."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.base.errors import Invalid, OneHand
from hackathon.domain.people import accounts
from hackathon.domain.results import decisions, results, standings
from hackathon.domain.results.decision_lines import lines_of
from hackathon.domain.rounds.events import get_event
from hackathon.exchange.exporting.files import export
from hackathon.extensions import db
from hackathon.models import AuditEntry, Decision, Person, Round, SignIn
from scoring import Policy, verify_results
from tests.factories import NOON, POLICY, a_round, fill_round, make_event, make_person, seal_all, the_judge, the_key

RULES = POLICY.partition("[ranking]")[0]
CUT = "\n[advance]\ncount = 1\nreserve = 1\n"
NO_CHAIN = f'{RULES}[ranking]\nmethod = "mean"\n{CUT}'
REJUDGE = f'{RULES}[ranking]\nmethod = "mean"\nties = ["criteria-by-points", "rejudge"]\n{CUT}'
DECLARED = f'{RULES}[ranking]\nmethod = "mean"\nties = ["decision"]\n{CUT}'
TIED = {"T001": (9, 9), "T002": (9, 9), "T003": (7, 7)}


def locked(policy: str, marks: dict[str, tuple[int, int]] = TIED) -> Round:
    with unit_of_work():
        round = fill_round(make_event(a_round(policy=policy), a_round("second", source="first")), teams=len(marks))
        seal_all(round, marks)
    with clock.at(NOON), unit_of_work():
        results.lock(round, key=the_key())
    return round


def organizer(round: Round, name: str = "o") -> Person:
    return make_person(round.event, name, "organizer")


def propose(round: Round, order: list[str], actor: Person, **more: SignIn) -> Decision:
    return decisions.decide(round, "order", order, reason="재심의", actor=actor, key=the_key(), **more)


def came_by_link(person: Person, maker: Person) -> SignIn:
    secret = accounts.redeem(accounts.make_link(get_event(), person, actor=maker))[1]
    found = accounts.find_session(secret)
    assert found is not None
    return found


@pytest.mark.parametrize("policy", [NO_CHAIN, REJUDGE])
def test_two_people_settle_a_tie_that_the_chain_leaves_open(app: Flask, policy: str) -> None:
    round = locked(policy)
    with unit_of_work():
        row = propose(round, ["T002", "T001"], organizer(round))
    assert results.questions_of(results.get_result(round)) != ()
    with unit_of_work():
        decisions.confirm(row, the_judge("J01").person, key=the_key())
    assert results.questions_of(results.get_result(round)) == ()
    assert results.advancing(round) == ["T002"]


def test_the_added_step_is_seen_in_rules_result_and_log(app: Flask) -> None:
    round = locked(REJUDGE)
    before = Policy.from_text(round.policy).digest
    with unit_of_work():
        row = propose(round, ["T002", "T001"], organizer(round))
        decisions.confirm(row, the_judge("J01").person, key=the_key())
    result = results.get_result(round)
    assert 'ties = ["criteria-by-points", "rejudge", "decision"]' in result.policy
    assert json.loads(result.standings)["digests"]["policy"] != before
    acts = [entry.act for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert acts[-4:] == ["decision.proposed", "policy.changed", "decision.confirmed", "result.made"]
    sheet = export(round, "xlsx", key=the_key()).content
    cells = [
        str(cell)
        for page in load_workbook(io.BytesIO(sheet))
        for row_ in page.iter_rows(values_only=True)
        for cell in row_
    ]
    assert any('"decision"' in cell for cell in cells)


def test_the_bundle_of_a_decided_result_verifies(app: Flask, tmp_path: Path) -> None:
    round = locked(NO_CHAIN)
    with unit_of_work():
        row = propose(round, ["T002", "T001"], organizer(round))
        decisions.confirm(row, the_judge("J01").person, key=the_key())
    file = tmp_path / "r.zip"
    file.write_bytes(export(round, "zip", key=the_key()).content)
    assert all(check.ok for check in verify_results(file, public_key=the_key().public))


def test_nobody_settles_a_tie_alone(app: Flask) -> None:
    round = locked(NO_CHAIN)
    with unit_of_work():
        proposer = organizer(round)
        row = propose(round, ["T002", "T001"], proposer)
    with pytest.raises(OneHand, match="You proposed"), unit_of_work():
        decisions.confirm(row, proposer, key=the_key())
    with unit_of_work():
        other = organizer(round, "other")
        let_in = came_by_link(other, proposer)
    with pytest.raises(OneHand, match="could be one person"), unit_of_work():
        decisions.confirm(row, other, here=let_in, key=the_key())
    with pytest.raises(Invalid, match="chair or an organizer"), unit_of_work():
        decisions.confirm(row, the_judge("J02").person, key=the_key())
    assert results.get_result(round).version == 1


def test_a_third_one_who_let_both_in_is_one_hand_too(app: Flask) -> None:
    round = locked(NO_CHAIN)
    with unit_of_work():
        maker, one, two = (organizer(round, name) for name in ("maker", "one", "two"))
        row = propose(round, ["T002", "T001"], one, here=came_by_link(one, maker))
        other = came_by_link(two, maker)
    with pytest.raises(OneHand), unit_of_work():
        decisions.confirm(row, two, here=other, key=the_key())


def test_a_declared_decision_needs_no_second_person(app: Flask) -> None:
    round = locked(DECLARED)
    with unit_of_work():
        propose(round, ["T002", "T001"], organizer(round))
    assert results.advancing(round) == ["T002"]


def test_a_decision_beyond_the_rules_needs_a_person_and_a_reason(app: Flask) -> None:
    round = locked(NO_CHAIN)
    with pytest.raises(Invalid, match="a person and a reason"), unit_of_work():
        decisions.decide(round, "order", ["T002", "T001"], actor=organizer(round), key=the_key())


def test_a_wrong_waiver_is_taken_back_and_the_team_has_its_place_again(app: Flask) -> None:
    round = locked(NO_CHAIN, {"T001": (9, 9), "T002": (8, 8), "T003": (7, 7)})
    with unit_of_work():
        row = decisions.decide(round, "waived", ["T001"], reason="x", actor=organizer(round), key=the_key())
    assert results.advancing(round) == ["T002"]
    with pytest.raises(Invalid, match="reason"), unit_of_work():
        decisions.take_back(row, reason=" ", key=the_key())
    with unit_of_work():
        decisions.take_back(row, reason="다른 팀이었음", key=the_key())
    assert results.advancing(round) == ["T001"]
    assert results.get_result(round).version == 3
    with pytest.raises(Invalid, match="taken back"), unit_of_work():
        decisions.take_back(row, reason="again", key=the_key())
    (line,) = lines_of(round)
    assert (line.reason, line.why_withdrawn, line.counts) == ("x", "다른 팀이었음", False)


def test_taking_the_order_back_opens_the_tie_and_restores_the_declared_rules(app: Flask) -> None:
    round = locked(REJUDGE)
    with unit_of_work():
        row = propose(round, ["T002", "T001"], organizer(round))
        decisions.confirm(row, the_judge("J01").person, key=the_key())
        decisions.take_back(row, reason="잘못 적음", key=the_key())
    assert round.policy == REJUDGE
    assert [question.kind for question in results.questions_of(results.get_result(round))] == ["cut"]
    with unit_of_work():
        again = propose(round, ["T001", "T002"], the_organizer())
    assert again.needs_second


def the_organizer() -> Person:
    return db.session.query(Person).filter(Person.email == "o@example.org").one()


def test_a_proposal_is_taken_back_without_a_new_version(app: Flask) -> None:
    round = locked(NO_CHAIN)
    with unit_of_work():
        row = propose(round, ["T002", "T001"], organizer(round))
        decisions.take_back(row, reason="x", key=the_key())
    assert results.get_result(round).version == 1
    with pytest.raises(Invalid, match="taken back"), unit_of_work():
        decisions.confirm(row, the_judge("J01").person, key=the_key())


def test_orders_of_two_ties_stand_beside_each_other(app: Flask) -> None:
    round = locked(DECLARED, {"T001": (9, 9), "T002": (9, 9), "T003": (7, 7), "T004": (7, 7)})
    with unit_of_work():
        propose(round, ["T004", "T003"], organizer(round))
        propose(round, ["T002", "T001"], the_organizer())
    assert [row.entry for row in standings.standings_of(round).rows] == ["T002", "T001", "T004", "T003"]


def test_after_publication_nothing_is_decided_or_taken_back(app: Flask) -> None:
    round = locked(NO_CHAIN, {"T001": (9, 9), "T002": (8, 8), "T003": (7, 7)})
    with unit_of_work():
        row = decisions.decide(round, "waived", ["T001"], reason="x", actor=organizer(round), key=the_key())
        result = results.get_result(round)
        results.sign(result, the_judge("J01").person, capacity="chair", key=the_key())
        results.sign(result, the_organizer(), capacity="organizer", key=the_key())
        results.publish(round)
    with pytest.raises(Invalid, match="correction"), unit_of_work():
        decisions.take_back(row, reason="y", key=the_key())
    with pytest.raises(Invalid, match="correction"), unit_of_work():
        decisions.decide(round, "waived", ["T002"], key=the_key())


PRIZES = f"""{RULES}[ranking]
method = "mean"

[[awards]]
key = "grand"
name = {{ ko = "대상", en = "Grand prize" }}

[[awards]]
key = "sponsor"
name = "후원사상"
by = "decision"
"""


def winners(round: Round) -> list[str | None]:
    return [award["entry"] for award in json.loads(results.get_result(round).standings)["awards"]]


def give(round: Round, **awards: list[str]) -> Decision:
    return decisions.decide(round, "awards", awards, reason="합의", actor=the_organizer(), key=the_key())


def test_an_award_left_open_by_a_tie_is_given_by_two_people(app: Flask) -> None:
    round = locked(PRIZES)
    with unit_of_work():
        organizer(round)
        give(round, sponsor=["T003"])
        row = give(round, grand=["T002"])
    assert winners(round) == [None, "T003"]
    with unit_of_work():
        decisions.confirm(row, the_judge("J01").person, key=the_key())
    assert winners(round) == ["T002", "T003"]
    assert results.questions_of(results.get_result(round)) == ()


def test_an_award_of_the_jury_stays_vacant_or_is_taken_back_by_decision(app: Flask) -> None:
    round = locked(PRIZES, {"T001": (9, 9), "T002": (8, 8), "T003": (7, 7)})
    assert [question.kind for question in results.questions_of(results.get_result(round))] == ["award"]
    with unit_of_work():
        organizer(round)
        row = give(round, sponsor=[])
    assert (winners(round), results.questions_of(results.get_result(round))) == (["T001", None], ())
    with unit_of_work():
        decisions.take_back(row, reason="주기로 함", key=the_key())
        give(round, sponsor=["T001"])
    assert winners(round) == ["T001", "T001"]


def test_a_disqualified_team_is_out_and_comes_back(app: Flask) -> None:
    round = locked(NO_CHAIN, {"T001": (9, 9), "T002": (8, 8), "T003": (7, 7)})
    with unit_of_work():
        row = decisions.decide(round, "states", {"T001": "disqualified"}, reason="표절", key=the_key())
    assert results.advancing(round) == ["T002"]
    with unit_of_work():
        decisions.take_back(row, reason="오해", key=the_key())
    assert results.advancing(round) == ["T001"]


def test_the_bundle_with_awards_and_states_verifies(app: Flask, tmp_path: Path) -> None:
    round = locked(PRIZES)
    with unit_of_work():
        organizer(round)
        row = give(round, grand=["T002"])
        decisions.confirm(row, the_judge("J01").person, key=the_key())
        give(round, sponsor=["T001"])
        decisions.decide(round, "states", {"T003": "withdrawn"}, reason="x", key=the_key())
    file = tmp_path / "r.zip"
    file.write_bytes(export(round, "zip", key=the_key()).content)
    assert all(check.ok for check in verify_results(file, public_key=the_key().public))


def test_what_was_confirmed_and_taken_back_is_signed_after_the_integrity_check(app: Flask) -> None:
    round = locked(NO_CHAIN)
    with unit_of_work():
        organizer(round)
        wrong = decisions.decide(round, "waived", ["T003"], reason="x", key=the_key())
        decisions.take_back(wrong, reason="y", key=the_key())
        row = propose(round, ["T002", "T001"], the_organizer())
        decisions.confirm(row, the_judge("J01").person, key=the_key())
        result = results.get_result(round)
        results.sign(result, the_judge("J01").person, capacity="chair", key=the_key())
        results.sign(result, the_organizer(), capacity="organizer", key=the_key())
        results.publish(round)
    assert round.published_at is not None
