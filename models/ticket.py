"""Tickets and the messages on them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.types import EnumText, UtcDateTime, json_type
from models.vocabulary import (
    Category,
    Channel,
    ClockState,
    Direction,
    Priority,
    Suppression,
    TicketState,
)


class NumberSequence(SQLModel, table=True):
    """Gives out ticket numbers; a block of them is taken in one statement."""

    __tablename__ = "number_sequence"

    name: str = Field(primary_key=True, max_length=32)
    last: int


class Ticket(SQLModel, table=True):
    """One matter of one customer.

    The columns from `clock_state` on are a projection of the ticket's clock events; they are
    recomputed, never patched.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        # The queue's filters and counts are answered from this index alone.
        Index(
            "ix_ticket_queue",
            "state",
            "priority",
            "due_at",
            "category",
            "language",
            "is_abusive",
            "is_unsure",
            "needs_person",
            "needs_translation",
            "suppression",
            "human_responded_at",
            "number",
        ),
        Index("ix_ticket_archive", "state", "number"),
        Index("ix_ticket_check", "next_check_at"),
        # Claims are few: the sweep finds them without a look at the other tickets.
        Index(
            "ix_ticket_claim",
            "number",
            sqlite_where=text("category = 'claim'"),
            postgresql_where=text("category = 'claim'"),
        ),
    )

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    source: str = Field(max_length=64)
    channel: Channel = Field(sa_type=EnumText(Channel))
    policy: str = Field(max_length=64)
    external_id: str | None = Field(default=None, max_length=255, index=True)
    requester_address: str = Field(default="", max_length=320, index=True)
    requester_name: str = Field(default="", max_length=255)
    customer: str | None = Field(default=None, max_length=255, index=True)
    subject: str = Field(default="", sa_type=Text)
    category: Category = Field(sa_type=EnumText(Category))
    category_score: float = 0.0
    is_unsure: bool = False
    customer_category: Category | None = Field(default=None, sa_type=EnumText(Category))
    priority: Priority = Field(sa_type=EnumText(Priority))
    language: str = Field(default="und", max_length=8, index=True)
    is_abusive: bool = False
    missing: list[str] = Field(default_factory=list, sa_type=json_type())
    duplicate_of: int | None = Field(default=None, foreign_key="ticket.number", index=True)
    links_to: int | None = Field(default=None, foreign_key="ticket.number")
    duplicate_suggestion: int | None = Field(default=None, foreign_key="ticket.number")
    state: TicketState = Field(default=TicketState.OPEN, sa_type=EnumText(TicketState))
    needs_translation: bool = False
    needs_person: bool = False
    flags: list[str] = Field(default_factory=list, sa_type=json_type())
    suppression: Suppression | None = Field(default=None, sa_type=EnumText(Suppression))
    received_at: datetime = Field(sa_type=UtcDateTime, index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    clock_state: ClockState = Field(default=ClockState.NOT_STARTED, sa_type=EnumText(ClockState))
    valid_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    aim_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    responded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    human_responded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    next_check_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class TicketFact(SQLModel, table=True):
    """An id that a ticket names, for finding tickets about the same thing without a scan."""

    __tablename__ = "ticket_fact"
    __table_args__ = (
        UniqueConstraint("ticket_number", "field", "value", name="uq_ticket_fact"),
        Index("ix_ticket_fact_value", "field", "value"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ticket_number: int = Field(foreign_key="ticket.number")
    field: str = Field(max_length=32)
    value: str = Field(max_length=255)


class Message(SQLModel, table=True):
    """What somebody wrote on a ticket; attachments are read from the raw message when asked for."""

    __tablename__ = "message"

    id: int | None = Field(default=None, primary_key=True)
    ticket_number: int = Field(foreign_key="ticket.number", index=True)
    inbox_id: int | None = Field(default=None, foreign_key="inbox.id", unique=True)
    direction: Direction = Field(sa_type=EnumText(Direction))
    agent_id: int | None = Field(default=None, foreign_key="agent.id")
    author_address: str = Field(default="", max_length=320)
    author_name: str = Field(default="", max_length=255)
    message_id: str | None = Field(default=None, max_length=512, index=True)
    subject: str = Field(default="", sa_type=Text)
    text: str = Field(default="", sa_type=Text)
    reply_text: str = Field(default="", sa_type=Text)
    html: str | None = Field(default=None, sa_type=Text)
    attachments: list[dict[str, Any]] = Field(default_factory=list, sa_type=json_type())
    defects: list[str] = Field(default_factory=list, sa_type=json_type())
    machine_generated: str | None = Field(default=None, max_length=40)
    at: datetime = Field(sa_type=UtcDateTime)
