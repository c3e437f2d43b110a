"""What came in, as it came in."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, LargeBinary, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.types import EnumText, UtcDateTime, json_type
from models.vocabulary import Category, Channel, InboxState


class InboxMessage(SQLModel, table=True):
    """A raw message, committed before its source is told that it was taken.

    `source` names the mailbox, webhook source or Maildir. `content_key` is the SHA-256 of `raw`
    (hexadecimal); for webhooks of source and webhook id. `received_at` is the server's time,
    never the sender's `Date`. `external_id` is the ticket's id in a webhook's panel, and
    `ticket_number` is set at once for those, so that the call can be answered with it.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("source", "uid_validity", "uid", name="uq_inbox_uid"),
        UniqueConstraint("source", "content_key", name="uq_inbox_content"),
        Index("ix_inbox_due", "state", "next_attempt_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(max_length=64)
    channel: Channel = Field(sa_type=EnumText(Channel))
    media_type: str = Field(default="message/rfc822", max_length=64)
    uid_validity: int | None = Field(default=None, sa_type=BigInteger)
    uid: int | None = Field(default=None, sa_type=BigInteger)
    content_key: str = Field(max_length=64)
    external_id: str | None = Field(default=None, max_length=255, index=True)
    raw: bytes = Field(sa_type=LargeBinary)
    size: int
    received_at: datetime = Field(sa_type=UtcDateTime)
    stored_at: datetime = Field(sa_type=UtcDateTime)
    may_answer: bool = True
    state: InboxState = Field(default=InboxState.PENDING, sa_type=EnumText(InboxState))
    attempts: int = 0
    next_attempt_at: datetime = Field(sa_type=UtcDateTime)
    error: str | None = Field(default=None, sa_type=Text)
    ticket_number: int | None = Field(default=None, index=True)


class ServerCopy(SQLModel, table=True):
    """A message's copy in a folder of its mailbox, to be marked, moved, and found again.

    `folder` is empty for the folder that is read; there are several copies where the same bytes
    lie there twice. `filed_as` is the category that shows in the mailbox; `filed_at` is None until
    it does, and again once the ticket has another one.
    """

    __tablename__ = "server_copy"
    __table_args__ = (
        UniqueConstraint("source", "folder", "uid_validity", "uid", name="uq_server_copy_uid"),
        # Few are unfiled at any time, and they are looked for every second.
        Index(
            "ix_server_copy_unfiled",
            "source",
            "folder",
            sqlite_where=text("filed_at IS NULL"),
            postgresql_where=text("filed_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(max_length=64)
    inbox_id: int = Field(foreign_key="inbox.id", index=True)
    folder: str = Field(default="", max_length=255)
    uid_validity: int = Field(sa_type=BigInteger)
    uid: int = Field(sa_type=BigInteger)
    filed_as: Category | None = Field(default=None, sa_type=EnumText(Category))
    filed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class MailboxCursor(SQLModel, table=True):
    """How far a mailbox was read, and who reads it now."""

    __tablename__ = "mailbox_cursor"

    mailbox: str = Field(primary_key=True, max_length=64)
    uid_validity: int | None = Field(default=None, sa_type=BigInteger)
    last_uid: int = Field(default=0, sa_type=BigInteger)
    go_live_at: datetime = Field(sa_type=UtcDateTime)
    lease_owner: str | None = Field(default=None, max_length=80)
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    polled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str | None = Field(default=None, sa_type=Text)


class WebhookDelivery(SQLModel, table=True):
    """The answer that a webhook call got, so that the same call gets it again."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (UniqueConstraint("source", "webhook_id", name="uq_webhook_delivery"),)

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(max_length=64)
    webhook_id: str = Field(max_length=255)
    body_sha256: str = Field(max_length=64)
    status: int
    answer: dict[str, Any] = Field(sa_type=json_type())
    at: datetime = Field(sa_type=UtcDateTime, index=True)
