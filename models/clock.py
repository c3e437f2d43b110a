"""The facts that a ticket's first-response clock is computed from."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.types import EnumText, UtcDateTime, json_type
from models.vocabulary import ClockEventType


class ClockEvent(SQLModel, table=True):
    """One event of a ticket's clock; append-only, guarded by the database.

    `position` counts from 0 within the ticket, `data` holds the event's other keys.
    """

    __tablename__ = "clock_event"
    __table_args__ = (UniqueConstraint("ticket_number", "position", name="uq_clock_event"),)

    id: int | None = Field(default=None, primary_key=True)
    ticket_number: int = Field(foreign_key="ticket.number")
    position: int
    type: ClockEventType = Field(sa_type=EnumText(ClockEventType))
    at: datetime = Field(sa_type=UtcDateTime)
    data: dict[str, Any] = Field(default_factory=dict, sa_type=json_type())
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class ClockNotice(SQLModel, table=True):
    """A warning or a breach that the sweep found; at most one of each per deadline."""

    __tablename__ = "clock_notice"
    __table_args__ = (UniqueConstraint("ticket_number", "kind", "due_at", name="uq_clock_notice"),)

    id: int | None = Field(default=None, primary_key=True)
    ticket_number: int = Field(foreign_key="ticket.number")
    kind: str = Field(max_length=16)
    due_at: datetime = Field(sa_type=UtcDateTime)
    at: datetime = Field(sa_type=UtcDateTime)
