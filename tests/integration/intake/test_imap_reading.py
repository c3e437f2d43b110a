"""A real Dovecot is read: everything once, untouched, and without being marked as read."""

from datetime import timedelta
from threading import Event, Thread
from time import monotonic, sleep

import pytest

from models.vocabulary import InboxState
from tests.integration.intake.mailboxes import (
    Bell,
    cursor,
    finish,
    inbox,
    mail,
    now,
    poller,
    settings,
)
from tests.servers.dovecot import Dovecot
from triage.db import Database
from triage.intake.errors import IntakeError, SourceRefusedError
from triage.intake.imap import ImapPoller
from triage.intake.imap.connecting import connect

pytestmark = pytest.mark.servers


def test_a_backlog_is_read_in_sets_in_order_untouched_and_unseen(
    dovecot: Dovecot, either_database: Database
) -> None:
    database = either_database
    user = dovecot.new_user()
    sent = [mail(number) for number in range(25)]
    dovecot.append(user, sent)
    mailbox = poller(database, settings(dovecot, user, batch_size=10))
    assert mailbox.run_once() == 25
    assert [row.raw for row in inbox(database)] == sent
    assert [row.uid for row in inbox(database)] == list(range(1, 26))
    assert set(dovecot.flags(user).values()) <= {(), (b"\\Recent",)}
    assert mailbox.run_once() == 0
    mailbox.close()
    assert cursor(database).last_uid == 25
    assert cursor(database).lease_owner is None


def test_a_second_start_reads_only_what_is_new(dovecot: Dovecot, database: Database) -> None:
    user = dovecot.new_user()
    dovecot.append(user, [mail(1)])
    first = poller(database, settings(dovecot, user))
    first.run_once()
    first.close()
    dovecot.append(user, [mail(2)])
    second = poller(database, settings(dovecot, user))
    assert second.run_once() == 1
    second.close()


def test_mail_from_before_the_first_contact_is_never_answered(
    dovecot: Dovecot, database: Database
) -> None:
    user = dovecot.new_user()
    old = now() - timedelta(days=400)
    dovecot.append(user, [mail(1)], when=old)
    mailbox = poller(database, settings(dovecot, user))
    mailbox.run_once()
    dovecot.deliver(user, mail(2))
    mailbox.run_once()
    mailbox.close()
    before, after = inbox(database)
    assert (before.may_answer, after.may_answer) == (False, True)
    assert abs(before.received_at - old) < timedelta(seconds=1)
    assert after.received_at <= now()


def test_a_configured_go_live_mark_comes_before_the_first_contact(
    dovecot: Dovecot, database: Database
) -> None:
    user = dovecot.new_user()
    dovecot.append(user, [mail(1)], when=now() - timedelta(days=2))
    mark = now() - timedelta(days=3)
    mailbox = poller(database, settings(dovecot, user, go_live_at=mark))
    mailbox.run_once()
    mailbox.close()
    assert inbox(database)[0].may_answer


def test_a_rebuilt_mailbox_adds_nothing_and_its_copies_can_still_be_filed(
    dovecot: Dovecot, database: Database
) -> None:
    user = dovecot.new_user()
    with dovecot.client(user) as client:
        client.create_folder("Desk")
    dovecot.append(user, [mail(1), mail(2)], folder="Desk")
    mailbox = poller(database, settings(dovecot, user, folder="Desk"))
    mailbox.run_once()
    before = cursor(database).uid_validity
    finish(database, {1: None, 2: None})
    mailbox.close()
    with dovecot.client(user) as client:
        client.delete_folder("Desk")
        client.create_folder("Desk")
    dovecot.append(user, [mail(2), mail(1), mail(3)], folder="Desk")
    mailbox = poller(database, settings(dovecot, user, folder="Desk"))
    assert mailbox.run_once() == 1
    mailbox.close()
    assert cursor(database).uid_validity != before
    assert sorted(row.raw for row in inbox(database)) == [mail(1), mail(2), mail(3)]
    flags = dovecot.flags(user, "Desk")
    assert b"$Triaged" in flags[1]
    assert b"$Triaged" in flags[2]
    assert b"$Triaged" not in flags[3]


