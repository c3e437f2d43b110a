"""Acknowledgements that were decided on, and what became of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.types import EnumText, UtcDateTime, json_type
from models.vocabulary import AckKind, OutboxState, Route


class Outbox(SQLModel, table=True):
    """One acknowledgement, rendered and with its Message-ID fixed when the row is written.

    The unique key on ticket, kind and route is what makes a second one impossible. `evidence`
    keeps how the next hop took it: host, time, answer, TLS.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("ticket_number", "kind", "route", name="uq_outbox_kind"),
        Index("ix_outbox_due", "state", "not_before"),
        Index("ix_outbox_recipient", "recipient", "created_at"),
        Index("ix_outbox_domain", "recipient_domain", "created_at"),
        Index("ix_outbox_created", "created_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ticket_number: int = Field(foreign_key="ticket.number")
    kind: AckKind = Field(sa_type=EnumText(AckKind))
    route: Route = Field(default=Route.MAIL, sa_type=EnumText(Route))
    state: OutboxState = Field(default=OutboxState.PENDING, sa_type=EnumText(OutboxState))
    message_id: str = Field(max_length=255, unique=True)
    envelope_sender: str = Field(default="", max_length=320)
    recipient: str = Field(max_length=2048)
    recipient_domain: str = Field(default="", max_length=255)
    subject: str = Field(default="", sa_type=Text)
    language: str = Field(default="en", max_length=16)
    payload: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=UtcDateTime)
    not_before: datetime = Field(sa_type=UtcDateTime)
    attempts: int = 0
    lease_owner: str | None = Field(default=None, max_length=80)
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    evidence: dict[str, Any] = Field(default_factory=dict, sa_type=json_type())
    error: str | None = Field(default=None, sa_type=Text)


class BouncedAddress(SQLModel, table=True):
    """An address that refused our mail for ever, remembered for a while."""

    __tablename__ = "bounced_address"

    address: str = Field(primary_key=True, max_length=320)
    status: str = Field(default="", max_length=16)
    bounced_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)


class Switch(SQLModel, table=True):
    """Something a person turns on the page: the circuit breaker, the operator's off switch."""

    __tablename__ = "switch"

    name: str = Field(primary_key=True, max_length=64)
    is_on: bool
    reason: str = Field(default="", sa_type=Text)
    changed_by: str = Field(default="", max_length=255)
    changed_at: datetime = Field(sa_type=UtcDateTime)
