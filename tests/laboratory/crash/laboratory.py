"""Kills an installation at each point that it passes, starts it again, and counts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

from tests.laboratory.crash.fates import Fate
from tests.laboratory.crash.findings import Findings, judge, kind_of
from tests.laboratory.crash.inlets import Inlet, MailboxInlet, MaildirInlet, PanelInlet
from tests.laboratory.crash.letters import Letter
from tests.laboratory.crash.outlets import (
    MaildirOutlet,
    Outlet,
    Outlets,
    PanelOutlet,
    SinkOutlet,
    repeats,
)
from tests.laboratory.crash.panel import Panel
from tests.laboratory.crash.probe import Target
from tests.laboratory.crash.scenarios import Scenario, Way
from tests.laboratory.crash.site import Site
from tests.laboratory.crash.stand import End, Stand, Work
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import Sink

_TRIES = 2
"""Threads may share the work differently this time, so that a point is not passed."""


class LaboratoryError(AssertionError):
    """The laboratory itself does not work; the sentence has the processes' log."""


@dataclass(frozen=True, slots=True)
class Servers:
    """What installations are put between.

    Attributes:
        engine: `sqlite` or `postgresql`.
        new_database: Makes an empty database for the installation in a folder, for as long as a
            block lasts.
        dovecot: The mail server.
        sink: The SMTP server.
        panel: Takes callbacks.
    """

    engine: str
    new_database: Callable[[Path], AbstractContextManager[str]]
    dovecot: Dovecot
    sink: Sink
    panel: Panel


@dataclass(frozen=True, slots=True)
class Case:
    """One kill and what came of it.

    Attributes:
        engine: `sqlite` or `postgresql`.
        scenario: What the installation was doing.
        target: Where it was killed.
        end: How that process ended; anything but `killed` means that it did not pass there.
        starts: How many starts it took afterwards until nothing was left to do.
        findings: What went wrong.
    """

    engine: str
    scenario: str
    target: Target
    end: End
    starts: int
    findings: Findings


@dataclass(frozen=True, slots=True)
class Calm:
    """An undisturbed round: its name, its mails' fates by kind, and the points passed."""

    name: str
    fates: Mapping[str, Fate]
    passed: Mapping[str, int]

    def targets(self, most_hits: int, only: str = "") -> list[Target]:
        """Return the points at their first, last and second passes.

        Args:
            most_hits: How many passes of one point at most.
            only: What a point's name begins with.
        """
        return [
            Target(point, nth)
            for point, times in self.passed.items()
            if point.startswith(only)
            for nth in [*dict.fromkeys((1, times, min(2, times)))][:most_hits]
        ]


