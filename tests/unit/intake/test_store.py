"""A message is kept once, whatever is asked, on both engines."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from models.intake import InboxMessage
from models.vocabulary import Channel, InboxState
from triage.db import Database
from triage.intake.numbers import take
from triage.intake.store import RawMessage, renumber, store

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def mail(body: str, uid: int, validity: int = 1) -> RawMessage:
    return RawMessage(f"Subject: x\r\n\r\n{body}".encode(), NOW, uid_validity=validity, uid=uid)


def keep(database: Database, *messages: RawMessage, source: str = "support") -> int:
    with database.write() as session:
        return store(session, source, Channel.EMAIL, messages, NOW)


def rows(database: Database) -> list[InboxMessage]:
    with database.read() as session:
        return list(session.exec(select(InboxMessage).order_by(InboxMessage.id)))  # type: ignore[arg-type]  # a column


def test_new_messages_are_counted_and_kept_untouched_in_their_order(
    either_database: Database,
) -> None:
    assert keep(either_database, mail("a", 1), mail("b\0\xff", 2)) == 2
    first, second = rows(either_database)
    assert (first.uid, second.uid) == (1, 2)
    assert second.raw == "Subject: x\r\n\r\nb\0\xff".encode()
    assert second.size == len(second.raw)
    assert (first.state, first.attempts, first.may_answer) == (InboxState.PENDING, 0, True)
    assert first.received_at == first.stored_at == first.next_attempt_at == NOW


def test_the_same_uid_the_same_content_and_the_same_batch_add_nothing(
    either_database: Database,
) -> None:
    keep(either_database, mail("a", 1))
    assert keep(either_database, mail("other bytes", 1)) == 0
    assert keep(either_database, mail("a", 7)) == 0
    assert keep(either_database, mail("a", 1), mail("b", 2), mail("b", 3), mail("c", 4)) == 2
    assert keep(either_database) == 0


def test_each_source_has_its_own_keys(either_database: Database) -> None:
    keep(either_database, mail("a", 1))
    assert keep(either_database, mail("a", 1), source="sales") == 1


def test_mail_under_a_new_uid_validity_is_known_by_its_content_and_renumbered(
    either_database: Database,
) -> None:
    keep(either_database, mail("a", 1), mail("b", 2))
    again = [mail("a", 11, validity=2), mail("b", 12, validity=2), mail("new", 13, validity=2)]
    assert keep(either_database, *again) == 1
    with either_database.write() as session:
        renumber(session, "support", again)
    assert [(row.uid_validity, row.uid) for row in rows(either_database)] == [
        (2, 11),
        (2, 12),
        (2, 13),
    ]


def test_renumbering_two_copies_of_one_mail_takes_the_first(either_database: Database) -> None:
    keep(either_database, mail("a", 1))
    with either_database.write() as session:
        renumber(session, "support", [mail("a", 11, 2), mail("a", 12, 2)])
    assert [row.uid for row in rows(either_database)] == [11]


def test_a_message_that_cannot_be_worked_on_is_set_aside_at_once(database: Database) -> None:
    keep(database, RawMessage(b"", NOW, uid_validity=1, uid=1, error="the server sends nothing"))
    (row,) = rows(database)
    assert (row.state, row.error) == (InboxState.SET_ASIDE, "the server sends nothing")


def test_ticket_numbers_follow_each_other_and_a_rollback_leaves_no_gap(
    either_database: Database,
) -> None:
    with either_database.write() as session:
        first = take(session, 3)
    with either_database.write() as session:
        take(session, 5)
        session.rollback()
    with either_database.write() as session:
        second = take(session, 1)
    assert len(first) == 3
    assert list(second) == [first[-1] + 1]


def test_no_numbers_cannot_be_taken(database: Database) -> None:
    with database.write() as session, pytest.raises(ValueError, match="at least one"):
        take(session, 0)
