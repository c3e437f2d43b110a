"""Counting from a start, pauses left out: elapsed time and deadlines (rules S2, S6 and P4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from triage.sla.calendar import BusinessDays, Calendar
from triage.sla.terms import MeasuredIn, PolicyVersion, Readings, Target, UsedUpAtClosing
from triage.sla.timeline import Wait


def counts_closed_time(readings: Readings, target: Target) -> bool:
    """Return whether a target's hours are hours of the calendar (rule P4)."""
    return isinstance(target.due, timedelta) and readings.measured_in is MeasuredIn.CALENDAR


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """A clock that started, and when it did not run.

    Attributes:
        calendar: Where business time is counted.
        counts_closed_time: Hours of the calendar count, not business hours (rule P4).
        into_next: Hours used up exactly at a closing last until the next opening.
        start: When it started.
        pauses: When it was paused since, oldest first; only the last may be unended.
    """

    calendar: Calendar
    counts_closed_time: bool
    into_next: bool
    start: datetime
    pauses: Sequence[Wait]

    @classmethod
    def of(
        cls, version: PolicyVersion, target: Target, start: datetime, pauses: Sequence[Wait]
    ) -> "Stopwatch":
        """Return the stopwatch that measures a target as the policy's version reads it."""
        readings = version.readings
        return cls(
            version.calendar,
            counts_closed_time(readings, target),
            isinstance(target.due, BusinessDays)
            or readings.used_up_at_closing is UsedUpAtClosing.NEXT_OPENING,
            start,
            pauses,
        )

    def elapsed(self, until: datetime) -> timedelta:
        """Return the time counted from the start until an instant."""
        counted = self._between(self.start, until)
        for pause in self.pauses:
            end = until if pause.end is None else min(pause.end, until)
            counted -= self._between(pause.start, end)
        return counted

    def deadline(self, target: BusinessDays | timedelta) -> datetime | None:
        """Return the last instant that is not late, or None while a pause holds it open.

        Business days end at the same time of day; pauses push that by the business time they
        last, so that the clock goes on with the time already counted.
        """
        if isinstance(target, timedelta):
            return self._reach(target, None)
        unpaused = self.calendar.add_days(self.start, target)
        return self._reach(self._between(self.start, unpaused), unpaused)

    def share(self, target: BusinessDays | timedelta, share: Decimal) -> datetime | None:
        """Return when a share of the target has been counted, or None while a pause holds it."""
        if isinstance(target, BusinessDays):
            target = self._between(self.start, self.calendar.add_days(self.start, target))
        numerator, denominator = share.as_integer_ratio()
        return self._reach(target * numerator // denominator, None)

    def _reach(self, amount: timedelta, unpaused: datetime | None) -> datetime | None:
        """Return the instant until which no more than `amount` is counted."""
        reached = unpaused or self._add(amount)
        for pause in self.pauses:
            if pause.start > reached:
                break
            if pause.end is None:
                return None
            paused = self._between(pause.start, pause.end)
            if paused:
                amount += paused
                reached = self._add(amount)
        return reached

    def _between(self, start: datetime, end: datetime) -> timedelta:
        if self.counts_closed_time:
            return max(end - start, timedelta())
        return self.calendar.business_time(start, end)

    def _add(self, amount: timedelta) -> datetime:
        if self.counts_closed_time:
            return self.start + amount
        return self.calendar.add_time(self.start, amount, into_next=self.into_next)
