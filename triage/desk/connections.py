"""Where messages come from and acknowledgements go to, and whether the way is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.intake import InboxMessage, MailboxCursor
from models.outbox import Outbox
from models.vocabulary import InboxState, OutboxState
from triage.config.schema import Settings


@dataclass(frozen=True, slots=True)
class Source:
    """A mailbox or Maildir that is read.

    Attributes:
        name: In the configuration.
        where: Server and folder, or path.
        account: The [oauth.NAME] that logs in, or empty.
        is_read: Whether some process reads it now.
        opened_at: When it was opened the last time, or was tried to be; None before.
        error: What was wrong with it then.
    """

    name: str
    where: str
    account: str
    is_read: bool
    opened_at: datetime | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits: how many, and since when the oldest does."""

    count: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Connections:
    """The ways in and out.

    Attributes:
        sources: Mailboxes and Maildirs, as configured.
        inbox: Messages that are not worked on yet.
        outbox: Acknowledgements that no next hop took yet.
    """

    sources: Sequence[Source]
    inbox: Waiting
    outbox: Waiting


def connections(session: Session, settings: Settings, now: datetime) -> Connections:
    """Read how it stands."""
    cursors = {row.mailbox: row for row in session.exec(select(MailboxCursor))}
    places = {
        name: (f"{box.host}, {box.folder}", box.oauth) for name, box in settings.mailboxes.items()
    } | {name: (source.path, "") for name, source in settings.maildirs.items()}
    inbox = session.exec(
        select(func.count(), func.min(InboxMessage.received_at)).where(
            InboxMessage.state == InboxState.PENDING
        )
    ).one()
    outbox = session.exec(
        select(func.count(), func.min(Outbox.created_at)).where(
            col(Outbox.state).in_((OutboxState.PENDING, OutboxState.LEASED))
        )
    ).one()
    return Connections(
        sources=_sources(places, cursors, now), inbox=Waiting(*inbox), outbox=Waiting(*outbox)
    )


def _sources(
    places: Mapping[str, tuple[str, str]], cursors: Mapping[str, MailboxCursor], now: datetime
) -> list[Source]:
    found = []
    for name, (where, account) in places.items():
        cursor = cursors.get(name)
        until = cursor.lease_until if cursor else None
        found.append(
            Source(
                name=name,
                where=where,
                account=account,
                is_read=until is not None and until > now,
                opened_at=cursor.polled_at if cursor else None,
                error=cursor.error if cursor else None,
            )
        )
    return found
