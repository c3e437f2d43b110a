"""Names the points that a process passes, and ends it at one of them.

A point is where something leaves the process or comes back: a statement, a commit, a command to a
server, a change of a file. What lies between two of them is the same to whoever starts next.
"""

import os
import signal
import sys
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType

PRODUCT = Path(__file__).parents[3] / "triage"
_ROOMS = tuple(f"{PRODUCT / room}{os.sep}" for room in ("intake", "desk", "ack", "migrations"))
_PASSED_THROUGH = ("imap/client.py", "imap/bounds.py")
"""Where every command goes through; who gave it says more."""
_SCHEMA = "Database.upgrade"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a process ends: at the nth time that it passes a point."""

    point: str
    nth: int


class Probe:
    """Counts what is passed; at its target it kills the process, as the machine would.

    Args:
        target: Where to end; None only counts.

    Attributes:
        passed: How often each point was passed, in the order of the first time.
    """

    def __init__(self, target: Target | None = None) -> None:
        self.passed: Counter[str] = Counter()
        self._target = target
        self._lock = threading.Lock()

    def reach(self, effect: str) -> None:
        """Pass a point, which is named after who caused the effect; outside our rooms is none."""
        if self._is_target(effect):
            die()

    def tears(self, effect: str) -> bool:
        """Tell whether the effect is to be done in half; who asked does that, and then dies."""
        return self._is_target(effect)

    def _is_target(self, effect: str) -> bool:
        step = step_of(sys._getframe(2))
        if step is None:
            return False
        point = f"{step} · {effect}"
        with self._lock:
            self.passed[point] += 1
            return self._target == Target(point, self.passed[point])


def die() -> None:
    """End this process without a word, as a power cut or the kernel would."""
    os.kill(os.getpid(), signal.SIGKILL)


def step_of(frame: FrameType | None) -> str | None:
    """Return the innermost function of our rooms on the stack, with the public one around it."""
    inner: str | None = None
    while frame is not None:
        code = frame.f_code
        if _is_step(code):
            name = _name_of(code.co_filename, code.co_qualname)
            if inner is None:
                inner = name
            if not code.co_name.startswith(("_", "<")):
                return inner if inner == name else f"{name} > {inner.rpartition('.')[2]}"
        frame = frame.f_back
    return inner


def _is_step(code: CodeType) -> bool:
    if code.co_qualname == _SCHEMA:
        return True
    return code.co_filename.startswith(_ROOMS) and not code.co_filename.endswith(_PASSED_THROUGH)


def is_ours(frame: FrameType) -> bool:
    """Tell whether a function of our rooms did something itself."""
    return frame.f_code.co_filename.startswith(_ROOMS)


def _name_of(file: str, function: str) -> str:
    module = Path(file).relative_to(PRODUCT).with_suffix("")
    return ".".join((*module.parts, function.replace(".<locals>", "")))
