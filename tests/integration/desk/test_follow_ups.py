"""Further messages on a ticket: what they supply, and how often they are answered (P8 to P10)."""

from datetime import timedelta

from models.vocabulary import AckKind, ClockState, OutboxState, Suppression, TicketState
from tests.integration.desk.timed import GMT, INDIA, MONDAY, ORDER, TOPUP, TimedDesk
from triage.desk import actions


def kinds(desk: TimedDesk, number: int) -> list[AckKind]:
    return [row.kind for row in desk.outbox(number)]


def test_p10_a_chase_is_joined_and_answered_once_with_the_time_it_is_due(desk: TimedDesk) -> None:
    number = desk.receive(ORDER)
    desk.settle()
    for hours in (1, 2):
        desk.pass_time(hours=hours)
        assert desk.answer(number, "Any news?") == number
        desk.settle()
    assert kinds(desk, number) == [AckKind.RECEIVED_STANDARD, AckKind.FOLLOW_UP]
    # Wednesday, 11 March, 10:00 GMT: the seventh business day after the ticket came.
    assert "11 March" in desk.outbox(number)[1].payload.decode()
    assert desk.ticket(number).due_at == MONDAY + timedelta(days=9)


def test_p10_a_chase_leaves_the_clock_as_it_is(desk: TimedDesk) -> None:
    number = desk.receive(ORDER)
    before = desk.ticket(number)
    desk.pass_time(hours=5)
    desk.answer(number, "Any news?")
    after = desk.ticket(number)
    assert (after.due_at, after.started_at, after.valid_from) == (
        before.due_at,
        before.started_at,
        before.valid_from,
    )


def test_p9_a_chase_in_a_new_thread_is_joined_to_the_first(desk: TimedDesk) -> None:
    first = desk.receive(ORDER)
    desk.settle()
    desk.pass_time(hours=3)
    again = desk.receive(f"{ORDER} Any news?", Subject="Still waiting")
    ticket = desk.ticket(again)
    assert (ticket.duplicate_of, ticket.state) == (first, TicketState.MERGED)
    assert ticket.clock_state is ClockState.VOID
    assert kinds(desk, again) == [AckKind.DUPLICATE]
    assert f"#{first}" in desk.outbox(again)[0].payload.decode()


def test_p8_who_chases_in_a_new_thread_is_not_asked_for_what_lies_on_the_desk(
    desk: TimedDesk,
) -> None:
    first = desk.receive(TOPUP)
    desk.settle()
    desk.pass_time(hours=20)
    again = desk.receive("I wrote yesterday about the 25 dollars. Any update please?")
    ticket = desk.ticket(again)
    assert first in (ticket.duplicate_of, ticket.duplicate_suggestion)
    assert ticket.missing == []
    assert AckKind.INFORMATION_MISSING not in kinds(desk, again)


def test_p9_the_chase_of_a_chase_points_at_the_first_ticket(either_desk: TimedDesk) -> None:
    first = either_desk.receive(TOPUP)
    for text in ("any news on my payment?", "still waiting", "hello???"):
        either_desk.pass_time(hours=9)
        chase = either_desk.ticket(either_desk.receive(text))
        assert (chase.duplicate_of, chase.duplicate_suggestion) == (None, first)


def test_p8_what_another_customer_gave_is_asked_for_all_the_same(desk: TimedDesk) -> None:
    desk.receive(ORDER)
    desk.settle()
    stranger = desk.receive("Any update on my order please?", From="kim@example.net")
    assert kinds(desk, stranger) == [AckKind.INFORMATION_MISSING]
    assert "order_id" in desk.ticket(stranger).missing


def test_p9_a_ticket_and_a_mail_of_one_customer_are_joined(either_desk: TimedDesk) -> None:
    by_panel = either_desk.post(ORDER)
    either_desk.pass_time(hours=1)
    by_mail = either_desk.receive(f"Hello, {ORDER} Please answer!", GMT)
    assert either_desk.ticket(by_mail).duplicate_of == by_panel


