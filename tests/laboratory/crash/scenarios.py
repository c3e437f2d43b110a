"""What an installation is doing when it is killed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tests.laboratory.crash.letters import Earlier, Letter, Writer
from tests.laboratory.crash.site import Site
from tests.laboratory.crash.stand import Work
from triage.runtime import Runtime

Write = Callable[[Writer, Earlier | None], Sequence[Letter]]


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
    """

    name: str
    way: Way
    write: Write
    is_first_start: bool = False
    is_threaded: bool = False

    def work(self, site: Site) -> Work:
        """Return what a process of the installation does."""

        def work(runtime: Runtime) -> None:
            runtime.prepare()
            site.inlet.call(runtime)
            if self.is_threaded:
                runtime.start()
                site.wait_quiet()
                runtime.stop()
            else:
                runtime.run_once()

        return work


def _backlog(writer: Writer, earlier: Earlier | None) -> Sequence[Letter]:
    return [*writer.ordinary(), *(writer.continuing(earlier) if earlier else ())]


def _poisoned(writer: Writer, _: Earlier | None) -> Sequence[Letter]:
    first, *rest = writer.ordinary()
    return [first, writer.poison(), *rest]


def _calls(writer: Writer, _: Earlier | None) -> Sequence[Letter]:
    return writer.calls()


BACKLOG = Scenario("a backlog", Way.MARKED, _backlog)
SCENARIOS = (
    BACKLOG,
    Scenario("a mail that cannot be read", Way.MARKED, _poisoned),
    Scenario("the first start", Way.MOVED, _backlog, is_first_start=True),
    Scenario("all jobs at once", Way.MOVED, _backlog, is_threaded=True),
    Scenario("the embedded default", Way.MAILDIR, _backlog),
    Scenario("a panel's calls", Way.PANEL, _calls),
)
