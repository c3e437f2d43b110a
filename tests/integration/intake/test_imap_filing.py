"""What is done shows in the mailbox: marked, moved or sorted, and only after it is safe."""

import pytest

from models.ticket import Ticket
from models.vocabulary import Category
from tests.integration.intake.mailboxes import copies, finish, inbox, mail, poller, settings
from tests.servers.dovecot import Dovecot
from triage.db import Database
from triage.intake.finished import READ, file_anew

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
    assert all(copy.filed_at for copy in copies(database))


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
        for copy, row in zip(copies(database), inbox(database), strict=True):
            assert row.uid is not None
            assert row.uid_validity is not None
            copy.folder, copy.uid_validity, copy.uid = READ, row.uid_validity, row.uid
            copy.filed_at = None
            session.merge(copy)
    mailbox = poller(database, settings(dovecot, user, after="move"))
    mailbox.run_once()
    mailbox.close()
    assert len(dovecot.flags(user, "Triaged")) == 3
    assert copies(database) == []


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
    assert all(copy.filed_at for copy in copies(database))


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


# Reclassified


def reclassify(database: Database, number: int, category: Category) -> None:
    """Do what a correction does, as far as mailboxes are concerned."""
    with database.write() as session:
        session.get_one(Ticket, number).category = category
        file_anew(session, number)


def test_the_keyword_of_another_category_takes_the_place_of_the_old_one(
    dovecot: Dovecot, database: Database
) -> None:
    user = dovecot.new_user()
    filed(dovecot, database, user, sorted_by="keyword")
    reclassify(database, 100_001, Category.BILLING)
    mailbox = poller(database, settings(dovecot, user, sorted_by="keyword"))
    mailbox.run_once()
    mailbox.close()
    assert keywords(dovecot, user)[:2] == [
        {b"$Triaged", b"triage-billing"},
        {b"$Triaged", b"triage-order"},
    ]


def test_a_mail_follows_its_category_from_folder_to_folder(
    dovecot: Dovecot, database: Database
) -> None:
    user = dovecot.new_user()
    filed(dovecot, database, user, after="move", sorted_by="folder")
    mailbox = poller(database, settings(dovecot, user, after="move", sorted_by="folder"))
    for category in (Category.BILLING, Category.ORDER, Category.TOPUP):
        reclassify(database, 100_001, category)
        mailbox.run_once()
        folders = {"triage-topup": 0, "triage-order": 1, "triage-billing": 0}
        folders[f"triage-{category}"] += 1
        for folder, count in folders.items():
            if count or category is not Category.BILLING:
                assert len(dovecot.flags(user, folder)) == count
    mailbox.close()


def test_a_mail_that_was_moved_to_one_folder_for_all_changes_its_keyword_there(
    dovecot: Dovecot, database: Database
) -> None:
    user = dovecot.new_user()
    filed(dovecot, database, user, after="move", sorted_by="keyword")
    reclassify(database, 100_002, Category.CLAIM)
    mailbox = poller(database, settings(dovecot, user, after="move", sorted_by="keyword"))
    mailbox.run_once()
    mailbox.close()
    flags = [set(found) - {b"\\Recent"} for found in dovecot.flags(user, "Triaged").values()]
    assert {b"triage-claim"} in flags
    assert {b"triage-order"} not in flags


def test_a_folder_that_somebody_removed_holds_nothing_up(
    dovecot: Dovecot, database: Database
) -> None:
    user = dovecot.new_user()
    filed(dovecot, database, user, after="move", sorted_by="folder")
    with dovecot.client(user) as client:
        client.delete_folder("triage-topup")
    reclassify(database, 100_001, Category.BILLING)
    reclassify(database, 100_002, Category.BILLING)
    mailbox = poller(database, settings(dovecot, user, after="move", sorted_by="folder"))
    mailbox.run_once()
    mailbox.close()
    assert len(dovecot.flags(user, "triage-billing")) == 1
    assert {copy.folder for copy in copies(database)} == {"triage-billing", "Triaged"}


def test_a_second_copy_of_the_same_bytes_is_filed_like_the_first(
    dovecot: Dovecot, database: Database
) -> None:
    user = dovecot.new_user()
    dovecot.append(user, [mail(1), mail(1)])
    mailbox = poller(database, settings(dovecot, user, sorted_by="keyword"))
    assert mailbox.run_once() == 1
    finish(database, {1: Category.ORDER})
    mailbox.run_once()
    dovecot.append(user, [mail(1)])
    assert mailbox.run_once() == 0
    mailbox.run_once()
    mailbox.close()
    assert keywords(dovecot, user) == [{b"$Triaged", b"triage-order"}] * 3
