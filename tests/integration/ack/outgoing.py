"""Tickets whose acknowledgements wait in the outbox, and a sender to send them with."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from models.outbox import Outbox
from models.ticket import Ticket
from models.vocabulary import (
    AckKind,
    Actor,
    Category,
    Channel,
    ClockEventType,
    Priority,
    Route,
)
from triage.ack.outbox import put
from triage.ack.retries import Retries
from triage.ack.sender import Sender
from triage.ack.smtp import SmtpTransport
from triage.ack.smtp_pool import Connector
from triage.ack.transport import Transport
from triage.config.load import load, policies_of, shipped_config
from triage.config.schema import OutboxSection, Security, Smtp
from triage.db import Database
from triage.desk.clocks import record_events
from triage.sla.events import ClockEvent
from triage.sla.policy import Policy

POLICY = "smmpanelus"
RETRIES = Retries(
    first=timedelta(milliseconds=200),
    most=timedelta(seconds=1),
    give_up_after=timedelta(hours=72),
    resends_in_doubt=False,
)


@cache
def policies() -> Mapping[str, Policy]:
    return policies_of(load(shipped_config(), {}))


def ack_row(number: int, now: datetime, **values: object) -> Outbox:
    """Return a small acknowledgement for a ticket."""
    message_id = f"<triage.{number}.test@support.example.com>"
    text = f"Subject: [#{number}] hello\r\nMessage-ID: {message_id}\r\n\r\n.dot\r\nbody\r\n"
    defaults: dict[str, Any] = {
        "ticket_number": number,
        "kind": AckKind.RECEIVED_STANDARD,
        "message_id": message_id,
        "envelope_sender": f"bounce+{number}@support.example.com",
        "recipient": f"customer{number}@example.org",
        "payload": text.encode(),
        "created_at": now,
        "not_before": now,
    }
    defaults.update(values)
    return Outbox(**defaults)


def file_tickets(database: Database, numbers: Iterable[int], **values: object) -> None:
    """Store valid tickets, their clocks running, each with an acknowledgement to be sent."""
    now = datetime.now(UTC)
    events = {number: _filed(now) for number in numbers}
    with database.write() as session:
        for number in events:
            session.add(_ticket(number, now))
        session.flush()
        record_events(session, policies(), events, now)
        put(session, [ack_row(number, now, **values) for number in events])


def _filed(now: datetime) -> list[ClockEvent]:
    return [
        ClockEvent(ClockEventType.RECEIVED, now, channel=Channel.EMAIL),
        ClockEvent(
            ClockEventType.CLASSIFIED,
            now,
            by=Actor.BOT,
            category=Category.ORDER,
            missing=frozenset(),
            abusive=False,
            duplicate_of=None,
        ),
    ]


def _ticket(number: int, now: datetime) -> Ticket:
    return Ticket(
        number=number,
        source="support",
        channel=Channel.EMAIL,
        policy=POLICY,
        requester_address=f"customer{number}@example.org",
        category=Category.ORDER,
        priority=Priority.STANDARD,
        received_at=now,
        created_at=now,
        updated_at=now,
    )


def outbox_rows(database: Database) -> list[Outbox]:
    with database.read() as session:
        rows = list(session.exec(select(Outbox).order_by(col(Outbox.ticket_number))))
        session.expunge_all()
    return rows


def ticket_of(database: Database, number: int) -> Ticket:
    with database.read() as session:
        ticket = session.get_one(Ticket, number)
        session.expunge_all()
    return ticket


def smtp_settings(port: int, **values: object) -> Smtp:
    defaults = {"host": "127.0.0.1", "port": port, "security": Security.NONE, "timeout_seconds": 5}
    return Smtp.model_validate(defaults | values)


def smtp_transport(port: int, **values: object) -> SmtpTransport:
    settings = smtp_settings(port, **values)
    connector = Connector(settings, "support.example.com")
    return SmtpTransport(connector, settings.connections, settings.idle_seconds)


def make_sender(
    database: Database,
    transport: Transport,
    folder: Path,
    retries: Retries = RETRIES,
    **settings: object,
) -> Sender:
    return Sender(
        database,
        policies(),
        transports={Route.MAIL: transport},
        settings=OutboxSection.model_validate(settings),
        retries=retries,
        folder=folder,
    )


def events_of_type(events: Sequence[ClockEvent], kind: ClockEventType) -> list[ClockEvent]:
    return [event for event in events if event.type is kind]
