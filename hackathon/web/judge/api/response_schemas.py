"""Schemas of what the server answers, for the description of the protocol. A client ignores fields it does not know."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

State = Literal["planned", "open", "closed", "locked", "published"]
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Hex = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Words = dict[str, str]


class Answer(BaseModel):
    model_config = ConfigDict(extra="allow")


class FaultOut(Answer):
    code: str
    message: str = Field(description="A sentence in the judge's language.")


class ErrorOut(Answer):
    error: FaultOut


class ReceiptOut(Answer):
    """Signed with Ed25519 over the RFC 8785 JSON of the other members; the signature is in base64."""

    id: str
    entry: str
    revision: int | None
    digest: Hex = Field(description="SHA-256 of the RFC 8785 JSON of entry, judge, marks and sealed.")
    received_at: Moment
    chain: Hex
    counted: bool
    key_id: str
    signature: str


class VersionOut(Answer):
    """A revision as its judge reads it again."""

    entry: str
    revision: int | None
    id: str
    marks: dict[str, int | float]
    comment: str
    note: str
    sealed: bool
    receipt: ReceiptOut


class RefusalOut(FaultOut):
    field: str | None


class ResultOut(Answer):
    id: str | None
    status: Literal["accepted", "duplicate", "conflict", "held", "rejected"]
    first: Literal["accepted", "conflict", "held"] | None = Field(
        default=None, description="What a duplicate was when it came first."
    )
    revision: int | None
    receipt: ReceiptOut | None
    head: VersionOut | None = Field(description="In a conflict: the ballot's newest accepted revision.")
    error: RefusalOut | None


class BallotsOut(Answer):
    results: list[ResultOut]
    server_time: Moment


class ScaleOut(Answer):
    min: int | float
    max: int | float
    step: int | float


class CriterionOut(Answer):
    key: str
    name: Words
    points: int | float
    scale: ScaleOut
    question: Words | None
    levels: list[dict[str, Any]]


class RubricOut(Answer):
    criteria: list[CriterionOut]


class EntryOut(Answer):
    entry: str
    name: str
    title: str | None
    summary: str | None
    links: list[dict[str, str]]
    order: int
    recused: bool
    changed_at: Moment | None


class CheckpointOut(Answer):
    """Where the event's log and the round's chain of receipts ended, signed: `hackathon check --integrity --checkpoint` reads it."""

    purpose: str
    event: str
    round: str
    at: Moment
    log: dict[str, str]
    ballots: dict[str, str]
    key_id: str
    signature: str


class PacketOut(Answer):
    """All that one judge's tablet needs to score a round."""

    round: str
    state: State
    server_time: Moment
    opens_at: Moment
    closes_at: Moment
    public_key: str = Field(description="The raw Ed25519 key in base64.")
    judge: str
    rubric: RubricOut
    entries: list[EntryOut]
    ballots: list[VersionOut] = Field(description="The newest accepted revision of each of this judge's ballots.")
    conflicts: list[VersionOut] = Field(description="Kept, not counted, and not settled yet.")
    held: list[VersionOut] = Field(description="Came outside the window or after the lock; somebody decides.")
    now_presenting: str | None
    checkpoint: CheckpointOut


class RoundOut(Answer):
    round: str
    name: Words
    state: State
    chair: bool


class MeOut(Answer):
    person: dict[str, Any]
    roles: list[str]
    rounds: list[RoundOut]
    server_time: Moment


class RecusalOut(Answer):
    recusal: dict[str, Any]


class PledgeOut(Answer):
    pledge: dict[str, Any] | None


class SignedInOut(Answer):
    signed_in: Literal[True]
    judge: str | None
    server_time: Moment


class SignedOutOut(Answer):
    signed_out: Literal[True]
    server_time: Moment
