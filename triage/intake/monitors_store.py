"""Keeps what monitors saw; what was kept before is left as it is."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from models.availability import MonitorObservation
from triage.intake.topups import CLOCKS_DIFFER
from triage.sla.openings import FIRST_YEAR, LAST_YEAR
from triage.sla.witnesses import Change


def refuse_impossible(changes: Sequence[Change], now: datetime) -> None:
    """Refuse changes of the future, or of years that are not counted.

    Raises:
        ValueError: Names the first of them.
    """
    for change in changes:
        if change.at > now + CLOCKS_DIFFER:
            raise ValueError(f"{change.at.isoformat()} is in the future; check the clock")
        if not FIRST_YEAR <= change.at.year <= LAST_YEAR:
            raise ValueError(f"{change.at.isoformat()} is not in {FIRST_YEAR} to {LAST_YEAR}")


def record(
    session: Session, policy: str, source: str, changes: Sequence[Change], now: datetime
) -> int:
    """Keep changes of the site under `policy`, and return how many were new.

    Args:
        session: A writing transaction.
        policy: The agreement's name.
        source: Who told us.
        changes: Oldest first.
        now: When we were told.
    """
    if not changes:
        return 0
    rows = [
        {
            "policy": policy,
            "location": change.location,
            "monitor": change.monitor,
            "watches": change.watches,
            "at": change.at,
            "is_up": change.is_up,
            "source": source,
            "recorded_at": now,
        }
        for change in changes
    ]
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = (sqlite if is_sqlite else postgresql).insert(MonitorObservation)
    statement = insert.on_conflict_do_nothing().returning(col(MonitorObservation.id))
    return len(session.execute(statement, rows).all())
