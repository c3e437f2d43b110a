"""Write down what came of an acknowledgement, and stop the clock, in one transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import structlog
from sqlalchemy import bindparam, update
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlmodel import Session, col, select

from models.outbox import Outbox
from models.ticket import Ticket
from models.vocabulary import ClockEventType, OutboxState
from triage.ack.outcome import Accepted, Deferred, InDoubt, Outcome, Refused
from triage.db import Database
from triage.desk.clocks import Policies, lock_tickets, record_events
from triage.sla.events import ClockEvent

_FLAGS: Final[Mapping[OutboxState, str]] = {
    OutboxState.REFUSED: "ack_refused",
    OutboxState.IN_DOUBT: "ack_in_doubt",
}
"""What a ticket is marked with where a person has to look at its acknowledgement."""
_log = structlog.get_logger(__name__)

_AWAY: Final = (OperationalError, InterfaceError, PoolTimeoutError)
_OURS: Final = (OutboxState.LEASED, OutboxState.IN_DOUBT)


Settlement = tuple[Outbox, Outcome]


def settle_apart(
    database: Database,
    policies: Policies,
    worker: str,
    settlements: Sequence[Settlement],
    now: datetime,
) -> list[Settlement]:
    """Settle in one transaction; where a row spoils it, each in its own.

    Returns:
        What could not be settled; to be tried again once somebody mended the cause.
    """
    try:
        with database.write() as session:
            settle(session, policies, worker, settlements, now)
    except _AWAY:
        _log.exception("outbox.database_failed", unsettled=len(settlements))
        return list(settlements)
    except Exception:  # noqa: BLE001 -- one ticket that cannot be computed must not stop the others
        if len(settlements) == 1:
            row, outcome = settlements[0]
            _log.exception("outbox.unsettled", ticket=row.ticket_number, outcome=repr(outcome))
            return list(settlements)
    else:
        return []
    alone = (settle_apart(database, policies, worker, [one], now) for one in settlements)
    return [one for unsettled in alone for one in unsettled]


def settle(
    session: Session,
    policies: Policies,
    worker: str,
    settlements: Sequence[Settlement],
    now: datetime,
) -> int:
    """Write outcomes down; rows that another worker took over meanwhile are left to it.

    Args:
        session: A writing transaction.
        policies: By name, for the clocks.
        worker: Who leased the rows.
        settlements: Rows as leased, each with what came of it.
        now: The present.

    Returns:
        How many rows were settled.
    """
    held = _held(session, worker, [row for row, _ in settlements])
    ours = [(row, outcome) for row, outcome in settlements if row.id in held]
    flagged = {
        row.ticket_number
        for row, outcome in ours
        if isinstance(outcome, Refused | InDoubt) or held[row.id] is OutboxState.IN_DOUBT
    }
    if not ours:
        return 0
    statement = update(Outbox).where(col(Outbox.id) == bindparam("row"))
    session.connection().execute(statement, [_columns(*one, now) for one in ours])
    # Flags and events are of different tickets; taken apart they would not be in one order.
    lock_tickets(session, {row.ticket_number for row, _ in ours})
    flag_tickets(session, flagged)
    record_events(session, policies, _stops(ours), now)
    return len(ours)


def _held(session: Session, worker: str, rows: Iterable[Outbox]) -> dict[int | None, OutboxState]:
    """Return the states of those rows that the worker may settle."""
    statement = (
        select(Outbox.id, Outbox.state)
        .where(
            col(Outbox.id).in_([row.id for row in rows]),
            Outbox.lease_owner == worker,
            col(Outbox.state).in_(_OURS),
        )
        .with_for_update()
    )
    return {number: OutboxState(state) for number, state in session.exec(statement)}


def _columns(row: Outbox, outcome: Outcome, now: datetime) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "row": row.id,
        "lease_until": None,
        "not_before": row.not_before,
        "settled_at": outcome.at,
        "evidence": row.evidence,
        "error": None,
    }
    match outcome:
        case Accepted(evidence=evidence):
            return columns | {"state": OutboxState.SENT, "evidence": row.evidence | evidence}
        case Refused(error=error, evidence=evidence):
            evidence = row.evidence | evidence
            return columns | {"state": OutboxState.REFUSED, "error": error, "evidence": evidence}
        case InDoubt(error=error):
            return columns | {"state": OutboxState.IN_DOUBT, "error": error}
        case Deferred(error=error, retry_at=retry_at):
            return columns | {
                "state": OutboxState.PENDING,
                "not_before": retry_at or now,
                "settled_at": None,
                "error": error,
            }


def flag_tickets(session: Session, numbers: Collection[int]) -> None:
    """Put on tickets the flags that their acknowledgements give them, and take off the others."""
    if not numbers:
        return
    flags: dict[int, set[str]] = {number: set() for number in numbers}
    statement = select(Outbox.ticket_number, Outbox.state).where(
        col(Outbox.ticket_number).in_(numbers), col(Outbox.state).in_(_FLAGS)
    )
    for number, state in session.exec(statement):
        flags[number].add(_FLAGS[OutboxState(state)])
    tickets = select(Ticket).where(col(Ticket.number).in_(numbers)).with_for_update()
    for ticket in session.exec(tickets):
        kept = [flag for flag in ticket.flags if flag not in _FLAGS.values()]
        ticket.flags = [*kept, *sorted(flags[ticket.number])]
        session.add(ticket)


def _stops(settlements: Iterable[Settlement]) -> Mapping[int, list[ClockEvent]]:
    """Return the events that stop clocks: the next hop took an acknowledgement (rule S7)."""
    events: dict[int, list[ClockEvent]] = {}
    for row, outcome in settlements:
        if isinstance(outcome, Accepted):
            event = ClockEvent(ClockEventType.ACKNOWLEDGED, outcome.at, message_id=row.message_id)
            events.setdefault(row.ticket_number, []).append(event)
    return {number: sorted(found, key=lambda event: event.at) for number, found in events.items()}
