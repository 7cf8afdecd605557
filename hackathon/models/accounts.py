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
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who made it for somebody else, and so could have opened it: see `SignIn.made_by`."""

    person: Mapped[Person] = relationship(foreign_keys="SignInLink.person_id")


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
    seen_at: Mapped[Moment | None]
    """When the device was last heard of, give or take a few minutes."""
    label: Mapped[str | None] = mapped_column(String(60))
    """What an organizer calls the device: tablet 3."""
    began: Mapped[str] = mapped_column(String(16), server_default="unknown")
    """How it began: link, code, password."""
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who made the link or code it began with; whoever did can have begun it in this person's name."""

    person: Mapped[Person] = relationship(foreign_keys="SignIn.person_id")


class PairingCode(Base):
    """A code on a card that signs a judge in on one device, once."""

    __tablename__ = "pairing_code"
    __table_args__ = (Index("ix_pairing_code_batch", "batch"),)

    id: Mapped[Key]
    person_id: Mapped[PersonKey]
    token: Mapped[Hash] = mapped_column(unique=True)
    """Keyed digest of the code: it is short, so that without the key a stolen table could be tried out."""
    batch: Mapped[str] = mapped_column(String(36))
    """The press of a button that made it: a page that is sent again makes no second set of cards."""
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]
    revoked_at: Mapped[Moment | None]
    sign_in_id: Mapped[int | None] = mapped_column(ForeignKey("sign_in.id"), unique=True)
    """The device that it paired."""

    person: Mapped[Person] = relationship(foreign_keys="PairingCode.person_id")


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
