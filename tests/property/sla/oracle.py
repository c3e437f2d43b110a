"""The clock once more, slow and naive: walks through every day from opening to closing.

It shares no line with the product and no idea either: instead of counting along an index of
segments it steps from one instant at which anything happens to the next, and keeps the state in
between. It reads the command's JSON and knows both agreements by heart.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays

DAY = timedelta(days=1)
HORIZON = 500


@dataclass(frozen=True)
class Agreement:
    """What the oracle knows of a policy."""

    zone: ZoneInfo
    opens: time
    closes: time
    closed_days: tuple[tuple[str, str | None], ...]
    skips_today: bool
    is_by_channel: bool

    def budget(self, channel: str, category: str | None) -> timedelta:
        """Return the target as open time."""
        if self.is_by_channel:
            return timedelta(hours=72 if channel == "email" else 48)
        return timedelta(hours=7) * (3 if category == "topup" else 7)


SMMPANELUS = Agreement(
    ZoneInfo("Etc/GMT"),
    time(10),
    time(17),
    (("GB", "ENG"), ("GB", "WLS"), ("GB", "SCT"), ("GB", "NIR")),
    skips_today=True,
    is_by_channel=False,
)
INSTANT = Agreement(
    ZoneInfo("Asia/Kolkata"),
    time(10),
    time(18),
    (("IN", None),),
    skips_today=False,
    is_by_channel=True,
)
AGREEMENTS = {"smmpanelus": SMMPANELUS, "instant-smm-panels": INSTANT}

_closed: dict[tuple[str, str | None], Any] = {}


def is_business_day(agreement: Agreement, day: date) -> bool:
    """Ask the library about each nation, one by one."""
    for place in agreement.closed_days:
        if place not in _closed:
            _closed[place] = holidays.country_holidays(place[0], subdiv=place[1])
        if day in _closed[place]:
            return False
    return day.weekday() < 5


@cache
def hours(agreement: Agreement, day: date) -> tuple[datetime, datetime] | None:
    """Return opening and closing of a day in UTC."""
    if not is_business_day(agreement, day):
        return None
    opens = datetime.combine(day, agreement.opens, agreement.zone)
    closes = datetime.combine(day, agreement.closes, agreement.zone)
    return opens.astimezone(UTC), closes.astimezone(UTC)


def ticks(agreement: Agreement, first: datetime, marks: list[datetime]) -> Iterator[datetime]:
    """Yield every instant at which something may change, in order, for a long time."""
    day = first.astimezone(agreement.zone).date()
    waiting = sorted({first, *marks})
    for _ in range(HORIZON):
        end = datetime.combine(day + DAY, time(), agreement.zone).astimezone(UTC)
        here = {mark for mark in waiting if mark < end}
        waiting = [mark for mark in waiting if mark >= end]
        here |= set(hours(agreement, day) or ())
        yield from sorted(tick for tick in here if tick >= first)
        day += DAY


def last_word(events: list[dict[str, Any]], key: str, default: Any) -> Any:  # noqa: ANN401 - JSON
    """Return what was said last on a key."""
    words = [e[key] for e in events if e["type"] == "classified" and key in e]
    return words[-1] if words else default


def response(events: list[dict[str, Any]]) -> tuple[datetime | None, datetime | None]:
    """Return the first response that stands, and the first reply."""
    replies = [at(e) for e in events if e["type"] == "replied"]
    standing = [
        at(event)
        for place, event in enumerate(events)
        if event["type"] == "acknowledged"
        and not any(later["type"] == "bounced" for later in events[place:])
    ]
    return min(replies + standing, default=None), min(replies, default=None)


def at(event: dict[str, Any]) -> datetime:
    """Return the instant of an event."""
    return datetime.fromisoformat(event["at"]).astimezone(UTC)


class Walk:
    """The state of a clock while time passes."""

    def __init__(self, agreement: Agreement, lacking: set[str], right_from: datetime) -> None:
        self.agreement, self.right_from = agreement, right_from
        self.lacking, self.asked = set(lacking), set[str]()
        self.valid_from: datetime | None = None
        self.start: datetime | None = None

    def is_open(self, tick: datetime) -> bool:
        window = hours(self.agreement, tick.astimezone(self.agreement.zone).date())
        return window is not None and window[0] <= tick < window[1]

    def settle(self, tick: datetime) -> None:
        """Become valid or start, where this is the instant for it."""
        if self.start is not None:
            return
        if self.lacking:
            self.valid_from = None
            return
        if tick < self.right_from:
            return
        if self.valid_from is None:
            self.valid_from = tick
            if self.is_open(tick):
                self.start = tick
            return
        local = tick.astimezone(self.agreement.zone)
        filed = self.valid_from.astimezone(self.agreement.zone)
        is_another_day = local.date() > filed.date() or not self.agreement.skips_today
        if self.is_open(tick) and is_another_day:
            self.start = tick

    def apply(self, event: dict[str, Any], stop: datetime | None) -> None:
        """Let an event happen."""
        if event["type"] == "supplied":
            self.lacking -= set(event["fields"])
            self.asked -= set(event["fields"])
        elif event["type"] == "asked" and (stop is None or at(event) < stop):
            (self.lacking if self.start is None else self.asked).update(event["fields"])


def answer(line: dict[str, Any], policy: str) -> dict[str, Any]:
    """Return the contract's keys for a line of the command, the ledger and reasons apart."""
    agreement = AGREEMENTS[policy]
    now = datetime.fromisoformat(line["now"]).astimezone(UTC)
    events = sorted((e for e in line["events"] if at(e) <= now), key=at)
    received = next(e for e in events if e["type"] == "received")
    category = last_word(events, "category", None)
    stop, human = response(events)
    found: dict[str, Any] = {
        "priority": "high" if category == "topup" else "standard",
        "valid_from": None,
        "started_at": None,
        "due_at": None,
        "responded_at": stop,
        "human_responded_at": human,
        "elapsed_seconds": 0,
    }
    if (
        last_word(events, "abusive", default=False)
        or last_word(events, "duplicate_of", None) is not None
        or category == "out_of_scope"
    ):
        return found | {"state": "void"}
    right_from = at(received)
    if received["customer_category"] not in {None, category}:
        for event in reversed([e for e in events if "category" in e]):
            if event["category"] != category:
                break
            right_from = max(at(received), at(event))
    return found | walk(agreement, events, received, right_from, category, now, stop)


