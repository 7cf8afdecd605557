"""English is complete: whatever the sources say in Korean has its translation."""

from __future__ import annotations

import re

from tests.web.page.catalogue import english, extracted

_PLACEHOLDER = re.compile(r"%\((\w+)\)")


def test_every_message_is_translated() -> None:
    known = {message.id for message in english() if message.string and all(message.string)}
    assert [message.id for message in extracted() if message.id and message.id not in known] == []


def test_nothing_is_fuzzy_or_left_over() -> None:
    wanted = {message.id for message in extracted()}
    assert [message.id for message in english() if message.fuzzy or message.id not in wanted] == []


def test_translations_fill_the_same_blanks() -> None:
    for message in english():
        if message.id:
            blanks = set(_PLACEHOLDER.findall(str(message.id)))
            assert set(_PLACEHOLDER.findall(str(message.string))) <= blanks, message.id


def test_no_korean_is_left_in_the_english() -> None:
    assert [message.string for message in english() if re.search(r"[가-힣]", str(message.string))] == []
