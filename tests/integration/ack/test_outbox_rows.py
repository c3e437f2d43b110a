"""The outbox's rows: written once, leased to one, settled with the clock, on both databases."""

import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from models.outbox import Outbox
from models.vocabulary import AckKind, ClockEventType, ClockState, OutboxState, Route
from tests.integration.ack.outgoing import (
    ack_row,
    events_of_type,
    file_tickets,
    outbox_rows,
    policies,
    ticket_of,
)
from triage.ack.outbox import has_due, lease, put
from triage.ack.outcome import Accepted, Deferred, InDoubt, Outcome, Refused
from triage.ack.settle import settle
from triage.db import Database
from triage.desk.clocks import events_of

SECOND = timedelta(seconds=1)


def take(database: Database, worker: str = "w1", limit: int = 10) -> list[Outbox]:
    now = datetime.now(UTC)
    return lease(database, worker, now, limit=limit, lease_seconds=60)


def settle_all(
    database: Database, rows: Sequence[Outbox], outcome: Outcome, worker: str = "w1"
) -> int:
    with database.write() as session:
        pairs = [(row, outcome) for row in rows]
        return settle(session, policies(), worker, pairs, datetime.now(UTC))


def test_a_second_acknowledgement_of_a_kind_is_never_written(either_database: Database) -> None:
    file_tickets(either_database, [1])
    now = datetime.now(UTC)
    again = ack_row(1, now, message_id="<other@support.example.com>", payload=b"other")
    other_kind = ack_row(1, now, kind=AckKind.DUPLICATE, message_id="<dup@support.example.com>")
    other_route = ack_row(1, now, route=Route.CALLBACK, message_id="<call@support.example.com>")

    with either_database.write() as session:
        assert put(session, [again, other_kind, other_route]) == 2
        assert put(session, []) == 0

    assert {row.message_id for row in outbox_rows(either_database)} == {
        "<triage.1.test@support.example.com>",
        "<dup@support.example.com>",
        "<call@support.example.com>",
    }


def test_a_row_keeps_everything_it_was_written_with(either_database: Database) -> None:
    file_tickets(either_database, [1], language="pl", subject="[#1] zażółć")

    [row] = outbox_rows(either_database)
    assert (row.language, row.subject, row.state) == ("pl", "[#1] zażółć", OutboxState.PENDING)
    assert row.payload.endswith(b"body\r\n")
    assert row.created_at.tzinfo is UTC


def test_a_lease_takes_the_longest_waiting_first_and_no_more_than_asked_for(
    either_database: Database,
) -> None:
    now = datetime.now(UTC)
    for number, age in ((1, 5), (2, 50), (3, 20)):
        file_tickets(either_database, [number], not_before=now - age * SECOND)

    assert [row.ticket_number for row in take(either_database, limit=2)] == [2, 3]
    assert [row.ticket_number for row in take(either_database, limit=2)] == [1]
    assert take(either_database) == []


def test_what_is_to_wait_or_goes_another_way_is_not_leased(either_database: Database) -> None:
    now = datetime.now(UTC)
    file_tickets(either_database, [1], not_before=now + 60 * SECOND)
    file_tickets(either_database, [2], route=Route.CALLBACK)

    assert lease(either_database, "w1", now, limit=5, lease_seconds=1, routes=[Route.MAIL]) == []
    with either_database.read() as session:
        assert has_due(session, now + SECOND)
    leased = lease(either_database, "w1", now + 90 * SECOND, limit=5, lease_seconds=1)
    assert {row.ticket_number for row in leased} == {1, 2}
    with either_database.read() as session:
        assert not has_due(session, now + 90 * SECOND)


def test_a_leased_row_says_who_has_it_until_when_and_counts_the_attempt(
    either_database: Database,
) -> None:
    file_tickets(either_database, [1])
    now = datetime.now(UTC)

    [row] = lease(either_database, "w1", now, limit=1, lease_seconds=60)

    assert (row.state, row.lease_owner, row.attempts) == (OutboxState.LEASED, "w1", 1)
    assert row.lease_until == now + 60 * SECOND


