"""An installation that is killed and started again, between real servers."""

import json
import os
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from tests.laboratory.crash.ending import ending
from tests.laboratory.crash.instruments import install
from tests.laboratory.crash.letters import DOMAIN
from tests.laboratory.crash.probe import Probe, Target
from triage.config.load import load, shipped_config
from triage.config.schema import Log, Settings
from triage.logs import configure
from triage.runtime import Runtime

SECRET = b"a secret of the laboratory alone"
_LONGEST_SECONDS = 60.0

Work = Callable[[Runtime], None]
"""What a process does from its start to its end."""


class End(StrEnum):
    """How a process ended."""

    KILLED = "killed"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Life:
    """What a process came to: how it ended, and the points that it passed if it lived."""

    end: End
    passed: Counter[str]


@dataclass
class Stand:
    """One installation.

    Attributes:
        folder: Where it keeps its files, and the log of its processes.
        environment: `TRIAGE_…` variables.
        preloaded: Parts of the runtime that are loaded once, before any process is forked.
    """

    folder: Path
    environment: Mapping[str, str]
    preloaded: Mapping[str, object] = field(default_factory=dict)

    @cached_property
    def settings(self) -> Settings:
        """The configuration."""
        common = {
            "TRIAGE_SERVICE__SECRET": SECRET.decode(),
            # Each installation's own, or two of them would write the same Message-IDs.
            "TRIAGE_SERVICE__DOMAIN": f"{self.folder.name}.{DOMAIN}",
            "TRIAGE_OUTBOX__FOLDER": str(self.folder / "journals"),
            # Small sets, so that every step is passed several times.
            "TRIAGE_OUTBOX__BATCH_SIZE": "4",
            "TRIAGE_OUTBOX__RETRY_FIRST_SECONDS": "0.05",
            "TRIAGE_INTAKE__BATCH_SIZE": "3",
            "TRIAGE_INTAKE__RETRY_SECONDS": "0.01",
        }
        return load(shipped_config(), common | dict(self.environment))

    def live(self, work: Work, target: Target | None = None) -> Life:
        """Fork a process, have it do its work, and return how it ended.

        It shares nothing with this one but the code and the parts that were loaded: it opens its
        own connections and files, and its death closes them.
        """
        report = self.folder / "passed.json"
        report.unlink(missing_ok=True)
        child = 0
        try:
            with ending.held():
                child = os.fork()
                if child == 0:
                    self._work(work, target, report)
            end = _wait(child)
        finally:
            if child:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
        return Life(end, Counter(_read(report)))

    def log(self) -> str:
        """Return what the processes said."""
        file = self.folder / "log"
        return file.read_text(errors="replace") if file.exists() else ""

    def _work(self, work: Work, target: Target | None, report: Path) -> None:
        """Be the child; this never returns."""
        status = 1
        try:
            self._redirect()
            configure(Log(level="warning"))
            probe = Probe(target)
            install(probe)
            runtime = Runtime(self.settings)
            vars(runtime).update(self.preloaded)
            work(runtime)
            report.write_text(json.dumps(probe.passed))
            status = 0
        except BaseException:  # noqa: BLE001 - the child's end is told by its status
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def _redirect(self) -> None:
        with (self.folder / "log").open("ab") as log:
            for stream in (sys.stdout, sys.stderr):
                os.dup2(log.fileno(), stream.fileno())


def preload(settings: Settings) -> dict[str, object]:
    """Load what takes long and holds no connection."""
    runtime = Runtime(settings)
    return {name: getattr(runtime, name) for name in ("suite", "renderer", "policies")}


def _wait(child: int) -> End:
    """Wait for a child, and leave it to be buried; one that hangs counts as failed."""
    deadline = time.monotonic() + _LONGEST_SECONDS
    while time.monotonic() < deadline:
        found = os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if found:
            if found.si_code != os.CLD_EXITED:
                return End.KILLED
            return End.DONE if found.si_status == 0 else End.FAILED
        ending.take()
        time.sleep(0.002)
    return End.FAILED


def _read(report: Path) -> dict[str, int]:
    if not report.exists():
        return {}
    passed: dict[str, int] = json.loads(report.read_text())
    return passed
