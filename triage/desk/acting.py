"""What every agent's action has in common: who acts, on which ticket, and the trail it leaves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from models.people import Agent, Audit
from models.review import AckReview
from models.ticket import Ticket
from models.verdict import Reclassification
from models.vocabulary import Actor, Question
from triage.desk.agents import agent_id
from triage.desk.clocks import record_events
from triage.desk.joining import MACHINE
from triage.sla.events import ClockEvent
from triage.sla.policy import Policy


class ActionError(Exception):
    """The ticket cannot be changed like this; the message says why."""


class TicketUnknownError(ActionError):
    """There is no such ticket."""


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, when, and under which agreements.

    Attributes:
        session: A writing session; the caller commits.
        policies: The agreements by name.
        agent: The person.
        now: The present, in UTC.
    """

    session: Session
    policies: Mapping[str, Policy]
    agent: Agent
    now: datetime


def ticket_of(acting: Acting, number: int) -> Ticket:
    """Return the ticket, locked where the database locks rows.

    Raises:
        TicketUnknownError: There is none of that number.
    """
    found = acting.session.exec(
        select(Ticket).where(col(Ticket.number) == number).with_for_update()
    ).first()
    if found is None:
        raise TicketUnknownError(f"there is no ticket #{number}")
    return found


def relabel(
    acting: Acting,
    ticket: Ticket,
    question: Question,
    labels: tuple[str, str],
    reason: str,
    *events: ClockEvent,
) -> None:
    """Append a reclassification with the deadline before and after it (rule S8).

    A label that changed has the ticket's acknowledgement looked at again.
    """
    due_before = ticket.due_at
    before, after = labels
    data = {"question": question, "from": before, "to": after, "reason": reason}
    finish(acting, ticket, "confirmed" if before == after else "reclassified", *events, data=data)
    if before != after:
        acting.session.merge(AckReview(ticket_number=ticket.number, asked_at=acting.now))
    acting.session.add(
        Reclassification(
            ticket_number=ticket.number,
            actor=Actor.AGENT,
            agent_id=agent_id(acting.agent),
            question=question,
            from_label=before,
            to_label=after,
            due_before=due_before,
            due_after=ticket.due_at,
            at=acting.now,
            reason=reason,
        )
    )


def finish(
    acting: Acting,
    ticket: Ticket,
    action: str,
    *events: ClockEvent,
    data: dict[str, Any] | None = None,
) -> None:
    """Store the ticket, append to its clock, and say who did it."""
    ticket.updated_at = acting.now
    acting.session.add(ticket)
    acting.session.add(
        Audit(
            at=acting.now,
            actor=acting.agent.login,
            action=action,
            ticket_number=ticket.number,
            data=data or {},
        )
    )
    acting.session.flush()
    if events and MACHINE not in ticket.flags:
        record_events(acting.session, acting.policies, {ticket.number: list(events)}, acting.now)
