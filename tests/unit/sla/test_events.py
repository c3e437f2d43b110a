"""Clock events are read and written as the contract has them."""

from datetime import UTC, datetime

import pytest

from models.vocabulary import Category, ClockEventType, Field
from triage.sla.events import UNSAID, ClockEvent, read_events

AT = "2026-03-02T11:00:00Z"


@pytest.mark.parametrize(
    "data",
    [
        {"type": "received", "at": AT, "channel": "email", "customer_category": "topup"},
        {"type": "received", "at": AT, "channel": "ticket", "customer_category": None},
        {
            "type": "classified",
            "at": AT,
            "by": "bot",
            "category": "order",
            "missing": ["description", "order_id"],
            "abusive": False,
            "duplicate_of": None,
        },
        {"type": "classified", "at": AT, "by": "agent", "missing": []},
        {"type": "classified", "at": AT, "by": "agent", "duplicate_of": 1001},
        {"type": "supplied", "at": AT, "fields": ["order_id"]},
        {"type": "asked", "at": AT, "fields": ["screenshot", "steps"]},
        {"type": "acknowledged", "at": AT},
        {"type": "bounced", "at": AT, "message_id": "<1@desk.example.com>"},
        {"type": "replied", "at": "2026-03-02T11:00:00.000001Z"},
    ],
)
def test_an_event_is_written_as_it_was_read(data: dict[str, object]) -> None:
    assert ClockEvent.from_json(data).to_json() == data


def test_null_is_no_word_except_on_duplicates() -> None:
    data = {"type": "classified", "at": AT, "category": None, "missing": None, "abusive": None}
    silent = ClockEvent.from_json(data)
    assert (silent.category, silent.missing, silent.abusive) == (None, None, None)
    assert silent.duplicate_of is UNSAID
    assert ClockEvent.from_json({**data, "duplicate_of": None}).duplicate_of is None


def test_times_are_utc_whatever_their_offset_and_never_naive() -> None:
    event = ClockEvent.from_json({"type": "replied", "at": "2026-03-02T16:30:00+05:30"})
    assert event.at == datetime(2026, 3, 2, 11, tzinfo=UTC)
    assert event.at.tzinfo is UTC
    with pytest.raises(ValueError, match="has no offset"):
        ClockEvent(ClockEventType.REPLIED, datetime(2026, 3, 2, 11))  # noqa: DTZ001 - the point


def test_made_in_code_and_read_from_json_are_equal() -> None:
    made = ClockEvent(
        ClockEventType.CLASSIFIED,
        datetime(2026, 3, 2, 11, tzinfo=UTC),
        category=Category.ORDER,
        missing=frozenset({Field.ORDER_ID}),
    )
    data = {"type": "classified", "at": AT, "category": "order", "missing": ["order_id"]}
    assert read_events([data]) == [made]
