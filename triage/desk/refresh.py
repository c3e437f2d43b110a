"""Computes clocks anew in bulk: what the sweep and the rebuild have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Row, Select, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from models.tables import metadata
from triage.desk.clocks import Policies, events_of
from triage.desk.projection import PROJECTED, Columns, columns_of
from triage.sla.checkpoints import signals_of
from triage.sla.clock import Clock, evaluate

_log = structlog.get_logger("clocks")
_TICKET = metadata.tables["ticket"]
_NOTICE = metadata.tables["clock_notice"]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a batch of clocks came to.

    Attributes:
        numbers: The tickets that were looked at, in the order they were asked for.
        changed: How many showed something else before.
        unreadable: How many have events that no clock can be computed from.
    """

    numbers: Sequence[int]
    changed: int
    unreadable: int


def tickets_of(policies: Policies) -> Select[Any]:
    """Return the choice of the tickets whose agreement is configured."""
    return select(_TICKET.c.number).where(_TICKET.c.policy.in_(policies))


def refresh(session: Session, policies: Policies, which: Select[Any], now: datetime) -> Refreshed:
    """Compute clocks anew, note their signals once and write what changed, all in bulk.

    Args:
        session: A writing transaction.
        policies: The agreements by name; a ticket of another one must not be among `which`.
        which: Chooses, orders and locks tickets; its columns are replaced.
        now: The present.
    """
    wanted = which.with_only_columns(
        _TICKET.c.number, _TICKET.c.policy, *(_TICKET.c[name] for name in PROJECTED)
    )
    rows = session.connection().execute(wanted).all()
    batch = _Batch([], [])
    events = events_of(session, [row.number for row in rows])
    unreadable = 0
    for row in rows:
        known = events.get(row.number, [])
        try:
            clock = evaluate(known, policies[row.policy], now) if known else None
        except ValueError:
            # One ticket that cannot be computed must not hold up the others.
            _log.exception("clock.unreadable", ticket=row.number)
            unreadable += 1
            batch.put(row, {"next_check_at": None})
            continue
        batch.put(row, columns_of(clock, known, policies[row.policy], is_noted=True))
        batch.note(row.number, clock)
    batch.write(session)
    return Refreshed([row.number for row in rows], len(batch.changes), unreadable)


@dataclass(frozen=True, slots=True)
class _Batch:
    """What is to be written: the columns of tickets that changed, and notices."""

    changes: list[Columns]
    notices: list[Columns]

    def put(self, row: Row[Any], columns: Columns) -> None:
        before = {name: getattr(row, name) for name in PROJECTED}
        if before | columns != before:
            self.changes.append(before | columns | {"row": row.number})

    def note(self, number: int, clock: Clock | None) -> None:
        for signal in signals_of(clock) if clock is not None else ():
            self.notices.append(
                {
                    "ticket_number": number,
                    "kind": signal.kind.value,
                    "due_at": signal.due_at,
                    "at": signal.at,
                }
            )

    def write(self, session: Session) -> None:
        connection = session.connection()
        if self.changes:
            values: Columns = {name: bindparam(name) for name in PROJECTED}
            statement = update(_TICKET).where(_TICKET.c.number == bindparam("row")).values(values)
            connection.execute(statement, self.changes)
        if self.notices:
            # The unique key is what makes each notice one, however often the sweep comes by.
            is_postgresql = connection.dialect.name == "postgresql"
            dialect = postgresql if is_postgresql else sqlite
            statement = dialect.insert(_NOTICE).on_conflict_do_nothing()
            connection.execute(statement, self.notices)
