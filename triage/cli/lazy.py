"""A group that imports a command's module when the command is asked for.

`triage clock` over a few lines must not pay for the web server's imports.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from triage.config.errors import ConfigError

WRONG_USAGE = 2


class WrongUsage(click.ClickException):
    """The command cannot do what it was asked for; the exit code is 2."""

    exit_code = WRONG_USAGE


class LazyGroup(click.Group):
    """A group whose commands end with a sentence, not a traceback, where a setting is wrong.

    Args:
        commands_at: Where each command is, as `module:name`.
    """

    def __init__(self, *args: Any, commands_at: Mapping[str, str], **kwargs: Any) -> None:  # noqa: ANN401 - click's
        super().__init__(*args, **kwargs)
        self._commands_at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        del ctx
        return sorted(self._commands_at)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module and return the command."""
        del ctx
        place = self._commands_at.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - what click returns
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except ConfigError as error:
            raise WrongUsage(str(error)) from error
