"""Files the server's copies of what the pipeline has finished, in sets."""

from collections.abc import Sequence
from time import monotonic

import structlog
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from triage.config.schema import Mailbox
from triage.db import Database
from triage.intake.errors import SourceRefusedError
from triage.intake.finished import (
    READ,
    Copy,
    finished,
    forget_copies,
    mark_filed,
    note_moves,
    other_folders,
)
from triage.intake.imap.connecting import close
from triage.intake.imap.filing import Errand, carry_out, ensure_folder, grouped, has_errands
from triage.intake.imap.folder import Folder, open_folder
from triage.intake.poller import Clock
from triage.intake.waits import Waits
from triage.oauth import AccessTokens

_LOOK_SECONDS = 1.0
_AT_ONCE = 1000

_log = structlog.get_logger("intake.imap")


class Filer:
    """Looks for finished messages now and then, and marks or moves their copies.

    The database is told afterwards: after a crash in between the same is done again, which is
    harmless. What the server refuses is tried again later, and never stops the reading. Copies
    that were moved are followed into their folders when their tickets are reclassified.
    """

    def __init__(
        self,
        name: str,
        settings: Mailbox,
        database: Database,
        clock: Clock,
        tokens: AccessTokens | None = None,
    ) -> None:
        self._name = name
        self._settings = settings
        self._database = database
        self._clock = clock
        self._tokens = tokens
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
        is_any = bool(self._finished(folder, READ, 1) or self._other_folders())
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
        error = self._file_in(folder, READ)
        for name in self._other_folders():
            error = self._follow(name) or error
        if error is None:
            self._waits.reset()
        else:
            self._due = monotonic() + self._waits.next()
            _log.warning("mailbox.not_filed", mailbox=self._name, error=str(error))

    def _is_due(self, folder: Folder) -> bool:
        return self._has_errands and folder.is_writable and monotonic() >= self._due

    def _finished(self, folder: Folder, name: str, most: int) -> list[Copy]:
        with self._database.read() as session:
            return finished(session, self._name, folder.uid_validity, most, name)

    def _other_folders(self) -> list[str]:
        with self._database.read() as session:
            return other_folders(session, self._name)

    def _follow(self, name: str) -> Exception | None:
        """File anew what was moved into another folder, on a connection of its own."""
        try:
            folder = open_folder(self._settings.model_copy(update={"folder": name}), self._tokens)
        except SourceRefusedError as error:
            # Somebody renamed or removed it: there is nothing to follow any more.
            self._forget(name, None)
            return error
        try:
            self._forget(name, folder.uid_validity)
            return self._file_in(folder, name)
        finally:
            close(folder.client)

    def _forget(self, name: str, valid: int | None) -> None:
        with self._database.write() as session:
            forget_copies(session, self._name, name, valid)

    def _file_in(self, folder: Folder, name: str) -> IMAPClientError | None:
        error: IMAPClientError | None = None
        while error is None and (copies := self._finished(folder, name, _AT_ONCE)):
            for task, alike in grouped(self._settings, copies).items():
                error = self._refusal(folder, name, task, alike) or error
        return error

    def _refusal(
        self, folder: Folder, name: str, task: Errand, copies: Sequence[Copy]
    ) -> IMAPClientError | None:
        """File mails alike, and return why the server refuses; other mails are not kept waiting."""
        try:
            self._file_alike(folder, name, task, copies)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            return error
        return None

    def _file_alike(self, folder: Folder, name: str, task: Errand, copies: Sequence[Copy]) -> None:
        is_move = task.folder is not None and task.folder != (name or self._settings.folder)
        task = task if is_move else Errand(task.keywords, None, task.outdated)
        if task.folder is not None:
            ensure_folder(folder.client, task.folder)
        size = self._settings.batch_size
        for some in (copies[start : start + size] for start in range(0, len(copies), size)):
            places = carry_out(folder.client, task, [copy.uid for copy in some])
            with self._database.write() as session:
                mark_filed(session, some, self._clock())
                if is_move:
                    note_moves(session, self._name, some, places)
