"""Files brought in by hand are kept once, in batches, and a bad path does not stop the rest."""

import mailbox
from pathlib import Path

from tests.integration.intake.mailboxes import inbox, mail, now
from triage.db import Database
from triage.intake.ingest import ingest


def test_files_folders_and_mboxes_are_kept_once(tmp_path: Path, database: Database) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "one.eml").write_bytes(mail(1))
    (tmp_path / "folder" / "two.eml").write_bytes(mail(2))
    box = mailbox.mbox(tmp_path / "old.mbox")
    for number in range(3, 6):
        box.add(mail(number))
    box.close()
    report = ingest([tmp_path], database, "support", now)
    assert (report.read, report.stored, report.failed) == (5, 5, 0)
    assert not any(row.may_answer for row in inbox(database))
    again = ingest([tmp_path], database, "support", now, may_answer=True)
    assert (again.read, again.stored) == (5, 0)


def test_a_path_that_is_not_there_is_counted_and_the_rest_goes_on(
    tmp_path: Path, database: Database
) -> None:
    (tmp_path / "one.eml").write_bytes(mail(1))
    paths = [tmp_path / "missing.eml", tmp_path / "one.eml"]
    report = ingest(paths, database, "support", now, may_answer=True)
    assert (report.stored, report.failed) == (1, 1)
    assert inbox(database)[0].may_answer


def test_more_than_a_batch_is_kept_whole(tmp_path: Path, database: Database) -> None:
    for number in range(230):
        (tmp_path / f"{number:03}.eml").write_bytes(mail(number))
    assert ingest([tmp_path], database, "support", now).stored == 230
