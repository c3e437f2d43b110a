"""Write down what came of an acknowledgement, and stop the clock, in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from models.outbox import Outbox
from models.ticket import Ticket
from models.vocabulary import ClockEventType, OutboxState
from triage.ack.outcome import Accepted, Deferred, InDoubt, Outcome, Refused
from triage.desk.clocks import Policies, record_events
from triage.sla.events import ClockEvent

REFUSED_FLAG: Final = "ack_refused"
IN_DOUBT_FLAG: Final = "ack_in_doubt"

_OURS: Final = (OutboxState.LEASED, OutboxState.IN_DOUBT)


Settlement = tuple[Outbox, Outcome]


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
    if not ours:
        return 0
    statement = update(Outbox).where(col(Outbox.id) == bindparam("row"))
    session.connection().execute(statement, [_columns(*one, now) for one in ours])
    _flag_tickets(session, ours)
    record_events(session, policies, _stops(ours), now)
    return len(ours)


def _held(session: Session, worker: str, rows: Iterable[Outbox]) -> set[int | None]:
    statement = (
        select(Outbox.id)
        .where(
            col(Outbox.id).in_([row.id for row in rows]),
            Outbox.lease_owner == worker,
            col(Outbox.state).in_(_OURS),
        )
        .with_for_update()
    )
    return set(session.exec(statement))


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


def _flag_tickets(session: Session, settlements: Iterable[Settlement]) -> None:
    """Put a flag on each ticket that a person has to look at, and take off what is settled."""
    flags: dict[int, set[str]] = {}
    for row, outcome in settlements:
        wanted = flags.setdefault(row.ticket_number, set())
        if isinstance(outcome, Refused):
            wanted.add(REFUSED_FLAG)
        elif isinstance(outcome, InDoubt):
            wanted.add(IN_DOUBT_FLAG)
    flagged = {number: wanted for number, wanted in flags.items() if wanted}
    if not flagged:
        return
    statement = select(Ticket).where(col(Ticket.number).in_(flagged)).with_for_update()
    for ticket in session.exec(statement):
        new = sorted(flagged[ticket.number] - set(ticket.flags))
        ticket.flags = [*ticket.flags, *new]
        session.add(ticket)


def _stops(settlements: Iterable[Settlement]) -> Mapping[int, list[ClockEvent]]:
    """Return the events that stop clocks: the next hop took an acknowledgement (rule S7)."""
    events: dict[int, list[ClockEvent]] = {}
    for row, outcome in settlements:
        if isinstance(outcome, Accepted):
            event = ClockEvent(ClockEventType.ACKNOWLEDGED, outcome.at, message_id=row.message_id)
            events.setdefault(row.ticket_number, []).append(event)
    return {number: sorted(found, key=lambda event: event.at) for number, found in events.items()}
