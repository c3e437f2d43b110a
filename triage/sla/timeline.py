"""When a clock starts and when it waits: rules S4, S5, S6 and P3 over a ticket's history."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from models.vocabulary import ClockEventType, Field
from triage.sla.calendar import Calendar
from triage.sla.history import History
from triage.sla.terms import AskedBeforeStart, BeforeOpening, PolicyVersion, StartsWhen


@dataclass(frozen=True, slots=True)
class Wait:
    """A time in which the same fields were waited for; `end` is None while it lasts."""

    start: datetime
    end: datetime | None
    fields: frozenset[Field]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The stretches of a ticket's life that matter to its clock.

    Attributes:
        valid_from: When the ticket became valid, or None while it is not.
        start: When the clock starts, perhaps in the future, or None while that is unknown.
        filing: Waits before the start.
        pauses: Waits after the start; those that touch follow each other.
    """

    valid_from: datetime | None
    start: datetime | None
    filing: tuple[Wait, ...]
    pauses: tuple[Wait, ...]


def begin(calendar: Calendar, reading: BeforeOpening, valid_from: datetime) -> datetime:
    """Return when a clock starts for a ticket that became valid at an instant (rules S5, P3)."""
    if calendar.is_open(valid_from):
        return valid_from
    if reading is BeforeOpening.SAME_DAY:
        return calendar.next_open(valid_from)
    return calendar.opening(calendar.next_business_day(calendar.local_day(valid_from)))


def draw_timeline(history: History, version: PolicyVersion) -> Timeline:
    """Walk through what was asked for and supplied, and tell start and pauses.

    Fields that are asked for before the start are waited for like those missing at filing, or
    pause the clock once it starts (`asked_before_start`). A clock that was stopped by a response
    no longer runs, so asking for more after it changes nothing.
    """
    walk = _Walk(history, version)
    for event in history.information:
        if event.type is ClockEventType.SUPPLIED:
            walk.supply(event.at, event.fields)
        elif history.responded_at is None or event.at < history.responded_at:
            walk.ask(event.at, event.fields)
    waits = tuple(walk.waits())
    if walk.start is None:
        return Timeline(None, None, waits, ())
    filing = tuple(_before(walk.start, waits))
    return Timeline(walk.valid_from, walk.start, filing, tuple(_after(walk.start, waits)))


class _Walk:
    """What is lacking before the start and what is asked for after it, event by event."""

    def __init__(self, history: History, version: PolicyVersion) -> None:
        is_awaited = version.readings.starts_when is StartsWhen.VALID
        self._calendar, self._readings = version.calendar, version.readings
        self._earliest = history.category_at if is_awaited else history.received_at
        self._lacking = history.missing if is_awaited else frozenset[Field]()
        self._asked = frozenset[Field]()
        self._steps = [(history.received_at, self._lacking)]
        self.valid_from: datetime | None = None
        self.start: datetime | None = None
        self._complete(history.received_at)

    def supply(self, at: datetime, fields: frozenset[Field]) -> None:
        was_lacking = bool(self._lacking)
        self._lacking -= fields
        self._asked -= fields
        self._steps.append((at, self._lacking | self._asked))
        if was_lacking:
            self._complete(at)

    def ask(self, at: datetime, fields: frozenset[Field]) -> None:
        if not fields:
            return
        has_started = self.start is not None and self.start <= at
        if has_started or self._readings.asked_before_start is AskedBeforeStart.PAUSES:
            self._asked |= fields
        else:
            self._lacking |= fields
            self._complete(at)
        self._steps.append((at, self._lacking | self._asked))

    def waits(self) -> Iterator[Wait]:
        """Yield the times in which something was waited for, the last one perhaps unended."""
        for (start, fields), (end, _) in pairwise(self._steps):
            if fields and start < end:
                yield Wait(start, end, fields)
        start, fields = self._steps[-1]
        if fields:
            yield Wait(start, None, fields)

    def _complete(self, at: datetime) -> None:
        self.valid_from = self.start = None
        if not self._lacking:
            self.valid_from = max(at, self._earliest)
            self.start = begin(self._calendar, self._readings.before_opening, self.valid_from)


def _before(instant: datetime, waits: tuple[Wait, ...]) -> Iterator[Wait]:
    for wait in waits:
        if wait.start < instant:
            end = instant if wait.end is None else min(wait.end, instant)
            yield Wait(wait.start, end, wait.fields)


def _after(instant: datetime, waits: tuple[Wait, ...]) -> Iterator[Wait]:
    for wait in waits:
        if wait.end is None or wait.end > instant:
            yield Wait(max(wait.start, instant), wait.end, wait.fields)
