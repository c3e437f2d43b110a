"""A Maildir is read within a moment; what was kept goes to `cur`, and nothing is lost between."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import pytest

from tests.integration.intake.mailboxes import Bell, cursor, inbox, mail, now
from triage.config.schema import MaildirSource
from triage.db import Database
from triage.intake.errors import IntakeError
from triage.intake.maildir import MaildirPoller


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    path = tmp_path / "inbox"
    for part in ("new", "cur", "tmp"):
        (path / part).mkdir(parents=True)
    return path


def drop(maildir: Path, name: str, raw: bytes, at: datetime | None = None) -> None:
    """Deliver as the format wants it: written elsewhere, then moved in whole."""
    path = maildir / "tmp" / name
    path.write_bytes(raw)
    if at is not None:
        os.utime(path, (at.timestamp(), at.timestamp()))
    path.rename(maildir / "new" / name)


def reader(database: Database, maildir: Path, **changes: object) -> MaildirPoller:
    values = {"path": str(maildir), "addresses": "a@example.com", "policy": "p"} | changes
    settings = MaildirSource.model_validate(values)
    return MaildirPoller("demo", settings, database, Bell(), Event(), now)


def test_what_is_in_new_is_kept_in_order_and_moved_to_cur_as_seen(
    maildir: Path, database: Database
) -> None:
    for number in range(5):
        drop(maildir, f"{1000 + number}.M1.host", mail(number))
    poller = reader(database, maildir, batch_size=2)
    assert poller.run_once() == 5
    assert poller.run_once() == 0
    assert [row.raw for row in inbox(database)] == [mail(number) for number in range(5)]
    assert list((maildir / "new").iterdir()) == []
    assert min(path.name for path in (maildir / "cur").iterdir()) == "1000.M1.host:2,S"


def test_a_files_time_says_when_it_came_and_whether_it_may_be_answered(
    maildir: Path, database: Database
) -> None:
    old = datetime(2025, 1, 1, tzinfo=UTC)
    drop(maildir, "1.a", mail(1), at=old)
    drop(maildir, "2.b", mail(2))
    drop(maildir, "3.c", mail(3), at=now() + timedelta(days=9))
    reader(database, maildir).run_once()
    first, second, third = inbox(database)
    assert (first.received_at, first.may_answer) == (old, False)
    assert second.may_answer
    assert third.received_at <= now()


def test_a_go_live_mark_from_the_settings_comes_first(maildir: Path, database: Database) -> None:
    drop(maildir, "1.a", mail(1), at=datetime(2025, 1, 2, tzinfo=UTC))
    reader(database, maildir, go_live_at="2025-01-01T00:00:00Z").run_once()
    assert inbox(database)[0].may_answer


def test_a_crash_between_commit_and_move_adds_nothing(maildir: Path, database: Database) -> None:
    drop(maildir, "1.a", mail(1))
    first = reader(database, maildir)
    first.run_once()
    first.close()
    (moved,) = (maildir / "cur").iterdir()
    moved.rename(maildir / "new" / "1.a")
    assert reader(database, maildir).run_once() == 0
    assert [path.name for path in (maildir / "cur").iterdir()] == ["1.a:2,S"]


def test_hidden_files_wait_and_what_cannot_be_read_keeps_nobody_waiting(
    maildir: Path, database: Database
) -> None:
    drop(maildir, ".nfs123", mail(1))
    (maildir / "new" / "folder").mkdir()
    drop(maildir, "z.last", mail(2))
    poller = reader(database, maildir)
    assert poller.run_once() == 1
    assert poller.run_once() == 0
    assert (maildir / "new" / ".nfs123").exists()


def test_a_missing_maildir_is_an_error_that_names_it(tmp_path: Path, database: Database) -> None:
    with pytest.raises(IntakeError, match="nowhere"):
        reader(database, tmp_path / "nowhere").run_once()


def test_a_mail_dropped_in_while_it_runs_is_seen_at_once(maildir: Path, database: Database) -> None:
    stop, bell = Event(), Bell()
    settings = MaildirSource(path=str(maildir), addresses="a@example.com", policy="p")
    poller = MaildirPoller("demo", settings, database, bell, stop, now)
    thread = Thread(target=poller.run)
    thread.start()
    try:
        sleep(0.5)
        drop(maildir, "1.a", mail(1))
        dropped = monotonic()
        while not bell.rings and monotonic() < dropped + 3:
            sleep(0.005)
        assert monotonic() - dropped < 0.5
    finally:
        stop.set()
        thread.join(5)
    assert cursor(database, "demo").lease_owner is None
