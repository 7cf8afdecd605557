from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hackathon.extensions import Base
from hackathon.models.events import Event
from hackathon.models.people import Person
from hackathon.models.teams import Team
from hackathon.models.types import (
    Bilingual,
    Code,
    Document,
    EntryKey,
    EventKey,
    Hash,
    JudgeKey,
    Key,
    Moment,
    PersonKey,
    RoundKey,
    TeamKey,
)


class Round(Base):
    """One stage of judging. Everything that makes a round differ from another is a column here."""

    __tablename__ = "round"
    __table_args__ = (
        UniqueConstraint("event_id", "key"),
        UniqueConstraint("event_id", "position"),
        CheckConstraint("opens_at < closes_at", name="window"),
        CheckConstraint("panel_size > 0", name="panel_size"),
        CheckConstraint("ballots_per_entry IS NULL OR ballots_per_entry > 0", name="ballots_per_entry"),
    )

    id: Mapped[Key]
    event_id: Mapped[EventKey]
    key: Mapped[str] = mapped_column(String(64))
    position: Mapped[int]
    name: Mapped[Bilingual]
    source_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    """The round whose advancing teams are judged here; none: the event's teams that submitted."""
    track: Mapped[str | None] = mapped_column(String(64))
    """Only teams of this track are judged here; none: teams of all tracks."""
    carry_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    """The round whose score is carried over, where the policy has [carry]."""
    submissions_close_at: Mapped[Moment | None]
    fields: Mapped[list[Document]] = mapped_column(JSON, default=list)
    """What a submission holds besides title, summary and links: texts and files, as `domain.fields` reads them."""
    opens_at: Mapped[Moment]
    closes_at: Mapped[Moment]
    publishes_at: Mapped[Moment | None]
    panel_size: Mapped[int]
    ballots_per_entry: Mapped[int | None]
    """How many judges score one entry; none: the whole panel."""
    blind: Mapped[bool] = mapped_column(default=False)
    """Judges see numbers instead of names until the round is locked."""
    blind_links: Mapped[bool] = mapped_column(default=False)
    """Whether judges of a blind round get the links, though an address may tell whose it is."""
    pledge: Mapped[Document | None] = mapped_column(JSON(none_as_null=True))
    """What a judge promises before scoring, as {"version": 1, "text": {…}}; none: nothing is asked."""
    counts: Mapped[bool] = mapped_column(default=True)
    """A drill is a round that counts for nothing; `Drill` says for which round it is."""
    policy: Mapped[str] = mapped_column(Text)
    guide: Mapped[Document]
    """What a judge reads beside a criterion: the question and the meaning of the levels, by criterion key."""
    locked_at: Mapped[Moment | None]
    published_at: Mapped[Moment | None]

    event: Mapped[Event] = relationship()
    source: Mapped[Round | None] = relationship(remote_side="Round.id", foreign_keys=[source_id])
    entries: Mapped[list[Entry]] = relationship(back_populates="round", order_by="Entry.position")


class Entry(Base):
    """One team's place in one round; `position` is the order of presentation."""

    __tablename__ = "entry"
    __table_args__ = (UniqueConstraint("round_id", "team_id"), UniqueConstraint("round_id", "position"))

    id: Mapped[Key]
    round_id: Mapped[RoundKey]
    team_id: Mapped[TeamKey]
    position: Mapped[int]
    place: Mapped[str | None] = mapped_column(String(40))
    """The table or room of the team."""
    withdrawn_at: Mapped[Moment | None]

    round: Mapped[Round] = relationship(back_populates="entries")
    team: Mapped[Team] = relationship()


class Presenting(Base):
    """Which entry of a round stands on the stage now. A table of its own: a round that points at its entries would be
    a circle of foreign keys."""

    __tablename__ = "presenting"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    entry_id: Mapped[EntryKey]
    since: Mapped[Moment]

    entry: Mapped[Entry] = relationship()


class Judge(Base):
    """A person as a judge of the event, known in files by the code alone."""

    __tablename__ = "judge"
    __table_args__ = (UniqueConstraint("event_id", "code"), UniqueConstraint("event_id", "person_id"))

    id: Mapped[Key]
    event_id: Mapped[EventKey]
    person_id: Mapped[PersonKey]
    code: Mapped[Code]

    person: Mapped[Person] = relationship()


class Seat(Base):
    """A judge's seat on the panel of a round; the chair scores too."""

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("round_id", "judge_id"),)

    id: Mapped[Key]
    round_id: Mapped[RoundKey]
    judge_id: Mapped[JudgeKey]
    chair: Mapped[bool] = mapped_column(default=False)

    judge: Mapped[Judge] = relationship()


class Assignment(Base):
    """This judge is to score this entry."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("judge_id", "entry_id"),)

    id: Mapped[Key]
    round_id: Mapped[RoundKey]
    judge_id: Mapped[JudgeKey]
    entry_id: Mapped[EntryKey]


class Recusal(Base):
    """This judge must not score this entry. The reason is free text and can be erased."""

    __tablename__ = "recusal"
    __table_args__ = (
        UniqueConstraint("judge_id", "entry_id"),
        CheckConstraint("kind IN ('statutory', 'challenge', 'self')", name="kind"),
    )

    id: Mapped[Key]
    round_id: Mapped[RoundKey]
    judge_id: Mapped[JudgeKey]
    entry_id: Mapped[EntryKey]
    kind: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(Text)
    declared_at: Mapped[Moment]
    declared_by: Mapped[PersonKey | None]


class Pledge(Base):
    """A judge has promised what the round asks for, in the version that was read. Rows are never changed or removed."""

    __tablename__ = "pledge"
    __table_args__ = (UniqueConstraint("round_id", "judge_id", "version"),)

    id: Mapped[Key]
    round_id: Mapped[RoundKey]
    judge_id: Mapped[JudgeKey]
    version: Mapped[int]
    digest: Mapped[Hash]
    """Of the text in both languages: which words they were can be proved later."""
    accepted_at: Mapped[Moment]
    noted_by: Mapped[PersonKey | None]
    """The organizer who has the judge's signature on paper; none: the judge did it on a device."""


class Overlooked(Base):
    """A likely conflict of interest that an organizer looked at and found to be none."""

    __tablename__ = "overlooked_conflict"
    __table_args__ = (UniqueConstraint("judge_id", "entry_id"),)

    id: Mapped[Key]
    round_id: Mapped[RoundKey]
    judge_id: Mapped[JudgeKey]
    entry_id: Mapped[EntryKey]
    decided_at: Mapped[Moment]
    decided_by: Mapped[PersonKey | None]


class Drill(Base):
    """A round in which the panel of another one tries out its rubric on a sample before it begins."""

    __tablename__ = "drill"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    of_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    opened_at: Mapped[Moment | None]
    """Since when the judges see how all marks are spread."""

    round: Mapped[Round] = relationship(foreign_keys=[round_id])
    of: Mapped[Round] = relationship(foreign_keys=[of_id])
