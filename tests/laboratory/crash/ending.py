"""Ends the laboratory in order when a signal tells it to."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Ending:
    """Raises the end where a signal meets the laboratory, so that what it opened is closed.

    The process under test is closed first, then the servers.
    """

    def __init__(self) -> None:
        self._told: int | None = None
        self._is_held = False

    def listen(self) -> None:
        """Be told by SIGTERM and Ctrl-C from now on; a second one is too late."""
        for number in _SIGNALS:
            signal.signal(number, self._hear)

    def take(self) -> None:
        """Raise the end if it was told.

        To be asked again and again: in a finaliser, or in what is called when a weak reference
        dies, the interpreter prints an exception and goes on.

        Raises:
            SystemExit: It was.
        """
        if self._told is not None and not self._is_held:
            sys.exit(128 + self._told)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Raise it after the block: what the block makes is known by then to who closes it."""
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False
        self.take()

    def _hear(self, number: int, _: FrameType | None) -> None:
        for one in _SIGNALS:
            signal.signal(one, signal.SIG_IGN)
        self._told = number
        self.take()


ending = Ending()
"""The process's own, for signals are."""
