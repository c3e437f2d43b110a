"""When a clock starts: rules S1, S4, S5, S6, P3, and what the record bears."""

import pytest

from tests.unit.sla.desk import (
    asked,
    classified,
    clock,
    corrected,
    event,
    instant_of,
    reading,
    received,
    seen,
    supplied,
    ticket,
)
from triage.sla.policy import Policy

LATE = "31 12:00"


@pytest.mark.parametrize(
    ("filed", "starts"),
    [
        ("02 10:00", "02 10:00"),
        ("02 16:59:59.999999", "02 16:59:59.999999"),
        ("02 17:00", "03 10:00"),
        ("02 08:00", "03 10:00"),
        ("02 09:59:59.999999", "03 10:00"),
        ("06 08:00", "09 10:00"),
        ("06 18:00", "09 10:00"),
        ("08 12:00", "09 10:00"),
        ("16 20:00", "18 10:00"),
        ("17 11:00", "18 10:00"),
        ("2026-04-02 18:00", "2026-04-07 10:00"),
        ("2026-03-30 09:30", "2026-03-31 10:00"),
    ],
)
def test_s5_outside_hours_starts_at_ten_on_the_next_business_day(
    smmpanelus: Policy, filed: str, starts: str
) -> None:
    found = clock(smmpanelus, "2026-04-20 12:00", *ticket(filed))
    assert found.valid_from == instant_of(filed)
    assert found.started_at == instant_of(starts)


def test_s5_same_day_starts_at_the_next_opening() -> None:
    policy = reading("smmpanelus", before_opening="same_day")
    assert clock(policy, LATE, *ticket("02 08:00")).started_at == instant_of("02 10:00")
    assert clock(policy, LATE, *ticket("02 17:00")).started_at == instant_of("03 10:00")


def test_s1_hours_are_gmt_in_summer_too(smmpanelus: Policy) -> None:
    at_ten_in_london = "2026-07-01T10:00:00+01:00"
    found = clock(smmpanelus, "2026-07-20 12:00", *ticket(at_ten_in_london))
    assert found.started_at == instant_of("2026-07-02 10:00")


def test_s1_a_holiday_of_one_nation_is_the_whole_gmt_day(smmpanelus: Policy) -> None:
    found = clock(smmpanelus, LATE, *ticket("16 16:00", "topup"))
    assert found.due_at == instant_of("20 16:00")


def test_s1_nations_are_configurable() -> None:
    calendar = {
        "zone": "Etc/GMT",
        "holidays": "GB-ENG",
        "hours": dict.fromkeys(("monday", "tuesday", "wednesday"), "10:00-17:00"),
    }
    policy = reading("smmpanelus", calendar=calendar)
    assert clock(policy, LATE, *ticket("17 11:00")).started_at == instant_of("17 11:00")


@pytest.mark.parametrize(
    ("filed", "starts"),
    [
        ("02 04:30", "02 04:30"),
        ("02 04:29:59", "02 04:30"),
        ("02 12:29:59", "02 12:29:59"),
        ("02 12:30", "03 04:30"),
        ("03 20:00", "05 04:30"),
        ("07 06:00", "09 04:30"),
    ],
)
def test_p3_outside_hours_starts_at_the_next_opening_in_india(
    instant: Policy, filed: str, starts: str
) -> None:
    assert clock(instant, LATE, *ticket(filed)).started_at == instant_of(starts)


def test_s4_a_ticket_that_lacks_something_has_not_started(smmpanelus: Policy) -> None:
    events = received("02 11:00"), classified("02 11:00", missing=["order_id", "description"])
    found = clock(smmpanelus, LATE, *events)
    assert (found.state, found.reasons) == ("not_started", ("description", "order_id"))
    assert (found.valid_from, found.started_at, found.due_at) == (None, None, None)
    assert found.elapsed_seconds == 0


def test_s6_what_is_missing_is_waited_for_and_then_s5_applies(smmpanelus: Policy) -> None:
    events = (
        received("02 11:00"),
        classified("02 11:00", missing=["order_id", "description"]),
        supplied("03 12:00", "order_id"),
        supplied("04 08:00", "description", "amount"),
    )
    found = clock(smmpanelus, LATE, *events)
    assert found.valid_from == instant_of("04 08:00")
    assert found.started_at == instant_of("05 10:00")


def test_missing_is_meant_as_of_filing_so_what_came_before_the_last_word_counts(
    smmpanelus: Policy,
) -> None:
    events = (
        received("02 11:00"),
        classified("02 11:00"),
        supplied("02 12:00", "order_id"),
        corrected("04 12:00", category="order", missing=["order_id"]),
    )
    assert clock(smmpanelus, LATE, *events).valid_from == instant_of("02 12:00")


