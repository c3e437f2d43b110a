"""The open segments of a run of years, with running totals for counting by binary search."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Self

from triage.sla.segments import Segment, union

FIRST_YEAR, LAST_YEAR = 1970, 2199
"""The years that instants may lie in; one outside them is taken for a mistake."""


@dataclass(frozen=True)
class Openings:
    """The open segments from `first_year` to `last_year`, both included; never changed.

    Attributes:
        years: The segments of each year, kept so that growing builds only what is new.
        starts: Where each segment starts; `ends` alike.
        before: The open time before each segment and, as last entry, of all together.
    """

    first_year: int
    last_year: int
    years: Mapping[int, tuple[Segment, ...]]
    starts: tuple[datetime, ...]
    ends: tuple[datetime, ...]
    before: tuple[timedelta, ...]

    @classmethod
    def of_no_year(cls) -> Self:
        """Return openings that cover nothing yet."""
        return cls(LAST_YEAR, FIRST_YEAR, {}, (), (), (timedelta(),))

    def with_years(self, first: int, last: int, build: Callable[[int], Iterable[Segment]]) -> Self:
        """Return openings that cover the years `first` to `last`."""
        years = {
            year: self.years.get(year) or tuple(build(year)) for year in range(first, last + 1)
        }
        segments = tuple(union(segment for year in years.values() for segment in year))
        return type(self)(
            first,
            last,
            years,
            tuple(segment.start for segment in segments),
            tuple(segment.end for segment in segments),
            tuple(accumulate((segment.length for segment in segments), initial=timedelta())),
        )

    @property
    def last(self) -> datetime:
        """The end of the last segment, or the beginning of time where nothing is open."""
        return self.ends[-1] if self.ends else datetime.min.replace(tzinfo=UTC)

    @property
    def time(self) -> timedelta:
        """The open time of all segments together."""
        return self.before[-1]

    def segment(self, position: int) -> Segment:
        """Return one segment."""
        return Segment(self.starts[position], self.ends[position])

    def ending_after(self, instant: datetime) -> int:
        """Return the position of the first segment that ends after an instant."""
        return bisect_right(self.ends, instant)

    def time_before(self, instant: datetime) -> timedelta:
        """Return the open time before an instant."""
        position = bisect_right(self.starts, instant) - 1
        if position < 0:
            return timedelta()
        return self.before[position] + (min(instant, self.ends[position]) - self.starts[position])

    def instant_after(self, goal: timedelta, *, into_next: bool) -> datetime:
        """Return the last or, with `into_next` false, the first instant with `goal` before it."""
        find = bisect_right if into_next else bisect_left
        position = find(self.before, goal) - 1
        return self.starts[position] + (goal - self.before[position])
