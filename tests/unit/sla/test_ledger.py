"""The ledger explains every instant from receipt on, and its counted part is the elapsed time."""

from datetime import timedelta

from tests.unit.sla.desk import (
    asked,
    classified,
    clock,
    corrected,
    event,
    instant_of,
    received,
    supplied,
    ticket,
)
from triage.sla.clock import Clock
from triage.sla.policy import Policy


def short(found: Clock) -> list[tuple[str, bool, str]]:
    return [(f"{e.start:%d %H:%M}", e.counted, e.reason) for e in found.ledger]


def test_closed_time_holidays_and_pauses_have_their_reasons(smmpanelus: Policy) -> None:
    events = [
        *ticket("2026-04-02 15:00"),
        asked("2026-04-07 11:00", "screenshot", "steps"),
        supplied("2026-04-08 12:00", "screenshot"),
        supplied("2026-04-08 13:00", "steps"),
    ]
    assert short(clock(smmpanelus, "2026-04-08 14:00", *events)) == [
        ("02 15:00", True, "open"),
        ("02 17:00", False, "closed"),
        ("03 00:00", False, "holiday: Good Friday"),
        ("04 00:00", False, "closed"),
        ("06 00:00", False, "holiday: Easter Monday"),
        ("07 00:00", False, "closed"),
        ("07 10:00", True, "open"),
        ("07 11:00", False, "waiting for screenshot, steps"),
        ("08 12:00", False, "waiting for steps"),
        ("08 13:00", True, "open"),
    ]


def test_s4_and_s5_what_came_before_the_start_is_told_apart(smmpanelus: Policy) -> None:
    events = [
        received("02 15:00", chose="order"),
        classified("02 15:00", "order", missing=["transaction_id"]),
        supplied("02 16:00", "transaction_id"),
        corrected("03 09:00", category="topup"),
    ]
    assert short(clock(smmpanelus, "04 12:00", *events)) == [
        ("02 15:00", False, "waiting for transaction_id"),
        ("02 16:00", False, "waiting for the right category"),
        ("03 09:00", False, "closed"),
        ("03 10:00", False, "before the start"),
        ("03 17:00", False, "closed"),
        ("04 10:00", True, "open"),
    ]


def test_the_ledger_ends_at_the_response(smmpanelus: Policy) -> None:
    events = [*ticket("02 11:00"), event("replied", "02 12:00")]
    assert short(clock(smmpanelus, "05 12:00", *events)) == [("02 11:00", True, "open")]
    at_once = [*ticket("02 11:00"), event("acknowledged", "02 11:00")]
    assert short(clock(smmpanelus, "05 12:00", *at_once)) == []


def test_a_void_ticket_counts_nothing(smmpanelus: Policy) -> None:
    events = received("02 11:00"), classified("02 11:00", abusive=True, duplicate_of=7)
    assert short(clock(smmpanelus, "05 12:00", *events)) == [
        ("02 11:00", False, "abusive, duplicate")
    ]


def test_the_due_ledger_tells_why_the_answer_is_due_then_answered_or_not(
    smmpanelus: Policy,
) -> None:
    events = [
        *ticket("04 12:00", "topup"),
        asked("04 13:00", "steps"),
        supplied("05 10:00", "steps"),
        event("replied", "05 12:00"),
    ]
    found = clock(smmpanelus, "20 12:00", *events)
    assert [(f"{e.start:%d %H:%M}", e.counted) for e in found.due_ledger] == [
        ("04 12:00", True),
        ("04 13:00", False),
        ("05 10:00", True),
        ("05 17:00", False),
        ("06 10:00", True),
        ("06 17:00", False),
        ("09 10:00", True),
    ]
    assert found.due_ledger[-1].end == found.due_at == instant_of("09 16:00")
    counted = sum((e.end - e.start for e in found.due_ledger if e.counted), timedelta())
    assert counted == timedelta(hours=21)
    assert clock(smmpanelus, "20 12:00", *events[:3], asked("05 11:00", "amount")).due_ledger == ()


def test_a_holiday_on_a_closed_weekday_is_just_closed(smmpanelus: Policy) -> None:
    found = clock(smmpanelus, "2026-12-27 12:00", *ticket("2026-12-24 16:00"))
    assert short(found)[-2:] == [
        ("25 00:00", False, "holiday: Christmas Day"),
        ("26 00:00", False, "closed"),
    ]
