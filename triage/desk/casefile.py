"""Everything that is known of one ticket, read for its page in a fixed number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from models.intake import InboxMessage
from models.outbox import Outbox
from models.people import Agent, Audit
from models.ticket import Message, Ticket
from models.verdict import AckDecision, Reclassification, Verdict
from models.vocabulary import AckKind
from triage.desk.clocks import events_of
from triage.sla.events import ClockEvent

_MAIL = "message/rfc822"


@dataclass(frozen=True, slots=True)
class Casefile:
    """One ticket with all that hangs on it.

    Attributes:
        ticket: The ticket.
        messages: Oldest first.
        mails: The messages, by id, whose raw bytes are a mail, from which attachments are read.
        verdicts: As of filing, by message.
        decisions: Whether to acknowledge, by message.
        outbox: Acknowledgements, oldest first.
        history: Reclassifications, newest first.
        trail: The audit trail, newest first.
        events: The clock's, oldest first; none where nothing is owed.
        joined: The duplicates that were joined to it.
        related: The tickets that it names: its first ticket, a suggestion, an older one.
        agents: Names by account.
    """

    ticket: Ticket
    messages: Sequence[Message]
    mails: frozenset[int]
    verdicts: Mapping[int, Sequence[Verdict]]
    decisions: Mapping[int, AckDecision]
    outbox: Sequence[Outbox]
    history: Sequence[Reclassification]
    trail: Sequence[Audit]
    events: Sequence[ClockEvent]
    joined: Sequence[Ticket]
    related: Mapping[int, Ticket]
    agents: Mapping[int, str]


def casefile(session: Session, number: int) -> Casefile | None:
    """Read a ticket's file, or None where there is no such ticket."""
    ticket = session.get(Ticket, number)
    if ticket is None:
        return None
    messages = session.exec(
        select(Message).where(Message.ticket_number == number).order_by(col(Message.at))
    ).all()
    verdicts: dict[int, list[Verdict]] = {}
    for verdict in session.exec(select(Verdict).where(Verdict.ticket_number == number)):
        verdicts.setdefault(verdict.message_id, []).append(verdict)
    decisions = session.exec(select(AckDecision).where(AckDecision.ticket_number == number))
    return Casefile(
        ticket=ticket,
        messages=messages,
        mails=_mails(session, messages),
        verdicts=verdicts,
        decisions={decision.message_id: decision for decision in decisions},
        outbox=session.exec(
            select(Outbox).where(Outbox.ticket_number == number).order_by(col(Outbox.created_at))
        ).all(),
        history=session.exec(
            select(Reclassification)
            .where(Reclassification.ticket_number == number)
            .order_by(col(Reclassification.id).desc())
        ).all(),
        trail=session.exec(
            select(Audit).where(Audit.ticket_number == number).order_by(col(Audit.id).desc())
        ).all(),
        events=events_of(session, [number]).get(number, []),
        joined=session.exec(
            select(Ticket).where(Ticket.duplicate_of == number).order_by(col(Ticket.number))
        ).all(),
        related=_related(session, ticket),
        agents={agent.id or 0: agent.name for agent in session.exec(select(Agent))},
    )


def acknowledgements_of(
    session: Session, number: int, kinds: Sequence[AckKind]
) -> Sequence[Outbox]:
    """Return the outbox rows of a ticket that are of these kinds, oldest first."""
    statement = select(Outbox).where(Outbox.ticket_number == number, col(Outbox.kind).in_(kinds))
    return session.exec(statement.order_by(col(Outbox.id))).all()


def raw_mail(session: Session, number: int, message_id: int) -> bytes | None:
    """Return the bytes of the mail that a message of the ticket was read from, if it was one."""
    return session.exec(
        select(InboxMessage.raw)
        .join(Message, col(Message.inbox_id) == InboxMessage.id)
        .where(
            Message.id == message_id,
            Message.ticket_number == number,
            InboxMessage.media_type == _MAIL,
        )
    ).first()


def _mails(session: Session, messages: Sequence[Message]) -> frozenset[int]:
    inbox = {message.inbox_id: message.id for message in messages}
    found = session.exec(
        select(InboxMessage.id).where(
            col(InboxMessage.id).in_(inbox), InboxMessage.media_type == _MAIL
        )
    )
    return frozenset(inbox[number] or 0 for number in found)


def _related(session: Session, ticket: Ticket) -> dict[int, Ticket]:
    named = (ticket.duplicate_of, ticket.duplicate_suggestion, ticket.links_to)
    numbers = [number for number in named if number is not None]
    rows = session.exec(select(Ticket).where(col(Ticket.number).in_(numbers)))
    return {row.number: row for row in rows}
