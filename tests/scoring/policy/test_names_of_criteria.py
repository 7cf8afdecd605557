"""Names of criteria: one text, or a text a language; the digest covers Korean and English as it always did."""

from __future__ import annotations

import pytest

from scoring import Policy, ScoringError
from tests.scoring.builders import MEAN, sentences


def policy(name: str) -> Policy:
    return Policy.from_text(f'[[criteria]]\nkey = "idea"\npoints = 9\n{name}\n{MEAN}')


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", {"ko": "idea", "en": "idea"}),
        ('name = "Idea"', {"ko": "Idea", "en": "Idea"}),
        ('name = { ko = "착상", en = "Idea" }', {"ko": "착상", "en": "Idea"}),
        ('name = { en = "Idea" }', {"ko": "Idea", "en": "Idea"}),
        ('name = { ja = "着想" }', {"ko": "着想", "en": "着想", "ja": "着想"}),
        ('name = { ja = "着想", en = "Idea" }', {"ko": "Idea", "en": "Idea", "ja": "着想"}),
        ('name = { pt-BR = "Ideia", ko = "착상" }', {"ko": "착상", "en": "착상", "pt-BR": "Ideia"}),
        ("name = {}", {"ko": "idea", "en": "idea"}),
    ],
)
def test_a_name_may_be_given_in_any_language(written: str, read: dict[str, str]) -> None:
    name = policy(written).rubric.criteria[0].name
    assert (name, list(name)) == (read, list(read))


def test_the_digest_is_what_it_was_before_there_were_other_languages() -> None:
    digests = [policy(name).digest[:16] for name in ('name = "Idea"', 'name = { en = "Idea", ko = "착상" }')]
    assert digests == ["2113686b8fc91953", "bb43d6195e305bdb"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('name = { korean = "x" }', 'key criteria[1].name.korean, value "x": there is no such key.'),
        ('name = { ja = "" }', "key criteria[1].name.ja: this must not be empty."),
        ("name = { ja = 3 }", 'key criteria[1].name.ja, value "3": this must be text in quotes.'),
    ],
)
def test_what_is_no_name_in_a_language(written: str, said: str) -> None:
    with pytest.raises(ScoringError) as error:
        policy(written)
    assert sentences(error) == [said]
