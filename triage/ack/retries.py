"""When an acknowledgement that was not sent is tried again, and when no more."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from models.outbox import Outbox
from triage.ack.outcome import Deferred, InDoubt, Outcome, Refused

_MOST_DOUBLINGS: Final = 30


@dataclass(frozen=True, slots=True)
class Retries:
    """The rule of trying again.

    Attributes:
        first: The wait after the first attempt; it doubles with each.
        most: The longest wait.
        give_up_after: An older acknowledgement is not tried again; it would only confuse.
        resends_in_doubt: Whether one that may have been taken is sent again, with the same
            Message-ID, instead of held for a person.
    """

    first: timedelta
    most: timedelta
    give_up_after: timedelta
    resends_in_doubt: bool

    def applied(self, row: Outbox, outcome: Outcome, jitter: float) -> Outcome:
        """Return the outcome with the time of the next try, or as refused where there is none.

        Args:
            row: What was tried, its attempt counted.
            outcome: What came of it.
            jitter: From 0 to 1.
        """
        if isinstance(outcome, InDoubt) and self.resends_in_doubt:
            outcome = Deferred(outcome.at, outcome.error)
        if not isinstance(outcome, Deferred):
            return outcome
        if outcome.at - row.created_at > self.give_up_after:
            return Refused(outcome.at, f"given up after {self.give_up_after}: {outcome.error}")
        wait = self.wait(row.attempts, jitter)
        return outcome if outcome.retry_at else replace(outcome, retry_at=outcome.at + wait)

    def wait(self, attempts: int, jitter: float) -> timedelta:
        """Return the wait after so many attempts.

        Args:
            attempts: How many were made, at least 1.
            jitter: From 0 to 1; spreads the wait over half to the whole of it, so that what failed
                together does not come back together.
        """
        doubled = self.first.total_seconds() * float(2 ** min(attempts - 1, _MOST_DOUBLINGS))
        seconds = min(self.most.total_seconds(), doubled)
        return timedelta(seconds=seconds * (0.5 + jitter / 2))
