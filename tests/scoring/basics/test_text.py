"""Texts: an English sentence with values, said in any language that has a catalogue, and in English where it has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.text import (
    Code,
    Message,
    add_catalogues,
    files_of,
    in_languages,
    joined,
    languages,
    say,
    text,
    text_n,
    text_p,
    unreadable_catalogues,
)
from tests.scoring.builders import install_language

SEALED = "{judge} has not sealed {entry}"


def spoken(folder: Path, monkeypatch: pytest.MonkeyPatch, sentence: str, translation: str) -> Message:
    install_language(folder, monkeypatch, {sentence: translation})
    return text(sentence, judge="J03", entry="T1")


# --- values ---------------------------------------------------------------------------------------------------------


def test_values_fill_the_blanks() -> None:
    said = text(SEALED, judge="J03", entry=7)
    assert (str(said), said.say("en"), say(said, "en")) == ("J03 has not sealed 7",) * 3


def test_a_value_that_is_a_text_is_said_in_the_same_language() -> None:
    reason = text("{file} is {what}", file="a.csv", what=joined([text("it is a folder"), text("it is not UTF-8")]))
    assert reason.say("ko") == "a.csv is 폴더입니다, UTF-8이 아닙니다"
    assert str(reason) == "a.csv is it is a folder, it is not UTF-8"


def test_texts_of_people_are_said_in_their_first_language_where_one_is_missing() -> None:
    name = in_languages({"ja": "創意", "ko": "창의성", "en": ""})
    assert [name.say(language) for language in ("ko", "en", "fr")] == ["창의성", "創意", "創意"]
    assert text("“{name}”", name=name).say("ko") == "“창의성”"
    assert in_languages({}).say("ko") == ""


def test_plain_values_are_said_as_they_stand() -> None:
    assert [say(value, "ko") for value in ("{x}", 3, None)] == ["{x}", "3", "None"]
    assert joined(["a", 1, text("it is a folder")], " / ").say("ko") == "a / 1 / 폴더입니다"


def test_a_sentence_without_values_keeps_its_braces() -> None:
    assert (str(text("a table { … }")), text("a table { … }").say("ko")) == ("a table { … }", "{ … } 표")


def test_the_same_sentence_filled_with_other_values() -> None:
    said = text(SEALED, judge="J03", entry="T1")
    assert said.filled({"judge": "J04", "entry": "T2"}) == text(SEALED, judge="J04", entry="T2")


def test_texts_can_be_compared_and_kept_in_a_set() -> None:
    assert len({text("a"), text("a"), text_p("verb", "a"), joined(["a"]), in_languages({"en": "a"})}) == 4
    assert repr(text("{n} ballots", n=2)) == "Message('2 ballots')"


# --- number and context ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "english", "korean"), [(0, "0 acts", "기록 0건"), (1, "1 act", "기록 1건"), (2, "2 acts", "기록 2건")]
)
def test_a_number_picks_the_form(n: int, english: str, korean: str) -> None:
    said = text_n("{n} act", "{n} acts", n=n)
    assert (said.say("en"), said.say("ko"), said.say("xx")) == (english, korean, english)


def test_a_context_tells_words_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_language(tmp_path, monkeypatch, {"verb|Open": "Öffnen", "state|Open": "Offen"})
    assert [text_p(context, "Open").say("xx") for context in ("verb", "state", "noun")] == ["Öffnen", "Offen", "Open"]
    assert text("Open").say("xx") == "Open"


# --- particles ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("judge", "expected"),
    [("다온", "다온이 T1을"), ("하나", "하나가 T1을"), ("Hack", "Hack이(가) T1을"), (Code("J03"), "J03이 T1을")],
)
def test_a_translation_asks_for_a_particle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judge: str, expected: str
) -> None:
    spoken(tmp_path, monkeypatch, SEALED, "{judge:이/가} {entry:을/를}")
    assert text(SEALED, judge=judge, entry=Code("T1")).say("xx") == expected


def test_the_particle_follows_the_last_text_of_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken(tmp_path, monkeypatch, SEALED, "{judge:이/가} {entry}")
    assert text(SEALED, judge=joined(["J03", "다온"]), entry="").say("xx") == "J03, 다온이 "


# --- catalogues that lack or break ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "broken",
    [
        "{judge} {nobody}",
        "{judge",
        "{judge:no such format}",
        "{judge.__class__}",
        "{judge[0]}",
        "{judge!r.__class__}",
        "{0} {}",
        "",
    ],
)
def test_a_broken_line_of_a_catalogue_is_said_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    said = spoken(tmp_path, monkeypatch, SEALED, broken)
    assert said.say("xx") == "J03 has not sealed T1"


@pytest.mark.parametrize("typed", ["{judge.__class__}", "{entry}", "{", "{{}}", "%(judge)s"])
def test_a_value_is_never_read_as_a_sentence(typed: str) -> None:
    assert str(text(SEALED, judge=typed, entry=joined([typed]))) == f"{typed} has not sealed {typed}"


def test_a_sentence_whose_blanks_nobody_filled_stands_as_it_is() -> None:
    assert str(text(SEALED, judge="J03")) == SEALED


def test_a_language_without_a_catalogue_is_said_in_english() -> None:
    assert text("it is a folder").say("tlh") == "it is a folder"
    assert text("nobody translated this").say("ko") == "nobody translated this"


def test_an_empty_sentence_is_not_the_head_of_the_catalogue() -> None:
    assert text("").say("ko") == ""


def test_a_bare_checkout_speaks_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scoring.text._places", [(tmp_path, "scoring")])
    assert languages() == ("en",)
    assert text("it is a folder").say("ko") == "it is a folder"


@pytest.mark.parametrize(
    "content", [b"", b"\xde\x12\x04\x95", b"this is no catalogue at all", b"\xde\x12\x04\x95" + b"\xff" * 40]
)
def test_a_file_that_is_no_catalogue_is_told_and_takes_nothing_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    file = tmp_path / "yy" / "LC_MESSAGES" / "dropped.mo"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    install_language(tmp_path, monkeypatch, {"it is a folder": "mappe"})
    add_catalogues(tmp_path, "dropped")
    assert unreadable_catalogues() == [file]
    assert "yy" not in languages()
    assert [text("it is a folder").say(language) for language in ("yy", "xx")] == ["it is a folder", "mappe"]
    assert files_of("yy", "dropped") == []


def test_a_folder_may_be_spelled_as_gettext_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_language(tmp_path, monkeypatch, {"it is a folder": "pasta"})
    (tmp_path / "xx").rename(tmp_path / "pt_BR")
    add_catalogues(tmp_path, "dropped")
    assert "pt-BR" in languages()
    assert text("it is a folder").say("pt-BR") == "pasta"
    assert len(files_of("pt-BR", "dropped")) == 1


def test_a_dropped_in_language_is_known_beside_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_language(tmp_path, monkeypatch, {"it is a folder": "mappe"})
    add_catalogues(tmp_path, "dropped")
    assert {"en", "ko", "xx"} <= set(languages())
    assert [text("it is a folder").say(language) for language in ("en", "ko", "xx")] == [
        "it is a folder",
        "폴더입니다",
        "mappe",
    ]
