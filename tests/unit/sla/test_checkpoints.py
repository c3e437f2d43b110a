"""Warnings and breaches, found by a sweep that may have been down."""

from tests.unit.sla.desk import asked, clock, event, instant_of, reading, ticket
from triage.sla.checkpoints import FIRST_LATE, Signal, SignalKind, next_checkpoint, signals_of
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


def test_signals_tell_when_they_fell_due_however_late_they_are_found(smmpanelus: Policy) -> None:
    assert signals_of(clock(smmpanelus, "04 12:47", *TOPUP)) == ()
    due_at = instant_of("05 10:00")
    warning = Signal(SignalKind.WARNING, instant_of("04 12:48"), due_at)
    assert signals_of(clock(smmpanelus, "05 10:00", *TOPUP)) == (warning,)
    breach = Signal(SignalKind.BREACH, due_at + FIRST_LATE, due_at)
    assert signals_of(clock(smmpanelus, "20 10:00", *TOPUP)) == (warning, breach)


def test_a_response_ends_what_is_called_attention_to(smmpanelus: Policy) -> None:
    late = clock(smmpanelus, "20 10:00", *TOPUP, event("replied", "06 12:00"))
    assert [signal.kind for signal in signals_of(late)] == [SignalKind.WARNING, SignalKind.BREACH]
    just = clock(smmpanelus, "20 10:00", *TOPUP, event("replied", "05 10:00"))
    assert [signal.kind for signal in signals_of(just)] == [SignalKind.WARNING]
    early = clock(smmpanelus, "20 10:00", *TOPUP, event("replied", "04 12:00"))
    assert signals_of(early) == ()
    assert [next_checkpoint(found) for found in (late, just, early)] == [None, None, None]


def test_an_answer_before_the_start_leaves_the_start_to_be_looked_at(smmpanelus: Policy) -> None:
    weekend = [*ticket("01 11:00", "topup"), event("acknowledged", "01 11:01")]
    early = clock(smmpanelus, "01 12:00", *weekend)
    assert (early.due_at, next_checkpoint(early)) == (None, instant_of("02 10:00"))
    started = clock(smmpanelus, "02 10:00", *weekend)
    assert (started.due_at, next_checkpoint(started)) == (instant_of("05 10:00"), None)


def test_a_paused_clock_changes_by_events_alone(smmpanelus: Policy) -> None:
    paused = clock(smmpanelus, "04 12:00", *TOPUP, asked("03 12:00", "steps"))
    assert next_checkpoint(paused) is None
    assert signals_of(paused) == ()


def test_the_share_is_configurable() -> None:
    policy = reading("instant-smm-panels", warn_at="0.5")
    found = clock(policy, "03 05:30", *ticket("02 05:30"))
    assert found.warn_at == found.aim_at == instant_of("06 05:30")
