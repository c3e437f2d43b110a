"""Acknowledgements of every kind, as a desk would ask for them."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from models.vocabulary import AckKind, Category, Field, Priority
from triage.ack.context import AckContext, ClaimOutcome
from triage.ack.render import Renderer
from triage.sla.calendar import Calendar
from triage.sla.claims import ClaimReason

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
    if kind in {AckKind.CLAIM_APPROVED, AckKind.CLAIM_REJECTED}:
        is_approved = kind is AckKind.CLAIM_APPROVED
        facts |= {
            "category": Category.CLAIM,
            "outcome": ClaimOutcome(
                month=date(2026, 3, 1),
                availability=Decimal("98.70"),
                amount=Decimal("1.23") if is_approved else Decimal("0.00"),
                currency="USD",
                reasons=() if is_approved else tuple(ClaimReason),
                note="" if is_approved else "The attack was not ours to stop.",
            ),
        }
    return AckContext(**facts | values)
