"""What the commands share: options, errors with an exit code, the configuration."""

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click

from triage.config.errors import ConfigError
from triage.config.load import load, shipped_config
from triage.config.schema import Settings
from triage.logs import configure
from triage.runtime import Runtime

P = ParamSpec("P")
R = TypeVar("R")

WRONG_USAGE = 2


class WrongUsage(click.ClickException):
    """The command cannot do what it was asked for; the exit code is 2."""

    exit_code = WRONG_USAGE


class Group(click.Group):
    """A group whose commands end with a sentence, not a traceback, where a setting is wrong."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - what click returns
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except ConfigError as error:
            raise WrongUsage(str(error)) from error


def example(text: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Add an example to a command's help."""

    def add(function: Callable[P, R]) -> Callable[P, R]:
        lines = "\n".join(f"  {line.strip()}" for line in text.strip().splitlines())
        function.__doc__ = f"{function.__doc__ or ''}\n\n\b\nExample:\n{lines}\n"
        return function

    return add


def with_runtime(function: Callable[..., R]) -> Callable[..., R]:
    """Give a command `--config` and, as its first argument, the runtime that it describes."""

    @click.option(
        "--config",
        type=click.Path(dir_okay=False, path_type=Path),
        help="The configuration; default: TRIAGE_CONFIG, else ./config.toml.",
    )
    @wraps(function)
    def wrapped(*args: Any, config: Path | None, **kwargs: Any) -> R:  # noqa: ANN401 - click's
        settings = load(config)
        configure(settings.log)
        return function(Runtime(settings), *args, **kwargs)

    return wrapped


def offline_settings() -> Settings:
    """Return the configuration of commands that need none: TRIAGE_CONFIG, else the shipped one."""
    named = os.environ.get("TRIAGE_CONFIG")
    return load(Path(named) if named else shipped_config())


def exit_with(code: int) -> None:
    """End the process with an exit code, after what was printed is out."""
    sys.stdout.flush()
    sys.exit(code)
