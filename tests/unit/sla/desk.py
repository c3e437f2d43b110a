"""Short ways to write a ticket's events and to read its clock. Days are of March 2026 unless said.

March 2026: the 2nd is a Monday; the 17th (Saint Patrick) is a holiday in Northern Ireland alone;
3 April is Good Friday, 6 April Easter Monday.
"""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from triage.sla.clock import Clock, evaluate
from triage.sla.events import read_events
from triage.sla.policy import Policy

Event = dict[str, Any]


def instant_of(text: str) -> datetime:
    """Read "02 10:00" as 2026-03-02T10:00Z, and anything longer as it stands."""
    if "-" not in text:
        day, _, wall = text.partition(" ")
        text = f"2026-03-{day}T{wall}"
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def event(kind: str, at: str, **keys: object) -> Event:
    return {"type": kind, "at": instant_of(at).isoformat(), **keys}


def received(at: str, chose: str | None = None, channel: str = "ticket") -> Event:
    return event("received", at, channel=channel, customer_category=chose)


def classified(at: str, category: str | None = "order", **keys: object) -> Event:
    said = {"by": "bot", "missing": [], "abusive": False, "duplicate_of": None} | keys
    return event("classified", at, category=category, **said)


def corrected(at: str, **keys: object) -> Event:
    return event("classified", at, by="agent", **keys)


def supplied(at: str, *fields: str) -> Event:
    return event("supplied", at, fields=list(fields))


def asked(at: str, *fields: str) -> Event:
    return event("asked", at, fields=list(fields))


def ticket(at: str, category: str = "order", channel: str = "ticket") -> list[Event]:
    """Return a ticket that is valid when it comes."""
    return [received(at, channel=channel), classified(at, category)]


def clock(policy: Policy, now: str, *events: Event) -> Clock:
    return evaluate(read_events(list(events)), policy, instant_of(now))


def seen(policy: Policy, now: str, *events: Event) -> tuple[str, ...]:
    """Return state and reasons."""
    found = clock(policy, now, *events)
    return (found.state.value, *found.reasons)


def reading(name: str, **keys: object) -> Policy:
    """Return a shipped agreement with other keys in its version."""
    table = tomllib.loads(Path("config.toml").read_text("utf-8"))["policies"][name]
    table["versions"]["v1"] |= keys
    return Policy.from_mapping(name, table)
