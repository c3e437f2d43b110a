"""One reader per source: a lease that is taken, renewed while it is used, and given back."""

from time import monotonic

from triage.db import Database
from triage.intake import cursor as cursors
from triage.intake.poller import Clock

RENEW_SECONDS = cursors.LEASE.total_seconds() / 4


class Lease:
    """The right to read a source, kept in its cursor row."""

    def __init__(self, source: str, database: Database, clock: Clock) -> None:
        self._source = source
        self._database = database
        self._clock = clock
        self._owner = cursors.new_owner()
        self._due = 0.0
        self.is_held = False

    def hold(self, *, is_healthy: bool) -> bool:
        """Take the lease, or renew it where that is due.

        Args:
            is_healthy: The source is open: noted with the renewal, for those who look after it.

        Returns:
            False where another reader has it.
        """
        if self.is_held and monotonic() < self._due:
            return True
        now = self._clock()
        with self._database.write() as session:
            cursors.open_cursor(session, self._source, now)
            self.is_held = cursors.lease(session, self._source, self._owner, now)
            if self.is_held and is_healthy:
                cursors.note(session, self._source, now, None)
        self._due = monotonic() + RENEW_SECONDS
        return self.is_held

    def release(self) -> None:
        """Give it back, so that another reader need not wait for it to run out."""
        if self.is_held:
            self.is_held = False
            with self._database.write() as session:
                cursors.release(session, self._source, self._owner)
