"""The event definition and the rules that lie beside it."""

from __future__ import annotations

import re
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from hackathon.demo import ties
from hackathon.demo.texts import EVENT, data_dir, read_texts

FOLDER = data_dir() / EVENT
POLICIES = [FOLDER / "preliminary.toml", FOLDER / "final.toml", *sorted((data_dir() / "policies").glob("*.toml"))]


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_the_published_facts_are_kept() -> None:
    event = read_texts("event")["event"]
    assert (event["name"]["ko"], event["theme"]["ko"]) == ("2025 새싹 해커톤", "AI와 함께 만드는 새로운 변화")
    assert "DDP" in event["venue"]["ko"]
    assert event["time_zone"] == "Asia/Seoul"
    dates = [*event["applications"].values(), *event["final"].values()]
    assert [f"{moment:%m-%d}" for moment in dates] == ["09-24", "11-14", "12-01", "12-02"]


def test_dates_are_written_in_the_event_s_own_time() -> None:
    text = (FOLDER / "event.toml").read_text(encoding="utf-8")
    moments = [datetime.fromisoformat(found) for found in re.findall(r"\d{4}-\d\d-\d\dT[\d:+Z]+", text)]
    assert len(moments) > 15
    assert all(moment.tzinfo is None for moment in moments)


def test_a_round_runs_in_order_after_its_submissions_close() -> None:
    for each in read_texts("event")["rounds"]:
        moments = [each[key] for key in ("submissions_close_at", "opens_at", "closes_at", "publishes_at")]
        assert moments == sorted(moments)


def test_the_final_takes_its_entries_from_the_preliminary() -> None:
    first, second = read_texts("event")["rounds"]
    assert (first["key"], first["source"]) == ("preliminary", "teams")
    assert (second["key"], second["source"]) == ("final", "preliminary")
    assert (first["panel_size"], first["ballots_per_entry"]) == (12, 3)
    assert (second["panel_size"], second["ballots_per_entry"]) == (9, "all")


def test_milestones_are_in_order() -> None:
    starts = [milestone["starts_at"] for milestone in read_texts("event")["milestones"]]
    assert starts == sorted(starts)


def test_every_name_is_given_in_korean_and_english() -> None:
    event = read_texts("event")
    names = [event["event"]["name"], event["event"]["theme"], event["event"]["venue"]]
    names += [each["name"] for each in event["rounds"] + event["milestones"]]
    assert all(name["ko"].strip() and name["en"].strip() for name in names)


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_a_policy_adds_up_to_a_hundred_points(path: Path) -> None:
    assert sum(criterion["points"] for criterion in read(path)["criteria"]) == 100


@pytest.mark.parametrize("name", ["preliminary", "final"])
def test_the_demo_s_marks_are_counted_as_the_policy_does(name: str) -> None:
    criteria = read(FOLDER / f"{name}.toml")["criteria"]
    worth = {each["key"]: each["points"] / each["scale"]["max"] for each in criteria}
    assert worth == ties.POINTS_PER_MARK
    assert all(each["scale"] == {"min": 0, "max": 10, "step": 1} for each in criteria)


def test_thirty_advance_and_five_are_in_reserve() -> None:
    assert read(FOLDER / "preliminary.toml")["advance"] == {"count": 30, "reserve": 5, "at_the_cut": "resolve"}


def test_the_rubric_describes_every_mark_of_every_criterion_once() -> None:
    rubric = read(FOLDER / "rubric.toml")
    assert list(rubric) == list(ties.POINTS_PER_MARK)
    for criterion in rubric.values():
        covered = [mark for level in criterion["levels"] for mark in range(level["from"], level["to"] + 1)]
        assert covered == list(range(11))


def test_levels_fit_under_their_marks() -> None:
    levels = [level["name"] for criterion in read(FOLDER / "rubric.toml").values() for level in criterion["levels"]]
    assert len({level["ko"] for level in levels}) == 15
    assert all(len(level["ko"].replace(" ", "")) <= 11 and level["en"] for level in levels)
