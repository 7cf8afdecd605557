"""Ballots as they come to a command line: other headers, standard input, codes that look alike, faults without end."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from scoring import Ballots, ScoringError, rank
from scoring.__main__ import main
from scoring.ballots.look_alikes import alike
from scoring.faults import MOST_FAULTS
from scoring.reading import tables
from tests.scoring.builders import MEAN, TWO, ballots_of, policy_of, ranked, sentences, write

Said = tuple[int, str, str]
Run = Callable[..., Said]
FORM = "Team,심사위원 이름,창의성 (0=낮음),기술\nT1,J1,8,7\nT2,J1,9,6\n"
MAPS = (
    "--map",
    "Team=entry",
    "--map",
    "심사위원 이름=judge",
    "--map",
    " 창의성 (0=낮음) =creativity",
    "--map",
    "기술=technical",
)
RANK = ("rank", "form.csv", "--policy", "policy.toml", "--format", "json")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C")
    write(tmp_path / "form.csv", FORM)
    write(tmp_path / "policy.toml", TWO + MEAN)

    def runner(*arguments: str, stdin: bytes = b"") -> Said:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(arguments)
        said = capfd.readouterr()
        return code, said.out, said.err

    return runner


def entries(answer: Said) -> list[str]:
    assert answer[0] == 0, answer[2]
    return [row["entry"] for row in json.loads(answer[1])["standings"]]


# --- --map ----------------------------------------------------------------------------------------------------------


def test_headers_of_a_form_are_read_as_keys_split_at_the_last_equals_sign(run: Run) -> None:
    assert entries(run(*RANK, *MAPS)) == ["T1", "T2"]


@pytest.mark.parametrize("command", ["agreement", "robustness"])
def test_every_command_that_reads_ballots_maps_them(run: Run, command: str) -> None:
    assert run(command, *RANK[1:], *MAPS)[0] == 0


def test_a_decomposed_header_is_the_same_header(run: Run) -> None:
    import unicodedata

    maps = [unicodedata.normalize("NFD", one) for one in MAPS]
    assert entries(run(*RANK, *maps)) == ["T1", "T2"]


@pytest.mark.parametrize(
    ("maps", "said"),
    [
        (("Teem=entry",), 'form.csv: row 1, column Teem: --map names it, but the table has no such header (did you mean "Team"?).'),
        (("Team=entri",), 'key --map, value "Team=entri": a header can be mapped to entry, judge, source, creativity, technical only (did you mean "entry"?).'),
        (("Team",), 'key --map, value "Team": this must be "HEADER=key".'),
        (("=entry",), 'key --map, value "=entry": this must be "HEADER=key".'),
        (("Team=entry", "Team=judge"), 'key --map, value "Team": it is mapped twice.'),
        (("Team=entry", "기술=entry"), 'key --map, value "entry": it is mapped twice.'),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_hold_is_a_fault(run: Run, maps: tuple[str, ...], said: str) -> None:
    code, out, err = run(*RANK, *(part for one in maps for part in ("--map", one)))
    assert (code, out, err.splitlines()[0]) == (2, "", said)


def test_a_mapped_header_that_is_present_twice_is_a_fault(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "form.csv", FORM.replace("기술", "Team", 1))
    assert (
        "row 1, column Team: --map names it, but this header stands there more than once." in run(*RANK, *MAPS[:6])[2]
    )


def test_a_key_that_is_present_beside_its_mapped_header_is_a_fault(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "form.csv", FORM.replace("기술", "entry", 1) + "")
    assert "row 1, column entry: this column stands there more than once." in run(*RANK, *MAPS[:6])[2]


@pytest.mark.parametrize("header", ["Team,심사위원 이름,창의성 (0=낮음),기술", "entry,judge,creativity,technical"])
def test_the_table_of_a_second_judging_is_mapped_too(run: Run, tmp_path: Path, header: str) -> None:
    write(tmp_path / "form.csv", FORM.replace("T2,J1,9,6", "T2,J1,8,7"))
    write(tmp_path / "policy.toml", TWO + MEAN + 'ties = ["rejudge"]\n')
    write(tmp_path / "again.csv", f"{header}\nT1,J1,5,5\nT2,J1,6,6\n")
    write(tmp_path / "decisions.toml", 'rejudge = "again.csv"\n')
    assert entries(run(*RANK, *MAPS, "--decisions", "decisions.toml")) == ["T2", "T1"]


# --- standard input -------------------------------------------------------------------------------------------------

PLAIN = b"entry,judge,creativity,technical\nT1,J1,8,7\nT2,J1,9,9\n"


def test_a_dash_reads_a_csv_from_standard_input(run: Run) -> None:
    assert entries(run("rank", "-", *RANK[2:], stdin=PLAIN)) == ["T2", "T1"]


def test_a_dash_reads_a_workbook_by_its_content(run: Run) -> None:
    book, raw = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    for line in PLAIN.decode().splitlines():
        book.active.append([int(cell) if cell.isdigit() else cell for cell in line.split(",")])
    book.save(raw)
    assert entries(run("rank", "-", *RANK[2:], stdin=raw.getvalue())) == ["T2", "T1"]


@pytest.mark.parametrize(
    ("stdin", "said"),
    [
        (b"", "<stdin>: the file is empty.\n"),
        (
            PLAIN.replace(b"9,9", b"9,x"),
            '<stdin>: row 3, column technical, value "x": the mark is not a finite number.\n',
        ),
    ],
)
def test_faults_call_it_stdin(run: Run, stdin: bytes, said: str) -> None:
    assert run("rank", "-", *RANK[2:], stdin=stdin) == (2, "", said)


# --- codes that look alike ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"), [("t1", "T1"), ("Ｔ１", "T1"), ("007", "7"), ("T 1", "T1"), ("T01", "T1"), ("팀 가", "팀가")]
)
def test_two_codes_that_look_alike_are_a_warning_naming_both(one: str, other: str) -> None:
    """rules.md X3: one team fell silently apart, one half of it won or was unranked."""
    first, second = sorted((one, other))
    said = f'the entries "{first}", "{second}" differ in case, width, spacing or leading zeros only: are they one?'
    assert ranked({one: [80], other: [70]}).warnings == (said,)
    judges = ranked({"A": {one: 80}, "B": {other: 70}}).warnings
    assert judges == (said.replace("entries", "judges"),)


def test_an_entry_of_the_list_that_looks_like_one_with_ballots_is_named(run: Run) -> None:
    assert ranked({"T1": [80]}, entries=["T1", "t1"]).warnings[0].startswith('the entries "T1", "t1" differ')


@pytest.mark.parametrize("codes", [["T1", "T10", "T100"], ["10", "1"], ["T-1", "T1"], ["0", "00x"], ["가", "나"]])
def test_codes_that_differ_in_more_are_left_alone(codes: list[str]) -> None:
    assert alike(codes) == []


def test_a_result_of_the_first_form_has_no_such_warning() -> None:
    from scoring.standings.forms import FORM_1

    policy = policy_of()
    assert rank(ballots_of(policy, {"T1": [80], "t1": [70]}), policy, form=FORM_1).warnings == ()


# --- faults without end ---------------------------------------------------------------------------------------------


def test_faults_stop_at_some_hundred_and_the_rest_is_counted(tmp_path: Path) -> None:
    """rules.md V5: 100,000 faults were 100,000 lines."""
    policy = policy_of(criteria=TWO)
    rows = "".join(f"T{at},J1,{99 if at % 2 else 5},x\n" for at in range(3000))
    file = write(tmp_path / "b.csv", "entry,judge,creativity,technical\n" + rows)
    with pytest.raises(ScoringError) as error:
        Ballots.from_csv(file, policy.rubric)
    found = error.value.faults
    assert (len(found), found[-1].line("en")) == (MOST_FAULTS + 1, f"b.csv: and {4500 - MOST_FAULTS:} more faults.")
    assert [(fault.row, fault.column) for fault in found[:4]] == [
        (2, "technical"), (3, "creativity"), (3, "technical"), (4, "technical"),
    ]  # fmt: skip
    assert found[-1].line("ko") == f"b.csv: 그리고 문제가 {4500 - MOST_FAULTS}건 더 있습니다."


def test_the_first_faults_by_row_are_those_that_are_named(tmp_path: Path) -> None:
    policy = policy_of(criteria=TWO)
    repeated = [{"entry": f"T{at % 300:03}", "judge": "J1", "creativity": 1, "technical": 1} for at in range(1000)]
    with pytest.raises(ScoringError) as error:
        Ballots.from_rows(repeated, policy.rubric)
    assert [fault.row for fault in error.value.faults] == [*range(302, 302 + MOST_FAULTS), None]
    assert sentences(error)[-1] == f"and {700 - MOST_FAULTS} more faults."


def test_entries_that_no_list_has_are_named_up_to_a_limit() -> None:
    policy = policy_of()
    with pytest.raises(ScoringError) as error:
        rank(ballots_of(policy, {f"T{at}": [5] for at in range(500)}), policy, entries=["T1"])
    assert (len(error.value.faults), sentences(error)[-1]) == (MOST_FAULTS + 1, f"and {499 - MOST_FAULTS} more faults.")


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_BYTES", 2_000_000)
    file = write(tmp_path / "b.csv", "entry,judge,idea\n" + "T1,J1,5\n" * 300_000)
    with pytest.raises(ScoringError, match="larger than 2 megabytes"):
        Ballots.from_csv(file, policy_of().rubric)


@pytest.mark.parametrize("where", ["first", "last"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_endless_line_is_refused_before_it_becomes_cells(tmp_path: Path, where: str, end: str) -> None:
    endless, rest = ",x" * 600_000, f"entry,judge,idea{end}" + f"T1,J1,5{end}" * 200_000
    file = write(tmp_path / "b.csv", endless + end + rest if where == "first" else rest + endless)
    with pytest.raises(ScoringError, match="longer than 1,000,000 signs"):
        Ballots.from_csv(file, policy_of().rubric)
