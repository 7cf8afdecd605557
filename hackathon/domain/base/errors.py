"""Refusals of the domain, each with the sentence that a person reads."""

from __future__ import annotations


class DomainError(Exception):
    """A refusal with a reason in both languages; `status` is what the web answers."""

    status = 409

    def __init__(self, ko: str, en: str) -> None:
        super().__init__(en)
        self.ko, self.en = ko, en

    def sentence(self, language: str) -> str:
        return self.ko if language == "ko" else self.en


class NotFound(DomainError):
    status = 404


class Invalid(DomainError):
    """What was sent makes no sense; `field` says where, `code` says to a program what is wrong with it."""

    status = 422

    def __init__(self, ko: str, en: str, *, field: str = "", code: str = "invalid") -> None:
        super().__init__(ko, en)
        self.field, self.code = field, code


class LinkUnusable(DomainError):
    status = 410


class RoundLocked(DomainError):
    pass


class RoundNotLocked(DomainError):
    pass


class RoundIncomplete(DomainError):
    pass


class CutIsTied(DomainError):
    pass


class AlreadyAdvanced(DomainError):
    pass


class AlreadySigned(DomainError):
    pass


class OneHand(DomainError):
    """Both signatures could be one person's."""
