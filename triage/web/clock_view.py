"""A ticket's clock in words: where it stands, and why the answer is due when it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.vocabulary import ClockEventType, Field
from triage.sla.calendar import BusinessDays
from triage.sla.clock import Clock, evaluate, looked_ahead
from triage.sla.events import ClockEvent
from triage.sla.ledger import LedgerEntry
from triage.sla.policy import Policy
from triage.sla.terms import MeasuredIn, PolicyVersion, Target
from triage.web import words
from triage.web.times import exact

BAR = 1000
"""The width of the drawn ledger, in its own units."""
_RESPONSES = frozenset(
    {ClockEventType.ACKNOWLEDGED, ClockEventType.BOUNCED, ClockEventType.REPLIED}
)
_REASONS = {
    "open": "Business hours",
    "closed": "Closed",
    "calendar time": "Every hour counts",
    "before the start": "Before the clock starts",
    "waiting for the right category": "The customer had chosen another category",
    "abusive": "Abusive: nothing is owed",
    "duplicate": "A duplicate: the first ticket's clock counts",
    "outside_hours": "Outside business hours",
    "out_of_scope": "Out of scope: nothing is owed",
}
_WAITING = "waiting for "


@dataclass(frozen=True, slots=True)
class Row:
    """An interval of the ledger, and how much of it was counted."""

    start: datetime
    end: datetime
    counted: bool
    reason: str

    @property
    def length(self) -> str:
        """How long it is."""
        return exact(self.end - self.start)


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle of the drawn ledger; `x` and `width` in the bar's units."""

    x: float
    width: float
    counted: bool
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment on the drawn ledger."""

    x: float
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class ClockView:
    """What the page shows of a clock.

    Attributes:
        clock: The clock itself, as of now.
        due_at: The last instant that is in time; where the clock's start is still to come, the one
            that it will bring, as the queue has it.
        aim_at: The lower figure of the target, likewise.
        target: What was promised, in words.
        aim: The lower figure, in words, or empty.
        reasons: Why it has not started or waits, in words.
        rows: From receipt to the deadline, or to now where there is none.
        counted: Sum of the counted rows.
        parts: The rows, drawn.
        marks: The present and the responses, drawn.
        events: What the clock was computed from, in words.
    """

    clock: Clock
    due_at: datetime | None
    aim_at: datetime | None
    target: str
    aim: str
    reasons: str
    rows: Sequence[Row]
    counted: str
    parts: Sequence[Part]
    marks: Sequence[Mark]
    events: Sequence[tuple[datetime, str]]


def clock_view(events: Sequence[ClockEvent], policy: Policy, now: datetime) -> ClockView | None:
    """Return the clock of a ticket, or None where none is kept."""
    if not events:
        return None
    clock = evaluate(events, policy, now)
    version = policy.version_at(clock.received_at or now)
    target = _target(events, clock, version)
    ahead = looked_ahead(clock, events, policy)
    rows = tuple(ledger_rows(_ledger(events, policy, ahead)))
    return ClockView(
        clock=clock,
        due_at=ahead.due_at,
        aim_at=ahead.aim_at,
        target=_in_words(target.due, version),
        aim=_in_words(target.aim, version) if target.aim is not None else "",
        reasons=_reasons(clock.reasons),
        rows=rows,
        counted=exact(sum((row.end - row.start for row in rows if row.counted), timedelta())),
        parts=tuple(_parts(rows)),
        marks=tuple(_marks(rows, clock)),
        events=[(event.at, _event(event)) for event in events],
    )


def _ledger(events: Sequence[ClockEvent], policy: Policy, clock: Clock) -> Sequence[LedgerEntry]:
    """Return the ledger up to the deadline, as if nobody had answered.

    The contract's own ends with the response, which mostly comes within a second: it could not
    show why the answer is due in some days.
    """
    if clock.due_at is None:
        return clock.ledger
    asked_in_vain = clock.responded_at
    planned = [
        event
        for event in events
        if event.type not in _RESPONSES
        and not (
            event.type is ClockEventType.ASKED
            and asked_in_vain is not None
            and event.at >= asked_in_vain
        )
    ]
    return evaluate(planned, policy, clock.due_at).ledger


def ledger_rows(ledger: Sequence[LedgerEntry]) -> Iterator[Row]:
    """Yield the intervals of a ledger with their reasons in words."""
    for entry in ledger:
        yield Row(entry.start, entry.end, entry.counted, _reason(entry.reason))


def _reason(reason: str) -> str:
    if reason.startswith(_WAITING):
        names = reason.removeprefix(_WAITING).split(", ")
        return "Waiting for " + ", ".join(words.FIELD.get(name, name) for name in names)
    if reason.startswith("holiday: "):
        return "Holiday: " + reason.removeprefix("holiday: ")
    return _REASONS.get(reason, words.in_words(reason))


def _reasons(reasons: Sequence[str]) -> str:
    fields = [words.FIELD[reason] for reason in reasons if reason in words.FIELD]
    others = [_reason(reason) for reason in reasons if reason not in words.FIELD]
    return "; ".join([f"waits for {', '.join(fields)}"] * bool(fields) + others)


def _parts(rows: Sequence[Row]) -> Iterator[Part]:
    if not rows:
        return
    start, whole = rows[0].start, rows[-1].end - rows[0].start
    for row in rows:
        x = (row.start - start) / whole * BAR
        width = (row.end - row.start) / whole * BAR
        yield Part(round(x, 2), round(width, 2), row.counted, f"{row.reason}, {row.length}")


def _marks(rows: Sequence[Row], clock: Clock) -> Iterator[Mark]:
    if not rows:
        return
    start, end = rows[0].start, rows[-1].end
    moments = (
        ("response", "First response", clock.responded_at),
        ("human", "First human response", clock.human_responded_at),
        ("now", "Now", clock.now),
    )
    for kind, title, at in moments:
        if at is not None and start <= at <= end:
            yield Mark(round((at - start) / (end - start) * BAR, 2), kind, title)


def _target(events: Sequence[ClockEvent], clock: Clock, version: PolicyVersion) -> Target:
    channel = next(event.channel for event in events if event.channel is not None)
    return version.targets[channel, clock.priority]


def _in_words(target: BusinessDays | timedelta, version: PolicyVersion) -> str:
    if isinstance(target, BusinessDays):
        return f"{target.number} business day{'s' if target.number != 1 else ''}"
    hours = exact(target)
    is_business = version.readings.measured_in is MeasuredIn.BUSINESS
    return f"{hours} of business time" if is_business else hours


_EVENTS = {
    ClockEventType.RECEIVED: "Received",
    ClockEventType.CLASSIFIED: "Classified by ",
    ClockEventType.SUPPLIED: "Supplied: ",
    ClockEventType.ASKED: "Asked for: ",
    ClockEventType.ACKNOWLEDGED: "The next hop accepted the acknowledgement",
    ClockEventType.BOUNCED: "The acknowledgement came back",
    ClockEventType.REPLIED: "An agent replied",
}


def _event(event: ClockEvent) -> str:
    said = _EVENTS[event.type]
    if event.type is ClockEventType.CLASSIFIED:
        return f"{said}{event.by or 'bot'}{_classified(event)}"
    if event.customer_category is not None:
        said += f", ticked as {words.CATEGORY[event.customer_category]}"
    return said + ", ".join(words.FIELD[field] for field in Field if field in event.fields)


def _classified(event: ClockEvent) -> str:
    said = []
    if event.category is not None:
        said.append(words.CATEGORY[event.category])
    if event.missing:
        names = ", ".join(words.FIELD[field] for field in Field if field in event.missing)
        said.append(f"missing {names}")
    if event.abusive:
        said.append("abusive")
    if isinstance(event.duplicate_of, str | int):
        said.append(f"duplicate of #{event.duplicate_of}")
    return ": " + "; ".join(said) if said else ""
