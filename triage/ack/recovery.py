"""Finish what a worker that is gone had begun."""

from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path

from models.outbox import Outbox
from models.vocabulary import Route
from triage.ack.journal import Key, drop_journal, journals, read_journal
from triage.ack.outbox import abandoned, lease_owners
from triage.ack.outcome import Deferred, InDoubt, Outcome
from triage.ack.retries import Retries
from triage.ack.settle import settle_apart
from triage.ack.worker import is_gone, is_same_boot
from triage.db import Database
from triage.desk.clocks import Policies


class Recovery:
    """Settles the rows of workers that are gone or whose lease has ended.

    Args:
        database: Where the outbox is.
        policies: By name, for the clocks.
        folder: Where the workers of this machine keep their journals.
        retries: When what was not sent is tried again.
        idempotent: Routes on which sending twice does no harm.
    """

    def __init__(
        self,
        database: Database,
        policies: Policies,
        folder: Path,
        retries: Retries,
        idempotent: Collection[Route],
    ) -> None:
        self._database = database
        self._policies = policies
        self._folder = folder
        self._retries = retries
        self._idempotent = idempotent

    def run(self, worker: str, now: datetime) -> int:
        """Settle what others left, and return how many rows that were.

        Args:
            worker: Who asks; its own rows are in its own hands.
            now: The present.
        """
        with self._database.read() as session:
            others = [owner for owner in lease_owners(session) if owner != worker]
            gone = [owner for owner in others if is_gone(owner)]
            rows = abandoned(session, now, others, gone) if others else []
            session.expunge_all()
        owners = {row.lease_owner for row in rows if row.lease_owner}
        settled = sum(self._settle(owner, rows, now) for owner in owners)
        for owner in journals(self._folder):
            if owner not in others and is_gone(owner):
                drop_journal(self._folder, owner)
        return settled

    def _settle(self, owner: str, rows: list[Outbox], now: datetime) -> int:
        notes = read_journal(self._folder, owner)
        is_told = notes is not None and is_same_boot(owner)
        settlements = []
        for row in rows:
            if row.lease_owner == owner:
                repeats = row.route in self._idempotent
                outcome = outcome_of(row, notes or {}, now, is_told=is_told, repeats=repeats)
                settlements.append((row, self._retries.applied(row, outcome, jitter=0.0)))
        left = settle_apart(self._database, self._policies, owner, settlements, now)
        return len(settlements) - len(left)


def outcome_of(
    row: Outbox,
    notes: Mapping[Key, Outcome | None],
    now: datetime,
    *,
    is_told: bool,
    repeats: bool,
) -> Outcome:
    """Return what became of a leased row whose worker is gone.

    Args:
        row: The row.
        notes: What the worker noted.
        now: The present.
        is_told: Whether the notes are whole: the journal is there, and the machine has not been
            started again since, which may have swallowed its last lines.
        repeats: Whether sending twice does no harm.
    """
    key = (row.id or 0, row.attempts)
    outcome = notes.get(key)
    if outcome is not None:
        return outcome
    if repeats or (is_told and key not in notes):
        return Deferred(now, "its worker ended before it was sent", retry_at=now)
    return InDoubt(now, "its worker ended; nobody here knows whether it was taken")
