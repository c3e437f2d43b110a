"""What is done shows in the mailbox: marked, moved or sorted, and only after it is safe."""

import pytest

from models.vocabulary import Category
from tests.integration.intake.mailboxes import finish, inbox, mail, poller, settings
from tests.servers.dovecot import Dovecot
from triage.db import Database

pytestmark = pytest.mark.servers

THREE = {1: Category.TOPUP, 2: Category.ORDER, 3: None}


def filed(server: Dovecot, database: Database, user: str, **changes: object) -> None:
    """Read three mails, finish them as `THREE` says, and let the poller file them."""
    server.append(user, [mail(1), mail(2), mail(3)])
    mailbox = poller(database, settings(server, user, **changes))
    mailbox.run_once()
    assert len(server.flags(user)) == 3, "nothing is filed before it is done"
    finish(database, THREE)
    mailbox.run_once()
    mailbox.close()


def keywords(server: Dovecot, user: str) -> list[set[bytes]]:
    return [set(flags) - {b"\\Recent"} for flags in server.flags(user).values()]


def test_a_keyword_marks_what_is_done_and_the_category(
    dovecot: Dovecot, database: Database
) -> None:
    user = dovecot.new_user()
    filed(dovecot, database, user, sorted_by="keyword")
    assert keywords(dovecot, user) == [
        {b"$Triaged", b"triage-topup"},
        {b"$Triaged", b"triage-order"},
        {b"$Triaged"},
    ]
    assert all(row.filed_at for row in inbox(database))


def test_mails_are_moved_to_their_categorys_folder_and_others_to_the_common_one(
    dovecot: Dovecot, database: Database
) -> None:
    user = dovecot.new_user()
    filed(dovecot, database, user, after="move", move_to="Done", sorted_by="folder")
    assert dovecot.flags(user) == {}
    for folder in ("triage-topup", "triage-order", "Done"):
        assert len(dovecot.flags(user, folder)) == 1


def test_nothing_is_done_where_nothing_is_configured(dovecot: Dovecot, database: Database) -> None:
    user = dovecot.new_user()
    filed(dovecot, database, user, after="nothing")
    assert keywords(dovecot, user) == [set(), set(), set()]


def test_filing_again_after_a_crash_is_harmless(dovecot: Dovecot, database: Database) -> None:
    user = dovecot.new_user()
    filed(dovecot, database, user, after="move")
    with database.write() as session:
        for row in inbox(database):
            row.filed_at = None
            session.merge(row)
    mailbox = poller(database, settings(dovecot, user, after="move"))
    mailbox.run_once()
    mailbox.close()
    assert len(dovecot.flags(user, "Triaged")) == 3
    assert all(row.filed_at for row in inbox(database))


def test_a_mail_that_an_agent_moved_away_is_passed_over(
    dovecot: Dovecot, database: Database
) -> None:
    user = dovecot.new_user()
    dovecot.append(user, [mail(1), mail(2)])
    mailbox = poller(database, settings(dovecot, user))
    mailbox.run_once()
    with dovecot.client(user) as client:
        client.select_folder("INBOX")
        client.delete_messages([1])
        client.expunge()
    finish(database, {1: Category.ORDER, 2: Category.ORDER})
    mailbox.run_once()
    mailbox.close()
    assert keywords(dovecot, user) == [{b"$Triaged"}]
    assert all(row.filed_at for row in inbox(database))


def test_a_keyword_that_an_agent_removed_is_not_put_back(
    dovecot: Dovecot, database: Database
) -> None:
    user = dovecot.new_user()
    filed(dovecot, database, user)
    with dovecot.client(user) as client:
        client.select_folder("INBOX")
        client.remove_flags([1, 2, 3], [b"$Triaged"])
    mailbox = poller(database, settings(dovecot, user))
    assert mailbox.run_once() == 0
    mailbox.close()
    assert keywords(dovecot, user) == [set(), set(), set()]


def test_a_backlog_is_moved_in_sets(dovecot: Dovecot, database: Database) -> None:
    user = dovecot.new_user()
    dovecot.append(user, [mail(number) for number in range(60)])
    mailbox = poller(database, settings(dovecot, user, after="move", batch_size=25))
    mailbox.run_once()
    finish(database, dict.fromkeys(range(1, 61)))
    mailbox.run_once()
    mailbox.close()
    assert dovecot.flags(user) == {}
    assert len(dovecot.flags(user, "Triaged")) == 60
