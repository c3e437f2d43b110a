"""When a response is due, and what pauses push: rules S2, S3, S6, S8, S15 and P4."""

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

LATE = "2026-04-30 12:00"


@pytest.mark.parametrize(
    ("category", "started", "due"),
    [
        ("topup", "02 10:00", "05 10:00"),
        ("topup", "02 16:59:59.999999", "05 16:59:59.999999"),
        ("topup", "05 12:30", "10 12:30"),
        ("order", "02 12:30", "11 12:30"),
        ("billing", "12 15:00", "24 15:00"),
        ("claim", "2026-04-01 10:00", "2026-04-14 10:00"),
        ("topup", "2028-02-28 11:00", "2028-03-02 11:00"),
    ],
)
def test_s2_due_at_the_same_time_of_day_on_the_nth_business_day(
    smmpanelus: Policy, category: str, started: str, due: str
) -> None:
    now = "2028-05-01 12:00" if "2028" in started else LATE
    assert clock(smmpanelus, now, *ticket(started, category)).due_at == instant_of(due)


def test_s2_a_response_at_due_at_itself_is_in_time(smmpanelus: Policy) -> None:
    events = ticket("02 12:00", "topup")
    assert seen(smmpanelus, LATE, *events, event("replied", "05 12:00")) == ("met",)
    assert seen(smmpanelus, LATE, *events, event("replied", "05 12:00:00.000001")) == ("breached",)
    assert seen(smmpanelus, "05 12:00", *events) == ("running",)
    assert seen(smmpanelus, "05 12:00:00.000001", *events) == ("breached",)


def test_s2_a_target_used_up_at_closing_lasts_until_the_next_opening(smmpanelus: Policy) -> None:
    events = ticket("01 12:00", "topup")
    overnight = clock(smmpanelus, "04 20:00", *events)
    assert (overnight.state, overnight.elapsed_seconds) == ("running", 21 * 3600)
    assert overnight.due_at == instant_of("05 10:00")


def test_s3_only_a_topup_is_high_whatever_the_customer_ticked(smmpanelus: Policy) -> None:
    ticked = received("02 11:00", chose="topup"), classified("02 11:00", "billing")
    assert clock(smmpanelus, LATE, *ticked).priority == "standard"
    assert clock(smmpanelus, LATE, *ticket("02 11:00", "topup")).priority == "high"


def test_s8_a_ticket_that_is_no_topup_becomes_standard_with_that_target(
    smmpanelus: Policy,
) -> None:
    events = [*ticket("02 11:00", "topup"), corrected("04 12:00", category="order")]
    before, after = clock(smmpanelus, "04 11:00", *events), clock(smmpanelus, "04 13:00", *events)
    assert (before.priority, before.due_at) == ("high", instant_of("05 11:00"))
    assert (after.priority, after.due_at) == ("standard", instant_of("11 11:00"))


def test_s6_a_pause_pushes_the_deadline_by_the_business_time_it_lasts(smmpanelus: Policy) -> None:
    events = [*ticket("02 10:00", "topup"), asked("03 12:00", "screenshot")]
    assert seen(smmpanelus, "03 13:00", *events) == ("paused", "screenshot")
    assert clock(smmpanelus, "03 13:00", *events).due_at is None
    events.append(supplied("04 12:00", "screenshot"))
    found = clock(smmpanelus, "04 13:00", *events)
    assert (found.state, found.due_at) == ("running", instant_of("06 10:00"))
    assert found.elapsed_seconds == 10 * 3600


def test_s6_a_clock_goes_on_at_the_next_open_instant(smmpanelus: Policy) -> None:
    events = [
        *ticket("02 10:00", "topup"),
        asked("02 12:00", "screenshot"),
        supplied("03 08:00", "screenshot"),
    ]
    found = clock(smmpanelus, "03 11:00", *events)
    assert found.elapsed_seconds == 3 * 3600
    assert found.due_at == instant_of("05 15:00")


def test_s6_a_pause_outside_hours_moves_nothing(smmpanelus: Policy) -> None:
    events = [*ticket("02 12:00"), asked("02 17:00", "steps"), supplied("03 10:00", "steps")]
    found = clock(smmpanelus, LATE, *events)
    assert found.due_at == clock(smmpanelus, LATE, *ticket("02 12:00")).due_at
    assert found.elapsed_seconds == clock(smmpanelus, LATE, *ticket("02 12:00")).elapsed_seconds


def test_s6_a_pause_ends_when_everything_asked_for_is_there(smmpanelus: Policy) -> None:
    events = [
        *ticket("02 10:00", "topup"),
        asked("02 11:00", "screenshot"),
        asked("02 12:00", "steps"),
        supplied("02 13:00", "screenshot"),
    ]
    assert seen(smmpanelus, "02 14:00", *events) == ("paused", "steps")
    events.append(supplied("02 15:00", "steps", "username"))
    found = clock(smmpanelus, "02 16:00", *events)
    assert (found.state, found.due_at) == ("running", instant_of("05 14:00"))
    assert found.elapsed_seconds == 2 * 3600


