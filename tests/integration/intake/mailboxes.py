"""What the tests of mailboxes share: settings, pollers, and a stand-in for the pipeline's end."""

from datetime import UTC, datetime
from threading import Event
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

from models.intake import InboxMessage, MailboxCursor, ServerCopy
from models.ticket import Ticket
from models.vocabulary import Category, Channel, InboxState, Priority
from tests.servers.dovecot import PASSWORD, Dovecot
from triage.config.schema import Mailbox
from triage.db import Database
from triage.intake.imap import ImapPoller
from triage.intake.waits import Waits


def now() -> datetime:
    return datetime.now(UTC)


def mail(number: int, size: int = 0) -> bytes:
    head = f"From: c{number}@example.org\r\nSubject: mail {number}\r\n\r\n"
    return head.encode() + b"body\r\n" + b"x" * size


def settings(server: Dovecot, user: str, **changes: object) -> Mailbox:
    values: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": server.imap_port,
        "security": "none",
        "username": user,
        "password": PASSWORD,
        "addresses": user,
        "policy": "instant-smm-panels",
        "timeout_seconds": 10,
    }
    return Mailbox.model_validate(values | changes)


class Bell:
    """Counts how often the pipeline would have been woken."""

    def __init__(self) -> None:
        self.rings = 0

    def __call__(self) -> None:
        self.rings += 1


def poller(database: Database, mailbox: Mailbox, name: str = "support") -> ImapPoller:
    return ImapPoller(name, mailbox, database, Bell(), Event(), now, waits=Waits(0.01, 0.05))


def inbox(database: Database) -> list[InboxMessage]:
    with database.read() as session:
        return list(session.exec(select(InboxMessage).order_by(col(InboxMessage.id))))


def copies(database: Database) -> list[ServerCopy]:
    with database.read() as session:
        return list(session.exec(select(ServerCopy).order_by(col(ServerCopy.id))))


def cursor(database: Database, name: str = "support") -> MailboxCursor:
    with database.read() as session:
        return session.exec(select(MailboxCursor).where(MailboxCursor.mailbox == name)).one()


def finish(database: Database, categories: dict[int, Category | None]) -> None:
    """Do what the pipeline does last: the rows with these UIDs are done and have their tickets."""
    with database.write() as session:
        for uid, category in categories.items():
            number = 100_000 + uid if category else None
            if number and category:
                session.add(_ticket(number, category))
                session.flush()
            session.connection().execute(
                update(InboxMessage)
                .where(col(InboxMessage.uid) == uid)
                .values(state=InboxState.DONE, ticket_number=number)
            )


def _ticket(number: int, category: Category) -> Ticket:
    at = now()
    return Ticket(
        number=number,
        source="support",
        channel=Channel.EMAIL,
        policy="instant-smm-panels",
        category=category,
        priority=Priority.of(category),
        received_at=at,
        created_at=at,
        updated_at=at,
    )
