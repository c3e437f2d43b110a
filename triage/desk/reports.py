"""What every report for managers begins with: the tickets of a span of days, read in one go."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import Select, select
from sqlmodel import Session

from models.tables import metadata
from models.vocabulary import Category, Channel, ClockState, Priority
from triage.desk.clocks import Policies

EVER: Final = (date(1971, 1, 1), date(2199, 1, 1))
_MARGIN: Final = timedelta(days=1)
_TICKET = metadata.tables["ticket"]


@dataclass(frozen=True, slots=True)
class Span:
    """The tickets that a report is about: received on the days from `since` to before `until`.

    A day begins at midnight of the ticket's own agreement, so that a month is the same in a report
    and in the agreement.
    """

    since: date = EVER[0]
    until: date = EVER[1]
    policy: str | None = None

    def near(self, statement: Select[Any]) -> Select[Any]:
        """Narrow a statement over tickets to these days, give or take one."""
        received = _TICKET.c.received_at
        first = datetime.combine(self.since, time(), UTC) - _MARGIN
        last = datetime.combine(self.until, time(), UTC) + _MARGIN
        found = statement.where(received >= first, received < last)
        return found if self.policy is None else found.where(_TICKET.c.policy == self.policy)

    def has(self, day: date) -> bool:
        """Tell whether a day is among these."""
        return self.since <= day < self.until


@dataclass(frozen=True, slots=True)
class Row:
    """What reports need of a ticket."""

    number: int
    policy: str
    channel: Channel
    priority: Priority
    category: Category
    clock_state: ClockState
    received_at: datetime
    due_at: datetime | None
    responded_at: datetime | None
    human_responded_at: datetime | None

    @property
    def is_owed(self) -> bool:
        """Whether a first response is owed: not to abuse, duplicates, programs (rules S4 to P6)."""
        return self.clock_state is not ClockState.VOID


@dataclass(frozen=True, slots=True)
class Case:
    """A ticket and the month that it counts for, such as "2026-03", by its agreement's days."""

    row: Row
    month: str


def read_cases(session: Session, policies: Policies, span: Span) -> list[Case]:
    """Read the tickets of a span; of an agreement that is no longer configured by days in UTC."""
    columns = (_TICKET.c[name] for name in Row.__dataclass_fields__)
    statement = span.near(select(*columns)).order_by(_TICKET.c.number)
    rows = session.connection().execute(statement)
    return list(_cases((Row(*values) for values in rows), policies, span))


def _cases(rows: Iterator[Row], policies: Policies, span: Span) -> Iterator[Case]:
    for row in rows:
        day = local_day(policies, row.policy, row.received_at)
        if span.has(day):
            yield Case(row, f"{day:%Y-%m}")


def local_day(policies: Policies, policy: str, instant: datetime) -> date:
    """Return the day of an instant by an agreement's calendar."""
    known = policies.get(policy)
    return (
        instant.date() if known is None else known.version_at(instant).calendar.local_day(instant)
    )
