"""A month's availability out of what monitors saw and when work was done (rule S10)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from models.availability import MaintenanceWindow, MonitorObservation
from triage.sla.availability import Availability, Observation, measure, month_of
from triage.sla.instants import seconds, write_instant
from triage.sla.openings import FIRST_YEAR, LAST_YEAR
from triage.sla.outages import OutageLine, explain
from triage.sla.policy import Policy
from triage.sla.segments import Segment
from triage.sla.terms import AvailabilityTerms, PolicyVersion
from triage.sla.witnesses import Change, witnessed

_MARGIN = timedelta(days=1)
"""How far beyond a month outages are read: one is judged by its whole length before it is cut."""
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class SeenMonth:
    """A month of a site, as far as it is known.

    Attributes:
        first: The month's first day.
        is_over: Whether the month has ended; else the figure is so far.
        terms: What was promised when the month ended.
        observations: What the witnesses saw, outages over the month's ends included.
        maintenance: Windows that touch the month, oldest first.
        availability: The figure.
        ledger: Why it is what it is.
    """

    first: date
    is_over: bool
    terms: AvailabilityTerms
    observations: tuple[Observation, ...]
    maintenance: tuple[MaintenanceWindow, ...]
    availability: Availability
    ledger: tuple[OutageLine, ...]

    @property
    def works(self) -> tuple[Segment, ...]:
        """The windows of maintenance as segments."""
        return tuple(Segment(row.starts_at, row.ends_at) for row in self.maintenance)

    def to_json(self) -> dict[str, object]:
        """Return the month as `triage availability show` writes it."""
        return {
            "month": month_key(self.first),
            "is_over": self.is_over,
            "availability": str(self.availability.percent),
            "target": str(self.terms.target),
            "downtime_seconds": seconds(self.availability.down),
            "ledger": [_line(line) for line in self.ledger],
            "monitors": monitors_json(self.observations),
            "maintenance": [
                {**segment_json(Segment(row.starts_at, row.ends_at)), "kind": row.kind.value}
                for row in self.maintenance
            ],
        }


def month_key(first: date) -> str:
    """Return a month as it is written, such as 2026-03."""
    return f"{first:%Y-%m}"


def first_of(key: str) -> date:
    """Return the first day of a month that is written as 2026-03.

    Raises:
        ValueError: It is written otherwise.
    """
    first = date.fromisoformat(f"{key}-01")
    if month_key(first) != key or not FIRST_YEAR < first.year < LAST_YEAR:
        raise ValueError(f"{key!r} is no month; write it as 2026-03")
    return first


def month_at(policy: Policy, instant: datetime) -> date:
    """Return the first day of the month that an instant lies in, by the policy's calendar."""
    return policy.version_at(instant).calendar.local_day(instant).replace(day=1)


def month_before(first: date) -> date:
    """Return the first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)


def version_of_month(policy: Policy, first: date) -> PolicyVersion:
    """Return the version in force when a month ended, by which its figures are (rule S15)."""
    return policy.version_at(month_of(policy.versions[0].calendar, first).end - _INSTANT)


def seen_month(session: Session, policy: Policy, first: date, now: datetime) -> SeenMonth:
    """Return what is known of a month.

    Raises:
        ValueError: The policy promised no availability then.
    """
    version = version_of_month(policy, first)
    if version.availability is None:
        raise ValueError(f"policy {policy.name} {version.name} promises no availability")
    month = month_of(version.calendar, first)
    reach = Segment(month.start - _MARGIN, month.end + _MARGIN)
    found = witnessed(_changes(session, policy.name, reach), min(now, reach.end))
    windows = tuple(_windows(session, policy.name, reach))
    works = [Segment(row.starts_at, row.ends_at) for row in windows]
    return SeenMonth(
        first,
        month.end <= now,
        version.availability,
        found,
        windows,
        measure(month, found, works, version.availability),
        explain(month, found, works, version.availability),
    )


def last_seen(session: Session, policy: str, now: datetime) -> list[Change]:
    """Return each monitor's last change, by location."""
    found = [_change(row) for row in _last_before(session, policy, now + _INSTANT)]
    return sorted(found, key=lambda one: (one.location, one.monitor))


def segment_json(segment: Segment) -> dict[str, object]:
    """Return a segment as the contract writes it."""
    return {"from": write_instant(segment.start), "to": write_instant(segment.end)}


def monitors_json(observations: Sequence[Observation]) -> list[dict[str, object]]:
    """Return what monitors saw as `triage credits` reads it."""
    return [
        {
            "name": one.monitor,
            "location": one.location,
            "down": [segment_json(segment) for segment in one.down],
        }
        for one in observations
    ]


def _line(line: OutageLine) -> dict[str, object]:
    return {
        **segment_json(line.segment),
        "counted": line.is_counted,
        "reason": line.reason.value,
        "locations": list(line.locations),
    }


def _changes(session: Session, policy: str, reach: Segment) -> Iterator[Change]:
    """Yield each monitor's state when `reach` begins, and its changes in it."""
    for row in _last_before(session, policy, reach.start):
        yield _change(row, max(row.at, reach.start))
    statement = (
        select(MonitorObservation)
        .where(
            MonitorObservation.policy == policy,
            col(MonitorObservation.at) >= reach.start,
            col(MonitorObservation.at) < reach.end,
        )
        .order_by(col(MonitorObservation.at), col(MonitorObservation.id))
    )
    yield from map(_change, session.exec(statement))


def _last_before(session: Session, policy: str, instant: datetime) -> list[MonitorObservation]:
    row = MonitorObservation
    order: list[ColumnElement[Any]] = [col(row.at).desc(), col(row.id).desc()]
    place = func.row_number().over(
        partition_by=[col(row.location), col(row.monitor), col(row.watches)], order_by=order
    )
    ranked = (
        select(row.id, place.label("place"))
        .where(row.policy == policy, col(row.at) < instant)
        .subquery()
    )
    last = select(ranked.c.id).where(ranked.c.place == 1)
    return list(session.exec(select(row).where(col(row.id).in_(last))))


def _change(row: MonitorObservation, at: datetime | None = None) -> Change:
    return Change(row.monitor, row.location, row.watches, at or row.at, row.is_up)


def _windows(session: Session, policy: str, reach: Segment) -> Sequence[MaintenanceWindow]:
    statement = (
        select(MaintenanceWindow)
        .where(
            MaintenanceWindow.policy == policy,
            col(MaintenanceWindow.withdrawn_at).is_(None),
            col(MaintenanceWindow.starts_at) < reach.end,
            col(MaintenanceWindow.ends_at) > reach.start,
        )
        .order_by(col(MaintenanceWindow.starts_at), col(MaintenanceWindow.id))
    )
    return session.exec(statement).all()
