"""What monitors saw, and when work was done, put down by hand."""

from datetime import UTC, datetime

from models.vocabulary import Maintenance, Watched
from triage.db import Database
from triage.desk.availability_works import Works, enter
from triage.intake.monitors_store import record
from triage.sla.witnesses import Change

POLICY = "smmpanelus"
NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)


def instant(text: str) -> datetime:
    """Read "03-02 10:00" as 2026-03-02T10:00Z."""
    return datetime.fromisoformat(f"2026-{text.replace(' ', 'T')}").replace(tzinfo=UTC)


def outage(location: str, start: str, end: str | None, monitor: str = "web") -> list[Change]:
    down = Change(monitor, location, Watched.BOTH, instant(start), is_up=False)
    if end is None:
        return [down]
    return [down, Change(monitor, location, Watched.BOTH, instant(end), is_up=True)]


def put_down(database: Database, *changes: Change, policy: str = POLICY) -> None:
    with database.write() as session:
        record(session, policy, "test", changes, NOW)


def put_works(
    database: Database, start: str, end: str, kind: Maintenance = Maintenance.PLANNED
) -> int:
    works = Works(POLICY, instant(start), instant(end), kind, "New disks")
    with database.write() as session:
        return enter(session, works, "max", NOW)
