"""Processes of an installation that work at the same time, each with connections of its own."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.synchronize import Event

from structlog.testing import capture_logs

from tests.integration.desk.timed import timed_desk

_PAUSE = 0.01
_START_SECONDS = 60.0


def _file_mail(database_url: str, now: datetime, is_ready: Event, is_over: Event) -> None:
    """File what waits, and end badly where anything had to be done a second time."""
    desk = timed_desk(database_url, now)
    is_ready.set()
    with capture_logs() as said:
        while not is_over.is_set():
            desk.runtime.pipeline.process()
            time.sleep(_PAUSE)
    desk.database.dispose()
    assert not said, said


@contextmanager
def filing(database_url: str, now: datetime, processes: int) -> Iterator[None]:
    """Have processes file mail for as long as a block lasts."""
    context = get_context("spawn")
    is_over = context.Event()
    ready = [context.Event() for _ in range(processes)]
    started = [
        context.Process(target=_file_mail, args=(database_url, now, is_ready, is_over))
        for is_ready in ready
    ]
    for process in started:
        process.start()
    try:
        assert all(is_ready.wait(_START_SECONDS) for is_ready in ready)
        yield
    finally:
        is_over.set()
        for process in started:
            process.join(30)
            process.kill()
            process.join()
    assert [process.exitcode for process in started] == [0] * processes
