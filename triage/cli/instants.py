"""Instants among a command's options: ISO 8601 with an offset, as in every line and answer."""

from datetime import datetime

import click

from triage.sla.instants import read_instant


class InstantType(click.ParamType[datetime]):
    """A time with an offset, as a UTC instant."""

    name = "time"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Return the instant."""
        if isinstance(value, datetime):
            return value
        try:
            return read_instant((param and param.name) or "the time", value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
