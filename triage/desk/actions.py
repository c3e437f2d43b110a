"""What an agent does to a ticket: its labels put right, its story told on.

Every action is one function over a writing session. It changes the ticket's projection, appends
to the clock's events, and leaves a reclassification (labels alone) and an audit entry. The
deadline is never set here: it follows from the events.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from models.people import Agent, Audit
from models.ticket import Message, Ticket
from models.verdict import Reclassification
from models.vocabulary import (
    Actor,
    Category,
    ClockEventType,
    Direction,
    Field,
    Priority,
    Question,
    TicketState,
)
from triage.desk.agents import agent_id
from triage.desk.clocks import record_events
from triage.sla.events import ClockEvent
from triage.sla.policy import Policy

NO_DUPLICATE = "none"
"""The label of a ticket that repeats no other."""
_NOTHING_MISSING = "nothing"


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


def reclassify(
    acting: Acting, number: int, category: Category, missing: frozenset[Field], reason: str
) -> None:
    """Put the category right; priority, target and deadline follow (rule S8).

    Args:
        acting: Who acts, and when.
        number: The ticket.
        category: The right one.
        missing: The fields that `category` requires and the ticket did not have when it was
            filed; what was supplied since is known from the events.
        reason: Why, in the agent's words.

    Raises:
        ActionError: The ticket is unknown, or has that category already.
    """
    ticket = _ticket(acting, number)
    before = ticket.category
    if category is before:
        raise ActionError(f"#{number} is {category} already")
    ticket.category = category
    ticket.priority = Priority.of(category)
    ticket.is_unsure = False
    event = ClockEvent(
        ClockEventType.CLASSIFIED, acting.now, by=Actor.AGENT, category=category, missing=missing
    )
    _relabel(acting, ticket, Question.CATEGORY, (before, category), reason, event)


def set_abusive(acting: Acting, number: int, *, is_abusive: bool, reason: str) -> None:
    """Say whether the ticket is abusive; to one that is, no response is owed (rules S4, P6).

    Raises:
        ActionError: The ticket is unknown, or is marked so already.
    """
    ticket = _ticket(acting, number)
    if ticket.is_abusive == is_abusive:
        raise ActionError(f"#{number} is marked so already")
    ticket.is_abusive = is_abusive
    event = ClockEvent(ClockEventType.CLASSIFIED, acting.now, by=Actor.AGENT, abusive=is_abusive)
    labels = (yes_no(not is_abusive), yes_no(is_abusive))
    _relabel(acting, ticket, Question.ABUSIVE, labels, reason, event)


def set_language(acting: Acting, number: int, language: str, reason: str) -> None:
    """Put the language right; English needs no translation (rule P7).

    Raises:
        ActionError: The ticket is unknown, has that language already, or it is no code.
    """
    ticket = _ticket(acting, number)
    before = ticket.language
    if language == before:
        raise ActionError(f"#{number} is in {language} already")
    if not (language.isascii() and language.isalpha() and language.islower()):
        raise ActionError(f"{language!r} is no language code: give one such as pl")
    ticket.language = language
    ticket.needs_translation = language not in {"en", "und"}
    _relabel(acting, ticket, Question.LANGUAGE, (before, language), reason)


def mark_supplied(
    acting: Acting, number: int, fields: frozenset[Field], at: datetime, reason: str
) -> None:
    """Record that the customer has given what was missing (rule S6).

    Args:
        acting: Who acts.
        number: The ticket.
        fields: What is there now.
        at: When it was given: the clock starts or goes on then, not when somebody noticed.
        reason: Where it stands, in the agent's words.

    Raises:
        ActionError: The ticket is unknown, none of the fields is missing, or `at` is before the
            ticket or in the future.
    """
    ticket = _ticket(acting, number)
    given = fields & _missing(ticket)
    if not given:
        raise ActionError(f"#{number} misses none of these")
    if not ticket.received_at <= at <= acting.now:
        raise ActionError("the time must be after the ticket came in, and not in the future")
    event = ClockEvent(ClockEventType.SUPPLIED, at, fields=given)
    _change_missing(acting, ticket, _missing(ticket) - given, reason, event)


def ask_for(acting: Acting, number: int, fields: frozenset[Field], reason: str) -> None:
    """Record that the customer was asked for more; the clock waits for it (rule S6).

    Raises:
        ActionError: The ticket is unknown or closed, or no field is named.
    """
    ticket = _ticket(acting, number)
    if not fields:
        raise ActionError("choose at least one thing to ask for")
    if ticket.state in {TicketState.CLOSED, TicketState.MERGED}:
        raise ActionError(f"#{number} is {ticket.state}: re-open it first")
    event = ClockEvent(ClockEventType.ASKED, acting.now, fields=fields)
    _change_missing(acting, ticket, _missing(ticket) | fields, reason, event)


def merge(acting: Acting, number: int, into: int, reason: str) -> None:
    """Join a duplicate to the earlier ticket, which keeps its clock (rule P9).

    Raises:
        ActionError: A ticket is unknown, merged already, has duplicates of its own, or the two
            are one.
    """
    ticket = _ticket(acting, number)
    first = _ticket(acting, into)
    if number == into or first.duplicate_of is not None:
        raise ActionError(f"#{into} cannot take #{number}: choose the first ticket of the matter")
    if ticket.duplicate_of is not None:
        raise ActionError(f"#{number} is joined to #{ticket.duplicate_of} already: undo that first")
    joined = acting.session.exec(
        select(Ticket.number).where(Ticket.duplicate_of == number).limit(1)
    ).first()
    if joined is not None:
        raise ActionError(f"#{joined} is joined to #{number}: undo that first")
    ticket.duplicate_of, ticket.duplicate_suggestion = into, None
    ticket.state, ticket.closed_at = TicketState.MERGED, acting.now
    event = ClockEvent(ClockEventType.CLASSIFIED, acting.now, by=Actor.AGENT, duplicate_of=into)
    _relabel(acting, ticket, Question.DUPLICATE, (NO_DUPLICATE, str(into)), reason, event)


def unmerge(acting: Acting, number: int, reason: str) -> None:
    """Give a ticket its own clock back, or refuse the suggestion that it is a duplicate.

    Raises:
        ActionError: The ticket is unknown, or neither joined nor suggested.
    """
    ticket = _ticket(acting, number)
    before = ticket.duplicate_of or ticket.duplicate_suggestion
    if before is None:
        raise ActionError(f"#{number} is joined to no other ticket")
    was_joined = ticket.duplicate_of is not None
    ticket.duplicate_of = ticket.duplicate_suggestion = None
    events: list[ClockEvent] = []
    if was_joined:
        ticket.state, ticket.closed_at = TicketState.OPEN, None
        events.append(
            ClockEvent(ClockEventType.CLASSIFIED, acting.now, by=Actor.AGENT, duplicate_of=None)
        )
    _relabel(acting, ticket, Question.DUPLICATE, (str(before), NO_DUPLICATE), reason, *events)


def confirm(acting: Acting, number: int, question: Question) -> None:
    """Record that a person looked and the label is right, so that accuracy counts hits too.

    Raises:
        ActionError: The ticket is unknown.
    """
    ticket = _ticket(acting, number)
    label = label_of(ticket, question)
    if question is Question.CATEGORY:
        ticket.is_unsure = False
        ticket.priority = Priority.of(ticket.category)
    _relabel(acting, ticket, question, (label, label), "confirmed")


def label_of(ticket: Ticket, question: Question) -> str:
    """Return what the ticket says now on a question, in the words of the record."""
    match question:
        case Question.CATEGORY:
            return ticket.category
        case Question.ABUSIVE:
            return yes_no(ticket.is_abusive)
        case Question.LANGUAGE:
            return ticket.language
        case Question.MISSING:
            return _written(_missing(ticket))
        case Question.DUPLICATE:
            return NO_DUPLICATE if ticket.duplicate_of is None else str(ticket.duplicate_of)


def clear_translation(acting: Acting, number: int) -> None:
    """Record that the ticket was translated (rule P7).

    Raises:
        ActionError: The ticket is unknown.
    """
    ticket = _ticket(acting, number)
    ticket.needs_translation = False
    _finish(acting, ticket, "translated")


def clear_needs_person(acting: Acting, number: int) -> None:
    """Record that a person looked, as was asked for.

    Raises:
        ActionError: The ticket is unknown.
    """
    ticket = _ticket(acting, number)
    ticket.needs_person = False
    _finish(acting, ticket, "looked_at")


def add_note(acting: Acting, number: int, text: str) -> None:
    """Keep a note that colleagues read and customers do not.

    Raises:
        ActionError: The ticket is unknown, or the note empty.
    """
    ticket = _ticket(acting, number)
    _write(acting, ticket, Direction.NOTE, text)
    _finish(acting, ticket, "noted")


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
    ticket = _ticket(acting, number)
    if not ticket.received_at <= at <= acting.now:
        raise ActionError("the time must be after the ticket came in, and not in the future")
    _write(acting, ticket, Direction.OUTBOUND, text, at)
    _finish(acting, ticket, "replied", ClockEvent(ClockEventType.REPLIED, at))


def close(acting: Acting, number: int) -> None:
    """Close a ticket; its clock stays what it is (rule S9).

    Raises:
        ActionError: The ticket is unknown, closed or merged.
    """
    ticket = _ticket(acting, number)
    if ticket.state in {TicketState.CLOSED, TicketState.MERGED}:
        raise ActionError(f"#{number} is {ticket.state} already")
    ticket.state, ticket.closed_at, ticket.needs_person = TicketState.CLOSED, acting.now, False
    _finish(acting, ticket, "closed")


def reopen(acting: Acting, number: int) -> None:
    """Open a closed ticket again.

    Raises:
        ActionError: The ticket is unknown or not closed.
    """
    ticket = _ticket(acting, number)
    if ticket.state is not TicketState.CLOSED:
        raise ActionError(f"#{number} is not closed")
    ticket.state, ticket.closed_at = TicketState.OPEN, None
    _finish(acting, ticket, "reopened")


def yes_no(value: bool) -> str:  # noqa: FBT001 -- it is the only argument
    """Return a truth value as a label."""
    return "yes" if value else "no"


def _ticket(acting: Acting, number: int) -> Ticket:
    """Return the ticket, locked where the database locks rows."""
    found = acting.session.exec(
        select(Ticket).where(col(Ticket.number) == number).with_for_update()
    ).first()
    if found is None:
        raise TicketUnknownError(f"there is no ticket #{number}")
    return found


def _missing(ticket: Ticket) -> frozenset[Field]:
    return frozenset(Field(name) for name in ticket.missing)


def _written(fields: Iterable[Field]) -> str:
    names = [str(field) for field in Field if field in frozenset(fields)]
    return ", ".join(names) or _NOTHING_MISSING


def _change_missing(
    acting: Acting, ticket: Ticket, after: frozenset[Field], reason: str, event: ClockEvent
) -> None:
    before = _missing(ticket)
    ticket.missing = [str(field) for field in Field if field in after]
    if ticket.state in {TicketState.OPEN, TicketState.WAITING}:
        ticket.state = TicketState.WAITING if after else TicketState.OPEN
    labels = (_written(before), _written(after))
    _relabel(acting, ticket, Question.MISSING, labels, reason, event)


def _relabel(
    acting: Acting,
    ticket: Ticket,
    question: Question,
    labels: tuple[str, str],
    reason: str,
    *events: ClockEvent,
) -> None:
    """Append a reclassification with the deadline before and after it."""
    due_before = ticket.due_at
    before, after = labels
    data = {"question": question, "from": before, "to": after, "reason": reason}
    _finish(acting, ticket, "confirmed" if before == after else "reclassified", *events, data=data)
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


def _finish(
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
    if events:
        record_events(acting.session, acting.policies, {ticket.number: list(events)}, acting.now)
        acting.session.refresh(ticket)
