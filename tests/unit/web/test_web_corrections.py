"""What an agent's action does to ticket, clock and record."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from models.people import Audit
from models.ticket import Message, Ticket
from models.verdict import Reclassification
from models.vocabulary import (
    Category,
    ClockState,
    Direction,
    Field,
    Priority,
    Question,
    TicketState,
)
from tests.unit.web.conftest import Desk
from tests.unit.web.seed import NOW, policies
from triage.desk import actions, corrections
from triage.desk.acting import Acting, ActionError, TicketUnknownError
from triage.desk.agents import find_agent


@contextmanager
def acting(desk: Desk) -> Iterator[Acting]:
    with desk.installation.database.write() as session:
        agent = find_agent(session, "ada")
        assert agent is not None
        yield Acting(session, policies(), agent, desk.installation.time)


def ticket(desk: Desk, name: str) -> Ticket:
    with desk.installation.database.read() as session:
        found = session.get(Ticket, desk.numbers[name])
        assert found is not None
        session.expunge(found)
        return found


def last_change(desk: Desk) -> Reclassification:
    with desk.installation.database.read() as session:
        statement = select(Reclassification).order_by(Reclassification.id.desc())  # type: ignore[union-attr]
        found = session.exec(statement).first()
        assert found is not None
        session.expunge(found)
        return found


def trail(session: Session, number: int) -> list[str]:
    statement = select(Audit.action).where(Audit.ticket_number == number)
    return list(session.exec(statement))


def test_a_ticket_that_becomes_a_top_up_becomes_high_and_due_sooner(desk: Desk) -> None:
    before = ticket(desk, "order")
    with acting(desk) as a:
        corrections.reclassify(a, before.number, Category.TOPUP, "It is about money")
    after = ticket(desk, "order")
    assert (before.priority, after.priority) == (Priority.STANDARD, Priority.HIGH)
    assert after.category is Category.TOPUP
    change = last_change(desk)
    assert (change.from_label, change.to_label) == ("order", "topup")
    assert (change.due_before, change.due_after) == (before.due_at, after.due_at)
    assert change.reason == "It is about money"
    assert change.at == NOW


def test_another_category_requires_other_facts_of_the_same_message(desk: Desk) -> None:
    with acting(desk) as a:
        corrections.reclassify(a, desk.numbers["order"], Category.TOPUP, "")
    # The message has a description and an order number, as the record of its filing says.
    assert ticket(desk, "order").missing == ["transaction_id", "payment_method", "amount"]
    assert ticket(desk, "order").clock_state is ClockState.MET
    with acting(desk) as a:
        corrections.reclassify(a, desk.numbers["order"], Category.SERVICE, "")
    assert ticket(desk, "order").missing == []


def test_what_was_supplied_since_is_not_missed_again(desk: Desk) -> None:
    number = desk.numbers["missing"]
    with acting(desk) as a:
        corrections.mark_supplied(a, number, frozenset({Field.ORDER_ID}), NOW, "in his 2nd mail")
        corrections.reclassify(a, number, Category.SERVICE, "")
        corrections.reclassify(a, number, Category.ORDER, "")
    assert ticket(desk, "missing").missing == []


def test_supplying_starts_the_clock_at_the_moment_of_supplying(desk: Desk) -> None:
    number = desk.numbers["missing"]
    assert ticket(desk, "missing").clock_state is ClockState.NOT_STARTED
    given = NOW - timedelta(hours=1)
    with acting(desk) as a:
        corrections.mark_supplied(a, number, frozenset({Field.ORDER_ID}), given, "")
    after = ticket(desk, "missing")
    assert after.clock_state is ClockState.RUNNING
    assert after.started_at == given
    assert after.due_at is not None
    assert last_change(desk).from_label == "order_id"
    assert last_change(desk).to_label == "nothing"


def test_asking_for_more_pauses_a_running_clock(desk: Desk) -> None:
    number = desk.numbers["overdue"]
    desk.installation.time = NOW - timedelta(days=7)
    with acting(desk) as a:
        corrections.ask_for(a, number, frozenset({Field.SCREENSHOT}), "cannot see the payment")
    after = ticket(desk, "overdue")
    assert after.clock_state is ClockState.PAUSED
    assert after.due_at is None
    assert after.missing == ["screenshot"]
    assert after.state is TicketState.WAITING


def test_abuse_voids_the_clock_and_taking_it_back_restores_it(desk: Desk) -> None:
    before = ticket(desk, "polish")
    with acting(desk) as a:
        corrections.set_abusive(a, before.number, is_abusive=True, reason="")
    assert ticket(desk, "polish").clock_state is ClockState.VOID
    assert ticket(desk, "polish").due_at is None
    with acting(desk) as a:
        corrections.set_abusive(a, before.number, is_abusive=False, reason="")
    assert ticket(desk, "polish").due_at == before.due_at


def test_language_decides_on_translation_and_not_on_the_clock(desk: Desk) -> None:
    before = ticket(desk, "polish")
    with acting(desk) as a:
        corrections.set_language(a, before.number, "en", "")
    after = ticket(desk, "polish")
    assert not after.needs_translation
    assert after.due_at == before.due_at
    with acting(desk) as a:
        corrections.set_language(a, before.number, "cs", "")
        actions.clear_translation(a, before.number)
    assert (ticket(desk, "polish").language, ticket(desk, "polish").needs_translation) == (
        "cs",
        False,
    )


def test_a_joined_ticket_has_no_clock_and_gets_it_back_when_parted(desk: Desk) -> None:
    before = ticket(desk, "suggested")
    first = desk.numbers["order"]
    with acting(desk) as a:
        corrections.merge(a, before.number, first, "same order")
    joined = ticket(desk, "suggested")
    assert (joined.duplicate_of, joined.duplicate_suggestion) == (first, None)
    assert (joined.state, joined.clock_state) == (TicketState.MERGED, ClockState.VOID)
    with acting(desk) as a:
        corrections.unmerge(a, before.number, "another order")
    parted = ticket(desk, "suggested")
    assert (parted.state, parted.due_at) == (TicketState.OPEN, before.due_at)


def test_a_refused_suggestion_leaves_the_clock_alone(desk: Desk) -> None:
    before = ticket(desk, "suggested")
    with acting(desk) as a:
        corrections.unmerge(a, before.number, "")
    assert ticket(desk, "suggested").duplicate_suggestion is None
    assert ticket(desk, "suggested").due_at == before.due_at
    assert last_change(desk).to_label == "none"


def test_a_ticket_closed_as_out_of_scope_opens_when_it_is_not(desk: Desk) -> None:
    number = desk.numbers["order"]
    with acting(desk) as a:
        corrections.reclassify(a, number, Category.OUT_OF_SCOPE, "")
        actions.close(a, number)
        corrections.reclassify(a, number, Category.ORDER, "")
    assert ticket(desk, "order").state is TicketState.OPEN
    with acting(desk) as a:
        actions.close(a, number)
        corrections.reclassify(a, number, Category.BILLING, "")
    assert ticket(desk, "order").state is TicketState.CLOSED


def test_a_confirmed_label_is_recorded_as_unchanged(desk: Desk) -> None:
    with acting(desk) as a:
        corrections.confirm(a, desk.numbers["order"], Question.CATEGORY)
    change = last_change(desk)
    assert (change.from_label, change.to_label) == ("order", "order")
    assert change.due_before == change.due_after


def test_a_confirmed_top_up_becomes_high_though_the_bot_was_unsure(desk: Desk) -> None:
    with acting(desk) as a:
        corrections.confirm(a, desk.numbers["unsure"], Question.CATEGORY)
    after = ticket(desk, "unsure")
    assert not after.is_unsure
    assert after.priority is Priority.HIGH


def test_a_person_taken_for_a_program_gets_a_clock_from_the_beginning(desk: Desk) -> None:
    number = desk.numbers["spam"]
    with acting(desk) as a:
        corrections.reclassify(a, number, Category.SERVICE, "a real question")
    assert ticket(desk, "spam").due_at is None
    with acting(desk) as a:
        corrections.treat_as_person(a, number, "")
    after = ticket(desk, "spam")
    assert after.state is TicketState.OPEN
    assert after.valid_from == after.received_at
    # It came before opening, so the clock starts tomorrow (rule S5).
    assert after.clock_state is ClockState.NOT_STARTED


def test_a_reply_stops_the_clock_at_its_own_time(desk: Desk) -> None:
    number = desk.numbers["polish"]
    at = NOW - timedelta(hours=1)
    with acting(desk) as a:
        actions.record_reply(a, number, "Dzień dobry", at)
    assert ticket(desk, "polish").human_responded_at == at
    with desk.installation.database.read() as session:
        message = session.exec(
            select(Message).where(
                Message.ticket_number == number, Message.direction == Direction.OUTBOUND
            )
        ).one()
        assert (message.text, message.at) == ("Dzień dobry", at)


def test_closing_and_opening_again(desk: Desk) -> None:
    number = desk.numbers["abusive"]
    with acting(desk) as a:
        actions.close(a, number)
    assert ticket(desk, "abusive").state is TicketState.CLOSED
    assert not ticket(desk, "abusive").needs_person
    with acting(desk) as a:
        actions.reopen(a, number)
    assert ticket(desk, "abusive").state is TicketState.OPEN
    with desk.installation.database.read() as session:
        assert trail(session, number) == ["closed", "reopened"]


@pytest.mark.parametrize(
    ("action", "why"),
    [
        (lambda a, n: corrections.reclassify(a, n["order"], Category.ORDER, ""), "order already"),
        (lambda a, n: corrections.set_language(a, n["order"], "en", ""), "in en already"),
        (lambda a, n: corrections.set_language(a, n["order"], "p l", ""), "no language code"),
        (lambda a, n: corrections.ask_for(a, n["order"], frozenset(), ""), "at least one"),
        (
            lambda a, n: corrections.ask_for(a, n["spam"], frozenset({Field.AMOUNT}), ""),
            "re-open it first",
        ),
        (
            lambda a, n: corrections.mark_supplied(
                a, n["order"], frozenset({Field.AMOUNT}), NOW, ""
            ),
            "misses none",
        ),
        (
            lambda a, n: corrections.mark_supplied(
                a, n["missing"], frozenset({Field.ORDER_ID}), NOW + timedelta(1), ""
            ),
            "not in the future",
        ),
        (lambda a, n: corrections.merge(a, n["order"], n["order"], ""), "first ticket"),
        (lambda a, n: corrections.merge(a, n["topup"], n["duplicate"], ""), "first ticket"),
        (lambda a, n: corrections.merge(a, n["duplicate"], n["topup"], ""), "undo that first"),
        (lambda a, n: corrections.merge(a, n["order"], n["topup"], ""), "undo that first"),
        (lambda a, n: corrections.unmerge(a, n["topup"], ""), "no other ticket"),
        (lambda a, n: corrections.treat_as_person(a, n["topup"], ""), "person's already"),
        (lambda a, n: actions.add_note(a, n["topup"], " \n "), "write something"),
        (lambda a, n: actions.close(a, n["duplicate"]), "merged already"),
        (lambda a, n: actions.reopen(a, n["topup"]), "not closed"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(
    desk: Desk, action: Callable[[Acting, dict[str, int]], None], why: str
) -> None:
    with pytest.raises(ActionError, match=why), acting(desk) as a:
        action(a, desk.numbers)
    with desk.installation.database.read() as session:
        assert session.exec(select(Reclassification)).all() == []
        assert session.exec(select(Audit)).all() == []


def test_an_unknown_ticket_is_named(desk: Desk) -> None:
    with pytest.raises(TicketUnknownError, match="#7"), acting(desk) as a:
        actions.close(a, 7)


def test_times_of_day_are_kept_to_the_microsecond(desk: Desk) -> None:
    at: datetime = NOW - timedelta(microseconds=1)
    with acting(desk) as a:
        actions.record_reply(a, desk.numbers["order"], "x", at)
    assert ticket(desk, "order").human_responded_at == at
