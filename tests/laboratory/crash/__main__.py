"""`make crash`: kill an installation at every point that it passes, on both engines."""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from itertools import count
from pathlib import Path

from tests.laboratory.crash.ending import ending
from tests.laboratory.crash.laboratory import Case, Laboratory, Servers
from tests.laboratory.crash.panel import running_panel
from tests.laboratory.crash.scenarios import SCENARIOS
from tests.laboratory.crash.stand import End, preload
from tests.laboratory.crash.tables import markdown, to_json
from tests.servers.dovecot import running_dovecot
from tests.servers.postgres import fresh_database, running_postgres
from tests.servers.smtp import running_sink
from triage.config.load import load, shipped_config

ENGINES = ("sqlite", "postgresql")


def main() -> int:
    """Run it, print the tables, and return 0 where nothing went wrong."""
    options = _options()
    ending.listen()
    cases: list[Case] = []
    began = time.monotonic()
    try:
        for engine in options.engines:
            for case in run(engine, options.scenarios, options.hits):
                cases.append(case)
                _tell(case)
    finally:
        _report(cases, time.monotonic() - began, options.json)
    return int(any(case.findings.faults for case in cases))


def _report(cases: list[Case], seconds: float, file: Path | None) -> None:
    """Print the tables, also of what was tried until somebody ended it."""
    if file:
        record = {"seconds": round(seconds), "cpus": os.cpu_count(), "cases": to_json(cases)}
        file.write_text(json.dumps(record, indent=1, default=str))
    sys.stdout.write(f"{markdown(cases)}\n\n{len(cases)} cases in {seconds:.0f} s\n")


def run(engine: str, names: list[str], hits: int) -> Iterator[Case]:
    """Examine situations on one engine."""
    with laboratory(engine) as found:
        for scenario in SCENARIOS:
            if not names or scenario.name in names:
                yield from found.examine(scenario, hits)


@contextmanager
def laboratory(engine: str) -> Iterator[Laboratory]:
    """Yield a laboratory between servers of its own."""
    preloaded = preload(load(shipped_config(), {}))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers = Servers(
            engine=engine,
            new_database=_databases(engine, stack),
            dovecot=stack.enter_context(running_dovecot()),
            sink=stack.enter_context(running_sink()),
            panel=stack.enter_context(running_panel(folder)),
        )
        yield Laboratory(servers, folder, preloaded)


def _databases(engine: str, stack: ExitStack) -> Callable[[Path], AbstractContextManager[str]]:
    if engine == "sqlite":
        return lambda folder: nullcontext(f"sqlite:///{folder}/triage.db")
    cluster = stack.enter_context(running_postgres())
    names = count()
    return lambda _: fresh_database(cluster, f"site{next(names)}")


def _tell(case: Case) -> None:
    if case.findings.faults or case.end is End.FAILED:
        sys.stderr.write(f"\n{case}\n")
    else:
        sys.stderr.write("." if case.end is End.KILLED else "-")
    sys.stderr.flush()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="crash", description=__doc__)
    parser.add_argument("--engine", dest="engines", action="append", choices=ENGINES)
    parser.add_argument("--scenario", dest="scenarios", action="append", default=[])
    parser.add_argument("--hits", type=int, default=2, help="kills at one point at most")
    parser.add_argument("--json", type=Path, help="write every case into this file")
    options = parser.parse_args()
    options.engines = options.engines or list(ENGINES)
    return options


if __name__ == "__main__":
    sys.exit(main())
