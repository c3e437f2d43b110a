"""What a change of an agreement would do, before it is put in force (rule S15)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.vocabulary import ClockState
from triage.sla.clock import Clock, evaluate, looked_ahead
from triage.sla.events import ClockEvent
from triage.sla.policy import Policy


@dataclass(frozen=True, slots=True)
class KeyChange:
    """A configuration key that differs; None where it is absent on that side."""

    path: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class ClockChange:
    """A ticket whose clock would stand differently.

    Attributes:
        ticket: Its name.
        old: By the policy in force.
        new: By the policy to try.
        old_due_at: The deadline; of a clock that waits for the opening, as it will be.
        new_due_at: By the policy to try.
    """

    ticket: str
    old: Clock
    new: Clock
    old_due_at: datetime | None
    new_due_at: datetime | None

    @property
    def is_moved(self) -> bool:
        """Whether the deadline would be another one, or appear or vanish."""
        return self.old_due_at != self.new_due_at

    @property
    def is_new_breach(self) -> bool:
        """Whether a breach would appear."""
        return _is_breach(self.new) and not _is_breach(self.old)

    @property
    def is_lost_breach(self) -> bool:
        """Whether a breach would vanish."""
        return _is_breach(self.old) and not _is_breach(self.new)


def _is_breach(clock: Clock) -> bool:
    return clock.state is ClockState.BREACHED


def differences(
    old: Mapping[str, object], new: Mapping[str, object], path: str = ""
) -> Iterator[KeyChange]:
    """Yield the keys that differ between two configuration tables, in the order of the alphabet."""
    for key in sorted({*old, *new}):
        here = f"{path}.{key}" if path else key
        before, after = old.get(key), new.get(key)
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from differences(before, after, here)
        elif before != after:
            yield KeyChange(here, before, after)


def compare(
    tickets: Iterable[tuple[str, Sequence[ClockEvent]]], old: Policy, new: Policy, now: datetime
) -> Iterator[ClockChange]:
    """Yield the tickets whose deadline or state would be another one under a new policy.

    Args:
        tickets: Name and events of each; lazily read, so any number will do.
        old: The policy in force.
        new: The policy to try; its versions decide which tickets it is about.
        now: UTC-aware.

    Raises:
        ValueError: Where a ticket's events cannot be evaluated.
    """
    for ticket, events in tickets:
        before, after = evaluate(events, old, now), evaluate(events, new, now)
        due_at = looked_ahead(before, events, old).due_at, looked_ahead(after, events, new).due_at
        change = ClockChange(ticket, before, after, *due_at)
        if change.is_moved or change.old.state is not change.new.state:
            yield change
