"""A ticket's clock as columns of its row: never the truth, always what the events give."""

from collections.abc import Sequence
from typing import Any, Final

from models.vocabulary import ClockState
from triage.sla.checkpoints import next_checkpoint, signals_of
from triage.sla.clock import Clock, looked_ahead
from triage.sla.events import ClockEvent
from triage.sla.policy import Policy

Columns = dict[str, Any]

_SHOWN: Final = (
    "valid_from",
    "started_at",
    "due_at",
    "aim_at",
    "responded_at",
    "human_responded_at",
)
PROJECTED: Final = ("clock_state", *_SHOWN, "next_check_at")
"""The columns of a ticket that its events give."""


def columns_of(
    clock: Clock | None, events: Sequence[ClockEvent], policy: Policy, *, is_noted: bool
) -> Columns:
    """Return a clock as its ticket's columns; without a clock nothing is owed.

    Args:
        clock: The clock as of now.
        events: What it was computed from.
        policy: The agreement it was computed by.
        is_noted: The clock's signals are recorded. If not, the sweep is called at once, so that a
            warning or a breach is not lost where an event comes before the sweep does.
    """
    if clock is None:
        return dict.fromkeys(PROJECTED) | {"clock_state": ClockState.VOID}
    shown = {name: getattr(clock, name) for name in _SHOWN}
    ahead = looked_ahead(clock, events, policy)
    shown |= {"due_at": ahead.due_at, "aim_at": ahead.aim_at}
    looks = [next_checkpoint(clock), *(event.at for event in events if event.at > clock.now)]
    if not is_noted:
        looks += [signal.at for signal in signals_of(clock)]
    next_check_at = min((at for at in looks if at is not None), default=None)
    return {"clock_state": clock.state, **shown, "next_check_at": next_check_at}
