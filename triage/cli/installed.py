"""What the commands share that work on an installation."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from triage.config.load import load
from triage.logs import configure
from triage.runtime import Runtime

R = TypeVar("R")


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
