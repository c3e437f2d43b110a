"""Warnings before a breach, and breaches: what a sweep looks for, and when it must look again.

A sweep evaluates a ticket's clock, records each `Signal` it shows unless that one is recorded
already, and comes back at `next_checkpoint`. Both are functions of the clock alone, so a sweep
that was down for an hour finds the same signals late, with the instants at which they fell due.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from models.vocabulary import ClockState
from triage.sla.clock import Clock

FIRST_LATE = timedelta(microseconds=1)
"""`due_at` is the last instant that is not late (rule S2), so a breach begins one step later."""


class SignalKind(StrEnum):
    """What the clock calls attention to."""

    WARNING = "warning"
    BREACH = "breach"


@dataclass(frozen=True, slots=True)
class Signal:
    """Something to tell the desk once.

    Attributes:
        kind: A warning before a breach, or a breach.
        at: When it fell due, which may be long before anybody looked.
        due_at: The deadline it is about; a new deadline may be warned of anew.
    """

    kind: SignalKind
    at: datetime
    due_at: datetime


def signals_of(clock: Clock) -> tuple[Signal, ...]:
    """Return what a clock has called attention to by its `now`, oldest first.

    A warning falls due before the response or never; a clock that was answered late is in breach
    too. Nothing depends on whether somebody looked meanwhile.
    """
    if clock.due_at is None:
        return ()
    signals = []
    if clock.warn_at is not None and clock.warn_at <= (clock.responded_at or clock.now):
        signals.append(Signal(SignalKind.WARNING, clock.warn_at, clock.due_at))
    if clock.state is ClockState.BREACHED:
        signals.append(Signal(SignalKind.BREACH, clock.due_at + FIRST_LATE, clock.due_at))
    return tuple(signals)


def next_checkpoint(clock: Clock) -> datetime | None:
    """Return when the clock must be looked at again, events apart; None for never.

    That is the start of a clock whose start is known, answered or not, for only then is it known
    by when an answer is due; then the warning, then the first late instant. A clock that is
    paused, answered, void or in breach changes by events alone.
    """
    if clock.started_at is None:
        return clock.starts_at
    if clock.state is not ClockState.RUNNING or clock.due_at is None:
        return None
    if clock.warn_at is not None and clock.now < clock.warn_at:
        return clock.warn_at
    return clock.due_at + FIRST_LATE
