"""Which copies wait to be filed, and that no reclassification is missed, on both engines."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update
from sqlmodel import select

from models.intake import InboxMessage, ServerCopy
from models.ticket import Ticket
from models.vocabulary import Category, Channel, InboxState, Priority
from triage.db import Database
from triage.intake.finished import (
    Copy,
    Place,
    file_anew,
    finished,
    forget_copies,
    mark_filed,
    note_copies,
    note_moves,
    other_folders,
)
from triage.intake.store import RawMessage, store

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def desk(either_database: Database) -> Database:
    """One message that has a ticket, and whose bytes lie twice in the mailbox."""
    messages = [RawMessage(b"same", NOW, uid_validity=1, uid=uid) for uid in (1, 2)]
    with either_database.write() as session:
        session.add(
            Ticket(
                number=1,
                source="support",
                channel=Channel.EMAIL,
                policy="p",
                category=Category.ORDER,
                priority=Priority.STANDARD,
                received_at=NOW,
                created_at=NOW,
                updated_at=NOW,
            )
        )
        session.flush()
        assert store(session, "support", Channel.EMAIL, messages, NOW) == 1
        note_copies(session, "support", messages)
        note_copies(session, "support", messages)
        done = {"state": InboxState.DONE, "ticket_number": 1}
        session.connection().execute(update(InboxMessage).values(done))
    return either_database


def waiting(database: Database, folder: str = "", validity: int = 1) -> list[Copy]:
    with database.read() as session:
        return finished(session, "support", validity, 10, folder)


def mark(database: Database, copies: list[Copy]) -> None:
    with database.write() as session:
        mark_filed(session, copies, NOW)


def reclassify(database: Database, category: Category) -> None:
    with database.write() as session:
        session.get_one(Ticket, 1).category = category
        file_anew(session, 1)


def test_every_copy_waits_until_it_is_filed(desk: Database) -> None:
    copies = waiting(desk)
    assert [(copy.uid, copy.category, copy.filed_as) for copy in copies] == [
        (1, Category.ORDER, None),
        (2, Category.ORDER, None),
    ]
    mark(desk, copies[:1])
    assert [copy.uid for copy in waiting(desk)] == [2]
    assert waiting(desk, validity=2) == []


def test_a_reclassification_has_them_filed_anew_and_tells_what_shows(desk: Database) -> None:
    mark(desk, waiting(desk))
    reclassify(desk, Category.TOPUP)
    assert {(copy.category, copy.filed_as) for copy in waiting(desk)} == {
        (Category.TOPUP, Category.ORDER)
    }


def test_a_reclassification_while_they_are_filed_is_not_missed(desk: Database) -> None:
    copies = waiting(desk)
    reclassify(desk, Category.TOPUP)
    mark(desk, copies)
    assert {(copy.category, copy.filed_as) for copy in waiting(desk)} == {
        (Category.TOPUP, Category.ORDER)
    }
    mark(desk, waiting(desk))
    assert waiting(desk) == []


def test_what_was_moved_is_followed_and_what_nobody_tells_about_is_not(desk: Database) -> None:
    copies = waiting(desk)
    mark(desk, copies)
    with desk.write() as session:
        note_moves(session, "support", copies, {1: Place("Orders", 9, 5)})
    reclassify(desk, Category.TOPUP)
    assert waiting(desk) == []
    assert [copy.uid for copy in waiting(desk, "Orders", 9)] == [5]
    with desk.read() as session:
        assert other_folders(session, "support") == ["Orders"]
        assert other_folders(session, "sales") == []


def test_a_place_that_is_taken_belongs_to_who_came_last(desk: Database) -> None:
    first, second = waiting(desk)
    for copy in (first, second):
        with desk.write() as session:
            note_moves(session, "support", [copy], {copy.uid: Place("Orders", 9, 5)})
    with desk.read() as session:
        assert list(session.exec(select(ServerCopy.id))) == [second.id]


def test_a_folder_that_was_made_anew_is_forgotten(desk: Database) -> None:
    with desk.write() as session:
        forget_copies(session, "support", valid=1)
    assert len(waiting(desk)) == 2
    with desk.write() as session:
        forget_copies(session, "support", valid=2)
    assert waiting(desk) == []
