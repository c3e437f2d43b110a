"""What customers topped up, claimed, and were credited (rules S11 to S14)."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.types import EnumText, Money, UtcDateTime, json_type
from models.vocabulary import CreditKind, Decision, Exclusion, Suppression


class TopUp(SQLModel, table=True):
    """Money added to a customer's balance; append-only, guarded by the database.

    `customer` is the account as the panel's tickets name it, `address` its e-mail address in lower
    case. A negative amount takes an earlier one back. Bonus money gives no credit (rule S14).
    """

    __tablename__ = "top_up"
    __table_args__ = (
        UniqueConstraint("policy", "external_id", name="uq_top_up"),
        Index("ix_top_up_customer", "policy", "customer", "at"),
        Index("ix_top_up_address", "policy", "address", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    policy: str = Field(max_length=64)
    external_id: str = Field(max_length=255)
    customer: str = Field(max_length=255)
    address: str = Field(default="", max_length=320)
    at: datetime = Field(sa_type=UtcDateTime)
    amount: Decimal = Field(sa_type=Money)
    currency: str = Field(max_length=3)
    is_bonus: bool = False
    source: str = Field(max_length=64)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class Claim(SQLModel, table=True):
    """A claim that a ticket makes, about one month of one customer (rule S13).

    `month` is written 2026-03. `evidence` is what the customer gave, read from the ticket or put
    right by a person: `outages`, `tickets`, `log`. From the decision on, which `assessment` and
    `bundle` (a line of `triage credits`, to the byte) rest on, the database refuses every change.
    `untold` says why the customer was not written to.
    """

    __tablename__ = "claim"
    __table_args__ = (Index("ix_claim_decision", "decision", "decide_by"),)

    ticket_number: int = Field(
        primary_key=True, foreign_key="ticket.number", sa_column_kwargs={"autoincrement": False}
    )
    policy: str = Field(max_length=64)
    customer: str = Field(max_length=320)
    month: str = Field(max_length=7)
    claimed_at: datetime = Field(sa_type=UtcDateTime)
    decide_by: datetime = Field(sa_type=UtcDateTime)
    evidence: dict[str, Any] = Field(default_factory=dict, sa_type=json_type())
    exclusion: Exclusion | None = Field(default=None, sa_type=EnumText(Exclusion))
    exclusion_reason: str = Field(default="", sa_type=Text)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    decision: Decision | None = Field(default=None, sa_type=EnumText(Decision))
    reason: str = Field(default="", sa_type=Text)
    decided_by: str | None = Field(default=None, max_length=255)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    assessment: dict[str, Any] | None = Field(default=None, sa_type=json_type())
    bundle: str | None = Field(default=None, sa_type=Text)
    untold: Suppression | None = Field(default=None, sa_type=EnumText(Suppression))


class CreditEntry(SQLModel, table=True):
    """A service credit; append-only, at most one of a kind per customer and month.

    There is no entry that pays one out: credits are never money (rule S13).
    """

    __tablename__ = "credit_entry"
    __table_args__ = (
        UniqueConstraint("policy", "customer", "month", "kind", name="uq_credit_entry"),
    )

    id: int | None = Field(default=None, primary_key=True)
    policy: str = Field(max_length=64)
    customer: str = Field(max_length=320)
    month: str = Field(max_length=7)
    kind: CreditKind = Field(sa_type=EnumText(CreditKind))
    amount: Decimal = Field(sa_type=Money)
    currency: str = Field(max_length=3)
    claim_number: int = Field(foreign_key="claim.ticket_number", index=True)
    entered_by: str = Field(max_length=255)
    at: datetime = Field(sa_type=UtcDateTime)