def walk(  # noqa: PLR0913, PLR0917 - the naive way keeps everything in one hand
    agreement: Agreement,
    events: list[dict[str, Any]],
    received: dict[str, Any],
    right_from: datetime,
    category: str | None,
    now: datetime,
    stop: datetime | None,
) -> dict[str, Any]:
    """Walk from receipt until the deadline is known and `now` has passed."""
    state = Walk(agreement, set(last_word(events, "missing", [])), right_from)
    budget, counted = agreement.budget(received["channel"], category), timedelta()
    elapsed, due, end = timedelta(), None, min(now, stop or now)
    pending = list(events)
    marks = [at(event) for event in events] + [right_from, now, end]
    steps = ticks(agreement, at(received), marks)
    tick = next(steps)
    for after in steps:
        state.settle(tick)
        while pending and at(pending[0]) <= tick:
            state.apply(pending.pop(0), stop)
            state.settle(tick)
        if state.start is not None and not state.asked and state.is_open(tick):
            length = after - tick
            if due is None and counted + length > budget:
                due = tick + (budget - counted)
            counted += length
            elapsed += max(timedelta(), min(after, end) - tick)
        is_over = tick > now and not pending
        if is_over and (due is not None or state.start is None or state.asked):
            break
        tick = after
    if state.start is not None and state.start > now:
        return judge(state.valid_from, None, None, timedelta(), now, stop)
    return judge(state.valid_from, state.start, due, elapsed, now, stop)


def judge(  # noqa: PLR0913, PLR0917 - as above
    valid_from: datetime | None,
    start: datetime | None,
    due: datetime | None,
    elapsed: timedelta,
    now: datetime,
    stop: datetime | None,
) -> dict[str, Any]:
    """Name the state."""
    if stop is not None:
        state = "breached" if due is not None and stop > due else "met"
    elif start is None:
        state = "not_started"
    elif due is None:
        state = "paused"
    else:
        state = "breached" if now > due else "running"
    return {
        "state": state,
        "valid_from": valid_from,
        "started_at": start,
        "due_at": due,
        "elapsed_seconds": elapsed.total_seconds(),
    }
