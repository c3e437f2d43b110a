"""Put acknowledgements into a Maildir instead of sending them: the embedded default."""

import asyncio
import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

from models.outbox import Outbox
from triage.ack.outcome import Accepted, Deferred, Outcome
from triage.ack.transport import Begun, UnreachableError


class MaildirTransport:
    """Writes to `tmp`, then links to `new`, as Maildir asks for.

    The file's name follows from the Message-ID, so that the same acknowledgement is there once
    however often it is put there.
    """

    is_idempotent = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def open(self) -> None:
        """Make the folders.

        Raises:
            UnreachableError: They cannot be made.
        """
        try:
            for name in ("tmp", "new", "cur"):
                (self._folder / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UnreachableError(f"the Maildir {self._folder}: {error}") from error

    async def send(self, row: Outbox, begun: Begun, seconds: float) -> Outcome:
        """Put one acknowledgement into the Maildir."""
        del seconds
        begun()
        try:
            name = await asyncio.to_thread(self._deliver, row)
        except OSError as error:
            return Deferred(_now(), f"the Maildir {self._folder}: {error}")
        return Accepted(_now(), {"host": "maildir", "answer": f"delivered as {name}", "tls": None})

    async def close(self) -> None:
        """Nothing is kept open."""

    def _deliver(self, row: Outbox) -> str:
        """Write the file and return its name.

        Raises:
            OSError: The disk is full, the folder is gone.
        """
        name = f"{hashlib.sha256(row.message_id.encode()).hexdigest()[:32]}.triage"
        new, written = self._folder / "new" / name, self._folder / "tmp" / name
        if new.exists() or any((self._folder / "cur").glob(f"{name}*")):
            return name
        path = f"Return-Path: <{row.envelope_sender}>\nDelivered-To: {row.recipient}\n"
        with written.open("wb") as file:
            file.write(path.encode() + row.payload.replace(b"\r\n", b"\n"))
            file.flush()
            os.fsync(file.fileno())
        written.replace(new)
        return name


def _now() -> datetime:
    return datetime.now(UTC)
