"""Cards that pair one device each: once, in time, on whichever database, whatever others guess."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.base import audit
from hackathon.domain.base.errors import NotFound
from hackathon.domain.base.typed_codes import shown
from hackathon.domain.people import accounts, pairing, people
from hackathon.domain.people.pairing import CodeUnusable
from hackathon.domain.people.passwords import TooManyAttempts
from hackathon.domain.rounds.events import get_event
from hackathon.extensions import db
from hackathon.models import Attempt, AuditEntry, Judge, PairingCode, Round, SignIn
from tests.factories import HOUR, NOON, make_person, the_judge, the_secret

UNTIL = NOON + 12 * HOUR


def make(round: Round, code: str = "J02", *, batch: str = "batch") -> str:
    with clock.at(NOON), unit_of_work():
        return pairing.make_card(round.event, the_judge(code), until=UNTIL, batch=batch, secret=the_secret())


def pair(round: Round, typed: str, *, after: timedelta = HOUR) -> str:
    """Pair a device; returns the session's secret."""
    with clock.at(NOON + after):
        card = pairing.find_card(typed, secret=the_secret())
        assert card is not None
        with unit_of_work():
            return pairing.redeem(round.event, card, device="tablet")[1]


def device_of(secret: str) -> SignIn:
    with clock.at(NOON + HOUR):
        row = accounts.find_session(secret)
    assert row is not None
    return row


def refused(round: Round, typed: str, **when: timedelta) -> str:
    with pytest.raises(CodeUnusable) as refusal:
        pair(round, typed, **when)
    return refusal.value.reason


def test_a_card_pairs_one_device(round: Round) -> None:
    code = make(round)
    row = device_of(pair(round, shown(code).lower()))
    assert (row.person_id, row.device, row.began) == (the_judge("J02").person_id, "tablet", "code")
    assert refused(round, code) == "used"


def test_only_a_keyed_digest_is_kept(round: Round, app: Flask) -> None:
    code = make(round)
    kept = db.session.scalars(select(PairingCode.token)).one()
    app.config["SECRET_KEY"] = "another"
    assert code not in kept
    assert pairing.find_card(code, secret=the_secret()) is None


def test_a_card_expires_at_its_moment(round: Round) -> None:
    first, second = make(round), make(round)
    assert refused(round, first, after=12 * HOUR) == "expired"
    assert pair(round, second, after=12 * HOUR - timedelta(seconds=1))


def test_a_session_lasts_as_long_as_its_card_would_have(round: Round) -> None:
    with clock.at(NOON), unit_of_work():
        far = NOON + timedelta(days=40)
        code = pairing.make_card(round.event, the_judge("J02"), until=far, batch="b", secret=the_secret())
    assert device_of(pair(round, code)).expires_at == far


def test_revoked_cards_pair_nothing(round: Round) -> None:
    code, other = make(round), make(round, "J03")
    with clock.at(NOON), unit_of_work():
        assert pairing.revoke_cards(round.event, the_judge("J02")) == 1
        assert pairing.revoke_cards(round.event, the_judge("J02")) == 0
    assert refused(round, code) == "revoked"
    assert pair(round, other)


def test_whoever_is_no_judge_any_more_is_not_let_in(round: Round) -> None:
    code = make(round)
    with clock.at(NOON), unit_of_work():
        people.revoke(round.event, the_judge("J02").person, "judge")
    assert refused(round, code) == "revoked"


def test_signing_a_judge_out_everywhere_ends_devices_and_cards(round: Round) -> None:
    code, secret = make(round), pair(round, make(round))
    with clock.at(NOON + HOUR), unit_of_work():
        organizer = make_person(round.event, "organizer", "organizer")
        assert accounts.sign_out_everywhere(round.event, the_judge("J02").person, actor=organizer) == 1
        assert accounts.find_session(secret) is None
    assert refused(round, code) == "revoked"


def test_one_device_is_revoked_and_the_other_stays(round: Round) -> None:
    first, second = pair(round, make(round)), pair(round, make(round))
    with clock.at(NOON + HOUR), unit_of_work():
        pairing.revoke_device(round.event, the_judge("J02"), device_of(first).id)
    with clock.at(NOON + HOUR):
        assert accounts.find_session(first) is None
        assert accounts.find_session(second) is not None


def test_a_device_of_somebody_else_is_not_there(round: Round) -> None:
    row = device_of(pair(round, make(round)))
    with pytest.raises(NotFound), unit_of_work():
        pairing.revoke_device(round.event, the_judge("J03"), row.id)


