"""Who holds a lease: a name that tells a dead process from a living one."""

import itertools
import os
import secrets
from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")
_START_FIELD: Final = 19
"""The position of the start time among the fields after the command's name (proc(5))."""
_counter = itertools.count(1)


def worker_name() -> str:
    """Return a name for a worker of this process, different for each.

    It is made of the machine's boot, the namespace of process ids, the process's id and its start,
    so that another process on the same machine can tell whether this one is still there. Where
    the system does not say, the name is random, and the end of the lease alone decides.
    """
    pid = os.getpid()
    try:
        return f"{_place()}-{pid}-{_start_of(pid)}-{next(_counter)}"
    except OSError:
        return f"random-{secrets.token_hex(12)}"


def is_same_boot(worker: str) -> bool:
    """Tell whether a worker ran on this machine since it was started."""
    try:
        return worker.startswith(f"{_place()}-")
    except OSError:
        return False


def is_gone(worker: str) -> bool:
    """Tell whether a worker's process is known to have ended; in doubt it is not."""
    if not is_same_boot(worker):
        return False
    _, _, pid, start, _ = worker.split("-")
    try:
        return _start_of(int(pid)) != start
    except (FileNotFoundError, ProcessLookupError):
        return True


def _place() -> str:
    """Return where a process id means something: this boot, this namespace.

    Raises:
        OSError: The system does not say.
    """
    boot = (_PROC / "sys/kernel/random/boot_id").read_text("ascii").replace("-", "").strip()
    return f"{boot[:12]}-{(_PROC / 'self/ns/pid').stat().st_ino}"


def _start_of(pid: int) -> str:
    """Return when a process started, in ticks since the boot.

    Raises:
        OSError: There is no such process.
    """
    status = (_PROC / str(pid) / "stat").read_text("utf-8", "replace")
    return status.rpartition(") ")[2].split()[_START_FIELD]