@dataclass
class Laboratory:
    """Makes installations and kills them.

    Attributes:
        servers: What they are put between.
        folder: Where their files are.
        preloaded: Parts of the runtime that are loaded once.
    """

    servers: Servers
    folder: Path
    preloaded: Mapping[str, object]
    _passed: set[str] = field(default_factory=set)
    _names: Iterator[int] = field(default_factory=lambda: count(1000))

    def examine(self, scenario: Scenario, most_hits: int) -> Iterator[Case]:
        """Kill at each point of a scenario, one after the other, and look each time.

        Args:
            scenario: What is being done.
            most_hits: At how many passes of one point there is a kill.

        Raises:
            LaboratoryError: Something is wrong without any kill.
        """
        with self.site(scenario) as site:
            previous = None
            if not scenario.is_first_start:
                previous = self.calm(site, scenario, None).name
            calm = self.calm(site, scenario, previous)
            previous = calm.name
            if scenario.way is Way.MARKED and not scenario.is_rest:
                self._passed = set(calm.passed)
            for target in calm.targets(min(most_hits, scenario.hits), scenario.only):
                if scenario.is_rest and target.point in self._passed:
                    continue
                for _ in range(_TRIES):
                    if scenario.is_first_start:
                        case = self._first_start(scenario, target, calm)
                    else:
                        previous, letters = self.deliver(site, scenario, previous)
                        case = self.kill(site, scenario, letters, target, calm.fates)
                    yield case
                    if case.end is End.KILLED:
                        break

    def _first_start(self, scenario: Scenario, target: Target, calm: Calm) -> Case:
        """Kill an installation that was never started before."""
        with self.site(scenario) as site:
            _, letters = self.deliver(site, scenario, None)
            return self.kill(site, scenario, letters, target, calm.fates)

    def calm(self, site: Site, scenario: Scenario, previous: str | None) -> Calm:
        """Have a round's mails worked on without a kill.

        Raises:
            LaboratoryError: Something is wrong all the same.
        """
        name, letters = self.deliver(site, scenario, previous)
        life = site.stand.live(scenario.work(site))
        ends = [life.end] if site.is_quiet() else [life.end, *site.settle(scenario.work(site))]
        fates = site.fates(letters)
        kinds = {kind_of(letter): fates[letter.name] for letter in letters}
        found = judge(letters, fates, kinds)
        if set(ends) != {End.DONE} or found.faults or site.inlet.unfiled():
            raise LaboratoryError(f"an undisturbed round fails: {found}\n{site.stand.log()}")
        return Calm(name, kinds, life.passed)

    @contextmanager
    def site(self, scenario: Scenario, extra: Mapping[str, str] | None = None) -> Iterator[Site]:
        """Yield a new installation; `extra` are further `TRIAGE_…` variables."""
        folder = self.folder / f"{self.servers.engine}-{next(self._names)}"
        folder.mkdir()
        with ExitStack() as stack:
            inlet, outlet = self._ends(scenario.way, folder, stack)
            environment = {
                "TRIAGE_DATABASE__URL": stack.enter_context(self.servers.new_database(folder)),
                "TRIAGE_INTAKE__READS_AHEAD": str(scenario.reads_ahead).lower(),
                "TRIAGE_SMTP__HOST": "127.0.0.1",
                "TRIAGE_SMTP__PORT": str(self.servers.sink.port),
                "TRIAGE_SMTP__SECURITY": "none",
                **inlet.environment(),
                **(extra or {}),
            }
            if scenario.way is Way.MAILDIR:
                environment["TRIAGE_SMTP__MAILDIR"] = str(folder / "outbox")
            yield Site(Stand(folder, environment, self.preloaded), inlet, outlet)

    def _ends(self, way: Way, folder: Path, stack: ExitStack) -> tuple[Inlet, Outlet]:
        if way is Way.MAILDIR:
            return MaildirInlet(folder / "inbox"), MaildirOutlet(folder / "outbox")
        sink = SinkOutlet(self.servers.sink)
        if way is Way.PANEL:
            panel = self.servers.panel
            return PanelInlet(panel.port), Outlets((sink, PanelOutlet(panel.journal)))
        dovecot = self.servers.dovecot
        user = dovecot.new_user()
        client = stack.enter_context(dovecot.client(user))
        return MailboxInlet(dovecot, user, client, way is Way.MOVED), sink

    def deliver(
        self, site: Site, scenario: Scenario, previous: str | None
    ) -> tuple[str, Sequence[Letter]]:
        """Hand over a round's messages; return the round's name, and them."""
        name = str(next(self._names))
        look = partial(site.earlier, previous) if previous else None
        letters = scenario.write(site.writer(name), look)
        site.deliver(letters)
        return name, letters

    def kill(  # noqa: PLR0913, PLR0917 - what is killed, where, and what it is compared with
        self,
        site: Site,
        scenario: Scenario,
        letters: Sequence[Letter],
        target: Target,
        undisturbed: Mapping[str, Fate],
        careless: Work | None = None,
    ) -> Case:
        """Kill an installation once, start it again until it is quiet, and look.

        Args:
            site: The installation.
            scenario: What it does.
            letters: The messages that were handed over before.
            target: Where it is killed.
            undisturbed: What comes of such messages without a kill.
            careless: What is killed, in place of the installation as it is: to see that the
                laboratory sees what it looks for.
        """
        before, work = repeats(site.outlet), scenario.work(site)
        end = site.stand.live(careless or work, target).end
        ends = site.settle(work)
        findings = self.look(site, letters, undisturbed, before)
        findings.failed = sum(end is not End.DONE for end in ends)
        return Case(self.servers.engine, scenario.name, target, end, len(ends), findings)

    def look(
        self, site: Site, letters: Sequence[Letter], undisturbed: Mapping[str, Fate], before: int
    ) -> Findings:
        """Count what went wrong with messages; `before` is how often mails were repeated then."""
        findings = judge(letters, site.fates(letters), undisturbed)
        findings.twice = repeats(site.outlet) - before
        findings.unfiled = site.inlet.unfiled()
        return findings
