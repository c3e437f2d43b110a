"""`triage run` as a child process, against real servers, with a configuration of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.forked import Forked
from triage.config.load import shipped_config
from triage.db import Database

_STOP_SECONDS = 20.0
SECRET = "a secret of the tests alone"


@dataclass
class Installation:
    """A folder with a configuration, and the processes that are started on it.

    Attributes:
        folder: Where everything is kept.
        environment: `TRIAGE_…` variables.
        database_url: SQLAlchemy's URL.
    """

    folder: Path
    environment: dict[str, str]
    database_url: str
    processes: list[subprocess.Popen[bytes] | Forked] = field(default_factory=list)

    @cached_property
    def database(self) -> Database:
        """The database, for looking into."""
        return Database(self.database_url)

    @property
    def output(self) -> Path:
        """The file of what the processes say."""
        return self.folder / "output"

    def command(self, *arguments: str) -> list[str]:
        """Return a command line of triage."""
        return [sys.executable, "-m", "triage", *arguments]

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start `triage run`; its output goes to a file in the folder."""
        with self.output.open("ab") as output:
            process = subprocess.Popen(
                self.command("run", *arguments),
                cwd=self.folder,
                env=os.environ | self.environment,
                stdout=output,
                stderr=output,
            )
        self.processes.append(process)
        return process

    def fork(self, *arguments: str) -> Forked:
        """Start `triage run` where many are started: without importing it anew each time."""
        environment = os.environ | self.environment
        process = Forked(("run", *arguments), self.folder, environment, self.output)
        self.processes.append(process)
        return process

    def run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Run a command to its end."""
        return subprocess.run(
            self.command(*arguments),
            cwd=self.folder,
            env=os.environ | self.environment,
            capture_output=True,
            check=False,
            timeout=120,
        )

    def stop(self, process: subprocess.Popen[bytes]) -> int:
        """Ask a process to end and return its exit code."""
        process.send_signal(signal.SIGTERM)
        return process.wait(_STOP_SECONDS)

    def log(self) -> str:
        """Return what the processes said."""
        return self.output.read_text(errors="replace")


@contextmanager
def installation(  # noqa: PLR0913 - the servers that an installation is connected to
    folder: Path,
    *,
    dovecot: Dovecot | None = None,
    user: str = "",
    smtp_port: int = 0,
    extra: Mapping[str, str] | None = None,
    database_url: str = "",
) -> Iterator[Installation]:
    """Yield an installation with one mailbox; its processes are gone afterwards."""
    (folder / "config.toml").write_bytes(shipped_config().read_bytes())
    environment = {"TRIAGE_SERVICE__SECRET": SECRET, "TRIAGE_WEB__PORT": "0"}
    if dovecot is not None:
        prefix = "TRIAGE_MAILBOXES__SUPPORT__"
        mailbox = {
            "HOST": "127.0.0.1",
            "PORT": str(dovecot.imap_port),
            "SECURITY": "none",
            "USERNAME": user,
            "PASSWORD": PASSWORD,
            "ADDRESSES": user,
            "POLICY": "instant-smm-panels",
            "GO_LIVE_AT": "2000-01-01T00:00:00Z",
        }
        environment |= {prefix + key: value for key, value in mailbox.items()}
    if smtp_port:
        environment |= {
            "TRIAGE_SMTP__HOST": "127.0.0.1",
            "TRIAGE_SMTP__PORT": str(smtp_port),
            "TRIAGE_SMTP__SECURITY": "none",
        }
    url = database_url or f"sqlite:///{folder}/triage.db"
    environment |= {"TRIAGE_DATABASE__URL": url} | dict(extra or {})
    found = Installation(folder, environment, url)
    try:
        yield found
    finally:
        found.database.dispose()
        for process in found.processes:
            if process.poll() is None:
                process.kill()
                process.wait()
        found.database.dispose()


def wait_until(holds: Callable[[], bool], seconds: float) -> bool:
    """Wait until something holds; return False where it never does."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
