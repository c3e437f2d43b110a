"""Send what the outbox holds: lease, send, settle; the only asynchronous room."""

import asyncio
import math
import random
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
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
from triage.ack.settle import Settlement, settle_apart
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
        self._folder = folder
        self._shift: _Shift | None = None

    @property
    def errors(self) -> dict[Route, str]:
        """Why ways out are closed, where they are."""
        return {route: door.error for route, door in self._doors.items() if door.error}

    def notify(self) -> None:
        """Say that there is something to send; from any thread, at any time."""
        shift = self._shift
        if shift is not None and not shift.loop.is_closed():
            shift.loop.call_soon_threadsafe(shift.wake.set)

    async def run(self, stop: asyncio.Event) -> None:
        """Send until told to stop, then finish what is in hand.

        Args:
            stop: Set in the same event loop.
        """
        batches: set[asyncio.Task[int]] = set()
        async with self._at_work() as shift:
            try:
                while not stop.is_set():
                    shift.wake.clear()
                    rows = await self._next_rows(shift)
                    if rows:
                        batch = asyncio.create_task(self._finish(shift, rows))
                        batches.add(batch)
                        batch.add_done_callback(batches.discard)
                    else:
                        await _first_of(shift.wake, stop)
            finally:
                await asyncio.gather(*batches)

    async def run_once(self) -> int:
        """Send all that is due now, and return how many acknowledgements were settled."""
        settled = 0
        async with self._at_work() as shift:
            while rows := await self._next_rows(shift):
                settled += await self._finish(shift, rows)
        return settled

    @asynccontextmanager
    async def _at_work(self) -> AsyncIterator["_Shift"]:
        """Keep a journal and connections for as long as the block lasts."""
        shift = self._shift = _Shift(Journal(self._folder))
        try:
            yield shift
        finally:
            self._shift = None
            for door in self._doors.values():
                await door.shut()
            if not shift.unsettled:
                shift.journal.close()

    async def _next_rows(self, shift: "_Shift") -> list[Outbox]:
        """Lease what is due and can be sent; nothing while more than half a batch is in hand."""
        room = self._settings.batch_size - shift.in_hand
        if room * 2 < self._settings.batch_size or (shift.in_hand and shift.journal.is_long):
            return []
        try:
            await self._recover(shift)
            if not await asyncio.to_thread(self._has_due):
                return []
            routes = [route for route, door in self._doors.items() if await door.is_open()]
            worker = shift.journal.worker
            rows = await asyncio.to_thread(self._lease, worker, room, routes) if routes else []
        except SQLAlchemyError:
            _log.exception("outbox.database_failed")
            await asyncio.sleep(_PAUSE_SECONDS)
            return []
        shift.in_hand += len(rows)
        return rows

    async def _finish(self, shift: "_Shift", rows: list[Outbox]) -> int:
        """Send rows and settle them, those that are done not waiting long for the others."""
        settled = 0
        waiting = {asyncio.create_task(self._send(shift.journal, row)) for row in rows}
        while waiting:
            done, waiting = await asyncio.wait(waiting, timeout=_SETTLE_SECONDS)
            settlements = [task.result() for task in done]
            if settlements:
                settled += await self._settle(shift, settlements)
                shift.in_hand -= len(settlements)
                shift.wake.set()
        if shift.in_hand == 0 and not shift.unsettled:
            shift.journal.forget()
        return settled

    async def _send(self, journal: Journal, row: Outbox) -> Settlement:
        """Send one row and note what came of it; nothing is raised."""
        has_begun = False

        def begun() -> None:
            nonlocal has_begun
            journal.note_begun(row)
            has_begun = True

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
        try:
            journal.note_ended(row, outcome)
        except OSError:
            _log.exception("outbox.journal_failed", ticket=row.ticket_number)
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

    async def _settle(self, shift: "_Shift", settlements: list[Settlement]) -> int:
        """Write outcomes down and return how many were; the others are kept for later."""
        worker = shift.journal.worker
        left = await asyncio.to_thread(
            settle_apart, self._database, self._policies, worker, settlements, _now()
        )
        shift.unsettled += left
        return len(settlements) - len(left)

    def _has_due(self) -> bool:
        with self._database.read() as session:
            return has_due(session, _now())

    def _lease(self, worker: str, limit: int, routes: list[Route]) -> list[Outbox]:
        return lease(
            self._database,
            worker,
            _now(),
            limit=limit,
            lease_seconds=self._settings.lease_seconds,
            routes=routes,
        )

    async def _recover(self, shift: "_Shift") -> None:
        if time.monotonic() - shift.recovered_at < _RECOVER_SECONDS:
            return
        shift.recovered_at = time.monotonic()
        if shift.unsettled:
            again, shift.unsettled = shift.unsettled, []
            await self._settle(shift, again)
        count = await asyncio.to_thread(self._recovery.run, shift.journal.worker, _now())
        if count:
            _log.warning("outbox.recovered", count=count)


@dataclass
class _Shift:
    """One run of a sender, from its beginning to its end, in one event loop.

    Attributes:
        journal: Its notes; under its name the rows are leased.
        wake: Set where there may be something to do.
        in_hand: Rows leased and not yet settled.
        unsettled: Outcomes that stand in the journal alone.
        recovered_at: When others' leftovers were last looked for, on the monotonic clock.
    """

    journal: Journal
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    in_hand: int = 0
    unsettled: list[Settlement] = field(default_factory=list)
    recovered_at: float = -math.inf


async def _first_of(wake: asyncio.Event, stop: asyncio.Event) -> None:
    """Wait until there may be something to do."""
    waits = [asyncio.create_task(event.wait()) for event in (wake, stop)]
    await asyncio.wait(waits, timeout=_POLL_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()


def _now() -> datetime:
    return datetime.now(UTC)
