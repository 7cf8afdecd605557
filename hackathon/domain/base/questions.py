"""Questions that a form asks, and their kinds: what each takes for an answer and what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Words = Mapping[str, str]
Sentence = tuple[str, str]
Answer = str | list[str]
Clean = Callable[[str], str]
"""What the owner of a form takes out of every text."""

FILL: Sentence = ("적어 주세요.", "Please fill this in.")
CHOOSE: Sentence = ("골라 주세요.", "Please choose.")
TAGS = 20


@dataclass(frozen=True)
class Question:
    """One thing asked for; `most` characters are taken, of `options` where the kind chooses."""

    key: str
    kind: Kind
    label: Words
    required: bool = False
    hint: Words | None = None
    options: tuple[Words, ...] = ()
    most: int = 0

    @property
    def known(self) -> list[str]:
        """An option is kept by its Korean words, whatever language it was read in."""
        return [option["ko"] for option in self.options]


class Kind:
    """A kind of question. `input` names its macro in templates/parts/questions.html."""

    input: str
    most = 200
    """The most characters, unless the question says less or more."""
    many = False
    """Whether a form sends a list of values."""
    is_file = False
    """Whether what is sent is an upload, which comes and is checked apart from the answers."""
    chosen = False
    """Whether the answer is chosen of options."""

    def read(self, question: Question, given: Any, clean: Clean) -> Answer:
        """The answer as it is kept."""
        return clean(str(given or "")).strip()

    def fault(self, question: Question, answer: Answer) -> Sentence | None:
        return self.too_long(question, answer) if len(answer) > question.most else None

    def too_long(self, question: Question, answer: Answer) -> Sentence:
        return too_long(question.most)

    @property
    def unanswered(self) -> Sentence:
        return CHOOSE if self.chosen else FILL

    def typed(self, answer: Any) -> Any:
        """A kept answer as the form takes it."""
        return ", ".join(map(str, answer)) if isinstance(answer, list) else str(answer or "")


class Line(Kind):
    input = "line"

    def read(self, question: Question, given: Any, clean: Clean) -> Answer:
        return " ".join(clean(str(given or "")).split())


class Lines(Kind):
    input = "lines"
    most = 2000


class Choice(Line):
    input = "choice"
    chosen = True

    def fault(self, question: Question, answer: Answer) -> Sentence | None:
        return CHOOSE if answer and answer not in question.known else super().fault(question, answer)


class Choices(Kind):
    input = "choices"
    many = chosen = True

    def read(self, question: Question, given: Any, clean: Clean) -> Answer:
        return [each for each in question.known if each in (given or [])]

    def fault(self, question: Question, answer: Answer) -> Sentence | None:
        return None

    def typed(self, answer: Any) -> Any:
        return answer or []


class Tags(Kind):
    """Short words set apart by commas; `most` is the longest of them."""

    input = "tags"
    most = 60

    def read(self, question: Question, given: Any, clean: Clean) -> Answer:
        """What stands between commas and line ends, each once."""
        text = given if isinstance(given, str) else ",".join(map(str, given or []))
        found = dict.fromkeys(" ".join(clean(tag).split()) for tag in re.split(r"[,，、\n]", text))
        return [tag for tag in found if tag]

    def fault(self, question: Question, answer: Answer) -> Sentence | None:
        if len(answer) <= TAGS and all(len(tag) <= question.most for tag in answer):
            return None
        return (
            f"{TAGS}개까지, 하나에 {question.most}자까지 적을 수 있습니다.",
            f"At most {TAGS} of them, each of {question.most} characters.",
        )


class File(Kind):
    input = "file"
    is_file = True


def too_long(most: int) -> Sentence:
    return f"{most}자까지 적을 수 있습니다.", f"At most {most} characters."
