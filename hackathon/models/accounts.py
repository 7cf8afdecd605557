from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hackathon.extensions import Base
from hackathon.models.people import Person
from hackathon.models.types import Hash, Key, Moment, PersonKey


class SignInLink(Base):
    """A link that signs one person in, once; only a demo's links work any number of times."""

    __tablename__ = "sign_in_link"

    id: Mapped[Key]
    person_id: Mapped[PersonKey]
    token: Mapped[Hash] = mapped_column(unique=True)
    """SHA-256 of the secret in the link: a stolen table signs nobody in."""
    reusable: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]

    person: Mapped[Person] = relationship()


class SignIn(Base):
    """A session: one person on one device, until it is ended."""

    __tablename__ = "sign_in"

    id: Mapped[Key]
    person_id: Mapped[PersonKey]
    token: Mapped[Hash] = mapped_column(unique=True)
    device: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]

    person: Mapped[Person] = relationship()


class Attempt(Base):
    """A sign-in that failed or a reset that was asked for, so that guessing slows down. Digests only."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_kind_at", "kind", "at"),)

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(16))
    account: Mapped[Hash]
    address: Mapped[Hash]
    at: Mapped[Moment]


class Credential(Base):
    """A person's password, as Argon2id keeps it."""

    __tablename__ = "credential"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    password: Mapped[str] = mapped_column(String(256))
    changed_at: Mapped[Moment]
