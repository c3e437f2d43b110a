"""Appends clock events and keeps the projection on the ticket equal to what the clock says."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session, col

from models.tables import metadata
from models.ticket import Ticket
from models.vocabulary import Category
from triage.desk.drafting import Promise
from triage.desk.projection import columns_of
from triage.sla.claims import decide_by
from triage.sla.clock import Clock, evaluate, looked_ahead
from triage.sla.events import ClockEvent
from triage.sla.policy import Policy
from triage.sla.terms import PolicyVersion

Policies = Mapping[str, Policy]
Row = dict[str, Any]
_EVENTS = metadata.tables["clock_event"]


def lock_tickets(session: Session, numbers: Collection[int]) -> Sequence[Ticket]:
    """Keep others from changing tickets until the transaction ends, and return them.

    In the order of their numbers, so that two who lock several never wait for each other.
    """
    return session.scalars(
        select(Ticket)
        .where(col(Ticket.number).in_(numbers))
        .order_by(col(Ticket.number))
        .with_for_update()
    ).all()


def record_events(
    session: Session,
    policies: Policies,
    events: Mapping[int, Sequence[ClockEvent]],
    now: datetime,
) -> None:
    """Append `events` to the tickets named by their numbers and project their clocks anew.

    The tickets' rows are locked first, so that two workers append one after the other.
    """
    tickets = lock_tickets(session, events.keys())
    known = events_of(session, [ticket.number for ticket in tickets])
    rows: list[Row] = []
    for ticket in tickets:
        before = known.get(ticket.number, [])
        added = events[ticket.number]
        rows += rows_of(ticket.number, added, len(before), now)
        project(ticket, policies, [*before, *added], now)
        session.add(ticket)
    if rows:
        session.connection().execute(insert(_EVENTS), rows)


def events_of(session: Session, numbers: Sequence[int]) -> dict[int, list[ClockEvent]]:
    """Return the events of each ticket, oldest first; tickets without any are left out."""
    found: dict[int, list[ClockEvent]] = {}
    columns = (_EVENTS.c.ticket_number, _EVENTS.c.type, _EVENTS.c.at, _EVENTS.c.data)
    statement = (
        select(*columns)
        .where(_EVENTS.c.ticket_number.in_(numbers))
        .order_by(_EVENTS.c.ticket_number, _EVENTS.c.position)
    )
    for number, kind, at, data in session.connection().execute(statement):
        found.setdefault(number, []).append(ClockEvent.of_parts(kind, at, data))
    return found


def rows_of(number: int, events: Sequence[ClockEvent], start: int, now: datetime) -> list[Row]:
    """Return the rows of `events` for the table `clock_event`, numbered from `start`."""
    rows: list[Row] = []
    for position, event in enumerate(events, start):
        data = event.to_json()
        del data["type"], data["at"]
        rows.append(
            {
                "ticket_number": number,
                "position": position,
                "type": event.type,
                "at": event.at,
                "data": data,
                "recorded_at": now,
            }
        )
    return rows


def project(
    ticket: Ticket, policies: Policies, events: Sequence[ClockEvent], now: datetime
) -> Clock | None:
    """Set the ticket's clock columns to what its events give; without events nothing is owed."""
    policy = policies[ticket.policy]
    clock = evaluate(events, policy, now) if events else None
    for name, value in columns_of(clock, events, policy, is_noted=False).items():
        setattr(ticket, name, value)
    return clock


def promise(
    clock: Clock | None, events: Sequence[ClockEvent], policy: Policy, terms: PolicyVersion
) -> Promise:
    """Return by when the first answer is due; before an opening, as it will be once it starts."""
    if clock is None:
        return Promise(terms)
    ahead = looked_ahead(clock, events, policy)
    return Promise(terms, ahead.due_at, ahead.aim_at, _decision_due(clock, events, terms))


def deadline(events: Sequence[ClockEvent], policy: Policy, now: datetime) -> datetime | None:
    """Return by when events make an answer due; before an opening, as it will be once it starts."""
    return looked_ahead(evaluate(events, policy, now), events, policy).due_at


def _decision_due(
    clock: Clock, events: Sequence[ClockEvent], terms: PolicyVersion
) -> datetime | None:
    """Return by when a claim is decided (rule S13), or None where the ticket is none."""
    said = [event.category for event in events if event.category is not None]
    if terms.claims is None or clock.received_at is None or said[-1:] != [Category.CLAIM]:
        return None
    reading = terms.readings.before_opening
    return decide_by(clock.received_at, terms.claims, terms.calendar, reading)