def test_outside_hours_is_the_reason_before_the_start(smmpanelus: Policy) -> None:
    found = clock(smmpanelus, "02 18:00", *ticket("02 17:30"))
    assert (found.state, found.reasons) == ("not_started", ("outside_hours",))
    assert found.valid_from == instant_of("02 17:30")
    assert (found.started_at, found.due_at) == (None, None)
    assert found.starts_at == instant_of("03 10:00")
    assert seen(smmpanelus, "03 10:00", *ticket("02 17:30")) == ("running",)


def test_s4_a_wrong_choice_of_the_customer_delays_until_the_record_is_right(
    smmpanelus: Policy,
) -> None:
    events = (
        received("02 11:00", chose="order"),
        classified("02 11:00:01", "billing"),
        corrected("04 12:00", category="topup"),
    )
    assert clock(smmpanelus, LATE, *events).valid_from == instant_of("04 12:00")


def test_the_right_category_counts_from_when_the_record_bears_it_for_good(
    smmpanelus: Policy,
) -> None:
    events = [
        received("02 11:00", chose="order"),
        classified("02 11:00:01", "topup"),
        corrected("03 12:00", category="billing"),
        corrected("04 12:00", category="topup"),
    ]
    assert clock(smmpanelus, LATE, *events).valid_from == instant_of("04 12:00")
    again = corrected("05 12:00", category="topup")
    assert clock(smmpanelus, LATE, *events, again).valid_from == instant_of("04 12:00")


def test_where_the_bot_was_wrong_the_customer_loses_nothing(smmpanelus: Policy) -> None:
    right_choice = (
        received("02 11:00", chose="topup"),
        classified("02 11:00:01", "order", missing=["order_id"], abusive=True),
        corrected("09 12:00", category="topup", missing=[], abusive=False),
    )
    no_choice = (received("02 11:00"), *right_choice[1:])
    for events in (right_choice, no_choice):
        found = clock(smmpanelus, "09 13:00", *events)
        assert found.valid_from == found.started_at == instant_of("02 11:00")
        assert found.due_at == instant_of("05 11:00")
        assert (found.state, found.priority) == ("breached", "high")


def test_s4_can_be_read_as_starting_on_receipt() -> None:
    policy = reading("smmpanelus", starts_when="received")
    events = received("02 11:00", chose="topup"), classified("02 12:00", missing=["order_id"])
    assert clock(policy, LATE, *events).started_at == instant_of("02 11:00")


def test_s6_asking_before_the_start_waits_for_the_answer(smmpanelus: Policy) -> None:
    events = [*ticket("07 12:00"), asked("08 12:00", "screenshot")]
    assert seen(smmpanelus, "09 11:00", *events) == ("not_started", "screenshot")
    events.append(supplied("10 08:00", "screenshot"))
    found = clock(smmpanelus, LATE, *events)
    assert found.valid_from == instant_of("10 08:00")
    assert found.started_at == instant_of("11 10:00")


def test_s6_asking_before_the_start_can_be_read_as_a_pause() -> None:
    policy = reading("smmpanelus", asked_before_start="pauses")
    events = [*ticket("07 12:00"), asked("08 12:00", "screenshot")]
    assert seen(policy, "09 09:00", *events) == ("not_started", "outside_hours")
    assert seen(policy, "09 11:00", *events) == ("paused", "screenshot")
    found = clock(policy, "10 15:00", *events, supplied("10 08:00", "screenshot"))
    assert found.started_at == instant_of("09 10:00")
    assert found.elapsed_seconds == 5 * 3600


def test_asking_for_nothing_changes_nothing(smmpanelus: Policy) -> None:
    assert seen(smmpanelus, "02 12:00", *ticket("02 11:00"), asked("02 11:30")) == ("running",)
    waiting = received("02 18:00"), classified("02 18:00"), asked("02 19:00")
    assert clock(smmpanelus, LATE, *waiting).valid_from == instant_of("02 18:00")


def test_a_ticket_that_nobody_classified_yet_is_owed_a_response(smmpanelus: Policy) -> None:
    found = clock(smmpanelus, "02 12:00", received("02 11:00", chose="topup"))
    assert (found.state, found.priority) == ("running", "standard")


def test_what_happens_after_now_is_not_known_yet(smmpanelus: Policy) -> None:
    events = [
        *ticket("02 11:00"),
        event("replied", "04 12:00"),
        corrected("05 12:00", abusive=True),
    ]
    assert seen(smmpanelus, "03 12:00", *events) == ("running",)
    assert seen(smmpanelus, "02 10:59", *events) == ("not_started", "not_received")


def test_events_may_come_in_any_order(smmpanelus: Policy) -> None:
    events = [*ticket("02 11:00"), asked("03 12:00", "steps"), supplied("04 12:00", "steps")]
    forwards = clock(smmpanelus, LATE, *events).to_json()
    assert clock(smmpanelus, LATE, *reversed(events)).to_json() == forwards
