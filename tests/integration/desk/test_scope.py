"""What is helped with and how it is answered, as filed on the desk: rules P1, P5, P6 and P7."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from models.vocabulary import AckKind, Category, ClockState, OutboxState, Priority, TicketState
from tests.integration.desk.timed import GMT, INDIA, MONDAY, TimedDesk
from triage.desk import actions

STRANGE = "Please write three captions for my bakery's posts and tell me when to publish them."
INSULT = "You thieves are disgusting idiots, answer me about order 4412345 or I will find you."
SPANISH = (
    "Buenos días, mi pedido 4412345 todavía no ha empezado y lo pagué ayer por la mañana. "
    "¿Pueden decirme qué pasa, por favor? Muchas gracias por su ayuda."
)


def words(desk: TimedDesk, number: int) -> str:
    """Return the text of the only acknowledgement of a ticket."""
    (row,) = desk.outbox(number)
    parsed = message_from_bytes(row.payload, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    body = parsed.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.mark.parametrize(
    ("category", "text"),
    [
        (Category.ACCOUNT, "I cannot log in, the password reset mail never comes. User: nadia77"),
        (Category.BILLING, "Which payment methods do you accept and what is the fee for a card?"),
        (Category.ORDER, "Please cancel order 4412345 and refund it, it was never started."),
        (Category.SERVICE, "What does the drip feed option of your follower packages do exactly?"),
        (Category.TECHNICAL, "The website shows error 502 when I open the services page."),
    ],
)
def test_p1_every_matter_that_is_supported_is_owed_a_response(
    desk: TimedDesk, category: Category, text: str
) -> None:
    ticket = desk.ticket(desk.receive(text, INDIA))
    assert ticket.category is category
    assert ticket.state is TicketState.OPEN
    assert ticket.clock_state is not ClockState.VOID


def test_p5_what_is_not_supported_is_told_so_once_and_closed_until_the_customer_replies(
    desk: TimedDesk,
) -> None:
    number = desk.receive(STRANGE, INDIA)
    desk.settle()
    ticket = desk.ticket(number)
    assert (ticket.category, ticket.priority) == (Category.OUT_OF_SCOPE, Priority.STANDARD)
    assert (ticket.state, ticket.closed_at) == (TicketState.CLOSED, MONDAY)
    assert ticket.clock_state is ClockState.VOID
    assert [row.kind for row in desk.outbox(number)] == [AckKind.OUT_OF_SCOPE]
    desk.pass_time(hours=3)
    assert desk.answer(number, "But I am a customer of yours.", INDIA) == number
    desk.settle()
    assert desk.ticket(number).state is TicketState.OPEN
    kinds = [row.kind for row in desk.outbox(number)]
    assert kinds.count(AckKind.OUT_OF_SCOPE) == 1


def test_p6_abuse_gets_one_firm_answer_without_a_promise_and_a_person_looks(
    desk: TimedDesk,
) -> None:
    number = desk.receive(INSULT, INDIA)
    ticket = desk.ticket(number)
    assert ticket.is_abusive
    assert (ticket.state, ticket.closed_at) == (TicketState.OPEN, None)
    assert (ticket.clock_state, ticket.due_at) == (ClockState.VOID, None)
    assert [row.kind for row in desk.outbox(number)] == [AckKind.ABUSIVE]
    assert "March" not in words(desk, number)


def test_p7_another_language_is_told_of_the_delay_in_both_and_marked_until_an_agent_clears_it(
    desk: TimedDesk,
) -> None:
    number = desk.receive(SPANISH, INDIA)
    ticket = desk.ticket(number)
    assert (ticket.language, ticket.needs_translation) == ("es", True)
    assert [row.kind for row in desk.outbox(number)] == [AckKind.OTHER_LANGUAGE]
    text = words(desk, number)
    assert "traduc" in text
    assert "translat" in text
    with desk.acting() as acting:
        actions.clear_translation(acting, number)
    cleared = desk.ticket(number)
    assert (cleared.language, cleared.needs_translation) == ("es", False)
    assert cleared.due_at == ticket.due_at


def test_p7_where_no_agreement_asks_for_english_nobody_is_told_of_a_delay(desk: TimedDesk) -> None:
    number = desk.receive(SPANISH, GMT)
    assert [row.kind for row in desk.outbox(number)] == [AckKind.RECEIVED_STANDARD]
    assert "traduc" not in words(desk, number)
    desk.settle()
    assert [row.state for row in desk.outbox(number)] == [OutboxState.SENT]
