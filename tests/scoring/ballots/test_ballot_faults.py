"""What is wrong with a ballot table, in the words its author reads."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from scoring import Ballots, ScoringError, rank
from tests.scoring.builders import MEAN, policy_of, sentences, write

CRITERIA = (
    '[[criteria]]\nkey = "a"\npoints = 10\n'
    '[[criteria]]\nkey = "b"\npoints = 5\nscale = { min = 1, max = 5, step = 0.5 }\n'
)
HEADER = "entry,judge,a,b\n"
Refuse = Callable[..., list[str]]


@pytest.fixture
def refuse(tmp_path: Path) -> Refuse:
    """The sentences that reading and ranking such a file ends with."""

    def refused(
        text: str | bytes, language: str = "en", *, rest: str = MEAN, entries: list[str] | None = None
    ) -> list[str]:
        path = tmp_path / "ballots.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        policy = policy_of(rest, criteria=CRITERIA)
        with pytest.raises(ScoringError) as error:
            rank(Ballots.from_csv(path, policy.rubric), policy, entries)
        assert {fault.file for fault in error.value.faults} == {"ballots.csv"}
        return sentences(error, language)

    return refused


NUMBER = 'row 2, column a, value "{}": the mark is not a finite number.'
OUTSIDE = 'row 2, column a, value "{}": the mark lies outside the scale (0 to 10).'


@pytest.mark.parametrize(
    "mark", ["x", "NaN", "inf", "-inf", "True", "1_0", "0x1", "7;5", "½", "8²", "①", "7.5.1", "--7", "9" * 500]
)
def test_a_mark_that_is_no_finite_number(refuse: Refuse, mark: str) -> None:
    shown = mark if len(mark) < 60 else mark[:59] + "…"
    assert refuse(f"{HEADER}T1,J1,{mark},3\n") == [NUMBER.format(shown)]


def test_a_decimal_comma_is_no_number(refuse: Refuse) -> None:
    assert refuse(HEADER + 'T1,J1,"7,5",3\n') == [NUMBER.format("7,5")]


@pytest.mark.parametrize("mark", ["11", "-1", "10.5", "1e400", "1e3"])
def test_a_mark_outside_the_scale(refuse: Refuse, mark: str) -> None:
    assert refuse(f"{HEADER}T1,J1,{mark},3\n") == [OUTSIDE.format(mark)]


@pytest.mark.parametrize("mark", ["1.25", "4.9", "1.0000000001", "2e-1"])
def test_a_mark_off_the_step_which_is_counted_from_min(refuse: Refuse, mark: str) -> None:
    said = refuse(f"{HEADER}T1,J1,3,{mark}\n")
    if mark == "2e-1":
        assert said == [f'row 2, column b, value "{mark}": the mark lies outside the scale (1 to 5).']
    else:
        assert said == [f'row 2, column b, value "{mark}": the mark is off the step (0.5, counted from 1).']


def test_all_faults_are_told_in_the_order_of_the_rows(refuse: Refuse) -> None:
    assert refuse(HEADER + "T1,J1,x,9\n,J1,3,3\nT3,,3,3\n") == [
        'row 2, column a, value "x": the mark is not a finite number.',
        'row 2, column b, value "9": the mark lies outside the scale (1 to 5).',
        'row 3, column entry, value "": this cell must not be empty.',
        'row 4, column judge, value "": this cell must not be empty.',
    ]


def test_the_same_in_korean(refuse: Refuse) -> None:
    assert refuse(HEADER + "T1,J1,x,9\nT2,J1,3,1.2\n,J1,3,3\n", "ko") == [
        '2행, a 열, 값 "x": 점수가 유한한 숫자가 아닙니다.',
        '2행, b 열, 값 "9": 점수가 척도(1~5)를 벗어났습니다.',
        '3행, b 열, 값 "1.2": 점수가 1부터 0.5 간격에 맞지 않습니다.',
        '4행, entry 열, 값 "": 비워 둘 수 없는 칸이 비어 있습니다.',
    ]


def test_rows_are_counted_as_a_spreadsheet_counts_them(refuse: Refuse) -> None:
    text = HEADER + '"T\n1",J1,3,3\n\n,,,\nT2,J1,x,3\n'
    assert refuse(text) == ['row 5, column a, value "x": the mark is not a finite number.']


@pytest.mark.parametrize("second", ["T1,J1", " T1 ,J1", "\u0054\u0031,J1 "])
def test_a_second_ballot_of_a_judge_for_an_entry_is_a_fault(refuse: Refuse, second: str) -> None:
    assert refuse(f"{HEADER}T1,J1,3,3\nT2,J1,3,3\n{second},4,4\n") == [
        'row 4, column judge, value "J1": the ballot of judge J1 for entry T1 stands in row 2 already.'
    ]


def test_a_duplicate_is_named_together_with_the_other_faults(refuse: Refuse) -> None:
    assert refuse(HEADER + "T1,J1,3,2\nT1,J1,4,2\nT2,J1,11,2\n") == [
        'row 3, column judge, value "J1": the ballot of judge J1 for entry T1 stands in row 2 already.',
        'row 4, column a, value "11": the mark lies outside the scale (0 to 10).',
    ]


def test_keys_that_look_alike_are_alike(refuse: Refuse) -> None:
    decomposed = "\u1110\u1175\u11b7"  # 팀, as macOS writes it in file names
    assert refuse(f"{HEADER}팀,J1,3,3\n{decomposed},J1,3,3\n", "ko") == [
        '3행, judge 열, 값 "J1": J1 심사위원의 팀 채점표가 2행에 이미 있습니다.'
    ]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("judge,a,b", "row 1, column entry: this column is required but missing."),
        ("Entry,judge,a,b", 'row 1, column entry: this column is required but missing (did you mean "Entry"?).'),
        ("entry,a,b", "row 1, column judge: this column is required but missing."),
        ("entry,judge,a", "row 1, column b: this column is required but missing."),
        ("entry,judge,a,b,a", "row 1, column a: this column stands there more than once."),
        ("entry,judge,a,b,source,source", "row 1, column source: this column stands there more than once."),
    ],
)
def test_a_header_needs_each_column_once(refuse: Refuse, header: str, said: str) -> None:
    assert refuse(header + "\nT1,J1,1,1\n") == [said]


def test_a_missing_column_in_korean(refuse: Refuse) -> None:
    assert refuse("Entry,judge,a,b\nT1,J1,1,1\n", "ko") == ['1행, entry 열: 필요한 열이 없습니다 ("Entry"?).']


def test_more_cells_than_the_header_has(refuse: Refuse) -> None:
    assert refuse(HEADER + "T1,J1,7,5,3\n") == [
        'row 2, column 5, value "3": the row has more cells than the header; look for an unquoted comma.'
    ]


@pytest.mark.parametrize(
    ("raw", "en", "ko"),
    [
        (b"", "the file is empty.", "파일이 비어 있습니다."),
        (b"\n \n", "the file is empty.", "파일이 비어 있습니다."),
        (b"\xef\xbb\xbf", "the file is empty.", "파일이 비어 있습니다."),
        (HEADER.encode(), "the file has a header but no rows.", "머리글만 있고 내용이 없습니다."),
        (HEADER.encode() + b",,,\n\n", "the file has a header but no rows.", "머리글만 있고 내용이 없습니다."),
        (
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
            "it is a PDF, whatever its name says; save the table as CSV or XLSX.",
            "이름과 달리 PDF입니다. 표를 CSV나 XLSX로 저장하십시오.",
        ),
        (
            bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600),
            "the workbook is damaged or locked with a password and cannot be read.",
            "엑셀 파일이 깨졌거나 암호로 잠겨 있어 읽을 수 없습니다.",
        ),
        (
            HEADER.encode() + b'"T1,J1,1,1\n',
            "the CSV cannot be read at line 2: a quote does not close properly or a cell is too long.",
            "CSV의 2번째 줄에서 따옴표가 맞지 않거나 칸이 너무 깁니다.",
        ),
        (HEADER.encode() + b"T1,J1,,1\n", "there is no complete ballot at all.", "완성된 채점표가 하나도 없습니다."),
    ],
)
def test_files_that_hold_nothing_to_rank(refuse: Refuse, raw: bytes, en: str, ko: str) -> None:
    assert refuse(raw) == [en]
    assert refuse(raw, "ko") == [ko]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ScoringError) as error:
        Ballots.from_csv(tmp_path / "none.csv", policy_of().rubric)
    assert error.value.faults[0].line("en") == "none.csv: the file cannot be read: there is no such file."
    assert error.value.faults[0].line("ko") == "none.csv: 파일을 읽을 수 없습니다: 그런 파일이 없습니다."


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ScoringError) as error:
        Ballots.from_csv(tmp_path, policy_of().rubric)
    assert sentences(error) == ["the file cannot be read: it is a folder."]


def test_a_ballot_for_an_entry_that_is_not_on_the_list(refuse: Refuse) -> None:
    text = HEADER + "T1,J1,3,3\nT9,J1,3,3\nT1,J2,3,3\nT9,J2,3,3\n"
    assert refuse(text, entries=["T1", "T2"]) == [
        'row 3, column entry, value "T9": entry T9 is not on the list of entries.',
        'row 5, column entry, value "T9": entry T9 is not on the list of entries.',
    ]


SOURCES = '[[sources]]\nname = "judges"\nweight = 70\nmethod = "mean"\n'


def test_a_source_that_is_not_declared(refuse: Refuse) -> None:
    text = "entry,judge,source,a,b\nT1,J1,judges,3,3\nT1,J2,online,3,3\nT1,J3,,3,3\n"
    assert refuse(text, rest=SOURCES) == [
        'row 3, column source, value "online": the ballot for T1 names a source that [[sources]] does not declare.',
        'row 4, column source, value "": the ballot for T1 names a source that [[sources]] does not declare.',
    ]


def test_declared_sources_need_a_column(refuse: Refuse) -> None:
    assert refuse(HEADER + "T1,J1,3,3\n", rest=SOURCES) == [
        "row 1, column source: the policy declares [[sources]], but the ballots have no column source."
    ]


def test_a_declared_source_without_ballots(refuse: Refuse) -> None:
    rest = SOURCES + SOURCES.replace("judges", "citizens")
    assert refuse("entry,judge,source,a,b\nT1,J1,judges,3,3\n", rest=rest) == [
        "the source citizens has no complete ballot at all."
    ]


def test_one_judge_twice_is_a_fault_where_no_sources_are_declared(refuse: Refuse) -> None:
    text = "entry,judge,source,a,b\nT1,J1,x,3,3\nT1,J1,y,4,4\n"
    assert refuse(text) == [
        (
            'row 3, column source, value "y": judge J1 has a ballot for T1 in row 2 too, '
            "and no [[sources]] in the policy tells them apart."
        )
    ]


@pytest.mark.parametrize("mark", [True, False, float("nan"), float("inf"), [7], b"7"])
def test_a_python_value_that_is_no_number(mark: object) -> None:
    with pytest.raises(ScoringError) as error:
        Ballots.from_rows([{"entry": "T1", "judge": "J1", "idea": mark}], policy_of().rubric)
    assert [fault.code for fault in error.value.faults] == ["mark-not-a-number"]


@pytest.mark.parametrize("mark", [8, 8.0, "8", " 8 ", "8.0", "８", "+8", "0.8e1", "08", Decimal("8.00"), "\ufeff8"])
def test_ways_to_write_eight(mark: object) -> None:
    ballots = Ballots.from_rows([{"entry": "T1", "judge": "J1", "idea": mark}], policy_of().rubric)
    assert ballots.marks.tolist() == [[8]]


def test_a_fault_is_one_line_whatever_the_cell_holds(tmp_path: Path) -> None:
    path = write(tmp_path / "b.csv", 'entry,judge,idea\nT1,J1,"7\n\x1b[31m8"\n')
    with pytest.raises(ScoringError) as error:
        Ballots.from_csv(path, policy_of().rubric)
    assert sentences(error) == [r'row 2, column idea, value "7\n\x1b[31m8": the mark is not a finite number.']
