"""A month's availability as the page draws it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.availability import MaintenanceWindow
from triage.desk.availability import SeenMonth, month_before, month_key
from triage.sla.outages import OutageLine
from triage.sla.policy import Policy
from triage.sla.segments import Segment
from triage.web.times import exact

BAR = 1000
"""The width of the month's strip in its own units."""
_LEAST_WIDTH = 2.0


@dataclass(frozen=True, slots=True)
class StripPart:
    """An outage on the strip: where it begins, how wide it is, why it counts or not."""

    x: float
    width: float
    reason: str
    title: str


@dataclass(frozen=True, slots=True)
class MonthView:
    """What the page shows of a month.

    Attributes:
        seen: The month.
        key: As it is written, such as 2026-03.
        before: The month before.
        after: The month after; None where that lies in the future.
        is_met: Whether the figure keeps the promise.
        downtime: In words.
        length: Of the month, in words.
        parts: The outages on the strip.
        locations: The witnesses' locations.
    """

    seen: SeenMonth
    key: str
    before: str
    after: str | None
    is_met: bool
    downtime: str
    length: str
    parts: Sequence[StripPart]
    locations: Sequence[str]


def month_view(seen: SeenMonth) -> MonthView:
    """Return a month as the page shows it."""
    month = seen.availability.month
    following = date(seen.first.year + seen.first.month // 12, seen.first.month % 12 + 1, 1)
    return MonthView(
        seen=seen,
        key=month_key(seen.first),
        before=month_key(month_before(seen.first)),
        after=month_key(following) if seen.is_over else None,
        is_met=seen.availability.percent >= seen.terms.target,
        downtime=exact(seen.availability.down) if seen.availability.down else "none",
        length=exact(month.length),
        parts=[_part(line, month) for line in seen.ledger],
        locations=sorted({one.location for one in seen.observations}),
    )


def _part(line: OutageLine, month: Segment) -> StripPart:
    start = (line.segment.start - month.start) / month.length * BAR
    width = max(line.segment.length / month.length * BAR, _LEAST_WIDTH)
    title = f"{exact(line.segment.length)}, {', '.join(line.locations)}"
    return StripPart(round(start, 2), round(width, 2), line.reason.value, title)


def length_of(line: OutageLine) -> str:
    """Return how long an outage lasted, in words."""
    return exact(line.segment.length)


def window_length(row: MaintenanceWindow) -> str:
    """Return how long a window lasts, in words."""
    return exact(row.ends_at - row.starts_at)


def was_entered_late(row: MaintenanceWindow) -> bool:
    """Tell whether a window was entered only after it had begun."""
    return row.entered_at > row.starts_at


def promising(policies: Mapping[str, Policy]) -> list[str]:
    """Return the names of the agreements that promise availability."""
    return [
        name
        for name, policy in policies.items()
        if any(version.availability for version in policy.versions)
    ]
