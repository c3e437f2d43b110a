"""What stops a clock, what takes the stop back, and what is owed no response at all."""

from tests.unit.sla.desk import (
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


def test_s7_an_automatic_acknowledgement_is_the_first_response(smmpanelus: Policy) -> None:
    events = [
        *ticket("02 11:00"),
        event("acknowledged", "02 11:00:00.700000"),
        event("replied", "05 12:00"),
    ]
    found = clock(smmpanelus, LATE, *events)
    assert found.state == "met"
    assert found.responded_at == instant_of("02 11:00:00.700000")
    assert found.human_responded_at == instant_of("05 12:00")
    assert found.elapsed_seconds == 0.7
    assert found.was_valid is True


def test_s7_a_person_may_be_first(smmpanelus: Policy) -> None:
    events = [
        *ticket("02 11:00"),
        event("replied", "02 11:30"),
        event("acknowledged", "02 12:00"),
    ]
    found = clock(smmpanelus, LATE, *events)
    assert found.responded_at == found.human_responded_at == instant_of("02 11:30")


def test_s7_an_acknowledgement_that_asks_for_what_is_missing_counts(smmpanelus: Policy) -> None:
    events = [
        received("02 11:00"),
        classified("02 11:00", missing=["order_id"]),
        event("acknowledged", "02 11:00:01"),
    ]
    found = clock(smmpanelus, "04 12:00", *events)
    assert (found.state, found.reasons, found.was_valid) == ("met", (), False)
    assert (found.valid_from, found.started_at, found.due_at) == (None, None, None)
    assert found.elapsed_seconds == 0
    later = clock(smmpanelus, "05 12:00", *events, supplied("04 13:00", "order_id"))
    assert (later.state, later.valid_from, later.was_valid) == (
        "met",
        instant_of("04 13:00"),
        False,
    )
    assert later.due_at == instant_of("13 13:00")


def test_a_response_before_the_start_is_in_time(smmpanelus: Policy) -> None:
    events = [*ticket("07 12:00"), event("acknowledged", "07 12:01")]
    on_sunday, on_monday = (clock(smmpanelus, now, *events) for now in ("08 12:00", "09 12:00"))
    assert (on_sunday.state, on_sunday.started_at, on_sunday.due_at) == ("met", None, None)
    assert (on_monday.state, on_monday.started_at) == ("met", instant_of("09 10:00"))
    assert on_monday.due_at == instant_of("19 10:00")
    assert on_monday.elapsed_seconds == 0


def test_a_bounce_takes_the_stop_back(smmpanelus: Policy) -> None:
    events = [
        *ticket("02 11:00", "topup"),
        event("acknowledged", "02 11:01"),
        event("bounced", "06 12:00"),
    ]
    assert seen(smmpanelus, "06 11:59", *events) == ("met",)
    found = clock(smmpanelus, "06 12:00", *events)
    assert (found.state, found.responded_at) == ("breached", None)
    again = [*events, event("acknowledged", "06 13:00")]
    found = clock(smmpanelus, LATE, *again)
    assert (found.state, found.responded_at) == ("breached", instant_of("06 13:00"))


def test_a_bounce_leaves_a_reply_standing(smmpanelus: Policy) -> None:
    events = [
        *ticket("02 11:00"),
        event("acknowledged", "02 11:01"),
        event("replied", "02 12:00"),
        event("bounced", "02 13:00"),
    ]
    assert clock(smmpanelus, LATE, *events).responded_at == instant_of("02 12:00")


def test_a_bounce_takes_back_the_acknowledgement_it_names_or_all_before_it(
    smmpanelus: Policy,
) -> None:
    acknowledged = [
        *ticket("02 11:00"),
        event("acknowledged", "02 11:01", message_id="<1@desk.example.com>"),
        event("acknowledged", "02 12:00", message_id="<2@desk.example.com>"),
    ]
    for bounce, responded in (
        ({"message_id": "<1@desk.example.com>"}, instant_of("02 12:00")),
        ({"message_id": "<2@desk.example.com>"}, instant_of("02 11:01")),
        ({"message_id": "<9@desk.example.com>"}, None),
        ({}, None),
    ):
        events = [*acknowledged, event("bounced", "02 13:00", **bounce)]
        assert clock(smmpanelus, LATE, *events).responded_at == responded


def test_s9_what_comes_after_the_first_response_is_not_counted(smmpanelus: Policy) -> None:
    events = [*ticket("02 11:00"), event("replied", "02 12:00")]
    first = clock(smmpanelus, "03 12:00", *events)
    much_later = clock(smmpanelus, LATE, *events, event("replied", "30 12:00"))
    assert first.elapsed_seconds == much_later.elapsed_seconds == 3600
    assert (much_later.state, much_later.human_responded_at) == ("met", instant_of("02 12:00"))


def test_p6_abuse_is_owed_nothing(instant: Policy) -> None:
    found = clock(instant, LATE, received("02 06:00"), classified("02 06:00", abusive=True))
    assert (found.state, found.reasons) == ("void", ("abusive",))
    assert (found.valid_from, found.started_at, found.due_at) == (None, None, None)


def test_p9_a_duplicate_has_no_clock_of_its_own(instant: Policy) -> None:
    events = [received("02 06:00"), classified("02 06:00", duplicate_of="1001")]
    assert seen(instant, LATE, *events) == ("void", "duplicate")
    assert seen(instant, "03 06:00", *events, corrected("02 07:00", duplicate_of=None)) == (
        "running",
    )


def test_p10_a_follow_up_leaves_the_first_clock_as_it_was(instant: Policy) -> None:
    events = ticket("02 06:00")
    chased = [*events, supplied("03 06:00")]
    assert clock(instant, LATE, *chased).to_json() == clock(instant, LATE, *events).to_json()
    assert clock(instant, "03 06:00", *chased).due_at is not None


def test_p5_a_matter_out_of_scope_is_owed_nothing_and_is_standard(
    instant: Policy, smmpanelus: Policy
) -> None:
    for policy in (instant, smmpanelus):
        found = clock(policy, LATE, *ticket("02 11:00", "out_of_scope"))
        assert (found.state, found.reasons) == ("void", ("out_of_scope",))
        assert found.priority == "standard"


def test_s2_a_matter_out_of_scope_can_be_read_as_any_other() -> None:
    policy = reading("smmpanelus", out_of_scope="owed")
    assert clock(policy, LATE, *ticket("02 11:00", "out_of_scope")).due_at == instant_of("11 11:00")


def test_p1_billing_is_in_scope(instant: Policy) -> None:
    assert seen(instant, "03 06:00", *ticket("02 06:00", "billing")) == ("running",)


def test_p7_another_language_leaves_the_clock_as_it_is(instant: Policy) -> None:
    """The text says that a delay occurs, not that the time does not count."""
    polish = [received("02 06:00"), classified("02 06:00", language="pl")]
    english = [received("02 06:00"), classified("02 06:00", language="en")]
    found = clock(instant, "03 06:00", *polish)
    assert found.state == "running"
    assert found.to_json() == clock(instant, "03 06:00", *english).to_json()


def test_void_keeps_the_responses_on_record(smmpanelus: Policy) -> None:
    events = [
        received("02 11:00"),
        classified("02 11:00", "topup", abusive=True),
        event("acknowledged", "02 11:01"),
    ]
    found = clock(smmpanelus, LATE, *events)
    assert (found.state, found.priority) == ("void", "high")
    assert found.responded_at == instant_of("02 11:01")
    assert (found.was_valid, found.elapsed_seconds) == (None, 0)
