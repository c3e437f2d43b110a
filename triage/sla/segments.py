"""Half-open segments of time and their algebra, lazily and exact to the microsecond.

Every function takes and gives segments in ascending order that neither overlap nor touch, except
`union`, which takes any and makes such. Streams may be endless: nothing is read before it is used.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Segment:
    """The instants from `start` on and before `end`; never empty, both UTC-aware."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError(f"a segment needs times with an offset, not {self.start}, {self.end}")
        if self.end <= self.start:
            raise ValueError(f"a segment must end after it starts, not {self.start} to {self.end}")

    @property
    def length(self) -> timedelta:
        """How long it lasts."""
        return self.end - self.start

    def __contains__(self, instant: datetime) -> bool:
        return self.start <= instant < self.end


def segment_or_none(start: datetime, end: datetime) -> Segment | None:
    """Return the segment, or None where it would be empty."""
    return Segment(start, end) if start < end else None


def union(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Join segments that overlap or touch; the input is finite and in any order."""
    open_: Segment | None = None
    for segment in sorted(segments):
        if open_ is None:
            open_ = segment
        elif segment.start <= open_.end:
            open_ = Segment(open_.start, max(open_.end, segment.end))
        else:
            yield open_
            open_ = segment
    if open_ is not None:
        yield open_


def intersect(left: Iterable[Segment], right: Iterable[Segment]) -> Iterator[Segment]:
    """Yield the instants that are in both, ending as soon as either stream ends."""
    lefts, rights = iter(left), iter(right)
    one, other = next(lefts, None), next(rights, None)
    while one is not None and other is not None:
        common = segment_or_none(max(one.start, other.start), min(one.end, other.end))
        if common is not None:
            yield common
        if one.end <= other.end:
            one = next(lefts, None)
        else:
            other = next(rights, None)


def subtract(left: Iterable[Segment], right: Iterable[Segment]) -> Iterator[Segment]:
    """Yield the instants of `left` that are not in `right`."""
    rights = iter(right)
    cut = next(rights, None)
    for segment in left:
        start = segment.start
        while cut is not None and cut.start < segment.end:
            piece = segment_or_none(start, cut.start)
            if piece is not None:
                yield piece
            start = max(start, cut.end)
            if cut.end > segment.end:
                break
            cut = next(rights, None)
        rest = segment_or_none(start, segment.end)
        if rest is not None:
            yield rest


def clip(segments: Iterable[Segment], window: Segment) -> Iterator[Segment]:
    """Yield the part of `segments` that lies inside `window`."""
    return intersect(segments, [window])


def at_least(segments: Iterable[Segment], shortest: timedelta) -> Iterator[Segment]:
    """Yield the segments that last `shortest` or longer."""
    return (segment for segment in segments if segment.length >= shortest)


def total(segments: Iterable[Segment]) -> timedelta:
    """Return how long the segments last together."""
    return sum((segment.length for segment in segments), timedelta())
