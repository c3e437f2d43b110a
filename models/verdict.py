"""What was decided about a message, by whom, and what was decided instead."""

from datetime import datetime
from typing import Any

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.types import EnumText, UtcDateTime, json_type
from models.vocabulary import AckKind, Actor, Question, Suppression


class Verdict(SQLModel, table=True):
    """A classifier's answer as of filing time; never changed afterwards."""

    __tablename__ = "verdict"
    __table_args__ = (UniqueConstraint("message_id", "question", name="uq_verdict"),)

    id: int | None = Field(default=None, primary_key=True)
    ticket_number: int = Field(foreign_key="ticket.number", index=True)
    message_id: int = Field(foreign_key="message.id")
    question: Question = Field(sa_type=EnumText(Question))
    label: str = Field(max_length=255)
    score: float | None = None
    scores: dict[str, float] = Field(default_factory=dict, sa_type=json_type())
    evidence: list[dict[str, Any]] = Field(default_factory=list, sa_type=json_type())
    model_version: str = Field(max_length=80)
    at: datetime = Field(sa_type=UtcDateTime)


class Reclassification(SQLModel, table=True):
    """A label that was changed; append-only."""

    __tablename__ = "reclassification"

    id: int | None = Field(default=None, primary_key=True)
    ticket_number: int = Field(foreign_key="ticket.number", index=True)
    actor: Actor = Field(sa_type=EnumText(Actor))
    agent_id: int | None = Field(default=None, foreign_key="agent.id")
    question: Question = Field(sa_type=EnumText(Question))
    from_label: str = Field(max_length=255)
    to_label: str = Field(max_length=255)
    due_before: datetime | None = Field(default=None, sa_type=UtcDateTime)
    due_after: datetime | None = Field(default=None, sa_type=UtcDateTime)
    at: datetime = Field(sa_type=UtcDateTime)
    reason: str = Field(default="", sa_type=Text)


class AckDecision(SQLModel, table=True):
    """Whether a message was acknowledged, with the evidence; a suppressed answer is a value too."""

    __tablename__ = "ack_decision"
    __table_args__ = (UniqueConstraint("message_id", name="uq_ack_decision"),)

    id: int | None = Field(default=None, primary_key=True)
    ticket_number: int = Field(foreign_key="ticket.number", index=True)
    message_id: int = Field(foreign_key="message.id")
    is_allowed: bool
    kind: AckKind | None = Field(default=None, sa_type=EnumText(AckKind))
    code: Suppression | None = Field(default=None, sa_type=EnumText(Suppression), index=True)
    evidence: str = Field(default="", sa_type=Text)
    at: datetime = Field(sa_type=UtcDateTime)
