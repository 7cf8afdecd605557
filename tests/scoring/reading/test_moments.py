"""Moments of submission, as files write them, and the step that reads them."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from scoring import ScoringError
from scoring.ballots.entries import read_entries
from scoring.reading.moments import read_moment
from tests.scoring.builders import MEAN, order, ranked, sentences, write

SUBMITTED = MEAN + 'ties = ["submitted"]\n'
LEVEL = {"T1": [5], "T2": [5], "T3": [5]}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2025-11-14T15:05:07", "2025-11-14T15:05:07"),
        ("2025-11-14 15:05", "2025-11-14T15:05:00"),
        ("2025-11-14", "2025-11-14T00:00:00"),
        ("20251114T150507Z", "2025-11-14T15:05:07Z"),
        ("2025-11-14T15:05:07.250+09:00", "2025-11-14T15:05:07.25+09:00"),
        ("2025. 11. 14 오후 3:05:07", "2025-11-14T15:05:07"),
        ("2025. 11. 14 오전 12:05:07", "2025-11-14T00:05:07"),
        ("2025. 11. 14. 오후 12:05:07", "2025-11-14T12:05:07"),
        ("2025/11/14 3:05:07 PM GMT+9", "2025-11-14T15:05:07+09:00"),
        (str(datetime(2025, 11, 14, 15, 5, 7, tzinfo=UTC)), "2025-11-14T15:05:07+00:00"),
    ],
)
def test_a_moment_that_is_read(text: str, said: str) -> None:
    moment = read_moment(text)
    assert moment is not None
    assert moment.text == said


@pytest.mark.parametrize(
    "text",
    [
        "noon",
        "2025-13-14",
        "2025-11-14T25:00",
        "14.11.2025",
        "45975.6",
        "2025. 11. 14 오후 13:05",
        "2025-11-14T15:05+25",
    ],
)
def test_a_moment_that_is_not(text: str) -> None:
    assert read_moment(text) is None


def test_zones_are_taken_into_account_and_parts_of_a_second_too() -> None:
    seoul, utc = read_moment("2025-11-14T15:05:07.000000000001+09:00"), read_moment("2025-11-14T06:05:07Z")
    assert seoul is not None
    assert utc is not None
    assert seoul.seconds - utc.seconds == Fraction(1, 10**12)


def test_the_earlier_leads_and_without_a_moment_one_ranks_last() -> None:
    entries = {
        "T1": {"submitted_at": ""},
        "T2": {"submitted_at": "2025. 11. 14 오후 3:05:07"},
        "T3": {"submitted_at": "2025-11-14"},
    }
    standings = ranked(LEVEL, SUBMITTED, entries=entries)
    assert order(standings) == "T3 T2 T1"
    assert standings.ties[0].steps[0].values == {"T1": None, "T2": "2025-11-14T15:05:07", "T3": "2025-11-14T00:00:00"}


def test_datetimes_are_taken_as_they_are() -> None:
    early, late = (datetime(2025, 11, 14, hour, tzinfo=UTC) for hour in (8, 9))
    entries = {"T1": {"submitted_at": late}, "T2": {"submitted_at": early}, "T3": {"submitted_at": None}}
    assert order(ranked(LEVEL, SUBMITTED, entries=entries)) == "T2 T1 T3"


def test_without_the_column_there_is_nothing_to_read() -> None:
    with pytest.raises(ScoringError) as error:
        ranked(LEVEL, SUBMITTED, entries=["T1", "T2", "T3"])
    assert sentences(error) == [
        'key ranking.ties, value "submitted": the step submitted needs --entries with moments in its column submitted_at.'
    ]


def test_a_column_without_a_single_moment_is_no_data() -> None:
    entries = {code: {"submitted_at": ""} for code in LEVEL}
    assert order(ranked(LEVEL, SUBMITTED, entries=entries)) == "(T1 T2 T3)"


def test_faults_of_a_file_name_row_column_and_value(tmp_path: Path) -> None:
    path = write(tmp_path / "e.csv", "entry,submitted_at\nT1,2025-11-14T15:05:07+09:00\nT2,soon\nT3,2025-11-14\nT4,\n")
    with pytest.raises(ScoringError) as error:
        read_entries(path, columns=("submitted_at",))
    assert sentences(error) == [
        'row 3, column submitted_at, value "soon": this is no moment that can be read (2025-11-14T15:05:07+09:00 can).',
        'row 4, column submitted_at, value "2025-11-14": other moments name their time zone, this one does not.',
    ]


def test_a_column_that_no_step_reads_may_hold_anything() -> None:
    assert order(ranked(LEVEL, MEAN, entries={code: {"submitted_at": "soon"} for code in LEVEL})) == "(T1 T2 T3)"
