"""An agent puts a ticket's labels right.

Every correction is one function over a writing session. It changes the ticket's projection,
appends to the clock's events, and leaves a reclassification and an audit entry. The deadline is
never set here: it follows from the events.
"""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import col, select

from models.ticket import Ticket
from models.verdict import Verdict
from models.vocabulary import (
    Actor,
    Category,
    ClockEventType,
    Field,
    Priority,
    Question,
    TicketState,
)
from triage.desk.acting import Acting, ActionError, finish, relabel, ticket_of
from triage.desk.clocks import events_of
from triage.desk.decide import missing_fields
from triage.desk.joining import MACHINE
from triage.desk.verdicts import NO_DUPLICATE, NOTHING
from triage.intake.finished import file_anew
from triage.sla.events import ClockEvent
from triage.sla.history import outstanding, read_history


def reclassify(acting: Acting, number: int, category: Category, reason: str) -> None:
    """Put the category right; priority, target, what is missing and the deadline follow (S8).

    Raises:
        ActionError: The ticket is unknown, or has that category already.
    """
    ticket = ticket_of(acting, number)
    before = ticket.category
    if category is before:
        raise ActionError(f"#{number} is {category} already")
    missing = _missing_at_filing(acting, ticket, category)
    event = ClockEvent(
        ClockEventType.CLASSIFIED, acting.now, by=Actor.AGENT, category=category, missing=missing
    )
    ticket.missing = _listed(_outstanding(acting, ticket, event, missing))
    ticket.category = category
    ticket.priority = Priority.of(category)
    ticket.is_unsure = False
    if before is Category.OUT_OF_SCOPE and ticket.state is TicketState.CLOSED:
        # It was closed because no help is given with such a matter (rule P5), which was wrong.
        ticket.state, ticket.closed_at = TicketState.OPEN, None
    file_anew(acting.session, number)
    relabel(acting, ticket, Question.CATEGORY, (before, category), reason, event)


def set_abusive(acting: Acting, number: int, *, is_abusive: bool, reason: str) -> None:
    """Say whether the ticket is abusive; to one that is, no response is owed (rules S4, P6).

    Raises:
        ActionError: The ticket is unknown, or is marked so already.
    """
    ticket = ticket_of(acting, number)
    if ticket.is_abusive == is_abusive:
        raise ActionError(f"#{number} is marked so already")
    ticket.is_abusive = is_abusive
    event = ClockEvent(ClockEventType.CLASSIFIED, acting.now, by=Actor.AGENT, abusive=is_abusive)
    labels = (yes_no(not is_abusive), yes_no(is_abusive))
    relabel(acting, ticket, Question.ABUSIVE, labels, reason, event)


def set_language(acting: Acting, number: int, language: str, reason: str) -> None:
    """Put the language right; English needs no translation (rule P7).

    Raises:
        ActionError: The ticket is unknown, has that language already, or it is no code.
    """
    ticket = ticket_of(acting, number)
    before = ticket.language
    if language == before:
        raise ActionError(f"#{number} is in {language} already")
    if not (language.isascii() and language.isalpha() and language.islower()):
        raise ActionError(f"{language!r} is no language code: give one such as pl")
    ticket.language = language
    ticket.needs_translation = language not in {"en", "und"}
    relabel(acting, ticket, Question.LANGUAGE, (before, language), reason)


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
    ticket = ticket_of(acting, number)
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
    ticket = ticket_of(acting, number)
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
    ticket = ticket_of(acting, number)
    first = ticket_of(acting, into)
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
    relabel(acting, ticket, Question.DUPLICATE, (NO_DUPLICATE, str(into)), reason, event)


def unmerge(acting: Acting, number: int, reason: str) -> None:
    """Give a ticket its own clock back, or refuse the suggestion that it is a duplicate.

    Raises:
        ActionError: The ticket is unknown, or neither joined nor suggested.
    """
    ticket = ticket_of(acting, number)
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
    relabel(acting, ticket, Question.DUPLICATE, (str(before), NO_DUPLICATE), reason, *events)


