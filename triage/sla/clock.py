"""The first-response clock: a pure function over an append-only list of events."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from models.vocabulary import Category, ClockEventType, ClockState, Priority
from triage.sla.events import ClockEvent
from triage.sla.history import History, read_history
from triage.sla.instants import seconds, utc, write_instant
from triage.sla.ledger import LedgerEntry, Stretch, write_ledger
from triage.sla.policy import Policy
from triage.sla.stopwatch import Stopwatch, counts_closed_time
from triage.sla.terms import OutOfScope, PolicyVersion, StartsWhen, Target
from triage.sla.timeline import Timeline, Wait, draw_timeline

NOT_RECEIVED = "not_received"
OUTSIDE_HOURS = "outside_hours"
ABUSIVE = "abusive"
DUPLICATE = "duplicate"
OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Clock:
    """Where a ticket's first-response clock stands at `now`; all instants are UTC.

    Attributes:
        state: The contract's state.
        reasons: Of `not_started` and `paused` the fields waited for, or `outside_hours`, or
            `not_received`; of `void` `abusive`, `duplicate`, `out_of_scope`; else none.
        priority: By the final category alone (rules S3 and S8).
        policy: The policy's name; `version` the one in force at receipt (rule S15).
        now: The instant for which all this holds.
        received_at: By the server's clock, or None before it.
        valid_from: When the ticket became valid (rule S4), or None.
        starts_at: When the clock starts or started (rule S5); may be in the future.
        started_at: `starts_at` once it has come.
        due_at: The last instant that is not late; None before the start, in a pause, and void.
        aim_at: The lower figure of the target (rule P4), where the policy has one; else as due_at.
        warn_at: When the configured share of the target is used up; as due_at.
        responded_at: The first response that stands, automatic or human (rule S7).
        human_responded_at: An agent's first reply.
        was_valid: Whether the ticket was valid when it was responded to; None without response.
        elapsed: Time counted from the start to the response or to `now`.
    """

    state: ClockState
    reasons: tuple[str, ...]
    priority: Priority
    policy: str
    version: str
    now: datetime
    received_at: datetime | None = None
    valid_from: datetime | None = None
    starts_at: datetime | None = None
    started_at: datetime | None = None
    due_at: datetime | None = None
    aim_at: datetime | None = None
    warn_at: datetime | None = None
    responded_at: datetime | None = None
    human_responded_at: datetime | None = None
    was_valid: bool | None = None
    elapsed: timedelta = timedelta()
    _stretch: Stretch | None = field(default=None, repr=False, compare=False)

    @property
    def elapsed_seconds(self) -> int | float:
        """The counted time in seconds, a whole number where it is whole."""
        return seconds(self.elapsed)

    @property
    def ledger(self) -> tuple[LedgerEntry, ...]:
        """The intervals from receipt to the response or to `now`, written when asked for."""
        return () if self._stretch is None else tuple(write_ledger(self._stretch))

    @property
    def due_ledger(self) -> tuple[LedgerEntry, ...]:
        """The intervals from receipt to `due_at`, answered or not: why the answer is due then."""
        if self._stretch is None or self.due_at is None:
            return ()
        return tuple(write_ledger(replace(self._stretch, until=self.due_at)))

    def to_json(self) -> dict[str, object]:
        """Return the answer of `triage clock`."""
        return {
            "state": self.state.value,
            "reasons": list(self.reasons),
            "priority": self.priority.value,
            "valid_from": write_instant(self.valid_from),
            "started_at": write_instant(self.started_at),
            "due_at": write_instant(self.due_at),
            "responded_at": write_instant(self.responded_at),
            "human_responded_at": write_instant(self.human_responded_at),
            "elapsed_seconds": self.elapsed_seconds,
            "ledger": [entry.to_json() for entry in self.ledger],
            "starts_at": write_instant(self.starts_at),
            "aim_at": write_instant(self.aim_at),
            "was_valid": self.was_valid,
            "policy_version": self.version,
        }


def evaluate(events: Sequence[ClockEvent], policy: Policy, now: datetime) -> Clock:
    """Return a ticket's clock as of `now`; events after it are not known yet.

    Args:
        events: All of the ticket's events, among them one `received`.
        policy: The ticket's policy; the version in force at receipt is kept (rule S15).
        now: UTC-aware.

    Raises:
        ValueError: Where `now` is naive, there is not one `received`, or a time is out of range.
    """
    now = utc("now", now)
    known = [event for event in events if event.at <= now]
    if any(event.type is ClockEventType.RECEIVED for event in events) and not any(
        event.type is ClockEventType.RECEIVED for event in known
    ):
        return _unreceived(policy, now)
    history = read_history(known)
    version = policy.version_at(history.received_at)
    void = tuple(_void(history, version))
    return _void_clock(history, policy, now, void) if void else _clock(history, policy, now)


def looked_ahead(clock: Clock, events: Sequence[ClockEvent], policy: Policy) -> Clock:
    """Return the clock as it will be once it starts, where only the opening is waited for.

    Agents sort their work by deadlines at night and on Sundays too.
    """
    if clock.due_at is None and clock.started_at is None and clock.starts_at is not None:
        return evaluate(events, policy, clock.starts_at)
    return clock


def _unreceived(policy: Policy, now: datetime) -> Clock:
    version = policy.version_at(now).name
    reasons = (NOT_RECEIVED,)
    return Clock(ClockState.NOT_STARTED, reasons, Priority.STANDARD, policy.name, version, now)


def _void(history: History, version: PolicyVersion) -> Iterator[str]:
    """Yield the reasons why no response is owed (rules S4, P5, P6 and P9)."""
    if history.is_abusive:
        yield ABUSIVE
    if history.is_duplicate:
        yield DUPLICATE
    is_void = version.readings.out_of_scope is OutOfScope.VOID
    if history.category is Category.OUT_OF_SCOPE and is_void:
        yield OUT_OF_SCOPE


def _void_clock(history: History, policy: Policy, now: datetime, void: tuple[str, ...]) -> Clock:
    version = policy.version_at(history.received_at)
    return Clock(
        ClockState.VOID,
        void,
        _priority(history),
        policy.name,
        version.name,
        now,
        received_at=history.received_at,
        responded_at=history.responded_at,
        human_responded_at=history.human_responded_at,
        _stretch=_stretch(history, version, Timeline(None, None, (), ()), now, void),
    )


def _clock(history: History, policy: Policy, now: datetime) -> Clock:
    """Return the clock of a ticket to which a response is owed."""
    version = policy.version_at(history.received_at)
    timeline = draw_timeline(history, version)
    answered = history.responded_at
    waiting = Clock(
        ClockState.NOT_STARTED if answered is None else ClockState.MET,
        (_waited_for(timeline.filing) or (OUTSIDE_HOURS,)) if answered is None else (),
        _priority(history),
        policy.name,
        version.name,
        now,
        received_at=history.received_at,
        valid_from=timeline.valid_from,
        starts_at=timeline.start,
        responded_at=answered,
        human_responded_at=history.human_responded_at,
        was_valid=_was_valid(timeline, answered),
        _stretch=_stretch(history, version, timeline, now, ()),
    )
    if timeline.start is None or now < timeline.start:
        return waiting
    target = version.targets[history.channel, waiting.priority]
    watch = Stopwatch.of(version, target, timeline.start, timeline.pauses)
    return _started(waiting, watch, target, version)


def _started(clock: Clock, watch: Stopwatch, target: Target, version: PolicyVersion) -> Clock:
    """Return a clock that has started: its deadlines, and where it stands towards them."""
    due_at = watch.deadline(target.due)
    state, reasons = _state(clock, watch, due_at)
    return replace(
        clock,
        state=state,
        reasons=reasons,
        started_at=watch.start,
        due_at=due_at,
        aim_at=None if target.aim is None else watch.deadline(target.aim),
        warn_at=watch.share(target.due, version.warn_at),
        elapsed=watch.elapsed(clock.responded_at or clock.now),
    )


def _state(
    clock: Clock, watch: Stopwatch, due_at: datetime | None
) -> tuple[ClockState, tuple[str, ...]]:
    """Return the state of a clock that has started, and what a paused one waits for."""
    if clock.responded_at is not None:
        is_late = due_at is not None and clock.responded_at > due_at
        return (ClockState.BREACHED if is_late else ClockState.MET), ()
    if due_at is None:
        return ClockState.PAUSED, _waited_for(watch.pauses)
    return (ClockState.BREACHED if clock.now > due_at else ClockState.RUNNING), ()


def _was_valid(timeline: Timeline, answered: datetime | None) -> bool | None:
    if answered is None:
        return None
    return timeline.valid_from is not None and timeline.valid_from <= answered


def _priority(history: History) -> Priority:
    """Return the priority that the company decides, whatever the customer ticked (rule S3)."""
    return Priority.STANDARD if history.category is None else Priority.of(history.category)


def _waited_for(waits: Sequence[Wait]) -> tuple[str, ...]:
    """Return the fields waited for still, in the order of the alphabet."""
    return tuple(sorted(waits[-1].fields)) if waits and waits[-1].end is None else ()


def _stretch(
    history: History,
    version: PolicyVersion,
    timeline: Timeline,
    now: datetime,
    void: tuple[str, ...],
) -> Stretch:
    """Return what the ledger is written from, should anybody ask for it."""
    readings = version.readings
    is_awaited = readings.starts_when is StartsWhen.VALID
    target = version.targets[history.channel, _priority(history)]
    return Stretch(
        calendar=version.calendar,
        counts_closed_time=counts_closed_time(readings, target),
        received_at=history.received_at,
        until=history.responded_at or now,
        start=timeline.start,
        category_at=history.category_at if is_awaited else history.received_at,
        waits=timeline.filing + timeline.pauses,
        void=void,
    )
