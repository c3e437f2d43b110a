"""Why a response is due then: every interval that was counted or not, with its reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from operator import attrgetter

from triage.sla.calendar import Calendar
from triage.sla.instants import write_instant
from triage.sla.segments import Segment, segment_or_none, subtract
from triage.sla.timeline import Wait

OPEN = "open"
CALENDAR_TIME = "calendar time"
CLOSED = "closed"
BEFORE_START = "before the start"
WRONG_CATEGORY = "waiting for the right category"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """An interval [start, end) that was counted, or not, for one reason."""

    start: datetime
    end: datetime
    counted: bool
    reason: str

    def to_json(self) -> dict[str, object]:
        """Return the entry as the contract writes it."""
        return {
            "from": write_instant(self.start),
            "to": write_instant(self.end),
            "counted": self.counted,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a ledger is written from.

    Attributes:
        calendar: Tells open from closed, and names holidays.
        counts_closed_time: Whether hours outside business count too (rule P4).
        received_at: Where the ledger begins.
        until: Where it ends: the response, or now.
        start: When the clock starts, or None.
        category_at: Until when the customer's wrong category stood.
        waits: When fields were waited for.
        void: The reasons for which nothing counts at all.
    """

    calendar: Calendar
    counts_closed_time: bool
    received_at: datetime
    until: datetime
    start: datetime | None
    category_at: datetime
    waits: tuple[Wait, ...]
    void: tuple[str, ...]


def write_ledger(stretch: Stretch) -> Iterator[LedgerEntry]:
    """Yield the entries from receipt on; they touch, and no two neighbours say the same."""
    whole = segment_or_none(stretch.received_at, stretch.until)
    if whole is None:
        return
    if stretch.void:
        yield LedgerEntry(whole.start, whole.end, counted=False, reason=", ".join(stretch.void))
        return
    waits = [*_waits(stretch, whole)]
    free = [*subtract([whole], (Segment(entry.start, entry.end) for entry in waits))]
    entries = [*waits, *(entry for segment in free for entry in _free(stretch, segment))]
    yield from _joined(sorted(entries, key=attrgetter("start")))


def _waits(stretch: Stretch, whole: Segment) -> Iterator[LedgerEntry]:
    for wait in stretch.waits:
        end = whole.end if wait.end is None else min(wait.end, whole.end)
        if wait.start < end:
            reason = f"waiting for {', '.join(sorted(wait.fields))}"
            yield LedgerEntry(wait.start, end, counted=False, reason=reason)


def _free(stretch: Stretch, segment: Segment) -> Iterator[LedgerEntry]:
    """Yield the entries of a segment in which no field is waited for."""
    start = stretch.until if stretch.start is None else stretch.start
    wrong = segment_or_none(segment.start, min(segment.end, stretch.category_at))
    early = segment_or_none(max(segment.start, stretch.category_at), min(segment.end, start))
    running = segment_or_none(max(segment.start, start), segment.end)
    if wrong is not None:
        yield LedgerEntry(wrong.start, wrong.end, counted=False, reason=WRONG_CATEGORY)
    if early is not None:
        yield from _by_hours(stretch.calendar, early, counted=False, reason=BEFORE_START)
    if running is not None and stretch.counts_closed_time:
        yield LedgerEntry(running.start, running.end, counted=True, reason=CALENDAR_TIME)
    elif running is not None:
        yield from _by_hours(stretch.calendar, running, counted=True, reason=OPEN)


def _by_hours(
    calendar: Calendar, segment: Segment, *, counted: bool, reason: str
) -> Iterator[LedgerEntry]:
    """Yield open times for the given reason, and closed ones for theirs."""
    start = segment.start
    for opening in calendar.segments(start):
        if opening.start >= segment.end:
            break
        if start < opening.start:
            yield from _by_days(calendar, Segment(start, opening.start))
        start = min(opening.end, segment.end)
        yield LedgerEntry(opening.start, start, counted=counted, reason=reason)
    if start < segment.end:
        yield from _by_days(calendar, Segment(start, segment.end))


@lru_cache(maxsize=4096)
def _by_days(calendar: Calendar, closed: Segment) -> tuple[LedgerEntry, ...]:
    """Return closed time day by day, so that each holiday bears its name.

    Tickets of one time share their nights and weekends, hence the cache.
    """
    entries = []
    start = closed.start
    while start < closed.end:
        day = calendar.local_day(start)
        end = min(closed.end, calendar.midnight(day + timedelta(days=1)))
        name = calendar.holiday(day) if calendar.week[day.weekday()] else None
        reason = CLOSED if name is None else f"holiday: {name}"
        entries.append(LedgerEntry(start, end, counted=False, reason=reason))
        start = end
    return tuple(_joined(entries))


def _joined(entries: Iterable[LedgerEntry]) -> Iterator[LedgerEntry]:
    """Yield entries, those that touch and say the same as one."""
    last: LedgerEntry | None = None
    for entry in entries:
        if last is not None and (last.counted, last.reason) == (entry.counted, entry.reason):
            last = LedgerEntry(last.start, entry.end, last.counted, last.reason)
            continue
        if last is not None:
            yield last
        last = entry
    if last is not None:
        yield last
