"""An event definition is read whole, and a fault names the file and the key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hackathon.config import asset_dir
from hackathon.domain.base.errors import Invalid
from hackathon.exchange.definition import read_definition

SESAC = asset_dir("data") / "sesac-2025"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("event.toml", "preliminary.toml", "final.toml", "rubric.toml"):
        shutil.copy(SESAC / name, tmp_path / name)
    return tmp_path


def edit(folder: Path, old: str, new: str) -> Path:
    path = folder / "event.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_first_event_is_what_was_published() -> None:
    plan = read_definition(SESAC / "event.toml")
    assert plan.theme["ko"] == "AI와 함께 만드는 새로운 변화"
    assert plan.applications_open_at.isoformat()[:10] == "2025-09-24"
    assert plan.applications_close_at.isoformat()[:10] == "2025-11-14"
    assert (plan.starts_at.isoformat()[:10], plan.ends_at.isoformat()[:10]) == ("2025-12-01", "2025-12-02")
    assert plan.starts_at.utcoffset() is not None
    assert [(each.key, each.source) for each in plan.rounds] == [("preliminary", None), ("final", "preliminary")]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('key = "sesac-2025"', "key = 7", r"event\.toml \[event\]: 'key' must be str"),
        ("time_zone = ", "time_zome = ", r"event\.toml \[event\]: unknown key 'time_zome'"),
        ('"Asia/Seoul"', '"Asia/Soul"', "unknown time zone 'Asia/Soul'"),
        ("panel_size = 12", 'panel_size = "12"', r"\[\[rounds\]\] preliminary: 'panel_size' must be int"),
        ('policy = "preliminary.toml"', 'policy = "nowhere.toml"', r"There is no file .*nowhere\.toml"),
        ("opens_at = 2025-11-15T09:00:00", 'opens_at = "soon"', "'opens_at' must be datetime"),
        ("[event]", "[event", r"is no TOML"),
        ("name = { ko = ", "name = { kr = ", "'name' must be { ko = …, en = … }"),
        ('languages = ["ko", "en"]', 'languages = ["ko", "kr"]', "'languages' must be a list of en, ko"),
        ('languages = ["ko", "en"]', "languages = []", "'languages' must be a list of en, ko"),
    ],
)
def test_a_fault_is_one_sentence_with_its_place(folder: Path, old: str, new: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        read_definition(edit(folder, old, new))


def test_texts_may_lack_a_language_and_stand_in_the_order_of_the_events_languages(folder: Path) -> None:
    edit(folder, 'languages = ["ko", "en"]', 'languages = ["en", "ko"]')
    plan = read_definition(edit(folder, 'name = { ko = "예선", en = "Preliminary" }', 'name = { ko = "예선" }'))
    assert (plan.languages, list(plan.name), plan.rounds[0].name) == (["en", "ko"], ["en", "ko"], {"ko": "예선"})


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="There is no file"):
        read_definition(tmp_path / "event.toml")
