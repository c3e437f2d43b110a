"""Raw messages into the inbox: before anything else happens to them, and each only once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Table, bindparam, exists, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from models.tables import metadata
from models.vocabulary import Channel, InboxState

MAIL = "message/rfc822"
JSON = "application/json"

_INBOX: Table = metadata.tables["inbox"]


@dataclass(frozen=True, slots=True)
class RawMessage:
    """What a source handed over, untouched.

    Attributes:
        raw: The bytes as they came.
        received_at: The server's time, never the sender's.
        media_type: What `raw` is.
        uid_validity: IMAP's UIDVALIDITY (RFC 9051 section 2.3.1.1), None elsewhere.
        uid: IMAP's UID, None elsewhere.
        may_answer: False for mail from before the go-live mark (BACKFILL).
        external_id: The ticket's id in the panel that posted it.
        content_key: What makes the content the same; default: the SHA-256 of `raw`.
        ticket_number: The number that the source was told already.
        error: Why the message cannot be worked on; it is set aside at once.
    """

    raw: bytes
    received_at: datetime
    media_type: str = MAIL
    uid_validity: int | None = None
    uid: int | None = None
    may_answer: bool = True
    external_id: str | None = None
    content_key: str | None = None
    ticket_number: int | None = None
    error: str | None = None

    @property
    def key(self) -> str:
        """The content key, hexadecimal."""
        return self.content_key or sha256(self.raw).hexdigest()


def store(
    session: Session,
    source: str,
    channel: Channel,
    messages: Sequence[RawMessage],
    now: datetime,
) -> int:
    """Keep the messages that are not kept yet, in one statement.

    A message is known by its UID or by its content: either is enough, so that a mailbox read
    again, under new UIDs too, adds nothing.

    Args:
        session: A writing transaction; nothing is kept before it commits.
        source: The name of the mailbox, Maildir or webhook source.
        channel: How the messages came.
        messages: In the order in which they are to be worked on.
        now: The present.

    Returns:
        How many were new.
    """
    if not messages:
        return 0
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(_INBOX).on_conflict_do_nothing().returning(_INBOX.c.id)
    rows = [_row(source, channel, message, now) for message in messages]
    return len(session.connection().execute(insert, rows).all())


def renumber(session: Session, source: str, messages: Sequence[RawMessage]) -> None:
    """Give messages that are kept already the UIDs that their mailbox knows them by now.

    After a change of UIDVALIDITY the old UIDs name nothing.
    """
    kept = _INBOX.c
    taken = _INBOX.alias("taken")
    statement = (
        update(_INBOX)
        .where(
            kept.source == source,
            kept.content_key == bindparam("b_key"),
            kept.uid_validity != bindparam("b_validity"),
            ~exists().where(
                taken.c.source == source,
                taken.c.uid_validity == bindparam("b_validity"),
                taken.c.uid == bindparam("b_uid"),
            ),
        )
        .values(uid_validity=bindparam("b_validity"), uid=bindparam("b_uid"))
    )
    rows = [
        {"b_key": message.key, "b_validity": message.uid_validity, "b_uid": message.uid}
        for message in messages
    ]
    session.connection().execute(statement, rows)


def _row(source: str, channel: Channel, message: RawMessage, now: datetime) -> dict[str, Any]:
    return {
        "source": source,
        "channel": channel,
        "media_type": message.media_type,
        "uid_validity": message.uid_validity,
        "uid": message.uid,
        "content_key": message.key,
        "external_id": message.external_id,
        "raw": message.raw,
        "size": len(message.raw),
        "received_at": message.received_at,
        "stored_at": now,
        "may_answer": message.may_answer,
        "state": InboxState.SET_ASIDE if message.error else InboxState.PENDING,
        "attempts": 0,
        "next_attempt_at": now,
        "error": message.error,
        "ticket_number": message.ticket_number,
    }
