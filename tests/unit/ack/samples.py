"""Acknowledgements of every kind, as a desk would ask for them."""

from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from models.vocabulary import AckKind, Category, Field, Priority
from triage.ack.context import AckContext
from triage.ack.render import Renderer
from triage.sla.calendar import Calendar

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
DUE = NOW + timedelta(days=3, seconds=59)
WEEKDAYS = (((time(10), time(17)),),) * 5
LONDON_HOURS = Calendar(ZoneInfo("Etc/GMT"), (*WEEKDAYS, (), ()), ("GB",))
INDIA_HOURS = Calendar(ZoneInfo("Asia/Kolkata"), (*(((time(10), time(18)),),) * 5, (), ()))


@cache
def renderer() -> Renderer:
    return Renderer()


def context(kind: AckKind = AckKind.RECEIVED_STANDARD, **values: Any) -> AckContext:  # noqa: ANN401 -- any fact of the context
    facts: dict[str, Any] = {
        "ticket_number": 100001,
        "kind": kind,
        "service": "Example Panel",
        "calendar": LONDON_HOURS,
        "now": NOW,
        "language": "en",
        "subject": "Where is my order?",
        "requester_name": "Anna",
        "due_at": DUE,
    }
    if kind is AckKind.INFORMATION_MISSING:
        facts |= {"missing": (Field.ORDER_ID,), "due_at": None}
    if kind is AckKind.DUPLICATE:
        facts |= {"duplicate_of": 100000}
    if kind is AckKind.RECEIVED_HIGH:
        facts |= {"category": Category.TOPUP, "priority": Priority.HIGH}
    if kind is AckKind.CLAIM:
        facts |= {"category": Category.CLAIM, "decide_by": NOW + timedelta(days=20)}
    return AckContext(**facts | values)
