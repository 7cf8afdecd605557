"""Events, their rounds and the entries of each."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hackathon.extensions import Base
from hackathon.models.teams import Team
from hackathon.models.types import (
    Bilingual,
    Document,
    EntryKey,
    EventKey,
    Key,
    Moment,
    RoundKey,
    TeamKey,
)

LANGUAGES = ("ko", "en")
"""Of an event that names none."""


class Event(Base):
    """One hackathon with its dates, theme, venue and time zone."""

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("applications_open_at < applications_close_at", name="applications"),
        CheckConstraint("starts_at < ends_at", name="dates"),
        CheckConstraint("team_min >= 1 AND team_min <= team_max", name="team_size"),
        CheckConstraint("result_level IN ('awards', 'ranks', 'scores')", name="result_level"),
    )

    id: Mapped[Key]
    key: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[Bilingual]
    theme: Mapped[Bilingual]
    venue: Mapped[Bilingual]
    languages: Mapped[list[str]] = mapped_column(JSON, default=lambda: list(LANGUAGES))
    """What its pages and papers can be read in; the first is shown where a text lacks the reader's."""
    time_zone: Mapped[str] = mapped_column(String(64))
    applications_open_at: Mapped[Moment]
    applications_close_at: Mapped[Moment]
    teams_close_at: Mapped[Moment | None]
    """From then on only an organizer changes who is in a team; none: when applications close."""
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    team_min: Mapped[int] = mapped_column(default=1)
    team_max: Mapped[int] = mapped_column(default=5)
    result_level: Mapped[str] = mapped_column(String(16), default="awards")
    milestones: Mapped[list[Document]] = mapped_column(JSON, default=list)
    tracks: Mapped[list[Document]] = mapped_column(JSON, default=list)
    """What a team may choose to compete in, as {"key": …, "name": {…}}; none: all compete together."""
    application: Mapped[Document] = mapped_column(default=dict)
    """What applicants are asked and what they agree to; empty: what is usual (domain/application_form.py)."""
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Moment]

    rounds: Mapped[list[Round]] = relationship(
        primaryjoin="and_(Event.id == Round.event_id, Round.counts)", order_by="Round.position", viewonly=True
    )
    """The rounds that lead to a result; drills count for nothing and stand apart."""

    @property
    def teams_closing_at(self) -> datetime:
        """The moment at which the teams stand."""
        return self.teams_close_at or self.applications_close_at

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


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
    """What a submission holds besides title, summary and links: texts and files, as domain/rounds/submission_fields.py reads them."""
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
    bundle_public: Mapped[bool] = mapped_column(default=False)
    """Whether everybody may download the results file once the round is published."""

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


class Drill(Base):
    """A round in which the panel of another one tries out its rubric on a sample before it begins."""

    __tablename__ = "drill"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    of_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    opened_at: Mapped[Moment | None]
    """Since when the judges see how all marks are spread."""

    round: Mapped[Round] = relationship(foreign_keys=[round_id])
    of: Mapped[Round] = relationship(foreign_keys=[of_id])
