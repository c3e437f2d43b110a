"""Computes every ticket's clock anew: the projection is never the truth, the events are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models.ticket import Ticket
from triage.db import Database
from triage.desk.clocks import Policies, events_of, project

_BATCH = 1000
_PROJECTED = (
    "clock_state",
    "valid_from",
    "started_at",
    "due_at",
    "aim_at",
    "responded_at",
    "human_responded_at",
    "next_check_at",
)


@dataclass(slots=True)
class Rebuilt:
    """How many tickets were looked at, and how many clocks showed something else before."""

    looked_at: int = 0
    changed: int = 0


def rebuild(
    database: Database, policies: Policies, now: datetime, progress: Callable[[int], object]
) -> Rebuilt:
    """Project every clock anew, a batch a transaction; `progress` is told how many were done."""
    report = Rebuilt()
    last = 0
    while True:
        with database.write() as session:
            tickets = session.exec(
                select(Ticket)
                .where(col(Ticket.number) > last)
                .order_by(col(Ticket.number))
                .limit(_BATCH)
                .with_for_update()
            ).all()
            if not tickets:
                return report
            report.changed += _project_all(session, list(tickets), policies, now)
        report.looked_at += len(tickets)
        last = tickets[-1].number
        progress(len(tickets))


def _project_all(session: Session, tickets: list[Ticket], policies: Policies, now: datetime) -> int:
    events = events_of(session, [ticket.number for ticket in tickets])
    changed = 0
    for ticket in tickets:
        before = [getattr(ticket, name) for name in _PROJECTED]
        project(ticket, policies, events.get(ticket.number, []), now)
        changed += before != [getattr(ticket, name) for name in _PROJECTED]
    return changed
