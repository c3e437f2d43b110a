"""Hand acknowledgements to an SMTP server over kept-open connections."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from models.outbox import Outbox
from triage.ack.outcome import Deferred, InDoubt, Outcome
from triage.ack.smtp_dialogue import LostError, offer
from triage.ack.smtp_pool import Connector, Pool
from triage.ack.transport import Begun, UnreachableError


class SmtpTransport:
    """The usual way out.

    Args:
        connector: Opens connections.
        connections: How many are kept open at most.
        idle_seconds: How long an unused one is kept.
        sign: Puts a signature in front of what goes out, where the server does not.
    """

    is_idempotent = False

    def __init__(
        self,
        connector: Connector,
        connections: int,
        idle_seconds: float,
        sign: Callable[[bytes], bytes] | None = None,
    ) -> None:
        self._sign = sign
        self._pool = Pool(connector, connections, idle_seconds)

    async def open(self) -> None:
        """Make sure that a connection is open.

        Raises:
            UnreachableError: The server is not there, refuses TLS or the log-in.
        """
        self._pool.give_back(await self._pool.take())

    async def send(self, row: Outbox, begun: Begun, seconds: float) -> Outcome:
        """Offer one acknowledgement; every failure is an outcome, none is raised."""
        has_begun = False

        def begin() -> None:
            nonlocal has_begun
            begun()
            has_begun = True

        try:
            async with asyncio.timeout(seconds):
                return await self._send(row, await self._signed(row.payload), begin)
        except TimeoutError:
            reason = f"not finished within {seconds:.0f} s"
            return InDoubt(_now(), reason) if has_begun else Deferred(_now(), reason)

    async def close(self) -> None:
        """Take leave of the server."""
        await self._pool.close()

    async def _signed(self, payload: bytes) -> bytes:
        return await asyncio.to_thread(self._sign, payload) if self._sign else payload

    async def _send(self, row: Outbox, payload: bytes, begun: Begun) -> Outcome:
        while True:
            try:
                connection = await self._pool.take()
            except UnreachableError as error:
                return Deferred(_now(), str(error))
            was_kept = connection.is_kept
            try:
                outcome = await offer(connection, row, payload, begun)
            except LostError as error:
                self._pool.discard(connection)
                if was_kept:
                    continue  # the server had grown tired of it; another one says more
                return Deferred(_now(), str(error))
            except BaseException:
                self._pool.discard(connection)
                raise
            self._pool.give_back(connection)
            return outcome


def _now() -> datetime:
    return datetime.now(UTC)
