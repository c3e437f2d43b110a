"""What the runtime asks of everything that fetches messages by itself."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

Clock = Callable[[], datetime]
"""Gives the present, in UTC."""

Wake = Callable[[], None]
"""Called after messages were committed, so that the pipeline need not wait to look."""


class Poller(Protocol):
    """Fetches from one source into the inbox; each has its own thread."""

    name: str

    def run(self) -> None:
        """Fetch until the stop event is set; faults are outlived, noted and waited out."""

    def run_once(self) -> int:
        """Take in what there is, file what is done, and return how many messages were new.

        Raises:
            OSError: the source cannot be reached or read.
        """

    def close(self) -> None:
        """Let go of the connection and the lease."""
