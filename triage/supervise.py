"""Threads that outlive what goes wrong in them."""

from collections.abc import Callable
from threading import Event, Thread

import structlog

_log = structlog.get_logger("supervisor")
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 60.0


class Supervised(Thread):
    """Runs `work` until `stop` is set; where it fails it is logged and begun again after a wait.

    `work` does its own looping; it returns when `stop` is set.
    """

    def __init__(self, name: str, work: Callable[[], None], stop: Event) -> None:
        super().__init__(name=name, daemon=True)
        self._work = work
        self._stop_event = stop
        self.failures = 0

    def run(self) -> None:
        """Keep `work` going."""
        wait = _FIRST_WAIT
        while not self._stop_event.is_set():
            try:
                self._work()
            except Exception:  # noqa: BLE001 - the supervisor loop: the next try may succeed
                self.failures += 1
                _log.exception("worker.failed", worker=self.name, next_try_in_seconds=wait)
                self._stop_event.wait(wait)
                wait = min(wait * 2, _LONGEST_WAIT)
            else:
                return


class Wake:
    """A bell between threads: `ring` it, and whoever waits goes on at once."""

    def __init__(self, stop: Event) -> None:
        self._event = Event()
        self._stop = stop

    def ring(self) -> None:
        """Wake the one who waits, now or when he next waits."""
        self._event.set()

    def wait(self, seconds: float) -> bool:
        """Wait for a ring; return False once everything is to stop."""
        self._event.wait(seconds)
        self._event.clear()
        return not self._stop.is_set()
