"""What every command shares: an example in its help, the shipped configuration, its end."""

import os
import sys
from collections.abc import Callable
from inspect import cleandoc
from pathlib import Path
from typing import ParamSpec, TypeVar

from triage.config.load import load, shipped_config
from triage.config.schema import Settings

P = ParamSpec("P")
R = TypeVar("R")


def example(text: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Add an example to a command's help."""

    def add(function: Callable[P, R]) -> Callable[P, R]:
        lines = "\n".join(f"  {line.strip()}" for line in text.strip().splitlines())
        function.__doc__ = f"{cleandoc(function.__doc__ or '')}\n\n\b\nExample:\n{lines}\n"
        return function

    return add


def offline_settings() -> Settings:
    """Return the configuration of commands that need none: TRIAGE_CONFIG, else the shipped one."""
    named = os.environ.get("TRIAGE_CONFIG")
    return load(Path(named) if named else shipped_config())


def exit_with(code: int) -> None:
    """End the process with an exit code, after what was printed is out."""
    sys.stdout.flush()
    sys.exit(code)
