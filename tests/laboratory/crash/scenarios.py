"""What an installation is doing when it is killed."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tests.laboratory.crash.letters import Earlier, Letter, Writer
from tests.laboratory.crash.site import Site
from tests.laboratory.crash.stand import Work
from triage.runtime import Runtime

_LONG_BACKLOG = 12
_LONGEST_SECONDS = 30.0

Look = Callable[[], Earlier]
"""Looks up the tickets of the round before."""
Write = Callable[[Writer, Look | None], Sequence[Letter]]


class Way(StrEnum):
    """How messages come in and acknowledgements go out."""

    MARKED = "IMAP, marked by keyword; SMTP"
    MOVED = "IMAP, moved by category; SMTP"
    MAILDIR = "Maildir to Maildir"
    PANEL = "webhook; SMTP and callback"


@dataclass(frozen=True, slots=True)
class Scenario:
    """A situation in which every point is tried.

    Attributes:
        name: What the tables call it.
        way: How messages come in.
        write: The messages of one round.
        is_first_start: Whether each kill hits a new installation: no schema, no cursor, no
            folders.
        is_threaded: Whether the whole installation runs, each part in its thread, as `triage run`
            does; else each job once after the other, as `triage run --once` does.
        reads_ahead: Whether a second process reads under backlog.
        only: What the points begin with; empty for all.
        is_rest: Whether only those points are tried that the backlog does not pass.
        hits: At how many passes of a point there is a kill, where the command says more.
    """

    name: str
    way: Way
    write: Write
    is_first_start: bool = False
    is_threaded: bool = False
    reads_ahead: bool = False
    only: str = ""
    is_rest: bool = False
    hits: int = 9

    def work(self, site: Site) -> Work:
        """Return what a process of the installation does."""

        def work(runtime: Runtime) -> None:
            runtime.prepare()
            site.inlet.call(runtime)
            if self.reads_ahead:
                _wait_for_reader(runtime)
            if self.is_threaded:
                runtime.start()
                site.wait_quiet()
                runtime.stop()
            else:
                runtime.run_once()

        return work


def _wait_for_reader(runtime: Runtime) -> None:
    """Wait for the process that reads ahead: in a short backlog it would come too late."""
    deadline = time.monotonic() + _LONGEST_SECONDS
    ahead = runtime.pipeline.ahead
    while ahead and not ahead.is_ready() and time.monotonic() < deadline:
        time.sleep(0.05)


def _backlog(writer: Writer, look: Look | None) -> Sequence[Letter]:
    return [*writer.ordinary(), *(writer.continuing(look()) if look else ())]


def _poisoned(writer: Writer, _: Look | None) -> Sequence[Letter]:
    first, *rest = writer.ordinary()
    return [first, writer.poison(), *rest]


def _calls(writer: Writer, _: Look | None) -> Sequence[Letter]:
    return writer.calls()


def _long(writer: Writer, _: Look | None) -> Sequence[Letter]:
    return writer.many(_LONG_BACKLOG)


BACKLOG = Scenario("a backlog", Way.MARKED, _backlog)
SCENARIOS = (
    BACKLOG,
    Scenario("a mail that cannot be read", Way.MARKED, _poisoned, is_rest=True),
    Scenario("the first start", Way.MOVED, _backlog, is_first_start=True),
    Scenario("all jobs at once", Way.MOVED, _backlog, is_threaded=True, hits=1),
    Scenario("the embedded default", Way.MAILDIR, _backlog, hits=1),
    Scenario("a panel's calls", Way.PANEL, _calls, hits=1),
    Scenario("reading ahead", Way.MAILDIR, _long, reads_ahead=True, only="desk.", hits=1),
)
