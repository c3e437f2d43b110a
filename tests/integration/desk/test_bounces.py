"""A bounce takes back the acknowledgement that it names, and no other (rule S7)."""

from datetime import timedelta

import pytest

from models.vocabulary import ClockEventType, ClockState, OutboxState
from tests.integration.desk.timed import DOMAIN, MONDAY, ORDER, TimedDesk
from triage.ack.outcome import Refused
from triage.sla.events import ClockEvent


def of_type(desk: TimedDesk, number: int, kind: ClockEventType) -> list[ClockEvent]:
    return [event for event in desk.events(number) if event.type is kind]


def test_s7_an_acknowledgement_and_its_bounce_bear_the_same_message_id(desk: TimedDesk) -> None:
    number = desk.receive(ORDER)
    assert desk.ticket(number).clock_state is ClockState.RUNNING
    desk.pass_time(seconds=1)
    assert desk.settle() == 1
    assert desk.ticket(number).responded_at == MONDAY + timedelta(seconds=1)
    desk.pass_time(minutes=2)
    assert desk.bounce(number, quoting=desk.outbox(number)[0].message_id) == number
    [sent] = of_type(desk, number, ClockEventType.ACKNOWLEDGED)
    [back] = of_type(desk, number, ClockEventType.BOUNCED)
    assert sent.message_id == back.message_id == desk.outbox(number)[0].message_id
    ticket = desk.ticket(number)
    assert (ticket.responded_at, ticket.clock_state) == (None, ClockState.RUNNING)
    assert "ack_bounced" in ticket.flags


def test_a_relay_that_rewrote_the_message_id_leaves_the_address_of_bounces(
    desk: TimedDesk,
) -> None:
    number = desk.receive(ORDER)
    desk.settle()
    desk.bounce(number, quoting="<0100018e@relay.example.net>")
    [back] = of_type(desk, number, ClockEventType.BOUNCED)
    assert back.message_id == desk.outbox(number)[0].message_id
    assert back.message_id is not None
    assert back.message_id.endswith(f"@{DOMAIN}>")


def test_s7_the_bounce_of_a_later_answer_leaves_the_first_response(desk: TimedDesk) -> None:
    number = desk.receive("My order has not started since yesterday, please help.")
    desk.pass_time(seconds=1)
    desk.settle()
    first = desk.ticket(number).responded_at
    desk.pass_time(hours=1)
    desk.answer(number, "The order number is 4412345.")
    desk.pass_time(seconds=1)
    assert desk.settle() == 1
    [asked, thanked] = desk.outbox(number)
    assert (asked.kind, thanked.kind) == ("information_missing", "information_received")
    desk.bounce(number, quoting=thanked.message_id)
    assert desk.ticket(number).responded_at == first
    desk.bounce(number, quoting=asked.message_id)
    assert desk.ticket(number).responded_at is None


def test_the_bounce_of_a_duplicates_answer_is_about_that_ticket_alone(desk: TimedDesk) -> None:
    first = desk.receive(ORDER)
    desk.settle()
    desk.pass_time(minutes=5)
    second = desk.receive(ORDER + " Thanks.")
    assert desk.ticket(second).duplicate_of == first
    desk.pass_time(seconds=1)
    desk.settle()
    duplicate = desk.outbox(second)[0]
    assert duplicate.state is OutboxState.SENT
    assert desk.bounce(second, quoting=duplicate.message_id) == second
    assert desk.ticket(first).clock_state is ClockState.MET
    assert desk.ticket(second).clock_state is ClockState.VOID


@pytest.mark.parametrize("status", ["4.2.2", "4.4.7"])
def test_a_soft_bounce_takes_nothing_back(desk: TimedDesk, status: str) -> None:
    number = desk.receive(ORDER)
    desk.settle()
    desk.bounce(number, quoting=desk.outbox(number)[0].message_id, status=status)
    assert of_type(desk, number, ClockEventType.BOUNCED) == []
    assert desk.ticket(number).clock_state is ClockState.MET


def test_s7_a_refused_acknowledgement_stops_nothing(desk: TimedDesk) -> None:
    number = desk.receive(ORDER)
    desk.settle(received_standard=Refused(desk.now, "550 5.1.1 no such user"))
    ticket = desk.ticket(number)
    assert (ticket.clock_state, ticket.responded_at) == (ClockState.RUNNING, None)
    assert ticket.flags == ["ack_refused"]


def test_a_person_who_answers_a_programs_mail_gets_a_ticket_with_a_clock(desk: TimedDesk) -> None:
    robot = desk.receive("I am away until Monday.", Auto_Submitted="auto-replied")
    assert desk.ticket(robot).clock_state is ClockState.VOID
    number = desk.answer(robot, ORDER)
    assert number != robot
    ticket = desk.ticket(number)
    assert (ticket.links_to, ticket.clock_state) == (robot, ClockState.RUNNING)
    assert desk.events(robot) == []
