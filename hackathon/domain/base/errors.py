"""Refusals of the domain, each with the sentence that a person reads."""

from __future__ import annotations

from scoring.text import Text


class DomainError(Exception):
    """A refusal with its reason; `status` is what the web answers."""

    status = 409

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.why = reason

    def sentence(self, language: str) -> str:
        return self.why.say(language)


class NotFound(DomainError):
    status = 404


class Invalid(DomainError):
    """What was sent makes no sense; `field` says where, `code` says to a program what is wrong with it."""

    status = 422

    def __init__(self, reason: Text, *, field: str = "", code: str = "invalid") -> None:
        super().__init__(reason)
        self.field, self.code = field, code


class LinkUnusable(DomainError):
    status = 410


class RoundLocked(DomainError):
    pass


class RoundNotLocked(DomainError):
    pass


class RoundIncomplete(DomainError):
    pass


class QuestionsOpen(DomainError):
    """A result leaves something open: see `scoring/standings/open_questions.py`."""


class AlreadyAdvanced(DomainError):
    pass


class AlreadySigned(DomainError):
    pass


class OneHand(DomainError):
    """Both signatures could be one person's."""
