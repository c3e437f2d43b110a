"""Warnings and breaches are found once each, however long the sweep was down."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert

from models.tables import metadata
from models.vocabulary import Category, Channel, ClockEventType, ClockState
from tests.integration.desk.timed import MONDAY, ORDER, TOPUP, TimedDesk, timed_desk
from triage.desk import actions, corrections
from triage.desk.clocks import rows_of
from triage.sla.checkpoints import FIRST_LATE
from triage.sla.events import ClockEvent

WARNED = datetime.fromisoformat("2026-03-04T12:48:00Z")
"""Four fifths of 21 business hours after Monday at 10:00."""
DUE = datetime.fromisoformat("2026-03-05T10:00:00Z")


def kinds(desk: TimedDesk, number: int) -> list[tuple[str, datetime]]:
    return sorted((kind, at) for _, kind, _, at in desk.notices(number))


def test_a_sweep_that_was_down_for_days_finds_what_fell_due_and_when(
    either_desk: TimedDesk,
) -> None:
    desk = either_desk
    number = desk.receive(TOPUP)
    assert desk.sweep() == 0
    desk.pass_time(days=10)
    assert desk.sweep() == 1
    assert kinds(desk, number) == [("breach", DUE + FIRST_LATE), ("warning", WARNED)]
    assert desk.ticket(number).clock_state is ClockState.BREACHED


def test_a_sweep_on_time_finds_the_same_and_each_but_once(desk: TimedDesk) -> None:
    number = desk.receive(TOPUP)
    for instant in (WARNED, WARNED, DUE, DUE + FIRST_LATE, DUE + timedelta(hours=1)):
        desk.runtime.time = instant
        desk.sweep()
        desk.sweep()
    assert kinds(desk, number) == [("breach", DUE + FIRST_LATE), ("warning", WARNED)]


def test_notices_outlive_the_process(desk: TimedDesk) -> None:
    number = desk.receive(TOPUP)
    desk.runtime.time = WARNED
    desk.sweep()
    again = timed_desk(desk.database.url, DUE + timedelta(days=3))
    again.sweep()
    again.sweep()
    assert kinds(again, number) == [("breach", DUE + FIRST_LATE), ("warning", WARNED)]
    again.database.dispose()


@pytest.mark.parametrize("is_rebuilt", [False, True])
def test_an_event_between_the_breach_and_the_sweep_hides_nothing(
    desk: TimedDesk, *, is_rebuilt: bool
) -> None:
    number = desk.receive(TOPUP)
    desk.runtime.time = DUE + timedelta(seconds=5)
    with desk.acting() as acting:
        actions.record_reply(acting, number, "Credited.", desk.now)
    if is_rebuilt:
        desk.rebuild()
    desk.pass_time(seconds=10)
    desk.sweep()
    assert kinds(desk, number) == [("breach", DUE + FIRST_LATE), ("warning", WARNED)]
    assert desk.ticket(number).next_check_at is None


def test_a_rebuild_notes_what_the_sweep_would_have(desk: TimedDesk) -> None:
    number = desk.receive(TOPUP)
    desk.pass_time(days=10)
    assert desk.rebuild().changed == 1
    assert kinds(desk, number) == [("breach", DUE + FIRST_LATE), ("warning", WARNED)]
    assert desk.sweep() == 0


def test_s8_a_new_deadline_is_warned_of_anew_and_the_old_notice_stays(desk: TimedDesk) -> None:
    number = desk.receive(TOPUP)
    desk.runtime.time = WARNED
    desk.sweep()
    with desk.acting() as acting:
        corrections.reclassify(acting, number, Category.SERVICE, "a question about prices")
    moved = desk.ticket(number).due_at
    assert moved == datetime.fromisoformat("2026-03-11T10:00:00Z")
    desk.runtime.time = moved
    desk.sweep()
    assert {due_at for _, _, due_at, _ in desk.notices(number)} == {DUE, moved}
    assert [kind for kind, _ in kinds(desk, number)] == ["warning", "warning"]


def test_a_ticket_answered_before_the_start_is_looked_at_once_that_has_come(
    desk: TimedDesk,
) -> None:
    desk.runtime.time = MONDAY - timedelta(days=1)
    number = desk.receive(ORDER)
    desk.settle()
    ticket = desk.ticket(number)
    assert (ticket.clock_state, ticket.started_at) == (ClockState.MET, None)
    assert ticket.due_at == datetime.fromisoformat("2026-03-11T10:00:00Z")
    desk.runtime.time = MONDAY
    assert desk.sweep() == 1
    assert desk.ticket(number).started_at == MONDAY
    assert desk.rebuild().changed == 0
    assert desk.sweep() == 0


def test_a_ticket_that_cannot_be_computed_holds_up_no_other(desk: TimedDesk) -> None:
    spoilt, sound = desk.receive(TOPUP), desk.receive(ORDER, From="x@example.org")
    event = ClockEvent(ClockEventType.RECEIVED, desk.now, channel=Channel.EMAIL)
    with desk.database.write() as session:
        rows = rows_of(spoilt, [event], 10, desk.now)
        session.connection().execute(insert(metadata.tables["clock_event"]), rows)
    desk.pass_time(days=10)
    assert desk.sweep() == 2
    assert desk.sweep() == 0
    assert desk.notices(spoilt) == set()
    assert len(desk.notices(sound)) == 2
    assert desk.rebuild().unreadable == 1


def test_tickets_of_an_agreement_that_is_gone_are_left_alone(desk: TimedDesk) -> None:
    number = desk.receive(TOPUP)
    before = desk.ticket(number)
    desk.pass_time(days=10)
    kept = dict(desk.runtime.policies)
    del kept["smmpanelus"]
    desk.runtime.policies = kept
    assert (desk.sweep(), desk.rebuild().looked_at) == (0, 0)
    assert desk.ticket(number) == before
