"""Whose thread a mail belongs to: what is signed joins, what can be guessed does not."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from models.ticket import Message
from models.vocabulary import TicketState
from tests.integration.desk.timed import ADDRESSES, CUSTOMER, GMT, ORDER, SECRET, TOPUP, TimedDesk
from triage.desk import actions, corrections
from triage.mail import tokens

NEWS = "It still has not started. Please look at it again."
REOPEN = timedelta(days=14)


def address_of(number: int, secret: str = SECRET) -> str:
    return tokens.reply_address(secret.encode(), number, ADDRESSES[GMT])


def acknowledged(desk: TimedDesk, text: str = ORDER) -> int:
    """Let a customer write, and an acknowledgement go out."""
    number = desk.receive(text)
    desk.settle()
    desk.pass_time(minutes=5)
    return number


def close(desk: TimedDesk, number: int) -> None:
    with desk.acting() as acting:
        actions.close(acting, number)


def merge(desk: TimedDesk, number: int, into: int) -> None:
    with desk.acting() as acting:
        corrections.merge(acting, number, into, "the same matter")


def authors(desk: TimedDesk, number: int) -> list[str]:
    with desk.database.read() as session:
        rows = session.exec(
            select(Message.author_address)
            .where(Message.ticket_number == number)
            .order_by(col(Message.id))
        )
        return list(rows)


def test_our_token_joins_from_any_address_and_under_any_subject(either_desk: TimedDesk) -> None:
    number = acknowledged(either_desk)
    to = address_of(number).upper()
    again = either_desk.receive(NEWS, To=to, From="boss@example.net", Subject="Something else")
    assert again == number
    assert authors(either_desk, number) == [CUSTOMER, "boss@example.net"]


@pytest.mark.parametrize(
    "forged",
    [
        lambda number: address_of(number, "another installation's"),
        lambda number: address_of(number).replace(f"+t{number}.", f"+t{number + 1}."),
        lambda number: ADDRESSES[GMT].replace("@", f"+t{number}@"),
    ],
)
def test_a_forged_token_opens_a_new_ticket(desk: TimedDesk, forged: object) -> None:
    first, second = acknowledged(desk), acknowledged(desk, TOPUP)
    assert callable(forged)
    number = desk.receive(NEWS, To=forged(first), From="stranger@example.net")
    assert number not in {first, second}


@pytest.mark.parametrize("field", ["In-Reply-To", "References"])
def test_a_message_id_of_ours_joins(either_desk: TimedDesk, field: str) -> None:
    number = acknowledged(either_desk)
    ours = either_desk.outbox(number)[0].message_id
    value = f"<a@example.org> {ours}" if field == "References" else ours
    headers = {field: value, "From": "boss@example.net", "Subject": "Something else"}
    assert either_desk.receive(NEWS, **headers) == number


def test_a_message_id_that_is_made_up_joins_nothing(desk: TimedDesk) -> None:
    number = acknowledged(desk)
    forged = desk.outbox(number)[0].message_id.replace(f".{number}.", f".{number + 1}.")
    other = acknowledged(desk, TOPUP)
    headers = {"In-Reply-To": forged, "From": "stranger@example.net"}
    assert desk.receive("Something quite different is wrong here.", **headers) not in {
        number,
        other,
    }


def test_a_number_in_the_subject_joins_for_those_who_take_part(either_desk: TimedDesk) -> None:
    number = acknowledged(either_desk)
    subject = f"AW: [#{number}] Hello"
    sender = f"Nadia <{CUSTOMER.upper()}>"
    assert either_desk.receive(NEWS, From=sender, Subject=subject) == number
    stranger = either_desk.receive(NEWS, From="stranger@example.net", Subject=subject)
    assert stranger != number
    # Somebody who has the token takes part from then on.
    either_desk.receive(NEWS, From="boss@example.net", To=address_of(number))
    assert either_desk.receive(NEWS, From="boss@example.net", Subject=subject) == number


def test_the_same_subject_alone_joins_nothing(desk: TimedDesk) -> None:
    number = acknowledged(desk)
    other = desk.receive(TOPUP, Subject="Re: Hello")
    assert other != number
    assert desk.ticket(other).duplicate_of is None


def test_an_answer_to_a_closed_ticket_opens_it_again_for_a_time(either_desk: TimedDesk) -> None:
    number = acknowledged(either_desk)
    close(either_desk, number)
    either_desk.runtime.time += REOPEN
    assert either_desk.answer(number, NEWS) == number
    ticket = either_desk.ticket(number)
    assert (ticket.state, ticket.closed_at) == (TicketState.OPEN, None)


def test_after_that_it_opens_a_new_one_that_links_back(either_desk: TimedDesk) -> None:
    number = acknowledged(either_desk)
    close(either_desk, number)
    either_desk.runtime.time += REOPEN + timedelta(microseconds=1)
    later = either_desk.answer(number, NEWS)
    assert later != number
    ticket = either_desk.ticket(later)
    assert (ticket.state, ticket.links_to) == (TicketState.OPEN, number)
    assert either_desk.ticket(number).state is TicketState.CLOSED


def test_a_program_opens_nothing_again(desk: TimedDesk) -> None:
    number = acknowledged(desk)
    close(desk, number)
    assert desk.answer(number, "I am away.", Auto_Submitted="auto-replied") == number
    assert desk.ticket(number).state is TicketState.CLOSED


def test_answers_on_a_joined_ticket_go_to_the_first_one(either_desk: TimedDesk) -> None:
    first = acknowledged(either_desk)
    second = acknowledged(either_desk, TOPUP)
    merge(either_desk, second, first)
    assert either_desk.answer(second, NEWS) == first
    with either_desk.acting() as acting:
        corrections.unmerge(acting, second, "they are two matters")
    assert either_desk.answer(second, NEWS) == second


def test_answers_on_a_joined_ticket_open_the_first_one_again(either_desk: TimedDesk) -> None:
    first = acknowledged(either_desk)
    second = acknowledged(either_desk, TOPUP)
    merge(either_desk, second, first)
    close(either_desk, first)
    either_desk.pass_time(days=10)
    assert either_desk.answer(second, NEWS) == first
    assert either_desk.ticket(first).state is TicketState.OPEN
    assert either_desk.ticket(second).state is TicketState.MERGED


def test_answers_on_a_joined_ticket_whose_first_is_long_closed_open_a_new_one(
    desk: TimedDesk,
) -> None:
    first = acknowledged(desk)
    second = acknowledged(desk, TOPUP)
    merge(desk, second, first)
    close(desk, first)
    desk.pass_time(days=15)
    later = desk.answer(second, NEWS)
    assert later not in {first, second}
    assert desk.ticket(later).links_to == first
    assert desk.ticket(later).state is TicketState.OPEN
