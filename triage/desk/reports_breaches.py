"""Every breach of the first-response target, with the ledger that proves it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session

from models.tables import metadata
from models.vocabulary import ClockState
from triage.desk.clocks import Policies, events_of
from triage.desk.reports import Case
from triage.sla.checkpoints import SignalKind
from triage.sla.clock import Clock, evaluate
from triage.sla.instants import seconds, write_instant

_BATCH = 500
_NOTICE = metadata.tables["clock_notice"]


@dataclass(frozen=True, slots=True)
class Breach:
    """A ticket that was responded to late, or not yet although the deadline is past.

    Attributes:
        case: The ticket and its month.
        clock: Its clock as of now, with the ledger from receipt to the response or to now.
        found_at: The instant from which it was in breach, as the sweep recorded it, or None where
            it was not recorded yet.
    """

    case: Case
    clock: Clock
    found_at: datetime | None

    @property
    def late_by(self) -> timedelta:
        """How long after the deadline the response came, or how long ago the deadline was."""
        due_at = self.clock.due_at or self.clock.now
        return (self.clock.responded_at or self.clock.now) - due_at

    def to_json(self) -> dict[str, object]:
        """Return the breach; instants are ISO 8601, lengths seconds."""
        row = self.case.row
        return {
            "ticket": row.number,
            "month": self.case.month,
            "policy": row.policy,
            "version": self.clock.version,
            "channel": row.channel.value,
            "priority": row.priority.value,
            "category": row.category.value,
            "received_at": write_instant(row.received_at),
            "valid_from": write_instant(self.clock.valid_from),
            "started_at": write_instant(self.clock.started_at),
            "due_at": write_instant(self.clock.due_at),
            "responded_at": write_instant(self.clock.responded_at),
            "human_responded_at": write_instant(self.clock.human_responded_at),
            "late_by_seconds": seconds(self.late_by),
            "elapsed_seconds": self.clock.elapsed_seconds,
            "found_at": write_instant(self.found_at),
            "ledger": [entry.to_json() for entry in self.clock.ledger],
        }


def breaches(
    session: Session, policies: Policies, cases: Sequence[Case], now: datetime
) -> Iterator[Breach]:
    """Yield the breaches among tickets, in their order, as they stand now.

    A clock is computed anew from its events: what is shown is what can be proved. Tickets of an
    agreement that is no longer configured are left out.
    """
    late = [
        case
        for case in cases
        if case.row.clock_state is ClockState.BREACHED and case.row.policy in policies
    ]
    for first in range(0, len(late), _BATCH):
        batch = late[first : first + _BATCH]
        numbers = [case.row.number for case in batch]
        events, noted = events_of(session, numbers), _noted(session, numbers)
        for case in batch:
            number = case.row.number
            clock = evaluate(events[number], policies[case.row.policy], now)
            if clock.state is ClockState.BREACHED:
                yield Breach(case, clock, noted.get((number, clock.due_at)))


def _noted(session: Session, numbers: Sequence[int]) -> dict[tuple[int, datetime | None], datetime]:
    """Return when breaches began, by ticket and deadline, as far as they are recorded."""
    statement = select(_NOTICE.c.ticket_number, _NOTICE.c.due_at, _NOTICE.c.at).where(
        _NOTICE.c.ticket_number.in_(numbers), _NOTICE.c.kind == SignalKind.BREACH.value
    )
    rows = session.connection().execute(statement)
    return {(number, due_at): at for number, due_at, at in rows}
