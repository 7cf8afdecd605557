"""People of a file: who they are, what of them is taken, and that the same file changes nothing."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from sqlalchemy import select

from hackathon.config import asset_dir
from hackathon.database import unit_of_work
from hackathon.domain.base.errors import Invalid
from hackathon.domain.people.imports import PlanOutdated
from hackathon.domain.rounds.events import get_event
from hackathon.exchange.importing import carry_out
from hackathon.exchange.importing.refusals import refused_sheet
from hackathon.extensions import db
from hackathon.models import AuditEntry, Entrant, Membership, Person
from tests.exchange.importing.importer import PEOPLE, as_csv, as_xlsx, counts, preview, reasons, request_of, take_in
from tests.factories import fill_round, make_person, seal

pytestmark = pytest.mark.usefixtures("event")

HEAD = ["이름", "이메일", "연락처", "소속"]
SAMPLE = asset_dir("data") / "sesac-2025"


def the(name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.name == name)).one()


def test_what_is_typed_becomes_one_form() -> None:
    decomposed = unicodedata.normalize("NFD", "한가람")
    rows = [
        HEAD,
        [decomposed, " GARAM@Example.ORG ", "０１０－１２３４－５６７８", "한빛\u200b대학교 "],
        ["김 철 수", "", "1012345678.0", ""],
    ]
    take_in(rows)
    assert (the("한가람").email, the("한가람").phone, the("한가람").affiliation) == (
        "garam@example.org",
        "+821012345678",
        "한빛대학교",
    )
    assert (the("김철수").email, the("김철수").phone) == (None, "+821012345678")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("010-1234-5678", "+821012345678"),
        ("+82 10 1234 5678", "+821012345678"),
        ("82-010-1234-5678", "+821012345678"),
        ("1012345678", "+821012345678"),
        ("010.1234.5678", "+821012345678"),
        ("011-123-4567", "+82111234567"),
        ("02-123-4567", "+8221234567"),
        ("+1 415 555 2671", "+14155552671"),
        ("010 1234 567", None),
        ("1.01235E+09", None),
        ("12", None),
        ("없음", None),
    ],
)
def test_phone_numbers_are_kept_in_international_form_or_not_at_all(typed: str, kept: str | None) -> None:
    take_in([HEAD, ["김민수", "a@example.org", typed, ""]])
    assert the("김민수").phone == kept


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("2025. 9. 24 오후 3:05:12", "2025-09-24T06:05:12+00:00"),
        ("2025. 9. 24 오전 12:04:28", "2025-09-23T15:04:28+00:00"),
        ("2025/09/24 3:05:12 오후 GMT+9", "2025-09-24T06:05:12+00:00"),
        ("2025-09-24 15:05", "2025-09-24T06:05:00+00:00"),
        ("9/24/2025 15:05:12", "2025-09-24T06:05:12+00:00"),
        ("2025년 9월 24일 15시 5분", "2025-09-24T06:05:00+00:00"),
        ("2025-09-24T06:05:12Z", "2025-09-24T06:05:12+00:00"),
        ("45924.62861", "2025-09-24T06:05:11+00:00"),
    ],
)
def test_moments_as_forms_write_them(written: str, hour: str) -> None:
    take_in([["타임스탬프", "이름"], [written, "김민수"]])
    applied = db.session.scalars(select(Entrant.applied_at)).one()
    assert applied.replace(microsecond=0).isoformat() == hour


def test_the_same_file_again_changes_nothing() -> None:
    rows = [
        HEAD,
        *PEOPLE[1:],
        ["한가람", "", "010-1111-2222", ""],
        ["정하늘", "", "", "가람대"],
        ["정하늘", "", "", "가람대"],
    ]
    assert counts(take_in(rows)) == (5, 0, 0, 0)
    assert counts(take_in(rows)) == (0, 0, 5, 0)
    assert db.session.query(Person).count() == 5


def test_the_sample_comes_in_whole_and_again_changes_nothing() -> None:
    raw = (SAMPLE / "entrants-921.csv").read_bytes()
    with unit_of_work():
        get_event().team_min = 2
    assert counts(take_in(raw)) == (921, 0, 0, 0)
    assert counts(take_in((SAMPLE / "teams.csv").read_bytes(), "teams")) == (238, 0, 0, 0)
    assert counts(preview(raw)) == (0, 0, 921, 0)
    assert counts(preview(raw, "teams")) == (0, 0, 238, 0)
    assert db.session.query(Membership).filter(Membership.captain).count() == 238


def test_a_change_is_shown_with_what_stood_there_and_a_blank_takes_nothing_away() -> None:
    take_in(PEOPLE)
    plan = take_in([HEAD, ["김민수", "minsu@example.org", "", "새솔대학교"]])
    assert counts(plan) == (0, 1, 0, 0)
    assert [(each.field, each.old, each.new) for each in plan.changes] == [("affiliation", "한빛대학교", "새솔대학교")]
    assert the("김민수").phone == "+821000001234"


def test_nothing_is_overwritten_after_the_first_ballot() -> None:
    take_in(PEOPLE)
    take_in([HEAD, ["박지훈", "jihun@example.org", "", ""]])
    with unit_of_work():
        seal(fill_round(get_event()), "J01", "T001", 8, 8)
    plan = take_in(
        [
            HEAD,
            ["김민수", "minsu@example.org", "010-9999-9999", "새솔대학교"],
            ["박지훈", "jihun@example.org", "010-7777-7777", ""],
            ["한가람", "garam@example.org", "", ""],
        ]
    )
    assert counts(plan) == (1, 1, 0, 1)
    assert reasons(plan) == [(2, "phone", "nothing is overwritten after the first ballot: phone, affiliation")]
    assert the("김민수").phone == "+821000001234"
    assert the("박지훈").phone == "+821077777777"


@pytest.mark.parametrize(
    ("row", "field", "said"),
    [
        (["", "a@example.org", "", ""], "name", "there is no name"),
        (["김", "a@b", "", ""], "email", "no e-mail address: a@b"),
        (["김", "a b@example.org", "", ""], "email", "no e-mail address"),
        (["가" * 101, "", "", ""], "name", "101 characters; 100 fit"),
        (["이서연", "minsu@example.org", "", ""], "email", "row 2 gives this address to somebody else"),
    ],
)
def test_rows_are_refused_with_the_field_and_the_reason(row: list[str], field: str, said: str) -> None:
    plan = preview([HEAD, ["김민수", "minsu@example.org", "", ""], row])
    assert counts(plan) == (1, 0, 0, 1)
    assert (plan.refused[0].row, plan.refused[0].field) == (3, field)
    assert said in str(plan.refused[0].reason)


def test_an_application_sent_twice_is_taken_once_as_it_was_last() -> None:
    rows = [
        ["타임스탬프", *HEAD],
        ["2025. 9. 25 오후 1:00:00", "김민수", "m@example.org", "", "나중"],
        ["2025. 9. 24 오후 1:00:00", "김민수", "m@example.org", "", "먼저"],
    ]
    plan = take_in(rows)
    assert counts(plan) == (1, 0, 0, 1)
    assert reasons(plan) == [(3, "email", "the same person stands in row 2, which holds")]
    assert the("김민수").affiliation == "나중"


def test_consent_that_was_refused_keeps_a_row_out_and_one_that_is_free_does_not() -> None:
    head = ["이름", "개인정보 수집·이용에 동의하십니까?", "마케팅 정보 수신 동의 (선택)"]
    plan = take_in([head, ["김민수", "동의합니다", "동의하지 않습니다"], ["이서연", "동의하지 않습니다", "동의합니다"]])
    assert counts(plan) == (1, 0, 0, 1)
    assert plan.refused[0].field == "consent"
    assert db.session.scalars(select(Entrant.consented_at)).one() is not None


def test_resident_registration_numbers_go_nowhere() -> None:
    rows = [
        ["이름", "주민등록번호", "이메일", "지원 동기"],
        ["김민수", "900101-1234567", "bad", "제 번호는 900101-1234567"],
        ["이서연", "900101-2234567", "s@example.org", "900101-2234567"],
    ]
    plan = take_in(rows)
    assert plan.table.columns["주민등록번호"] is None
    assert {"resident" in str(note) for note in plan.table.notes.sentences()} >= {True}
    assert "1234567" not in str(db.session.scalars(select(Entrant.answers)).all())
    assert b"1234567" not in refused_sheet(plan, "ko")
    with pytest.raises(Invalid, match="not taken"):
        preview(rows, mapping={"주민등록번호": "phone"})


def test_a_mapping_must_name_what_is_there() -> None:
    with pytest.raises(Invalid, match="no column '존함'"):
        preview(PEOPLE, mapping={"존함": "name"})
    with pytest.raises(Invalid, match="no field 'nome'"):
        preview(PEOPLE, mapping={"이름": "nome"})


def test_a_mapping_holds_and_is_remembered() -> None:
    rows = [["누구", "메모"], ["김민수", "채식"]]
    take_in(rows, mapping={"누구": "name", "메모": "answer"})
    assert preview([["누구", "메모"], ["이서연", ""]]).table.columns == {"누구": "name", "메모": "answer"}
    assert db.session.scalars(select(Entrant.answers)).one() == {"메모": "채식"}


def test_one_row_a_team_gives_its_members_one_by_one() -> None:
    rows = [
        ["팀명", "팀장 성명", "팀장 이메일", "팀원1 이름", "팀원1 이메일", "팀원2 이름", "팀원2 이메일"],
        ["바람", "김민수", "m@example.org", "이서연", "s@example.org", "", ""],
        ["구름", "박지훈", "j@example.org", "최유진", "", "한가람", "g@example.org"],
    ]
    assert counts(take_in(rows)) == (5, 0, 0, 0)


def test_two_header_rows_with_merged_cells_name_the_members() -> None:
    rows = [
        ["팀명", "팀장", "", "팀원1", ""],
        ["", "이름", "이메일", "이름", "이메일"],
        ["바람", "김민수", "m@example.org", "이서연", "s@example.org"],
    ]
    plan = preview(as_xlsx(rows, merged=[(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4)]))
    assert list(plan.table.columns.values()) == [
        "team",
        "captain.name",
        "captain.email",
        "member1.name",
        "member1.email",
    ]
    assert counts(plan) == (2, 0, 0, 0)


def test_a_plan_that_was_overtaken_is_not_carried_out(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = preview(PEOPLE).outcome()
    with unit_of_work():
        make_person(get_event(), "minsu")
    with pytest.raises(PlanOutdated):
        carry_out(get_event(), request_of([*PEOPLE, ["김", "k@example.org", "", ""]]), unit_of_work, expected=outcome)
    assert db.session.query(Entrant).count() == 0


def test_a_write_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **_facts: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("hackathon.domain.people.imports.record", fail)
    with pytest.raises(RuntimeError):
        take_in(PEOPLE)
    db.session.rollback()
    assert db.session.query(Person).count() == 0


def test_the_log_names_no_person() -> None:
    take_in(PEOPLE)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "file.imported")).one()
    assert set(entry.facts) == {"digest", "added", "changed", "refused"}


def test_an_odd_encoding_is_guessed_and_said() -> None:
    raw = as_csv(
        [["Name", "Email"], ["Hélène Ångström", "h@example.org"], ["Zoë Müller", "z@example.org"]], encoding="cp1252"
    )
    plan = preview(raw)
    assert counts(plan) == (2, 0, 0, 0)
    assert any("guessed" in str(note) for note in plan.table.notes.sentences())
