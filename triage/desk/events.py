"""The clock events that a message brings with it."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from models.ticket import Ticket
from models.vocabulary import Actor, Category, ClockEventType, Field
from triage.desk.submission import Submission
from triage.sla.events import ClockEvent


def filed_events(submission: Submission, ticket: Ticket) -> list[ClockEvent]:
    """Return the events of a new ticket: it was received, and the bot classified it.

    Of a category that the bot is not sure of and that decides on the target it says nothing: a
    top-up stays standard (rule S3), and what may be none of ours is owed a response, until a person
    has looked.
    """
    at = submission.raw.received_at
    is_doubtful = ticket.is_unsure and ticket.category in (Category.TOPUP, Category.OUT_OF_SCOPE)
    return [
        ClockEvent(
            ClockEventType.RECEIVED,
            at,
            channel=ticket.channel,
            customer_category=ticket.customer_category,
        ),
        ClockEvent(
            ClockEventType.CLASSIFIED,
            at,
            by=Actor.BOT,
            category=None if is_doubtful else ticket.category,
            missing=frozenset(Field(name) for name in ticket.missing),
            abusive=ticket.is_abusive,
            duplicate_of=ticket.duplicate_of,
        ),
    ]


def as_ticked(filed: Sequence[ClockEvent], missing: Collection[Field]) -> list[ClockEvent]:
    """Return the events of a new ticket as they would be had the customer's choice been believed.

    Args:
        filed: The events of a ticket whose customer ticked a category.
        missing: What that category requires and the message does not contain.
    """
    ticked = next(event.customer_category for event in filed if event.channel is not None)
    return [
        replace(event, category=ticked, missing=frozenset(missing))
        if event.type is ClockEventType.CLASSIFIED
        else event
        for event in filed
    ]


def follow_up_events(
    submission: Submission, ticket: Ticket, had: Collection[str]
) -> list[ClockEvent]:
    """Return the events of a further message: facts that were missing, an agent's reply.

    Args:
        submission: The message.
        ticket: Its ticket, with what is missing still.
        had: What was missing before.
    """
    at = submission.raw.received_at
    events = []
    if supplied := frozenset(Field(name) for name in had if name not in ticket.missing):
        events.append(ClockEvent(ClockEventType.SUPPLIED, at, fields=supplied))
    if submission.panel is not None and submission.panel.replied_at is not None:
        events.append(ClockEvent(ClockEventType.REPLIED, submission.panel.replied_at))
    return events
