"""Send what the outbox holds: lease, send, settle; the only asynchronous room."""

import asyncio
import math
import random
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from models.outbox import Outbox
from models.vocabulary import Route
from triage.ack.door import Door
from triage.ack.journal import Journal
from triage.ack.outbox import has_due, lease
from triage.ack.outcome import Accepted, Deferred, InDoubt
from triage.ack.recovery import Recovery
from triage.ack.retries import Retries
from triage.ack.settle import Settlement, settle
from triage.ack.transport import Transport
from triage.config.schema import OutboxSection
from triage.db import Database
from triage.desk.clocks import Policies

_POLL_SECONDS: Final = 1.0
"""How often the outbox is looked at without being told; other processes cannot wake us."""
_RECOVER_SECONDS: Final = 10.0
_SETTLE_SECONDS: Final = 0.25
"""How long an answer waits for others, so that they are written down together."""
_USABLE_SHARE: Final = 0.8
"""The share of a lease within which a message may go out; the rest is for clocks that differ."""
_PAUSE_SECONDS: Final = 1.0
_SETTLE_PAUSES: Final = (0.1, 0.3, 1.0, 3.0, 10.0)

_log = structlog.get_logger(__name__)


class Sender:
    """Sends acknowledgements, each once, over as many connections as the transports keep.

    Args:
        database: Where the outbox is.
        policies: By name, for the clocks that an acknowledgement stops.
        transports: The ways out that there are.
        settings: The configuration's `[outbox]`.
        retries: When what was not sent is tried again.
        folder: Where this machine's workers keep their journals.
    """

    def __init__(  # noqa: PLR0913 -- the composition root names each part
        self,
        database: Database,
        policies: Policies,
        *,
        transports: Mapping[Route, Transport],
        settings: OutboxSection,
        retries: Retries,
        folder: Path,
    ) -> None:
        self._database = database
        self._policies = policies
        self._settings = settings
        self._retries = retries
        self._doors = {route: Door(route, way, retries) for route, way in transports.items()}
        idempotent = [route for route, way in transports.items() if way.is_idempotent]
        self._recovery = Recovery(database, policies, folder, retries, idempotent)
        self._journal = Journal(folder)
        self._in_hand = 0
        self._wake = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._recovered_at = -math.inf
        self._owes_database = False

    @property
    def errors(self) -> dict[Route, str]:
        """Why ways out are closed, where they are."""
        return {route: door.error for route, door in self._doors.items() if door.error}

    def notify(self) -> None:
        """Say that there is something to send; from any thread, at any time."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._wake.set)

    async def run(self, stop: asyncio.Event) -> None:
        """Send until told to stop, then finish what is in hand.

        Args:
            stop: Set by the same event loop; from another thread set it and call `notify`.
        """
        self._loop = asyncio.get_running_loop()
        batches: set[asyncio.Task[int]] = set()
        try:
            while not stop.is_set():
                self._wake.clear()
                rows = await self._next_rows()
                if rows:
                    batch = asyncio.create_task(self._finish(rows))
                    batches.add(batch)
                    batch.add_done_callback(batches.discard)
                else:
                    await self._rest(stop)
        finally:
            await asyncio.gather(*batches)
            await self.close()

    async def run_once(self) -> int:
        """Send all that is due now, and return how many acknowledgements were settled."""
        settled = 0
        while rows := await self._next_rows():
            settled += await self._finish(rows)
        return settled

    async def close(self) -> None:
        """Take leave of every server; the sender cannot be used afterwards."""
        for door in self._doors.values():
            await door.transport.close()
        if not self._owes_database:
            self._journal.close()
        self._loop = None

    async def _next_rows(self) -> list[Outbox]:
        """Lease what is due and can be sent; nothing while more than half a batch is in hand."""
        room = self._settings.batch_size - self._in_hand
        if room * 2 < self._settings.batch_size or (self._in_hand and self._journal.is_long):
            return []
        try:
            await self._recover()
            if not await asyncio.to_thread(self._has_due):
                return []
            routes = [route for route, door in self._doors.items() if await door.is_open()]
            rows = await asyncio.to_thread(self._lease, room, routes) if routes else []
        except SQLAlchemyError:
            _log.exception("outbox.database_failed")
            await asyncio.sleep(_PAUSE_SECONDS)
            return []
        self._in_hand += len(rows)
        return rows

    async def _finish(self, rows: list[Outbox]) -> int:
        """Send rows and settle them, those that are done not waiting long for the others."""
        settled = 0
        waiting = {asyncio.create_task(self._send(row)) for row in rows}
        while waiting:
            done, waiting = await asyncio.wait(waiting, timeout=_SETTLE_SECONDS)
            settlements = [task.result() for task in done]
            if settlements:
                settled += await self._settle(settlements)
                self._in_hand -= len(settlements)
                self._wake.set()
        if self._in_hand == 0 and not self._owes_database:
            self._journal.forget()
        return settled

    async def _send(self, row: Outbox) -> Settlement:
        """Send one row and note what came of it."""
        has_begun = False

        def begun() -> None:
            nonlocal has_begun
            has_begun = True
            self._journal.note_begun(row)

        seconds = self._seconds_left(row)
        try:
            if seconds > 0:
                outcome = await self._doors[row.route].transport.send(row, begun, seconds)
            else:
                outcome = Deferred(_now(), "its turn did not come while it was leased")
        except Exception as error:  # noqa: BLE001 -- our fault with one must not stop the others
            _log.exception("outbox.send_failed", ticket=row.ticket_number, kind=row.kind)
            reason = f"{type(error).__name__}: {error}"
            outcome = InDoubt(_now(), reason) if has_begun else Deferred(_now(), reason)
        jitter = random.random()  # noqa: S311 -- spreads retries, guards nothing
        outcome = self._retries.applied(row, outcome, jitter)
        self._journal.note_ended(row, outcome)
        if not isinstance(outcome, Accepted):
            _log.warning(
                "outbox.not_taken",
                ticket=row.ticket_number,
                kind=row.kind,
                outcome=type(outcome).__name__,
                error=outcome.error,
            )
        return row, outcome

    def _seconds_left(self, row: Outbox) -> float:
        if row.lease_until is None:
            return 0.0
        reserve = timedelta(seconds=self._settings.lease_seconds * (1 - _USABLE_SHARE))
        return (row.lease_until - reserve - _now()).total_seconds()

    async def _settle(self, settlements: list[Settlement]) -> int:
        """Write outcomes down; a database that is away for long finds them in the journal later."""
        for pause in _SETTLE_PAUSES:
            try:
                return await asyncio.to_thread(self._write, settlements)
            except SQLAlchemyError:
                _log.exception("outbox.database_failed", unsettled=len(settlements))
                await asyncio.sleep(pause)
        self._owes_database = True
        return 0

    def _write(self, settlements: list[Settlement]) -> int:
        with self._database.write() as session:
            worker = self._journal.worker
            return settle(session, self._policies, worker, settlements, _now())

    def _has_due(self) -> bool:
        with self._database.read() as session:
            return has_due(session, _now())

    def _lease(self, limit: int, routes: list[Route]) -> list[Outbox]:
        return lease(
            self._database,
            self._journal.worker,
            _now(),
            limit=limit,
            lease_seconds=self._settings.lease_seconds,
            routes=routes,
        )

    async def _recover(self) -> None:
        if time.monotonic() - self._recovered_at < _RECOVER_SECONDS:
            return
        self._recovered_at = time.monotonic()
        count = await asyncio.to_thread(self._recovery.run, self._journal.worker, _now())
        if count:
            _log.warning("outbox.recovered", count=count)

    async def _rest(self, stop: asyncio.Event) -> None:
        """Wait until there may be something to do."""
        waits = [asyncio.create_task(event.wait()) for event in (self._wake, stop)]
        await asyncio.wait(waits, timeout=_POLL_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()


def _now() -> datetime:
    return datetime.now(UTC)
