"""Reclassification: by the bot over the customer's choice, by a person over the bot (rule S8)."""

from datetime import UTC, datetime

import pytest

from models.vocabulary import (
    AckKind,
    Actor,
    Category,
    ClockState,
    Field,
    OutboxState,
    Priority,
    Question,
)
from tests.integration.desk.timed import MONDAY, ORDER, TOPUP, TimedDesk, timed_desk
from triage.desk import actions, corrections
from triage.desk.queries import Moment, QueueQuery, queue_page

TELLING = {"TRIAGE_POLICIES__SMMPANELUS__VERSIONS__V1__TELLS_RECLASSIFIED": "true"}
IN_3_DAYS = datetime(2026, 3, 5, 10, tzinfo=UTC)
IN_7_DAYS = datetime(2026, 3, 11, 10, tzinfo=UTC)


def reclassify(desk: TimedDesk, number: int, category: Category) -> None:
    with desk.acting() as acting:
        corrections.reclassify(acting, number, category, "read it again")


def sent(desk: TimedDesk, number: int) -> list[tuple[AckKind, OutboxState]]:
    return [(row.kind, row.state) for row in desk.outbox(number)]


@pytest.fixture
def telling(migrated_sqlite_url: str) -> TimedDesk:
    return timed_desk(migrated_sqlite_url, extra=TELLING)


def test_s8_s2_what_is_no_top_up_becomes_standard_with_that_target(desk: TimedDesk) -> None:
    number = desk.receive(TOPUP)
    assert (desk.ticket(number).priority, desk.ticket(number).due_at) == (Priority.HIGH, IN_3_DAYS)
    reclassify(desk, number, Category.SERVICE)
    ticket = desk.ticket(number)
    assert (ticket.priority, ticket.due_at) == (Priority.STANDARD, IN_7_DAYS)
    [change] = desk.corrections(number)
    assert (change.actor, change.question) == (Actor.AGENT, Question.CATEGORY)
    assert (change.from_label, change.to_label) == ("topup", "service")
    assert (change.due_before, change.due_after) == (IN_3_DAYS, IN_7_DAYS)


def test_s8_the_queue_follows(desk: TimedDesk) -> None:
    first, second = desk.receive(ORDER), desk.receive("How do I use the API to place orders?")
    reclassify(desk, second, Category.TOPUP)
    with desk.acting() as acting:
        missing = frozenset(map(Field, desk.ticket(second).missing))
        corrections.mark_supplied(acting, second, missing, desk.now, "")
    with desk.database.read() as session:
        moment = Moment(desk.now, desk.now)
        page = queue_page(session, QueueQuery(), moment, 10)
        topups = queue_page(session, QueueQuery(category=Category.TOPUP), moment, 10)
    assert [ticket.number for ticket in page.tickets] == [second, first]
    assert [ticket.number for ticket in topups.tickets] == [second]


def test_s8_s4_the_fields_that_the_new_category_requires_are_waited_for(desk: TimedDesk) -> None:
    number = desk.receive(ORDER)
    reclassify(desk, number, Category.TOPUP)
    ticket = desk.ticket(number)
    assert ticket.missing == ["transaction_id", "payment_method", "amount"]
    assert (ticket.clock_state, ticket.due_at) == (ClockState.NOT_STARTED, None)
    [change] = desk.corrections(number)
    assert (change.due_before, change.due_after) == (IN_7_DAYS, None)
    reclassify(desk, number, Category.ORDER)
    assert desk.ticket(number).missing == []
    assert desk.ticket(number).due_at == IN_7_DAYS


def test_s8_s6_what_an_agent_asked_for_is_waited_for_under_the_new_category(
    desk: TimedDesk,
) -> None:
    number = desk.receive(ORDER)
    with desk.acting() as acting:
        corrections.ask_for(acting, number, frozenset({Field.SCREENSHOT}), "")
    reclassify(desk, number, Category.SERVICE)
    ticket = desk.ticket(number)
    assert (ticket.missing, ticket.clock_state) == (["screenshot"], ClockState.PAUSED)


def test_s8_s6_what_was_given_after_filing_is_not_asked_for_again(desk: TimedDesk) -> None:
    number = desk.receive("I paid 25 USD by PayPal yesterday and my balance is still empty.")
    assert desk.ticket(number).missing == ["transaction_id"]
    desk.pass_time(hours=1)
    desk.answer(number, "The transaction is 9XK22311AB445566K.")
    assert desk.ticket(number).missing == []
    reclassify(desk, number, Category.SERVICE)
    reclassify(desk, number, Category.TOPUP)
    ticket = desk.ticket(number)
    assert ticket.missing == []
    assert ticket.started_at == datetime(2026, 3, 2, 11, tzinfo=UTC)


def test_s8_s3_the_bot_overrides_what_the_customer_ticked(desk: TimedDesk) -> None:
    number = desk.post(ORDER, "topup")
    ticket = desk.ticket(number)
    assert (ticket.category, ticket.priority) == (Category.ORDER, Priority.STANDARD)
    [change] = desk.corrections(number)
    assert (change.actor, change.from_label, change.to_label) == (Actor.BOT, "topup", "order")
    # Believed, he would have been asked for the payment's details first.
    assert (change.due_before, change.due_after) == (None, IN_7_DAYS)
    number = desk.post(TOPUP, "service")
    [change] = desk.corrections(number)
    assert (change.from_label, change.to_label) == ("service", "topup")
    assert (change.due_before, change.due_after) == (IN_7_DAYS, IN_3_DAYS)


