"""Tries changed policies on the tickets that are there; nothing is written (rule S15)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from models.tables import metadata
from models.vocabulary import TicketState
from triage.desk.clocks import events_of
from triage.sla.comparison import ClockChange, compare
from triage.sla.instants import write_instant
from triage.sla.policy import Policy

_BATCH = 1000
_TICKET = metadata.tables["ticket"]
_LIVE = (TicketState.OPEN, TicketState.WAITING)


@dataclass(frozen=True, slots=True)
class Trial:
    """What changed policies would do to one ticket.

    Attributes:
        policy: Its agreement.
        change: Its clock, before and after.
        is_open: Nobody has answered it by hand, and it is not closed: its deadline is worked to.
    """

    policy: str
    change: ClockChange
    is_open: bool

    @property
    def moves(self) -> bool:
        """Whether a deadline that is worked to would be another one."""
        return self.is_open and self.change.is_moved

    @property
    def matters(self) -> bool:
        """Whether a person would see a difference."""
        return self.moves or self.change.is_new_breach or self.change.is_lost_breach

    def to_json(self) -> dict[str, object]:
        """Return what would change; instants are ISO 8601."""
        old, new = self.change.old, self.change.new
        return {
            "ticket": int(self.change.ticket),
            "policy": self.policy,
            "is_open": self.is_open,
            "old_version": old.version,
            "new_version": new.version,
            "old_due_at": write_instant(self.change.old_due_at),
            "new_due_at": write_instant(self.change.new_due_at),
            "old_state": old.state.value,
            "new_state": new.state.value,
            "breach": _breach(self.change),
        }


def _breach(change: ClockChange) -> str | None:
    if change.is_new_breach:
        return "appears"
    return "vanishes" if change.is_lost_breach else None


def trials(
    session: Session, old: Mapping[str, Policy], new: Mapping[str, Policy], now: datetime
) -> Iterator[Trial]:
    """Yield every ticket for which a person would see a difference, in the order of numbers.

    Tickets whose agreement is not in both are left out.

    Args:
        session: A reading session.
        old: The agreements in force, by name.
        new: The agreements to try, by name.
        now: The present, in UTC.
    """
    shared = sorted(name for name in old if name in new)
    columns = (_TICKET.c.number, _TICKET.c.policy, _TICKET.c.state, _TICKET.c.human_responded_at)
    tickets = select(*columns).where(_TICKET.c.policy.in_(shared)).order_by(_TICKET.c.number)
    last = 0
    while True:
        batch = tickets.where(_TICKET.c.number > last).limit(_BATCH)
        rows = session.connection().execute(batch).all()
        if not rows:
            return
        events = events_of(session, [row.number for row in rows])
        for row in rows:
            known = [(str(row.number), events[row.number])] if row.number in events else []
            is_open = row.state in _LIVE and row.human_responded_at is None
            for change in compare(known, old[row.policy], new[row.policy], now):
                trial = Trial(row.policy, change, is_open)
                if trial.matters:
                    yield trial
        last = rows[-1].number
