"""A sender that is killed by its own hand at a named point, as a machine would do it."""

import asyncio
import os
import signal
from pathlib import Path

from models.outbox import Outbox
from tests.integration.ack.outgoing import make_sender, smtp_transport
from triage.ack.outcome import Outcome
from triage.ack.smtp import SmtpTransport
from triage.ack.transport import Begun
from triage.db import Database


def die_at(point: str, url: str, port: int, folder: Path) -> None:
    """Send what is due and die: once `leased`, once the message has `begun`, or `ended`."""
    transport = smtp_transport(port)
    sender = make_sender(Database(url), _Mortal(transport, point), folder)
    if point == "ended":
        # Settling is the first thing after the note of an outcome.
        sender._settle = _die_settling  # type: ignore[assignment,method-assign]
    asyncio.run(sender.run_once())


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def _die_settling(*_: object) -> int:
    _die()
    return 0


class _Mortal:
    """The real transport, with death at its doors."""

    is_idempotent = False

    def __init__(self, transport: SmtpTransport, point: str) -> None:
        self._transport = transport
        self._point = point

    async def open(self) -> None:
        await self._transport.open()

    async def close(self) -> None:
        await self._transport.close()

    async def send(self, row: Outbox, begun: Begun, seconds: float) -> Outcome:
        def begin() -> None:
            begun()
            if self._point == "begun":
                _die()

        if self._point == "leased":
            _die()
        return await self._transport.send(row, begin, seconds)
