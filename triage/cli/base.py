"""What every command shares: an example in its help, and its end."""

import sys
from collections.abc import Callable
from inspect import cleandoc
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def example(text: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Add an example to a command's help."""

    def add(function: Callable[P, R]) -> Callable[P, R]:
        lines = "\n".join(f"  {line.strip()}" for line in text.strip().splitlines())
        function.__doc__ = f"{cleandoc(function.__doc__ or '')}\n\n\b\nExample:\n{lines}\n"
        return function

    return add


def exit_with(code: int) -> None:
    """End the process with an exit code, after what was printed is out."""
    sys.stdout.flush()
    sys.exit(code)
