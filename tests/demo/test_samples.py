"""The committed files are what the generator writes."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from hackathon.demo.samples import sample_files
from hackathon.demo.texts import EVENT, data_dir
from tests.demo.sample_people import sample_people


@pytest.mark.parametrize("name", ["entrants-921.csv", "teams.csv", "judges.csv"])
def test_a_committed_sample_is_byte_for_byte_that_of_the_default_seed(name: str) -> None:
    assert (data_dir() / EVENT / name).read_bytes() == sample_files(sample_people())[name]


def test_the_teams_table_names_people_by_their_addresses() -> None:
    rows = list(csv.DictReader(StringIO(sample_files(sample_people())["teams.csv"].decode("utf-8-sig"))))
    teams = [(row["code"], row["name"], (row["captain"], *row["members"].split("; "))) for row in rows]
    assert teams == [(team.code, team.name, team.members) for team in sample_people().teams]


def test_the_judges_table_names_rounds_and_chairs() -> None:
    rows = list(csv.DictReader(StringIO(sample_files(sample_people())["judges.csv"].decode("utf-8-sig"))))
    assert [row["round"] for row in rows] == ["final"] * 9 + ["preliminary"] * 12
    assert [row["code"] for row in rows if row["chair"] == "yes"] == ["J01", "J10"]
