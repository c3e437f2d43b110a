"""The thread that reads one mailbox: lease, connection, reading, filing, waiting, faults."""

from threading import Event
from time import monotonic

import structlog
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from triage.config.schema import Mailbox
from triage.db import Database
from triage.intake.cursor import note
from triage.intake.errors import IntakeError, SourceRefusedError
from triage.intake.imap.client import ERRORS
from triage.intake.imap.connecting import close
from triage.intake.imap.filer import Filer
from triage.intake.imap.folder import Folder, open_folder
from triage.intake.imap.taking import Taker
from triage.intake.lease import RENEW_SECONDS, Lease
from triage.intake.poller import Clock, Wake
from triage.intake.waits import Waits
from triage.oauth import AccessTokens

_RECHECK_SECONDS = 60.0
_LOOK_UP_SECONDS = 1.0

_log = structlog.get_logger("intake.imap")


class ImapPoller:
    """Reads one mailbox; it shares nothing with other threads but the database."""

    def __init__(  # noqa: PLR0913, PLR0917 - the composition root has exactly these parts
        self,
        name: str,
        settings: Mailbox,
        database: Database,
        wake: Wake,
        stop: Event,
        clock: Clock,
        *,
        tokens: AccessTokens | None = None,
        waits: Waits | None = None,
    ) -> None:
        """Prepare; nothing is connected yet.

        Args:
            name: The mailbox's name in the configuration and in the inbox.
            settings: Where and how to read.
            database: Where messages are kept.
            wake: Called after each commit that has new messages.
            stop: Ends `run`.
            clock: The present.
            tokens: Where the log-in is by access token.
            waits: The waits after faults that may pass by themselves.
        """
        self.name = name
        self._settings = settings
        self._database = database
        self._tokens = tokens
        self._stop = stop
        self._clock = clock
        self._taker = Taker(name, settings, database, wake, clock)
        self._filer = Filer(name, settings, database, clock, tokens)
        self._lease = Lease(name, database, clock)
        self._folder: Folder | None = None
        self._may_idle = settings.idle
        self._recheck_due = 0.0
        self._waits = waits or Waits(1.0, 60.0)
        self._refused_waits = Waits(60.0, 900.0)

    def run(self) -> None:
        """Read until the stop event is set; faults are noted, waited out and outlived."""
        while not self._stop.is_set():
            try:
                self._look()
                self._rest()
            except Exception as error:  # noqa: BLE001 - a supervisor loop: no fault ends it
                self._stop.wait(self._fault(error))
        self.close()

    def run_once(self) -> int:
        """Take in what there is, file what is done, and return how many messages were new.

        Returns 0 too where another process reads the mailbox.

        Raises:
            IntakeError: the mailbox cannot be reached or read.
        """
        self._recheck_due = 0.0
        self._filer.hurry()
        try:
            return self._look()
        except (*ERRORS, IntakeError) as error:
            self._fault(error)
            raise IntakeError(f"{self.name}: {error}") from error

    def close(self) -> None:
        """Let go of the connection and the lease."""
        self._disconnect()
        self._lease.release()

    def _look(self) -> int:
        if not self._has_lease():
            return 0
        folder = self._open()
        stored = 0
        if folder.client.take_news() or monotonic() >= self._recheck_due:
            stored = self._taker.take_all(folder, self._may_go_on)
            self._recheck_due = monotonic() + _RECHECK_SECONDS
        self._filer.file(folder)
        self._waits.reset()
        return stored

    def _may_go_on(self) -> bool:
        self._waits.reset()
        return not self._stop.is_set() and self._has_lease()

    def _has_lease(self) -> bool:
        """Take or renew the lease; without it the connection ends, for the cursor may move on."""
        was_held = self._lease.is_held
        is_held = self._lease.hold(is_healthy=self._folder is not None)
        if not (was_held and is_held):
            self._disconnect()
        return is_held

    def _open(self) -> Folder:
        if self._folder is None:
            self._folder = open_folder(self._settings, self._tokens)
            self._taker.begin(self._folder)
            self._filer.hurry()
            self._recheck_due = 0.0
            self._refused_waits.reset()
        return self._folder

    def _disconnect(self) -> None:
        if self._folder is not None:
            close(self._folder.client)
            self._folder = None

    def _fault(self, error: Exception) -> float:
        """Note what went wrong and return how long to wait before the next attempt."""
        self._disconnect()
        waits = self._refused_waits if isinstance(error, SourceRefusedError) else self._waits
        seconds = waits.next()
        text = f"{type(error).__name__}: {error}"
        _log.warning("mailbox.failed", mailbox=self.name, error=text, next_try_in=round(seconds, 1))
        try:
            with self._database.write() as session:
                note(session, self.name, self._clock(), text)
        except Exception:  # noqa: BLE001 - part of the supervisor: the database may be the fault
            _log.warning("mailbox.fault_not_noted", mailbox=self.name)
        return seconds

    def _rest(self) -> None:
        """Wait for news: by NOOP at short intervals, by IDLE, or by NOOP at long ones."""
        if self._folder is None:
            self._stop.wait(RENEW_SECONDS / 2)
            return
        client = self._folder.client
        may_idle = self._may_idle and client.has_capability("IDLE")
        if may_idle and not self._settings.noop_seconds:
            self._idle(self._folder)
            return
        settings = self._settings
        self._stop.wait(settings.noop_seconds if may_idle else settings.poll_seconds)
        with client.limit():
            client.noop()

    def _idle(self, folder: Folder) -> None:
        """Let the server tell; look up now and then for what is to be filed, and to stop."""
        try:
            folder.client.start_idle()
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            self._may_idle = False
            _log.info("mailbox.no_idle", mailbox=self.name, error=str(error))
            return
        until = monotonic() + self._settings.idle_renew_seconds
        while not self._stop.is_set() and monotonic() < until and self._has_lease():
            if folder.client.has_data(_LOOK_UP_SECONDS) or self._filer.is_needed(folder):
                break
        if self._folder is folder:
            folder.client.end_idle()