def test_two_workers_at_once_never_hold_the_same_row(either_database: Database) -> None:
    file_tickets(either_database, range(1, 81))
    held: dict[str, list[int]] = {"w1": [], "w2": [], "w3": []}
    start = threading.Barrier(len(held))

    def work(worker: str) -> None:
        start.wait()
        while rows := take(either_database, worker, limit=7):
            held[worker] += [row.ticket_number for row in rows]

    threads = [threading.Thread(target=work, args=(worker,)) for worker in held]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    taken = [number for numbers in held.values() for number in numbers]
    assert sorted(taken) == list(range(1, 81))


def test_an_accepted_mail_stops_the_clock_at_the_instant_of_the_answer_s7(
    either_database: Database,
) -> None:
    file_tickets(either_database, [1])
    rows = take(either_database)
    at = datetime.now(UTC)

    assert settle_all(either_database, rows, Accepted(at, {"answer": "250 ok", "tls": None})) == 1

    [row] = outbox_rows(either_database)
    assert (row.state, row.settled_at, row.lease_until) == (OutboxState.SENT, at, None)
    assert row.evidence == {"answer": "250 ok", "tls": None}
    ticket = ticket_of(either_database, 1)
    assert (ticket.clock_state, ticket.responded_at) == (ClockState.MET, at)
    with either_database.read() as session:
        [event] = events_of_type(events_of(session, [1])[1], ClockEventType.ACKNOWLEDGED)
    assert (event.at, event.message_id) == (at, row.message_id)


def test_a_refused_mail_flags_its_ticket_and_the_clock_runs_on(either_database: Database) -> None:
    file_tickets(either_database, [1])
    before = ticket_of(either_database, 1)
    rows = take(either_database)

    settle_all(either_database, rows, Refused(datetime.now(UTC), "RCPT: 550 no such user"))

    [row] = outbox_rows(either_database)
    assert (row.state, row.error) == (OutboxState.REFUSED, "RCPT: 550 no such user")
    after = ticket_of(either_database, 1)
    assert after.flags == ["ack_refused"]
    assert (after.clock_state, after.responded_at) == (before.clock_state, None)
    assert take(either_database) == []


def test_a_mail_in_doubt_is_held_flags_its_ticket_and_is_not_sent_again(
    either_database: Database,
) -> None:
    file_tickets(either_database, [1])

    settle_all(either_database, take(either_database), InDoubt(datetime.now(UTC), "lost"))

    [row] = outbox_rows(either_database)
    assert row.state is OutboxState.IN_DOUBT
    assert ticket_of(either_database, 1).flags == ["ack_in_doubt"]
    assert take(either_database) == []


def test_a_deferred_mail_waits_until_its_time_and_says_why(either_database: Database) -> None:
    file_tickets(either_database, [1])
    now = datetime.now(UTC)
    retry_at = now + 30 * SECOND

    settle_all(either_database, take(either_database), Deferred(now, "450 later", retry_at))

    [row] = outbox_rows(either_database)
    assert (row.state, row.not_before, row.error) == (OutboxState.PENDING, retry_at, "450 later")
    assert take(either_database) == []
    [again] = lease(either_database, "w2", retry_at, limit=1, lease_seconds=60)
    assert again.attempts == 2


def test_a_worker_cannot_settle_what_another_one_holds(either_database: Database) -> None:
    file_tickets(either_database, [1])
    rows = take(either_database, "w1")

    assert settle_all(either_database, rows, Accepted(datetime.now(UTC)), worker="w2") == 0

    assert outbox_rows(either_database)[0].state is OutboxState.LEASED
    assert ticket_of(either_database, 1).responded_at is None


def test_a_late_answer_resolves_what_others_had_put_in_doubt(either_database: Database) -> None:
    file_tickets(either_database, [1])
    rows = take(either_database)
    settle_all(either_database, rows, InDoubt(datetime.now(UTC), "lease ended"))

    settle_all(either_database, rows, Accepted(datetime.now(UTC), {"answer": "250 ok"}))

    assert outbox_rows(either_database)[0].state is OutboxState.SENT
    assert ticket_of(either_database, 1).flags == []


def test_a_hundred_rows_are_settled_in_one_transaction(either_database: Database) -> None:
    file_tickets(either_database, range(1, 101))
    rows = take(either_database, limit=100)

    assert settle_all(either_database, rows, Accepted(datetime.now(UTC))) == 100
    assert {row.state for row in outbox_rows(either_database)} == {OutboxState.SENT}
