"""Reads a Maildir: what is in `new` is kept, then moved to `cur` as a mail client would."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import structlog

from models.vocabulary import Channel
from triage.config.schema import MaildirSource
from triage.db import Database
from triage.intake.cursor import note, open_cursor
from triage.intake.errors import IntakeError, SourceRefusedError
from triage.intake.lease import RENEW_SECONDS, Lease
from triage.intake.poller import Clock, Wake
from triage.intake.store import RawMessage, store
from triage.intake.waits import Waits

_SEEN = ":2,S"

_log = structlog.get_logger("intake.maildir")


@dataclass(frozen=True, slots=True)
class _Dropped:
    path: Path
    raw: bytes
    received_at: datetime


class MaildirPoller:
    """Reads one Maildir; it shares nothing with other threads but the database.

    A file is moved after its bytes were committed. A crash in between leaves it in `new`, where
    it is found again and known by its content.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the composition root has exactly these parts
        self,
        name: str,
        settings: MaildirSource,
        database: Database,
        wake: Wake,
        stop: Event,
        clock: Clock,
    ) -> None:
        """Prepare; nothing is read yet.

        Args:
            name: The Maildir's name in the configuration and in the inbox.
            settings: Where it is and how often to look.
            database: Where messages are kept.
            wake: Called after each commit that has new messages.
            stop: Ends `run`.
            clock: The present.
        """
        self.name = name
        self._settings = settings
        self._database = database
        self._wake = wake
        self._stop = stop
        self._clock = clock
        self._new = Path(settings.path) / "new"
        self._cur = Path(settings.path) / "cur"
        self._go_live_at = settings.go_live_at
        self._lease = Lease(name, database, clock)
        self._waits = Waits(1.0, 60.0)
        self._passed_over: set[str] = set()

    def run(self) -> None:
        """Read until the stop event is set; faults are noted, waited out and outlived."""
        while not self._stop.is_set():
            try:
                self._look()
            except Exception as error:  # noqa: BLE001 - a supervisor loop: no fault ends it
                self._stop.wait(self._fault(error))
            else:
                self._waits.reset()
                held = self._lease.is_held
                self._stop.wait(self._settings.poll_seconds if held else RENEW_SECONDS / 2)
        self.close()

    def run_once(self) -> int:
        """Take in what is in `new`, and return how many messages were new.

        Raises:
            IntakeError: the Maildir is not there or cannot be read.
        """
        try:
            return self._look()
        except OSError as error:
            self._fault(error)
            raise IntakeError(f"{self.name}: {error}") from error

    def close(self) -> None:
        """Let go of the lease."""
        self._lease.release()

    def _look(self) -> int:
        if not self._lease.hold(is_healthy=True):
            return 0
        stored = 0
        while names := self._names():
            size = self._settings.batch_size
            for some in (names[start : start + size] for start in range(0, len(names), size)):
                stored += self._take(some)
                if self._stop.is_set() or not self._lease.hold(is_healthy=True):
                    return stored
        return stored

    def _names(self) -> list[str]:
        """List what was delivered, oldest first: names begin with the time (maildir(5))."""
        try:
            with os.scandir(self._new) as entries:
                names = [entry.name for entry in entries if not entry.name.startswith(".")]
        except FileNotFoundError as error:
            raise SourceRefusedError(f"there is no Maildir at {self._new.parent}") from error
        return sorted(name for name in names if name not in self._passed_over)

    def _take(self, names: Sequence[str]) -> int:
        now = self._clock()
        dropped = list(self._read(names, now))
        with self._database.write() as session:
            go_live_at = self._go_live_at or open_cursor(session, self.name, now).go_live_at
            messages = [
                RawMessage(one.raw, one.received_at, may_answer=one.received_at >= go_live_at)
                for one in dropped
            ]
            stored = store(session, self.name, Channel.EMAIL, messages, now)
        if stored:
            self._wake()
        for one in dropped:
            # Another client's flags, which a name in `new` should not have, are left behind.
            one.path.replace(self._cur / f"{one.path.name.partition(':')[0]}{_SEEN}")
        return stored

    def _read(self, names: Sequence[str], now: datetime) -> Iterator[_Dropped]:
        for name in names:
            path = self._new / name
            try:
                raw = path.read_bytes()
                written_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            except FileNotFoundError:
                continue  # somebody's mail client was quicker
            except OSError as error:
                self._passed_over.add(name)
                _log.warning("maildir.unreadable", maildir=self.name, file=name, error=str(error))
                continue
            yield _Dropped(path, raw, min(written_at, now))

    def _fault(self, error: Exception) -> float:
        """Note what went wrong and return how long to wait before the next attempt."""
        seconds = self._waits.next()
        text = f"{type(error).__name__}: {error}"
        _log.warning("maildir.failed", maildir=self.name, error=text, next_try_in=round(seconds, 1))
        try:
            with self._database.write() as session:
                note(session, self.name, self._clock(), text)
        except Exception:  # noqa: BLE001 - part of the supervisor: the database may be the fault
            _log.warning("maildir.fault_not_noted", maildir=self.name)
        return seconds