def test_s8_an_agent_overrides_the_bot_and_the_customer_loses_nothing(desk: TimedDesk) -> None:
    number = desk.post(TOPUP, "topup")
    desk.pass_time(hours=2)
    reclassify(desk, number, Category.SERVICE)
    ticket = desk.ticket(number)
    # He had ticked another category, so the ticket is valid since it was put right (rule S4).
    assert ticket.valid_from == desk.now
    desk.pass_time(hours=1)
    reclassify(desk, number, Category.TOPUP)
    ticket = desk.ticket(number)
    assert (ticket.valid_from, ticket.due_at) == (MONDAY, IN_3_DAYS)


def test_s8_an_acknowledgement_that_waits_is_replaced_by_the_right_one(
    either_desk: TimedDesk,
) -> None:
    desk = either_desk
    number = desk.receive(TOPUP)
    assert sent(desk, number) == [(AckKind.RECEIVED_HIGH, OutboxState.PENDING)]
    reclassify(desk, number, Category.SERVICE)
    desk.work()
    assert sent(desk, number) == [
        (AckKind.RECEIVED_HIGH, OutboxState.CANCELLED),
        (AckKind.RECEIVED_STANDARD, OutboxState.PENDING),
    ]
    reclassify(desk, number, Category.TOPUP)
    desk.work()
    assert sent(desk, number) == [
        (AckKind.RECEIVED_HIGH, OutboxState.PENDING),
        (AckKind.RECEIVED_STANDARD, OutboxState.CANCELLED),
    ]
    assert desk.settle() == 1
    assert desk.ticket(number).responded_at == desk.now


def test_s8_the_same_kind_of_acknowledgement_names_the_new_deadline(desk: TimedDesk) -> None:
    number = desk.receive("My order has not started, please help me.")
    assert sent(desk, number) == [(AckKind.INFORMATION_MISSING, OutboxState.PENDING)]
    reclassify(desk, number, Category.TOPUP)
    desk.work()
    [row] = desk.outbox(number)
    assert (row.kind, row.state) == (AckKind.INFORMATION_MISSING, OutboxState.PENDING)
    text = row.payload.decode()
    assert "transaction" in text
    assert "order number" not in text


def test_s8_a_customer_who_was_answered_is_told_nothing_by_default(desk: TimedDesk) -> None:
    number = desk.receive(TOPUP)
    desk.settle()
    reclassify(desk, number, Category.SERVICE)
    desk.work()
    assert sent(desk, number) == [(AckKind.RECEIVED_HIGH, OutboxState.SENT)]


def test_s8_a_customer_is_told_once_where_the_policy_says_so(telling: TimedDesk) -> None:
    number = telling.receive(TOPUP)
    telling.settle()
    for category in (Category.SERVICE, Category.TOPUP, Category.SERVICE):
        reclassify(telling, number, category)
        telling.work()
        telling.settle()
    assert sent(telling, number) == [
        (AckKind.RECEIVED_HIGH, OutboxState.SENT),
        (AckKind.RECEIVED_STANDARD, OutboxState.SENT),
    ]


def test_s8_nobody_is_told_after_a_person_answered(telling: TimedDesk) -> None:
    number = telling.receive(TOPUP)
    telling.settle()
    with telling.acting() as acting:
        actions.record_reply(acting, number, "Credited.", telling.now)
    reclassify(telling, number, Category.SERVICE)
    telling.work()
    assert len(sent(telling, number)) == 1


def test_who_was_not_answered_is_not_told_either(telling: TimedDesk) -> None:
    number = telling.receive(TOPUP, Precedence="bulk")
    assert telling.outbox(number) == []
    reclassify(telling, number, Category.SERVICE)
    telling.work()
    assert telling.outbox(number) == []


def test_p9_a_duplicate_found_by_an_agent_is_acknowledged_as_one(desk: TimedDesk) -> None:
    first, second = desk.receive(ORDER), desk.receive(TOPUP)
    with desk.acting() as acting:
        corrections.merge(acting, second, first, "the same matter")
    desk.work()
    assert sent(desk, second) == [
        (AckKind.RECEIVED_HIGH, OutboxState.CANCELLED),
        (AckKind.DUPLICATE, OutboxState.PENDING),
    ]
    assert f"#{first}" in desk.outbox(second)[1].payload.decode()


def test_p6_an_acknowledgement_of_what_a_person_finds_abusive_promises_nothing(
    desk: TimedDesk,
) -> None:
    number = desk.receive(ORDER)
    with desk.acting() as acting:
        corrections.set_abusive(acting, number, is_abusive=True, reason="")
    desk.work()
    assert sent(desk, number)[-1] == (AckKind.ABUSIVE, OutboxState.PENDING)
    assert desk.ticket(number).clock_state is ClockState.VOID


def test_confirming_calls_nothing_into_question(desk: TimedDesk) -> None:
    number = desk.receive(ORDER)
    before = desk.outbox(number)
    with desk.acting() as acting:
        corrections.confirm(acting, number, Question.CATEGORY)
    assert desk.runtime.reviser.run() == 0
    assert desk.outbox(number) == before