def test_of_an_oversized_mail_only_the_header_is_fetched(
    dovecot: Dovecot, database: Database
) -> None:
    user = dovecot.new_user()
    dovecot.append(user, [mail(1), mail(2, size=300_000), mail(3)])
    mailbox = poller(database, settings(dovecot, user, max_message_bytes=200_000))
    assert mailbox.run_once() == 3
    mailbox.close()
    small, large, other = inbox(database)
    assert (small.raw, other.raw) == (mail(1), mail(3))
    size = len(mail(2, size=300_000))
    assert large.raw.startswith(f"X-Triage-Truncated: {size}\r\nFrom: c2@example.org".encode())
    assert large.raw.endswith(b"\r\n\r\n")
    assert large.state is InboxState.PENDING


def test_sets_are_bounded_by_bytes_too(dovecot: Dovecot, database: Database) -> None:
    user = dovecot.new_user()
    large = [mail(number, size=3_000_000) for number in range(5)]
    dovecot.append(user, large)
    mailbox = poller(database, settings(dovecot, user))
    assert mailbox.run_once() == 5
    mailbox.close()
    assert [row.raw for row in inbox(database)] == large


def test_two_pollers_on_one_mailbox_do_not_both_work(dovecot: Dovecot, database: Database) -> None:
    user = dovecot.new_user()
    dovecot.append(user, [mail(1)])
    first = poller(database, settings(dovecot, user))
    second = poller(database, settings(dovecot, user))
    assert first.run_once() == 1
    dovecot.append(user, [mail(2)])
    assert second.run_once() == 0
    first.close()
    assert second.run_once() == 1
    second.close()


def test_a_wrong_password_is_refused_with_a_sentence_and_noted(
    dovecot: Dovecot, database: Database
) -> None:
    user = dovecot.new_user()
    mailbox = poller(database, settings(dovecot, user, password="wrong"))
    with pytest.raises(IntakeError, match="refuses the log-in of"):
        mailbox.run_once()
    mailbox.close()
    assert "refuses the log-in" in (cursor(database).error or "")


def test_a_missing_folder_is_refused_with_its_name(dovecot: Dovecot, database: Database) -> None:
    mailbox = poller(database, settings(dovecot, dovecot.new_user(), folder="Nowhere"))
    with pytest.raises(IntakeError, match="Nowhere"):
        mailbox.run_once()
    mailbox.close()


def test_starttls_that_is_not_offered_means_no_log_in(dovecot: Dovecot) -> None:
    with pytest.raises(SourceRefusedError, match="does not offer STARTTLS"):
        connect(settings(dovecot, dovecot.new_user(), security="starttls"))


@pytest.mark.parametrize(
    "waiting",
    [{"noop_seconds": 0.1}, {"noop_seconds": 0}, {"idle": False, "poll_seconds": 0.1}],
    ids=["noop", "idle", "polling"],
)
def test_mail_that_comes_while_it_runs_is_kept_within_a_second(
    dovecot: Dovecot, database: Database, waiting: dict[str, float]
) -> None:
    user = dovecot.new_user()
    stop, bell = Event(), Bell()
    mailbox = ImapPoller("support", settings(dovecot, user, **waiting), database, bell, stop, now)
    thread = Thread(target=mailbox.run)
    thread.start()
    try:
        for number in range(3):
            sleep(0.3)
            dovecot.deliver(user, mail(number))
            sent = monotonic()
            while bell.rings <= number and monotonic() < sent + 3:
                sleep(0.01)
            assert monotonic() - sent < 1
    finally:
        stop.set()
        thread.join(5)
    assert not thread.is_alive()
    assert len(inbox(database)) == 3


def test_idle_is_begun_anew_before_the_server_ends_it(dovecot: Dovecot, database: Database) -> None:
    user = dovecot.new_user()
    stop, bell = Event(), Bell()
    renewing = settings(dovecot, user, noop_seconds=0, idle_renew_seconds=0.2)
    mailbox = ImapPoller("support", renewing, database, bell, stop, now)
    thread = Thread(target=mailbox.run)
    thread.start()
    try:
        sleep(3.5)
        dovecot.deliver(user, mail(1))
        sleep(1.5)
    finally:
        stop.set()
        thread.join(5)
    assert bell.rings == 1
    assert cursor(database).error is None