@pytest.mark.parametrize("number", range(3))
def test_of_two_devices_at_once_one_is_paired(round: Round, app: Flask, number: int) -> None:
    code, start, told = make(round), threading.Barrier(6), []

    def scan() -> None:
        with app.app_context(), clock.at(NOON + HOUR):
            card = pairing.find_card(code, secret=the_secret())
            assert card is not None
            start.wait()
            try:
                with unit_of_work():
                    pairing.redeem(get_event(), card)
                told.append("paired")
            except CodeUnusable as refusal:
                told.append(refusal.reason)

    run_all(scan, times=6)
    assert sorted(told) == ["paired", *["used"] * 5]
    assert len(db.session.scalars(select(SignIn)).all()) == 1


def test_a_panel_that_pairs_at_once_is_paired_whole(round: Round, app: Flask) -> None:
    codes, start = [make(round, judge) for judge in ("J01", "J02", "J03") for _ in range(3)], threading.Barrier(9)
    errors: list[Exception] = []

    def scan() -> None:
        code = codes.pop()
        with app.app_context(), clock.at(NOON + HOUR):
            start.wait()
            try:
                card = pairing.find_card(code, secret=the_secret())
                assert card is not None
                with unit_of_work():
                    pairing.redeem(get_event(), card)
            except Exception as error:
                errors.append(error)

    run_all(scan, times=9)
    db.session.rollback()
    assert errors == []
    assert len(db.session.scalars(select(SignIn)).all()) == 9
    assert audit.find_break(round.event) is None


def run_all(work: object, *, times: int) -> None:
    threads = [threading.Thread(target=work) for _ in range(times)]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def guess(*addresses: str) -> None:
    with clock.at(NOON), unit_of_work():
        for address in addresses:
            pairing.refuse_if_flooded(address=address)
            pairing.note_guess(address=address)


def test_wrong_guesses_are_limited_for_an_address_and_no_other(round: Round) -> None:
    guess(*["10.0.0.9"] * pairing.ADDRESS_LIMIT)
    with pytest.raises(TooManyAttempts):
        guess("10.0.0.9")
    guess("10.0.0.8")


def test_wrong_guesses_are_limited_in_all(round: Round) -> None:
    guess(*(f"10.0.{number // 10}.1" for number in range(pairing.TOTAL_LIMIT)))
    with pytest.raises(TooManyAttempts):
        guess("10.1.1.1")
    assert len(db.session.scalars(select(Attempt)).all()) == pairing.TOTAL_LIMIT


def test_a_right_code_works_whatever_others_guess(round: Round) -> None:
    code = make(round)
    guess(*["10.0.0.9"] * pairing.ADDRESS_LIMIT)
    assert pair(round, code)


def test_the_log_tells_who_and_when_and_no_code_and_no_name(round: Round) -> None:
    code = make(round)
    row = device_of(pair(round, code))
    with clock.at(NOON + HOUR), unit_of_work():
        pairing.name_device(round.event, the_judge("J02"), row.id, "김서연의 태블릿")
        pairing.revoke_device(round.event, the_judge("J02"), row.id)
    acts = [act for act in db.session.scalars(select(AuditEntry)) if act.act.startswith(("card.", "device."))]
    assert [act.act for act in acts] == ["card.made", "device.paired", "device.named", "device.revoked"]
    assert {act.subject for act in acts} == {"judge:J02"}
    everything = " ".join(f"{act.subject} {act.facts}" for act in db.session.scalars(select(AuditEntry)))
    assert code not in everything
    assert shown(code) not in everything
    assert "김서연" not in everything
    assert db.session.scalars(select(SignIn.label)).one() == "김서연의 태블릿"


def test_a_press_of_the_button_is_known_again(round: Round) -> None:
    make(round, batch="one")
    assert pairing.is_made("one")
    assert not pairing.is_made("two")


def test_cards_are_valid_through_the_night_after_the_round(round: Round) -> None:
    with clock.at(NOON - timedelta(days=9)):
        assert pairing.valid_until(round) == round.closes_at + pairing.AFTER_CLOSE
    late = round.closes_at + timedelta(days=9)
    with clock.at(late):
        assert pairing.valid_until(round) == late + pairing.SHORTEST_LIFE


def test_cards_that_can_be_used_are_listed_by_judge(round: Round) -> None:
    pair(round, make(round))
    make(round)
    judges = {judge.code: judge.person_id for judge in db.session.scalars(select(Judge))}
    with clock.at(NOON + HOUR):
        assert {key: len(cards) for key, cards in pairing.cards_of(judges.values()).items()} == {judges["J02"]: 1}
