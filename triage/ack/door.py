"""A way out that knows when its next hop is down, and how long not to knock."""

import asyncio
import random
import time
from datetime import timedelta
from typing import Final

import structlog

from triage.ack.retries import Retries
from triage.ack.transport import Transport, UnreachableError

_LONGEST_WAIT: Final = timedelta(seconds=30)
"""One connection every half minute hammers nobody, and finds a server soon after it is back."""

_PATIENCE_SECONDS: Final = 1.0

_log = structlog.get_logger(__name__)


class Door:
    """Guards a transport: nothing is leased for it while nobody is there to take it.

    Args:
        name: What it is called in the log.
        transport: The way out.
        retries: Where the waits begin.

    Attributes:
        error: Why the next hop could not be reached the last time, or None.
    """

    def __init__(self, name: str, transport: Transport, retries: Retries) -> None:
        self.transport = transport
        self.error: str | None = None
        self._name = name
        self._retries = retries
        self._failures = 0
        self._closed_until = 0.0
        self._asking: asyncio.Task[None] | None = None

    async def is_open(self) -> bool:
        """Tell whether the next hop is there, asking it unless it was down a moment ago.

        One that is slow to answer is not waited for: it is asked on, and meanwhile not there.
        """
        if time.monotonic() < self._closed_until:
            return False
        if self._asking is None:
            self._asking = asyncio.create_task(self.transport.open())
        done, _ = await asyncio.wait({self._asking}, timeout=_PATIENCE_SECONDS)
        if not done:
            return False
        asked, self._asking = self._asking, None
        try:
            asked.result()
        except UnreachableError as error:
            self._close(str(error))
            return False
        if self.error:
            _log.info("outbox.reachable", route=self._name, failures=self._failures)
        self.error, self._failures = None, 0
        return True

    async def shut(self) -> None:
        """Stop asking, and take leave of the next hop."""
        asking, self._asking = self._asking, None
        if asking:
            asking.cancel()
            await asyncio.wait({asking})
        await self.transport.close()

    def _close(self, error: str) -> None:
        self._failures += 1
        jitter = random.random()  # noqa: S311 -- spreads knocking, guards nothing
        wait = min(self._retries.wait(self._failures, jitter), _LONGEST_WAIT)
        self._closed_until = time.monotonic() + wait.total_seconds()
        self.error = error
        _log.warning("outbox.unreachable", route=self._name, error=error, wait=wait.total_seconds())
