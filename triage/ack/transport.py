"""What the sender asks of every way out."""

from collections.abc import Callable
from typing import Protocol

from models.outbox import Outbox
from triage.ack.outcome import Outcome

Begun = Callable[[], None]
"""Called right before a message goes over the wire; from there on it may have been taken."""


class UnreachableError(Exception):
    """The next hop cannot be reached or does not let us in; nothing was sent."""


class Transport(Protocol):
    """A way out for acknowledgements."""

    @property
    def is_idempotent(self) -> bool:
        """Whether the next hop takes the same acknowledgement twice as one."""

    async def open(self) -> None:
        """Make sure that the next hop is there, before anything is leased for it.

        Raises:
            UnreachableError: It is not.
        """

    async def send(self, row: Outbox, begun: Begun, seconds: float) -> Outcome:
        """Offer one acknowledgement; every failure is an outcome, none is raised.

        Args:
            row: The acknowledgement.
            begun: Called before the message goes over the wire.
            seconds: How long it may take.
        """

    async def close(self) -> None:
        """Say goodbye."""
