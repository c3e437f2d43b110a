"""Finds warnings and breaches when they fall due; one that was missed is found later."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

import models.clock
from models.ticket import Ticket
from triage.db import Database
from triage.desk.clocks import Policies, events_of, project
from triage.sla.checkpoints import signal_of

_BATCH = 500


def sweep(database: Database, policies: Policies, now: datetime) -> int:
    """Look at every clock that is due for a look, and return how many there were."""
    looked_at = 0
    while count := _sweep_batch(database, policies, now):
        looked_at += count
    return looked_at


def _sweep_batch(database: Database, policies: Policies, now: datetime) -> int:
    with database.write() as session:
        due = select(Ticket).where(col(Ticket.next_check_at) <= now).limit(_BATCH)
        tickets = session.exec(due.with_for_update(skip_locked=True)).all()
        events = events_of(session, [ticket.number for ticket in tickets])
        notices: list[dict[str, Any]] = []
        for ticket in tickets:
            clock = project(ticket, policies, events.get(ticket.number, []), now)
            signal = signal_of(clock) if clock else None
            if signal is not None:
                notices.append(
                    {
                        "ticket_number": ticket.number,
                        "kind": signal.kind.value,
                        "due_at": signal.due_at,
                        "at": signal.at,
                    }
                )
        _note(session, notices)
        return len(tickets)


def _note(session: Session, notices: list[dict[str, Any]]) -> None:
    """Record each notice once."""
    if not notices:
        return
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    dialect = postgresql if is_postgresql else sqlite
    insert = dialect.insert(models.clock.ClockNotice).on_conflict_do_nothing()
    session.connection().execute(insert, notices)
