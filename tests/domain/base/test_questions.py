"""Kinds of questions: what each takes for an answer, what it refuses, and that a page can ask for it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from hackathon.domain.applying import application_form
from hackathon.domain.base.questions import CHOOSE, TAGS, Choice, Choices, Kind, Line, Lines, Question, Tags
from hackathon.domain.rounds import submission_fields
from scoring.text import say

OPTIONS = ({"ko": "가", "en": "a"}, {"ko": "나", "en": "b"})


def asked(kind: Kind, most: int = 5) -> Question:
    return Question("k", kind, {"ko": "말", "en": "word"}, options=OPTIONS, most=most)


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        (Line(), " a \n b ", "a b"),
        (Lines(), " a \n b ", "a \n b"),
        (Choice(), " 나 ", "나"),
        (Choices(), ["나", "다", "가"], ["가", "나"]),
        (Tags(), "a, b c，a\n", ["a", "b c"]),
        (Tags(), ["a", "b,c"], ["a", "b", "c"]),
        *((kind, None, "") for kind in (Line(), Lines(), Choice())),
        *((kind, None, []) for kind in (Choices(), Tags())),
    ],
)
def test_an_answer_is_kept_in_one_form(kind: Kind, given: Any, kept: Any) -> None:
    assert kind.read(asked(kind), given, str) == kept


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (Line(), "12345", "123456"),
        (Lines(), "12345", "123456"),
        (Choice(), "나", "b"),
        (Tags(), ["12345"] * TAGS, ["123456"]),
        (Tags(), [], ["a"] * (TAGS + 1)),
    ],
)
def test_an_answer_beyond_what_the_question_takes_is_refused(kind: Kind, good: Any, bad: Any) -> None:
    assert kind.fault(asked(kind), good) is None
    assert kind.fault(asked(kind), bad) is not None


def test_an_option_is_kept_in_the_first_language_and_shown_in_the_readers() -> None:
    chosen = asked(Choices()).shown(["나", "가", "gone"])
    assert [say(each, "en") for each in chosen] == ["b", "a", "gone"]
    assert [say(each, "ko") for each in chosen] == ["나", "가", "gone"]


def test_what_is_chosen_says_choose() -> None:
    assert [kind.unanswered == CHOOSE for kind in (Choice(), Choices(), Line(), Tags())] == [True, True, False, False]


def test_every_kind_that_may_be_asked_has_its_input(sqlite_app: Flask) -> None:
    kinds = [*application_form.KINDS.values(), *submission_fields.KINDS.values()]
    with sqlite_app.test_request_context():
        inputs = sqlite_app.jinja_env.get_template("parts/questions.html").make_module({}).questions  # type: ignore[attr-defined]
    assert {kind.input for kind in kinds} == set(inputs)
