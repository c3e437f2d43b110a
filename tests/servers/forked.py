"""Commands of triage in processes that are forked from one that has imported them.

Importing is most of what a start costs. Nothing else is shared: the process that is forked from has
opened nothing and runs nothing, and the command begins where `triage` begins.
"""

import os
import sys
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from triage.cli import main

_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload(["triage.cli.serve", __name__])


class Forked:
    """A command that was started; as of `subprocess.Popen`, what the tests need.

    Args:
        arguments: What follows `triage` on the command line.
        folder: Where it is started.
        environment: All of its variables.
        output: What its two streams are appended to.
    """

    def __init__(
        self, arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str], output: Path
    ) -> None:
        told = (arguments, folder, dict(environment), output)
        self._process: ForkServerProcess = _FORKS.Process(target=_be, args=told)
        self._process.start()

    @property
    def pid(self) -> int:
        """The process's number."""
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        """Return its exit code, negative where a signal ended it; None while it runs."""
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it for certain."""
        self._process.kill()

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return its exit code.

        Raises:
            TimeoutError: It goes on.
        """
        self._process.join(timeout)
        code = self.poll()
        if code is None:
            raise TimeoutError(f"process {self.pid} has not ended after {timeout} s")
        return code


def _be(
    arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str], output: Path
) -> None:
    """Be the command."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    with output.open("ab") as file:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(file.fileno(), stream.fileno())
    sys.argv = ["triage", *arguments]
    main()
