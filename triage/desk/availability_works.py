"""Enters and withdraws windows of maintenance; each change leaves a trail (rule S10)."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models.availability import MaintenanceWindow
from models.people import Audit
from models.vocabulary import Maintenance
from triage.desk.acting import ActionError
from triage.sla.instants import write_instant


@dataclass(frozen=True, slots=True)
class Works:
    """A window to be entered: `[starts_at, ends_at)`, why, and what was done."""

    policy: str
    starts_at: datetime
    ends_at: datetime
    kind: Maintenance
    note: str = ""


def enter(session: Session, works: Works, actor: str, now: datetime) -> int:
    """Enter a window and return its number.

    Raises:
        ActionError: It ends before it starts, or nobody says what was done.
    """
    if works.ends_at <= works.starts_at:
        raise ActionError("the window must end after it starts")
    if not works.note.strip():
        raise ActionError("say what was done, for the window changes what customers are owed")
    row = MaintenanceWindow(
        policy=works.policy,
        starts_at=works.starts_at,
        ends_at=works.ends_at,
        kind=works.kind,
        note=works.note.strip(),
        entered_by=actor,
        entered_at=now,
    )
    session.add(row)
    session.flush()
    _audit(session, "maintenance_entered", row, actor, now)
    return row.id or 0


def withdraw(session: Session, number: int, actor: str, now: datetime) -> None:
    """Withdraw a window that was entered by mistake.

    Raises:
        ActionError: There is none of that number, or it was withdrawn before.
    """
    row = session.exec(
        select(MaintenanceWindow).where(col(MaintenanceWindow.id) == number).with_for_update()
    ).first()
    if row is None or row.withdrawn_at is not None:
        raise ActionError(f"no window of maintenance has the number {number}")
    row.withdrawn_by, row.withdrawn_at = actor, now
    session.add(row)
    _audit(session, "maintenance_withdrawn", row, actor, now)


def windows(session: Session, policy: str) -> list[MaintenanceWindow]:
    """Return every window of a policy, withdrawn ones too, newest first."""
    statement = (
        select(MaintenanceWindow)
        .where(MaintenanceWindow.policy == policy)
        .order_by(col(MaintenanceWindow.starts_at).desc(), col(MaintenanceWindow.id).desc())
    )
    return list(session.exec(statement))


def _audit(
    session: Session, action: str, row: MaintenanceWindow, actor: str, now: datetime
) -> None:
    data = {
        "window": row.id,
        "policy": row.policy,
        "from": write_instant(row.starts_at),
        "to": write_instant(row.ends_at),
        "kind": row.kind.value,
        "note": row.note,
    }
    session.add(Audit(at=now, actor=actor, action=action, data=data))
