"""Waits between attempts: growing, jittered, and short again after a success."""

import random
from dataclasses import dataclass, field

_DOUBLINGS = 16


@dataclass
class Waits:
    """How long to wait before the next attempt.

    Attributes:
        first: Seconds before the second attempt.
        most: The longest wait in seconds.
    """

    first: float = 1.0
    most: float = 60.0
    _failures: int = field(default=0, init=False)

    def next(self) -> float:
        """Return the next wait: doubled each time, and between half of it and all of it.

        The jitter keeps many mailboxes from coming back at the same moment.
        """
        longest = min(self.most, self.first * (1 << min(self._failures, _DOUBLINGS)))
        self._failures += 1
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - no secret depends on it

    def reset(self) -> None:
        """Start over, after a success."""
        self._failures = 0
