"""The availability of a calendar month from what monitors saw (rule S10)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from triage.sla.calendar import Calendar
from triage.sla.segments import Segment, at_least, clip, subtract, total, union
from triage.sla.terms import AvailabilityTerms

_HUNDREDTH = Decimal("0.01")
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Observation:
    """When one monitor saw the home page and the panel unreachable.

    Attributes:
        monitor: The monitor's name, told in evidence.
        location: Where it stands; monitors in one place are no independent witnesses.
        down: Half-open, in any order.
    """

    monitor: str
    location: str
    down: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Availability:
    """The figure of a month, and the downtime it rests on.

    Attributes:
        month: From its first instant to that of the next month.
        downtime: What counts, inside the month, oldest first.
        percent: Rounded half up to two decimals.
    """

    month: Segment
    downtime: tuple[Segment, ...]
    percent: Decimal

    @property
    def down(self) -> timedelta:
        """How long the downtime lasts altogether."""
        return total(self.downtime)


def month_of(calendar: Calendar, first: date) -> Segment:
    """Return the calendar month that begins with a day, by the calendar's zone."""
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return Segment(calendar.midnight(first), calendar.midnight(following))


def confirmed(observations: Iterable[Observation], locations: int) -> Iterator[Segment]:
    """Yield when at least so many locations saw an outage at the same time."""
    by_place: dict[str, list[Segment]] = {}
    for observation in observations:
        by_place.setdefault(observation.location, []).extend(observation.down)
    changes: dict[datetime, int] = {}
    for seen in by_place.values():
        for segment in union(seen):
            changes[segment.start] = changes.get(segment.start, 0) + 1
            changes[segment.end] = changes.get(segment.end, 0) - 1
    yield from union(_crowded(changes, locations))


def _crowded(changes: dict[datetime, int], locations: int) -> Iterator[Segment]:
    witnesses = 0
    for start, end in pairwise(sorted(changes)):
        witnesses += changes[start]
        if witnesses >= locations:
            yield Segment(start, end)


def measure(
    month: Segment,
    observations: Iterable[Observation],
    maintenance: Iterable[Segment],
    terms: AvailabilityTerms,
) -> Availability:
    """Return a month's availability.

    What enough locations confirm is an outage; maintenance is cut out of it first; each piece that
    is left and lasts long enough counts whole; then it is clipped to the month.

    Args:
        month: The month, as `month_of` gives it.
        observations: Of every monitor, including outages that reach over the month's ends.
        maintenance: Planned or not, ours or upstream; in any order.
        terms: How many locations, and how long an outage must last.
    """
    outages = subtract(confirmed(observations, terms.locations), [*union(maintenance)])
    downtime = tuple(clip(at_least(outages, terms.shortest), month))
    return Availability(month, downtime, percent_up(month, downtime))


def percent_up(month: Segment, downtime: Sequence[Segment]) -> Decimal:
    """Return 100 × (1 − downtime ÷ length of the month), rounded half up to two decimals."""
    length, down = month.length // _MICROSECOND, total(downtime) // _MICROSECOND
    return (Decimal(100 * (length - down)) / length).quantize(_HUNDREDTH, ROUND_HALF_UP)