def test_asking_after_the_deadline_takes_no_breach_back(smmpanelus: Policy) -> None:
    events = [*ticket("02 10:00", "topup"), asked("06 10:00", "steps")]
    found = clock(smmpanelus, "09 12:00", *events)
    assert (found.state, found.due_at) == ("breached", instant_of("05 10:00"))
    assert found.elapsed_seconds == 28 * 3600


def test_asking_at_the_deadline_itself_still_pauses(smmpanelus: Policy) -> None:
    events = [*ticket("02 12:00", "topup"), asked("05 12:00", "steps")]
    assert seen(smmpanelus, "06 12:00", *events) == ("paused", "steps")


def test_asking_after_the_response_pauses_nothing(smmpanelus: Policy) -> None:
    events = [*ticket("02 12:00"), event("acknowledged", "02 12:01"), asked("02 12:01", "steps")]
    found = clock(smmpanelus, LATE, *events)
    assert (found.state, found.due_at) == ("met", instant_of("11 12:00"))
    assert found.elapsed_seconds == 60


def test_a_response_in_a_pause_is_in_time_and_the_deadline_stays_open(smmpanelus: Policy) -> None:
    events = [
        *ticket("02 12:00", "topup"),
        asked("02 13:00", "steps"),
        event("replied", "20 12:00"),
    ]
    found = clock(smmpanelus, "20 13:00", *events)
    assert (found.state, found.due_at, found.elapsed_seconds) == ("met", None, 3600)


@pytest.mark.parametrize(
    ("channel", "started", "due", "aim"),
    [
        ("ticket", "09 05:30", "17 05:30", "12 05:30"),
        ("email", "09 05:30", "20 05:30", "17 05:30"),
        ("ticket", "08 12:00", "17 04:30", "12 04:30"),
    ],
)
def test_p4_the_upper_figure_is_due_in_business_hours_and_the_lower_is_the_aim(
    instant: Policy, channel: str, started: str, due: str, aim: str
) -> None:
    found = clock(instant, LATE, *ticket(started, "topup", channel))
    assert found.due_at == instant_of(due)
    assert found.aim_at == instant_of(aim)


def test_p4_hours_used_up_at_closing_can_be_due_at_the_closing() -> None:
    policy = reading("instant-smm-panels", used_up_at_closing="closing")
    assert clock(policy, LATE, *ticket("08 12:00")).due_at == instant_of("16 12:30")


def test_p4_hours_can_be_hours_of_the_calendar() -> None:
    policy = reading("instant-smm-panels", measured_in="calendar")
    events = [*ticket("06 05:30"), asked("07 00:00", "steps"), supplied("07 06:00", "steps")]
    found = clock(policy, "08 05:30", *events)
    assert found.due_at == instant_of("08 11:30")
    assert found.elapsed_seconds == 42 * 3600
    assert [entry.reason for entry in found.ledger] == [
        "calendar time",
        "waiting for steps",
        "calendar time",
    ]


def test_s15_a_ticket_keeps_the_version_in_force_when_it_was_received() -> None:
    shipped = reading("smmpanelus")
    table = {
        "v1": {"in_force_from": "2025-08-30", "targets": _targets(7)},
        "v2": {"in_force_from": "2026-03-04", "targets": _targets(2)},
    }
    calendar = {"zone": "Etc/GMT", "hours": {"monday": "10:00-17:00", "tuesday": "10:00-17:00"}}
    versions = {name: version | {"calendar": calendar} for name, version in table.items()}
    policy = Policy.from_mapping("changing", {"versions": versions})
    assert shipped.version_at(instant_of("2025-08-30 00:00")).name == "v1"
    assert clock(policy, LATE, *ticket("03 23:59:59.999999")).version == "v1"
    kept = [*ticket("03 11:00"), corrected("10 12:00", category="topup")]
    assert clock(policy, LATE, *kept).version == "v1"
    assert clock(policy, LATE, *ticket("04 00:00")).version == "v2"
    assert clock(policy, LATE, *ticket("2020-01-06 11:00")).version == "v1"


def _targets(days: int) -> dict[str, object]:
    return {"high": {"business_days": 3}, "standard": {"business_days": days}}


def test_both_agreements_judge_the_same_ticket_side_by_side(
    smmpanelus: Policy, instant: Policy
) -> None:
    events = [*ticket("02 11:00", "topup"), event("replied", "05 12:00")]
    assert seen(smmpanelus, LATE, *events) == ("breached",)
    assert seen(instant, LATE, *events) == ("met",)
