"""Computes every ticket's clock anew: the projection is never the truth, the events are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from models.tables import metadata
from triage.db import Database
from triage.desk.clocks import Policies
from triage.desk.refresh import refresh, tickets_of

_BATCH = 1000
_TICKET = metadata.tables["ticket"]


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild came to.

    Attributes:
        looked_at: Tickets whose agreement is configured.
        changed: Clocks that showed something else before.
        unreadable: Tickets whose events give no clock; the log names them.
    """

    looked_at: int = 0
    changed: int = 0
    unreadable: int = 0


def rebuild(
    database: Database, policies: Policies, now: datetime, progress: Callable[[int], object]
) -> Rebuilt:
    """Project every clock anew, a batch a transaction; `progress` is told how many were done."""
    report = Rebuilt()
    tickets = tickets_of(policies).order_by(_TICKET.c.number).limit(_BATCH).with_for_update()
    last = 0
    while True:
        with database.write() as session:
            done = refresh(session, policies, tickets.where(_TICKET.c.number > last), now)
        if not done.numbers:
            return report
        report.looked_at += len(done.numbers)
        report.changed += done.changed
        report.unreadable += done.unreadable
        last = done.numbers[-1]
        progress(len(done.numbers))
