"""A source has one reader at a time, and a mark of its first contact."""

import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta

from sqlmodel import select

from models.intake import MailboxCursor
from triage.db import Database
from triage.intake.cursor import (
    LEASE,
    advance,
    forget_faults,
    lease,
    new_owner,
    note,
    open_cursor,
    release,
)

NOW = datetime(2026, 3, 2, 10, 0, 0, 123_456, tzinfo=UTC)


def take(database: Database, owner: str, at: datetime) -> bool:
    with database.write() as session:
        open_cursor(session, "support", at)
        return lease(session, "support", owner, at)


def test_the_first_contact_is_the_go_live_mark_to_the_second(either_database: Database) -> None:
    with either_database.write() as session:
        first = open_cursor(session, "support", NOW)
        again = open_cursor(session, "support", NOW + timedelta(days=1))
    assert first == again
    assert first.go_live_at == NOW.replace(microsecond=0)
    assert (first.uid_validity, first.last_uid) == (None, 0)


def test_the_cursor_is_kept(either_database: Database) -> None:
    with either_database.write() as session:
        open_cursor(session, "support", NOW)
        advance(session, "support", 4_294_967_295, 4_294_967_294)
        cursor = open_cursor(session, "support", NOW)
    assert (cursor.uid_validity, cursor.last_uid) == (4_294_967_295, 4_294_967_294)


def test_a_lease_keeps_others_away_until_it_runs_out(either_database: Database) -> None:
    first, second = new_owner(), new_owner()
    assert take(either_database, first, NOW)
    assert not take(either_database, second, NOW + LEASE - timedelta(microseconds=1))
    assert take(either_database, first, NOW + LEASE / 2), "renewed"
    assert not take(either_database, second, NOW + LEASE)
    assert take(either_database, second, NOW + LEASE * 1.5)
    assert not take(either_database, first, NOW + LEASE * 1.5)


def test_a_lease_that_was_given_back_is_free(database: Database) -> None:
    first, second = new_owner(), new_owner()
    take(database, first, NOW)
    with database.write() as session:
        release(session, "support", second)
    assert not take(database, second, NOW)
    with database.write() as session:
        release(session, "support", first)
    assert take(database, second, NOW)


def test_a_process_of_this_machine_that_has_ended_holds_nobody_up(database: Database) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    dead = f"{socket.gethostname()[:40]}:{ended.pid}:0"
    assert take(database, dead, NOW)
    assert take(database, new_owner(), NOW)


def test_a_process_of_another_machine_is_believed_to_live(database: Database) -> None:
    assert take(database, "elsewhere:1:0", NOW)
    assert not take(database, new_owner(), NOW)


def test_faults_of_sources_that_are_gone_are_forgotten(database: Database) -> None:
    with database.write() as session:
        for name in ("support", "old"):
            open_cursor(session, name, NOW)
            note(session, name, NOW, "refused")
        forget_faults(session, ["support"])
        errors = {row.mailbox: row.error for row in session.exec(select(MailboxCursor))}
    assert errors == {"support": "refused", "old": None}
