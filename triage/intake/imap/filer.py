"""Files the server's copies of what the pipeline has finished, in sets."""

from collections.abc import Sequence
from time import monotonic

import structlog
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from models.vocabulary import Category
from triage.config.schema import Mailbox
from triage.db import Database
from triage.intake.finished import finished, mark_filed
from triage.intake.imap.filing import Errand, carry_out, ensure_folder, grouped, has_errands
from triage.intake.imap.folder import Folder
from triage.intake.poller import Clock
from triage.intake.waits import Waits

_LOOK_SECONDS = 1.0
_AT_ONCE = 1000

_log = structlog.get_logger("intake.imap")


class Filer:
    """Looks for finished messages now and then, and marks or moves their copies.

    The database is told afterwards: after a crash in between the same is done again, which is
    harmless. What the server refuses is tried again later, and never stops the reading.
    """

    def __init__(self, name: str, settings: Mailbox, database: Database, clock: Clock) -> None:
        self._name = name
        self._settings = settings
        self._database = database
        self._clock = clock
        self._due = 0.0
        self._waits = Waits(5.0, 300.0)
        self._has_errands = has_errands(settings)

    def hurry(self) -> None:
        """Look at the next call, whatever was refused before."""
        self._due = 0.0

    def is_needed(self, folder: Folder) -> bool:
        """Tell whether it is time to look and something is finished."""
        if not self._is_due(folder):
            return False
        is_any = bool(self._finished(folder, 1))
        if not is_any:
            self._due = monotonic() + _LOOK_SECONDS
        return is_any

    def file(self, folder: Folder) -> None:
        """File what is finished, if it is time to look.

        Raises:
            imaplib.IMAP4.abort: the connection is of no more use.
            OSError: the same.
        """
        if not self._is_due(folder):
            return
        self._due = monotonic() + _LOOK_SECONDS
        error: IMAPClientError | None = None
        while error is None and (mails := self._finished(folder, _AT_ONCE)):
            for task, uids in grouped(self._settings, mails).items():
                error = self._refusal(folder, task, uids) or error
        if error is None:
            self._waits.reset()
        else:
            self._due = monotonic() + self._waits.next()
            _log.warning("mailbox.not_filed", mailbox=self._name, error=str(error))

    def _is_due(self, folder: Folder) -> bool:
        return self._has_errands and folder.is_writable and monotonic() >= self._due

    def _finished(self, folder: Folder, most: int) -> list[tuple[int, Category | None]]:
        with self._database.read() as session:
            return finished(session, self._name, folder.uid_validity, most)

    def _refusal(self, folder: Folder, task: Errand, uids: Sequence[int]) -> IMAPClientError | None:
        """File mails alike, and return why the server refuses; other mails are not kept waiting."""
        try:
            self._file_alike(folder, task, uids)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            return error
        return None

    def _file_alike(self, folder: Folder, task: Errand, uids: Sequence[int]) -> None:
        if task.folder is not None:
            ensure_folder(folder.client, task.folder)
        size = self._settings.batch_size
        for some in (uids[start : start + size] for start in range(0, len(uids), size)):
            carry_out(folder.client, task, some)
            with self._database.write() as session:
                mark_filed(session, self._name, folder.uid_validity, some, self._clock())
