"""Random but reproducible ticket histories, as lines of `triage clock`."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

CATEGORIES = (*("topup", "order", "account", "billing", "technical") * 3, "out_of_scope")
FIELDS = ("order_id", "transaction_id", "amount", "screenshot")
ZONES = ("+00:00", "+05:30", "-08:00", "+13:45")
FIRST = datetime(2023, 11, 1, tzinfo=UTC)
SPAN_DAYS = 1800
"""Leap day, two changes to daylight saving a year, every holiday several times."""


def history(random: Random) -> dict[str, Any]:
    """Return one line: a ticket, what befell it, and an instant to look at it."""
    received = _instant(random, FIRST + timedelta(days=random.randrange(SPAN_DAYS)))
    events: list[dict[str, Any]] = [
        {
            "type": "received",
            "channel": random.choice(("email", "ticket")),
            "customer_category": random.choice((None, None, *CATEGORIES)),
        },
        {
            "type": "classified",
            "by": "bot",
            "category": random.choice(CATEGORIES),
            "missing": random.sample(FIELDS, random.choice((0, 0, 0, 1, 2))),
            "abusive": random.random() < 0.03,
            "duplicate_of": None if random.random() < 0.97 else "1001",
        },
    ]
    instants = [received, received + timedelta(seconds=random.choice((0, 1, 90)))]
    for _ in range(random.randrange(7)):
        events.append(_event(random))
        instants.append(_later(random, instants[-1]))
    for event, instant in zip(events, instants, strict=True):
        event["at"] = _written(random, instant)
    now = _later(random, instants[-1]) if random.random() < 0.9 else _later(random, received)
    return {"id": 1, "events": events, "now": _written(random, now)}


def _event(random: Random) -> dict[str, Any]:
    kind = random.choice(
        (
            "supplied",
            "supplied",
            "asked",
            "asked",
            "acknowledged",
            "bounced",
            "replied",
            "classified",
        )
    )
    if kind in {"supplied", "asked"}:
        return {"type": kind, "fields": random.sample(FIELDS, random.choice((1, 1, 2, 4)))}
    if kind == "classified":
        event: dict[str, Any] = {"type": kind, "by": "agent"}
        if random.random() < 0.7:
            event["category"] = random.choice(CATEGORIES)
        if random.random() < 0.3:
            event["missing"] = random.sample(FIELDS, random.choice((0, 1)))
        if random.random() < 0.3:
            event["abusive"] = random.random() < 0.2
        if random.random() < 0.3:
            event["duplicate_of"] = random.choice((None, None, None, "1001"))
        return event
    return {"type": kind}


def _instant(random: Random, day: datetime) -> datetime:
    """Return an instant of a day, often at or next to an opening or a closing."""
    if random.random() < 0.3:
        minutes = random.choice((270, 600, 750, 1020, 0))
        nudge = timedelta(microseconds=random.choice((-1, 0, 0, 0, 1)))
        return day + timedelta(minutes=minutes) + nudge
    if random.random() < 0.5:
        return day + timedelta(minutes=random.randrange(1440))
    return day + timedelta(microseconds=random.randrange(86_400_000_000))


def _later(random: Random, instant: datetime) -> datetime:
    """Return the same instant, the same day, or days later, often on a boundary."""
    if random.random() < 0.08:
        return instant
    if random.random() < 0.3:
        return instant + timedelta(seconds=random.randrange(20_000))
    midnight = instant.replace(hour=0, minute=0, second=0, microsecond=0)
    later = _instant(random, midnight + timedelta(days=random.choice((1, 1, 2, 3, 5, 9, 16))))
    return max(instant, later)


def _written(random: Random, instant: datetime) -> str:
    zone = datetime.fromisoformat(f"2024-01-01T00:00:00{random.choice(ZONES)}").tzinfo
    return instant.astimezone(zone).isoformat()
