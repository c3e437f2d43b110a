"""Finds warnings and breaches when they fall due; one that was missed is found later."""

from datetime import datetime

from models.tables import metadata
from triage.db import Database
from triage.desk.clocks import Policies
from triage.desk.refresh import refresh, tickets_of

_BATCH = 1000
_TICKET = metadata.tables["ticket"]


def sweep(database: Database, policies: Policies, now: datetime) -> int:
    """Look at every clock that is due for a look, and return how many there were."""
    due = (
        tickets_of(policies)
        .where(_TICKET.c.next_check_at <= now)
        .order_by(_TICKET.c.next_check_at)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    )
    looked_at = 0
    while True:
        with database.write() as session:
            count = len(refresh(session, policies, due, now).numbers)
        looked_at += count
        if count < _BATCH:
            return looked_at
