"""Questions that a form asks, and their kinds: what each takes for an answer and what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from scoring.text import Sayable, Text, in_languages, text

Words = Mapping[str, str]
Answer = str | list[str]
Clean = Callable[[str], str]
"""What the owner of a form takes out of every text."""

FILL = text("Please fill this in.")
CHOOSE = text("Please choose.")
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
        """An option is kept by its words in the first language, whatever language it was read in."""
        return [next(iter(option.values())) for option in self.options]

    def shown(self, answer: Answer) -> list[Sayable]:
        """What was answered, an option in the reader's language."""
        options = dict(zip(self.known, self.options, strict=True))
        given = answer if isinstance(answer, list) else [answer]
        return [in_languages(options[each]) if each in options else each for each in given]


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

    def fault(self, question: Question, answer: Answer) -> Text | None:
        return self.too_long(question, answer) if len(answer) > question.most else None

    def too_long(self, question: Question, answer: Answer) -> Text:
        return too_long(question.most)

    @property
    def unanswered(self) -> Text:
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

    def fault(self, question: Question, answer: Answer) -> Text | None:
        return CHOOSE if answer and answer not in question.known else super().fault(question, answer)


class Choices(Kind):
    input = "choices"
    many = chosen = True

    def read(self, question: Question, given: Any, clean: Clean) -> Answer:
        return [each for each in question.known if each in (given or [])]

    def fault(self, question: Question, answer: Answer) -> Text | None:
        return None

    def typed(self, answer: Any) -> Any:
        return answer or []


class Tags(Kind):
    """Short words set apart by commas; `most` is the longest of them."""

    input = "tags"
    most = 60

    def read(self, question: Question, given: Any, clean: Clean) -> Answer:
        """What stands between commas and line ends, each once."""
        typed = given if isinstance(given, str) else ",".join(map(str, given or []))
        found = dict.fromkeys(" ".join(clean(tag).split()) for tag in re.split(r"[,，、\n]", typed))
        return [tag for tag in found if tag]

    def fault(self, question: Question, answer: Answer) -> Text | None:
        if len(answer) <= TAGS and all(len(tag) <= question.most for tag in answer):
            return None
        return text("At most {count} of them, each of {most} characters.", count=TAGS, most=question.most)


class File(Kind):
    input = "file"
    is_file = True


def too_long(most: int) -> Text:
    return text("At most {most} characters.", most=most)
