"""Documents to print: what stands on them, that a reader program can read them, and that nothing typed becomes markup."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from flask import Flask

from hackathon.database import unit_of_work
from hackathon.domain.base.languages import led_by
from hackathon.domain.results import results
from hackathon.domain.rounds import rounds
from hackathon.exchange.exporting.files import blank_sheets, export, formats_of
from hackathon.exchange.printing import documents
from hackathon.exchange.printing.documents import NoPrinter
from hackathon.exchange.printing.glyphs import shown, shown_by
from hackathon.models import Round
from tests.factories import fill_round, make_event, make_judge, seal, seal_all, the_entry, the_judge, the_key

pytestmark = [
    pytest.mark.skipif(not documents.is_able(), reason="the extra pdf is not installed"),
    pytest.mark.poppler,
]
MARKS = {"T001": (9, 9), "T002": (7, 7), "T003": (7, 7)}
NASTY = '똠방각하 뷁 *별* #read("/etc/passwd") $x$ <script>'


@pytest.fixture
def round(round: Round) -> Round:
    with unit_of_work():
        the_entry(round, "T002").team.name = NASTY
        rounds.recuse(round, the_judge("J03"), the_entry(round, "T003"), kind="self", reason="사촌 동생의 팀")
        for entry, (creativity, technical) in MARKS.items():
            for judge in ("J01", "J02", "J03"):
                if (judge, entry) != ("J03", "T003"):
                    seal(
                        round,
                        judge,
                        entry,
                        creativity,
                        technical,
                        comment=f"{judge}의 의견",
                        note="남에게 보이지 않을 메모",
                    )
    return round


def lock(round: Round) -> None:
    with unit_of_work():
        for judge in ("J01", "J02", "J03"):
            seal(round, judge, "T004", 6, 6)
        results.lock(round, key=the_key())


def text_of(content: bytes, folder: Path, *, keep: bool = True) -> str:
    """The text in reading order; `keep` holds columns together as they are seen."""
    file = folder / "it.pdf"
    file.write_bytes(content)
    told = subprocess.run(
        ["pdftotext", *(["-layout"] if keep else []), file, "-"], capture_output=True, text=True, check=True
    )
    return told.stdout


def test_the_sheet_to_sign_has_standings_ties_digest_and_lines_to_sign(round: Round, tmp_path: Path) -> None:
    lock(round)
    text = text_of(export(round, "pdf", key=the_key()).content, tmp_path)
    result = results.get_result(round)
    assert "심사결과 총괄표" in text
    assert re.search(r"1\s+T001\s+팀 T001\s+90\.00", text)
    assert re.search(r"T003\s.*70\.00.*2/3", text)
    assert result.digest in text
    assert "결과 1판" in text
    assert all(said in text for said in ("심사위원장", "운영자", "동점자 처리", "서명 또는 날인"))
    assert "사촌" not in text


def test_a_draft_says_so_and_offers_no_line_to_sign(round: Round, tmp_path: Path) -> None:
    text = text_of(export(round, "pdf", key=the_key()).content, tmp_path)
    assert "초안" in text
    assert "서명란이 없습니다" in text
    assert "서명 또는 날인" not in text.split("\f")[0]


def test_behind_it_comes_one_sheet_per_judge_with_every_ballot(round: Round, tmp_path: Path) -> None:
    text = text_of(export(round, "pdf", key=the_key()).content, tmp_path)
    sheets = dict(zip(("J01", "J02", "J03"), text.split("\f")[-4:-1], strict=True))
    for judge, page in sheets.items():
        assert judge in page
        assert re.search(r"T001\s+팀 T001\s+9\s+9\s+90\.00\s+봉인", page)
        assert f"{judge}의 의견" in page
        assert "미채점" in page
    assert re.search(r"T003\s+팀 T003\s+제척·기피·회피", sheets["J03"])


def test_a_private_note_is_on_no_paper(round: Round, tmp_path: Path) -> None:
    assert "보이지 않을 메모" not in text_of(export(round, "pdf", key=the_key()).content, tmp_path)


def test_what_a_person_typed_stays_text(round: Round, tmp_path: Path) -> None:
    for content in (export(round, "pdf", key=the_key()).content, blank_sheets(round, language="ko").content):
        text = " ".join(text_of(content, tmp_path, keep=False).split())
        assert "root:" not in text
        for part in ("*별*", '#read("/etc/passwd")', "$x$", "<script>", "똠방각하", "뷁"):
            assert part in text


def test_a_character_that_no_font_has_keeps_nothing_from_the_printer(round: Round, tmp_path: Path) -> None:
    with unit_of_work():
        the_entry(round, "T001").team.name = "로켓 \N{ROCKET}\N{VARIATION SELECTOR-16} \U00013080 팀"
    lock(round)
    for content in (export(round, "pdf", key=the_key()).content, blank_sheets(round, language="ko").content):
        text = " ".join(text_of(content, tmp_path, keep=False).split())
        assert re.search(r"로켓 \S* ?\S* ?팀", text)


def test_what_cannot_be_shown_is_a_box_and_what_has_no_shape_is_left_out() -> None:
    ranges = ((0x20, 0x7E), (0x25A1, 0x25A1), (0xAC00, 0xD7A3))
    data = {"a": ["가\N{ROCKET}\N{VARIATION SELECTOR-16}b\n", 7, None]}
    assert shown(data, ranges) == {"a": ["가□b\n", 7, None]}


def test_the_packaged_font_has_every_syllable(sqlite_app: Flask) -> None:
    ranges = shown_by(tuple(documents._font_folders(None)))
    assert all(shown(character, ranges) == character for character in map(chr, range(0xAC00, 0xD7A4)))
    assert shown("A–□1", ranges) == "A–□1"


def test_it_is_tagged_for_readers_who_do_not_see_it(round: Round, tmp_path: Path) -> None:
    file = tmp_path / "it.pdf"
    file.write_bytes(export(round, "pdf", key=the_key()).content)
    told = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Tagged:\s+yes", told)
    assert re.search(r"Title:\s+시험 행사 예선 심사결과 총괄표", told)


def test_the_summary_in_english_is_complete(round: Round, tmp_path: Path) -> None:
    lock(round)
    text = text_of(export(round, "pdf", language="en", key=the_key()).content, tmp_path)
    for said in ("Summary of the result", "mean of the totals", "Result v1", "sealed", "equal ranks", "self"):
        assert said in text


def test_labels_stand_in_each_language_of_the_event_and_in_no_other(round: Round, tmp_path: Path) -> None:
    heads = {}
    for languages in (["ko", "en"], ["en", "ko"], ["en"]):
        with unit_of_work():
            round.event.languages = languages
        content = blank_sheets(round).content
        page = text_of(content, tmp_path, keep=False).split("\f")[0]
        heads[tuple(languages)] = (
            "심사표" in page,
            "Score sheet" in page,
            page.find("심사표") < page.find("Score sheet"),
        )
    assert heads == {("ko", "en"): (True, True, True), ("en", "ko"): (True, True, False), ("en",): (False, True, True)}


def test_a_paper_begins_with_the_reader_s_language_if_it_is_one_of_the_event_s() -> None:
    assert led_by("en", ["ko", "en", "ja"]) == ("en", "ko", "ja")
    assert led_by("fr", ["ko", "en"]) == led_by("", ["ko", "en"]) == ("ko", "en")


def test_a_score_sheet_has_the_judges_teams_in_order_and_empty_boxes(round: Round, tmp_path: Path) -> None:
    pages = text_of(blank_sheets(round, language="ko").content, tmp_path).split("\f")[:-1]
    assert [bool(re.search(f"first-J0{n}", page)) for n, page in enumerate(pages, start=1)] == [True, True, True]
    assert re.findall(r"^\s*(\d+)\s+(?:팀|똠)", pages[0], re.M) == ["1", "2", "3", "4"]
    assert "0–10" in pages[0]
    assert not re.search(r"90\.00", pages[0])
    assert "제외" in pages[2]


def test_a_judge_without_teams_gets_a_sheet_that_says_so(sqlite_app: Flask, tmp_path: Path) -> None:
    with unit_of_work():
        round = make_event().rounds[0]
        assert "심사위원이 없습니다" in text_of(documents.score_sheets(round, languages=("ko", "en")), tmp_path)
        rounds.seat(round, make_judge(round.event, "J07"))
    text = text_of(documents.score_sheets(round, languages=("ko", "en")), tmp_path)
    assert "first-J07" in text
    assert "배정된 팀이 없습니다" in text


def test_without_the_optional_part_the_format_is_not_offered_and_says_how_to_get_it(
    round: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "find_spec", lambda _name: None)
    assert "pdf" not in formats_of(round)
    with pytest.raises(NoPrinter, match="pip install"):
        export(round, "pdf", key=the_key())


def test_the_same_result_makes_the_same_bytes(round: Round) -> None:
    lock(round)
    assert export(round, "pdf", key=the_key()).content == export(round, "pdf", key=the_key()).content


def test_the_largest_round_is_no_trouble(sqlite_app: Flask, tmp_path: Path) -> None:
    with unit_of_work():
        round = fill_round(make_event(), teams=60, judges=2)
        seal_all(round, {f"T{n:03}": (n % 11, n % 7) for n in range(1, 61)}, judges=2)
    text = text_of(export(round, "pdf", key=the_key()).content, tmp_path)
    assert len(set(re.findall(r"\bT\d{3}\b", text))) == 60