def test_p9_another_customer_who_names_the_same_order_is_never_joined_in_other_words(
    desk: TimedDesk,
) -> None:
    desk.receive(ORDER)
    stranger = desk.receive("Why is 4412345 late? It is stuck.", From="kim@example.net")
    assert desk.ticket(stranger).duplicate_of is None


def test_p9_the_same_words_about_another_order_are_a_matter_of_their_own(desk: TimedDesk) -> None:
    desk.receive(ORDER)
    other = desk.ticket(desk.receive(ORDER.replace("4412345", "4412346")))
    assert (other.duplicate_of, other.duplicate_suggestion) == (None, None)
    assert other.clock_state is ClockState.RUNNING


def test_p9_the_same_matter_under_another_agreement_is_no_duplicate(desk: TimedDesk) -> None:
    desk.receive(ORDER, GMT)
    other = desk.receive(ORDER, INDIA)
    assert desk.ticket(other).duplicate_of is None
    assert desk.ticket(other).clock_state is ClockState.RUNNING


def test_p8_s6_what_is_missing_is_asked_for_and_the_clock_starts_when_it_comes(
    desk: TimedDesk,
) -> None:
    number = desk.receive("My order has not started since yesterday, please help.")
    desk.settle()
    asked = desk.ticket(number)
    assert (asked.missing, asked.started_at) == (["order_id"], None)
    # The acknowledgement carries the number, so it is the first response (rule S7).
    assert (asked.clock_state, asked.responded_at) == (ClockState.MET, MONDAY)
    desk.pass_time(hours=2)
    desk.answer(number, "The order number is 4412345.")
    given = desk.ticket(number)
    assert (given.missing, given.started_at) == ([], desk.now)
    assert kinds(desk, number) == [AckKind.INFORMATION_MISSING, AckKind.INFORMATION_RECEIVED]


def test_p8_what_is_given_piece_by_piece_is_confirmed_once_when_it_is_whole(
    desk: TimedDesk,
) -> None:
    number = desk.receive("I added funds yesterday and my balance is still not credited.")
    pieces = ["I paid by PayPal.", "It was 25 USD.", "The transaction id is 9XK22311AB445566K."]
    for piece in pieces:
        desk.settle()
        desk.pass_time(minutes=30)
        desk.answer(number, piece)
    assert desk.ticket(number).missing == []
    expected = [AckKind.INFORMATION_MISSING, AckKind.FOLLOW_UP, AckKind.INFORMATION_RECEIVED]
    assert kinds(desk, number) == expected
    desk.pass_time(minutes=30)
    desk.answer(number, "Again: transaction id 9XK22311AB445566K, 25 USD by PayPal.")
    assert kinds(desk, number) == expected


def test_s9_a_closed_ticket_that_is_written_to_opens_again_and_keeps_its_response(
    desk: TimedDesk,
) -> None:
    number = desk.receive(ORDER)
    desk.pass_time(hours=1)
    with desk.acting() as acting:
        actions.record_reply(acting, number, "It has started.", desk.now)
        actions.close(acting, number)
    answered = desk.ticket(number).responded_at
    desk.pass_time(days=3)
    desk.answer(number, "It has stopped again.")
    ticket = desk.ticket(number)
    assert (ticket.state, ticket.responded_at) == (TicketState.OPEN, answered)
    assert ticket.clock_state is ClockState.MET


def test_p2_only_mail_and_tickets_are_channels_and_both_are_clocked(desk: TimedDesk) -> None:
    by_mail, by_panel = desk.receive(ORDER), desk.post(ORDER.replace("4412345", "5512345"))
    assert [desk.ticket(number).channel for number in (by_mail, by_panel)] == ["email", "ticket"]
    assert desk.ticket(by_mail).due_at == desk.ticket(by_panel).due_at


def test_a_robot_in_the_thread_is_kept_and_not_answered(desk: TimedDesk) -> None:
    number = desk.receive(ORDER)
    desk.settle()
    before = desk.ticket(number)
    same = desk.answer(number, "I am away until Friday.", Auto_Submitted="auto-replied")
    assert same == number
    assert [row.state for row in desk.outbox(number)] == [OutboxState.SENT]
    assert desk.ticket(number).clock_state is before.clock_state
    assert Suppression.AUTO_SUBMITTED in desk.codes(number)
