"""The form export: what people type, and that cleaning it leads back to who they are."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from hackathon.demo.form_export import form_time
from hackathon.demo.texts import read_texts
from tests.demo.sample_people import form_export, form_rows, sample_people

SEOUL = ZoneInfo("Asia/Seoul")


def test_it_is_utf8_with_a_bom_and_korean_headers() -> None:
    first_line = form_export().decode("utf-8").splitlines()[0]
    assert first_line == "\ufeff" + ",".join(read_texts("form")["columns"])


def test_it_has_921_rows() -> None:
    assert len(form_rows()) == 921


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2025, 9, 24, 15, 5, 12, tzinfo=SEOUL), "2025. 9. 24 오후 3:05:12"),
        (datetime(2025, 11, 1, 0, 0, 9, tzinfo=SEOUL), "2025. 11. 1 오전 12:00:09"),
        (datetime(2025, 11, 1, 12, 30, 0, tzinfo=SEOUL), "2025. 11. 1 오후 12:30:00"),
    ],
)
def test_times_are_written_as_google_forms_does(moment: datetime, shown: str) -> None:
    assert form_time(moment) == shown


def test_cleaned_names_and_addresses_are_those_of_the_entrants() -> None:
    from_form = [
        (unicodedata.normalize("NFC", row["이름"]).replace(" ", ""), row["이메일"].strip().lower())
        for row in form_rows()
    ]
    assert from_form == [(entrant.name, entrant.email) for entrant in sample_people().entrants]


def test_cleaned_phone_numbers_are_those_of_the_entrants() -> None:
    digits = [re.sub(r"\D", "", unicodedata.normalize("NFKC", row["휴대전화"])) for row in form_rows()]
    assert ["+82" + re.sub(r"^(82|0)", "", number) for number in digits] == [
        entrant.phone for entrant in sample_people().entrants
    ]


def test_cleaned_team_names_are_those_of_the_teams() -> None:
    names = {team.code: _key(team.name) for team in sample_people().teams}
    wanted = [names[entrant.team] if entrant.team else "" for entrant in sample_people().entrants]
    assert [_key(row["팀 이름"]) for row in form_rows()] == wanted


def _key(name: str) -> str:
    return re.sub(r"\s", "", name).casefold()


@pytest.mark.parametrize(
    ("column", "pattern"),
    [
        ("휴대전화", r"010-0000-\d{4}"),
        ("휴대전화", r"0100000\d{4}"),
        ("휴대전화", r"100000\d{4}"),
        ("휴대전화", r"\+82 10 0000 \d{4}"),
        ("휴대전화", r"[０-９]{3}－[０-９]{4}－[０-９]{4}"),
        ("이름", r"\S+ "),
        ("이름", r"\S \S\S"),
        ("이름", "[\u1100-\u11ff]+"),
        ("이메일", r"[A-Z].*"),
        ("이메일", r".* "),
        ("생년", r"\d{4}년"),
        ("소속", ""),
        ("사용 기술", ""),
        ("지원 동기", "=.*"),
        ("지원 동기", "-3년(.|\n)*"),
        ("지원 동기", '(.|\n)*"(.|\n)*'),
        ("지원 동기", ".*\n(.|\n)*"),
        ("지원 동기", "(.|\n)*[\U0001f300-\U0001faff](.|\n)*"),
    ],
)
def test_it_holds_the_mess_that_forms_bring(column: str, pattern: str) -> None:
    cells = [row[column] for row in form_rows() if re.fullmatch(pattern, row[column])]
    assert 1 <= len(cells) < 921 * 0.85


def test_some_members_spell_their_team_in_another_way() -> None:
    names = {team.code: team.name for team in sample_people().teams}
    written = zip(sample_people().entrants, form_rows(), strict=True)
    odd = [row for entrant, row in written if entrant.team and row["팀 이름"] != names[entrant.team]]
    assert 30 < len(odd) < 150


def test_everybody_in_the_form_consented_to_the_use_of_their_data() -> None:
    assert {row["개인정보 수집·이용 동의"] for row in form_rows()} == {"동의합니다"}
