"""Warnings and breaches, found by a sweep that may have been down."""

from tests.unit.sla.desk import asked, clock, event, instant_of, reading, ticket
from triage.sla.checkpoints import FIRST_LATE, SignalKind, next_checkpoint, signal_of
from triage.sla.policy import Policy

TOPUP = ticket("02 10:00", "topup")


def test_a_sweep_is_called_at_the_start_the_warning_and_the_first_late_instant(
    smmpanelus: Policy,
) -> None:
    early = clock(smmpanelus, "01 12:00", *ticket("01 11:00", "topup"))
    assert next_checkpoint(early) == instant_of("02 10:00")
    running = clock(smmpanelus, "02 10:00", *TOPUP)
    assert next_checkpoint(running) == running.warn_at == instant_of("04 12:48")
    warned = clock(smmpanelus, "04 12:48", *TOPUP)
    assert next_checkpoint(warned) == instant_of("05 10:00") + FIRST_LATE
    assert next_checkpoint(clock(smmpanelus, "05 10:01", *TOPUP)) is None


def test_the_signal_tells_when_it_fell_due_however_late_it_is_found(smmpanelus: Policy) -> None:
    assert signal_of(clock(smmpanelus, "04 12:47", *TOPUP)) is None
    warning = signal_of(clock(smmpanelus, "05 10:00", *TOPUP))
    assert warning is not None
    assert (warning.kind, warning.at) == (SignalKind.WARNING, instant_of("04 12:48"))
    breach = signal_of(clock(smmpanelus, "20 10:00", *TOPUP))
    assert breach is not None
    assert (breach.kind, breach.at) == (SignalKind.BREACH, instant_of("05 10:00") + FIRST_LATE)
    assert breach.due_at == instant_of("05 10:00")


def test_a_late_response_is_a_breach_and_a_timely_one_is_nothing(smmpanelus: Policy) -> None:
    late = clock(smmpanelus, "20 10:00", *TOPUP, event("replied", "06 12:00"))
    assert signal_of(late) is not None
    met = clock(smmpanelus, "20 10:00", *TOPUP, event("replied", "04 12:00"))
    assert signal_of(met) is None
    assert next_checkpoint(late) is None
    assert next_checkpoint(met) is None


def test_a_paused_clock_changes_by_events_alone(smmpanelus: Policy) -> None:
    paused = clock(smmpanelus, "04 12:00", *TOPUP, asked("03 12:00", "steps"))
    assert next_checkpoint(paused) is None
    assert signal_of(paused) is None


def test_the_share_is_configurable() -> None:
    policy = reading("instant-smm-panels", warn_at="0.5")
    found = clock(policy, "03 05:30", *ticket("02 05:30"))
    assert found.warn_at == found.aim_at == instant_of("06 05:30")
