"""An agent carries a ticket on: notes, replies, closing, marks that were dealt with."""

from datetime import datetime

from models.ticket import Message, Ticket
from models.vocabulary import ClockEventType, Direction, TicketState
from triage.desk.acting import Acting, ActionError, finish, ticket_of
from triage.desk.agents import agent_id
from triage.sla.events import ClockEvent


def add_note(acting: Acting, number: int, text: str) -> None:
    """Keep a note that colleagues read and customers do not.

    Raises:
        ActionError: The ticket is unknown, or the note empty.
    """
    ticket = ticket_of(acting, number)
    _write(acting, ticket, Direction.NOTE, text)
    finish(acting, ticket, "noted")


def record_reply(acting: Acting, number: int, text: str, at: datetime) -> None:
    """Record an agent's reply, which stops the clock where nothing did before (rule S7).

    Args:
        acting: Who acts.
        number: The ticket.
        text: What was written.
        at: When it was sent; UTC.

    Raises:
        ActionError: The ticket is unknown, the text empty, or `at` is before the ticket or in
            the future.
    """
    ticket = ticket_of(acting, number)
    if not ticket.received_at <= at <= acting.now:
        raise ActionError("the time must be after the ticket came in, and not in the future")
    _write(acting, ticket, Direction.OUTBOUND, text, at)
    finish(acting, ticket, "replied", ClockEvent(ClockEventType.REPLIED, at))


def close(acting: Acting, number: int) -> None:
    """Close a ticket; its clock stays what it is (rule S9).

    Raises:
        ActionError: The ticket is unknown, closed or merged.
    """
    ticket = ticket_of(acting, number)
    if ticket.state in {TicketState.CLOSED, TicketState.MERGED}:
        raise ActionError(f"#{number} is {ticket.state} already")
    ticket.state, ticket.closed_at, ticket.needs_person = TicketState.CLOSED, acting.now, False
    finish(acting, ticket, "closed")


def reopen(acting: Acting, number: int) -> None:
    """Open a closed ticket again.

    Raises:
        ActionError: The ticket is unknown or not closed.
    """
    ticket = ticket_of(acting, number)
    if ticket.state is not TicketState.CLOSED:
        raise ActionError(f"#{number} is not closed")
    ticket.state, ticket.closed_at = TicketState.OPEN, None
    finish(acting, ticket, "reopened")


def clear_translation(acting: Acting, number: int) -> None:
    """Record that the ticket was translated (rule P7).

    Raises:
        ActionError: The ticket is unknown.
    """
    ticket = ticket_of(acting, number)
    ticket.needs_translation = False
    finish(acting, ticket, "translated")


def clear_needs_person(acting: Acting, number: int) -> None:
    """Record that a person looked, as was asked for.

    Raises:
        ActionError: The ticket is unknown.
    """
    ticket = ticket_of(acting, number)
    ticket.needs_person = False
    finish(acting, ticket, "looked_at")


def _write(
    acting: Acting, ticket: Ticket, direction: Direction, text: str, at: datetime | None = None
) -> None:
    words = text.replace("\x00", "").strip()
    if not words:
        raise ActionError("write something first")
    acting.session.add(
        Message(
            ticket_number=ticket.number,
            direction=direction,
            agent_id=agent_id(acting.agent),
            author_name=acting.agent.name,
            text=words,
            reply_text=words,
            at=at or acting.now,
        )
    )
