"""Business time: when a desk is open, and how to count along it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from triage.sla.closures import union_of
from triage.sla.openings import FIRST_YEAR, LAST_YEAR, Openings
from triage.sla.segments import Segment

Window = tuple[time, time | None]
"""Opening and closing by the wall clock; None closes at midnight, the end of the day."""

_DAY = timedelta(days=1)
_WEEK = 7


@dataclass(frozen=True, slots=True, order=True)
class BusinessDays:
    """A number of business days, which is no number of hours (rule S2)."""

    number: int

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError(f"business days cannot be negative, not {self.number}")


@dataclass(frozen=True, eq=False)
class Calendar:
    """When a desk is open.

    Open segments are built a year at a time and kept, so that counting costs two binary searches
    however long the span. What is kept is never changed once others can see it, so threads may
    share a calendar.

    Attributes:
        zone: The zone of the wall clock and of the calendar day. A wall time that a zone change
            repeats is taken at its first occurrence.
        week: The windows of Monday to Sunday, seven entries.
        holidays: ISO 3166 codes whose public holidays are closed, the whole local day.
        added: Further closed days, with their names.
        worked: Holidays that are worked all the same, with the reason.
        special: Days with hours of their own, which win over week and holidays.

    Raises:
        ValueError: Where the week is not seven days, never opens, or a place is unknown.
    """

    zone: ZoneInfo
    week: tuple[tuple[Window, ...], ...]
    holidays: tuple[str, ...] = ()
    added: Mapping[date, str] = field(default_factory=dict)
    worked: Mapping[date, str] = field(default_factory=dict)
    special: Mapping[date, tuple[Window, ...]] = field(default_factory=dict)
    _kept: list[Openings] = field(
        default_factory=lambda: [Openings.of_no_year()], init=False, repr=False, compare=False
    )

    _following: dict[date, date] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        if len(self.week) != _WEEK or not any(self.week):
            raise ValueError("a calendar needs seven days, at least one of them with opening hours")
        union_of(self.holidays, FIRST_YEAR)

    def local_day(self, instant: datetime) -> date:
        """Return the calendar day of an instant in the calendar's zone."""
        return instant.astimezone(self.zone).date()

    def midnight(self, day: date) -> datetime:
        """Return the UTC instant at which a local day begins."""
        return self._utc(day, time())

    def holiday(self, day: date) -> str | None:
        """Return the name of the holiday that closes a day, or None."""
        if day in self.special or day in self.worked:
            return None
        return self.added.get(day) or union_of(self.holidays, day.year).get(day)

    def windows(self, day: date) -> tuple[Window, ...]:
        """Return the wall-clock windows of a day; none on closed days."""
        if day in self.special:
            return self.special[day]
        return () if self.holiday(day) else self.week[day.weekday()]

    def is_business_day(self, day: date) -> bool:
        """Return whether the desk opens at all on a day."""
        return bool(self.windows(day))

    def is_open(self, instant: datetime) -> bool:
        """Return whether the desk is open at an instant; at its closing it is not."""
        openings = self._covering(instant, instant)
        return instant in openings.segment(openings.ending_after(instant))

    def segments(self, start: datetime) -> Iterator[Segment]:
        """Yield the open segments from `start` on, the first cut at it, without end."""
        while True:
            openings = self._covering(start, start)
            first = openings.ending_after(start)
            for position in range(first, len(openings.ends)):
                opening, closing = openings.starts[position], openings.ends[position]
                yield Segment(max(start, opening), closing)
            start = openings.last

    def next_open(self, instant: datetime) -> datetime:
        """Return the instant itself where the desk is open, else the next opening."""
        openings = self._covering(instant, instant)
        return max(instant, openings.segment(openings.ending_after(instant)).start)

    def next_business_day(self, day: date) -> date:
        """Return the first business day after a day."""
        known = self._following.get(day)
        if known is not None:
            return known
        following = day + _DAY
        while not self.is_business_day(following):
            following += _DAY
            if following.year > LAST_YEAR:
                raise ValueError(f"no business day between {day} and {LAST_YEAR}; check the dates")
        self._following[day] = following
        return following

    def opening(self, day: date) -> datetime:
        """Return the first opening of a business day."""
        return self._utc(day, self.windows(day)[0][0])

    def business_time(self, start: datetime, end: datetime) -> timedelta:
        """Return how long the desk is open in [start, end); zero where end is not after start."""
        if end <= start:
            return timedelta()
        openings = self._covering(start, end)
        return openings.time_before(end) - openings.time_before(start)

    def add_days(self, start: datetime, days: BusinessDays) -> datetime:
        """Return the same time of day on the Nth business day after the local day (rule S2)."""
        local = start.astimezone(self.zone)
        day = local.date()
        for _ in range(days.number):
            day = self.next_business_day(day)
        return self._utc(day, local.time())

    def add_time(self, start: datetime, amount: timedelta, *, into_next: bool = True) -> datetime:
        """Return the last instant before which no more than `amount` of business time passes.

        Args:
            start: Where counting begins.
            amount: Business time to let pass.
            into_next: An amount that is used up exactly at a closing lasts until the next opening,
                since nothing counts in between; with False the closing itself is returned.
        """
        openings = self._covering(start, start)
        goal = openings.time_before(start) + amount
        while openings.time <= goal:
            openings = self._keep(openings.first_year, openings.last_year + 1)
        return openings.instant_after(goal, into_next=into_next or not amount)

    def _covering(self, start: datetime, end: datetime) -> Openings:
        """Return openings that reach from before `start` to an opening after `end`."""
        openings = self._kept[0]
        if start.year <= openings.first_year or end.year >= openings.last_year:
            first = min(start.year - 1, openings.first_year)
            openings = self._keep(first, max(end.year + 1, openings.last_year))
        while openings.last <= end:
            openings = self._keep(openings.first_year, openings.last_year + 1)
        return openings

    def _keep(self, first: int, last: int) -> Openings:
        if first < FIRST_YEAR - 1 or last > LAST_YEAR + 1:
            raise ValueError(
                f"times must lie in the years {FIRST_YEAR} to {LAST_YEAR}; check them and the hours"
            )
        self._kept[0] = openings = self._kept[0].with_years(first, last, self._year)
        return openings

    def _year(self, year: int) -> Iterator[Segment]:
        day = date(year, 1, 1)
        while day.year == year:
            for opening, closing in self.windows(day):
                start = self._utc(day, opening)
                end = self.midnight(day + _DAY) if closing is None else self._utc(day, closing)
                if start < end:  # a zone change may swallow a whole window
                    yield Segment(start, end)
            day += _DAY

    def _utc(self, day: date, wall: time) -> datetime:
        return datetime.combine(day, wall, self.zone).astimezone(UTC)