def confirm(acting: Acting, number: int, question: Question) -> None:
    """Record that a person looked and the label is right, so that accuracy counts hits too.

    Raises:
        ActionError: The ticket is unknown.
    """
    ticket = ticket_of(acting, number)
    label = label_of(ticket, question)
    events = []
    if question is Question.CATEGORY:
        ticket.is_unsure = False
        ticket.priority = Priority.of(ticket.category)
        # The bot says nothing to the clock on a category that it is not sure of.
        events.append(
            ClockEvent(
                ClockEventType.CLASSIFIED, acting.now, by=Actor.AGENT, category=ticket.category
            )
        )
    relabel(acting, ticket, question, (label, label), "confirmed", *events)


def treat_as_person(acting: Acting, number: int, reason: str) -> None:
    """Say that a person wrote what was taken for a program's mail: a clock of its own starts.

    Raises:
        ActionError: The ticket is unknown, or was never taken for a program's.
    """
    ticket = ticket_of(acting, number)
    if MACHINE not in ticket.flags:
        raise ActionError(f"#{number} counts as a person's already")
    ticket.flags = [flag for flag in ticket.flags if flag != MACHINE]
    ticket.state, ticket.closed_at = TicketState.OPEN, None
    received = ClockEvent(
        ClockEventType.RECEIVED,
        ticket.received_at,
        channel=ticket.channel,
        customer_category=ticket.customer_category,
    )
    classified = ClockEvent(
        ClockEventType.CLASSIFIED,
        ticket.received_at,
        by=Actor.AGENT,
        category=ticket.category,
        missing=_missing(ticket),
        abusive=ticket.is_abusive,
        duplicate_of=ticket.duplicate_of,
    )
    finish(acting, ticket, "treated_as_person", received, classified, data={"reason": reason})


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


def yes_no(value: bool) -> str:  # noqa: FBT001 -- it is the only argument
    """Return a truth value as a label."""
    return "yes" if value else "no"


def _missing(ticket: Ticket) -> frozenset[Field]:
    return frozenset(Field(name) for name in ticket.missing)


def _listed(fields: Collection[Field]) -> list[str]:
    return [str(field) for field in Field if field in fields]


def _written(fields: Collection[Field]) -> str:
    return ", ".join(_listed(fields)) or NOTHING


def _missing_at_filing(acting: Acting, ticket: Ticket, category: Category) -> frozenset[Field]:
    """Return what `category` requires and the first message did not have (rule P8)."""
    seen = acting.session.exec(
        select(Verdict)
        .where(Verdict.ticket_number == ticket.number, Verdict.question == Question.MISSING)
        .order_by(col(Verdict.message_id))
    ).first()
    present = frozenset(map(Field, seen.scores)) if seen is not None else frozenset()
    terms = acting.policies[ticket.policy].version_at(ticket.received_at)
    return frozenset(missing_fields(category, present, terms))


def _outstanding(
    acting: Acting, ticket: Ticket, correction: ClockEvent, missing: frozenset[Field]
) -> frozenset[Field]:
    """Return what the ticket misses once a correction is in: what was given since is there."""
    events = events_of(acting.session, [ticket.number]).get(ticket.number)
    return missing if events is None else outstanding(read_history([*events, correction]))


def _change_missing(
    acting: Acting, ticket: Ticket, after: frozenset[Field], reason: str, event: ClockEvent
) -> None:
    before = _missing(ticket)
    ticket.missing = _listed(after)
    if ticket.state in {TicketState.OPEN, TicketState.WAITING}:
        ticket.state = TicketState.WAITING if after else TicketState.OPEN
    labels = (_written(before), _written(after))
    relabel(acting, ticket, Question.MISSING, labels, reason, event)
