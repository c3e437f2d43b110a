"""`triage set-aside`: messages that could not be worked on."""

import json
import sys
from collections.abc import Sequence

import click

from triage.cli.base import example
from triage.cli.installed import with_runtime
from triage.cli.lazy import WrongUsage
from triage.desk.shelf import find, listing, retry
from triage.runtime import Job, Runtime


@click.group("set-aside")
def set_aside() -> None:
    """List, show and retry messages that were set aside after several failed tries."""


@set_aside.command("list")
@with_runtime
@example("triage set-aside list")
def list_(runtime: Runtime) -> None:
    """Print one JSON line per message: its id, source, size, tries and error."""
    with runtime.database.read() as session:
        for entry in listing(session):
            click.echo(json.dumps(entry.to_json()))


@set_aside.command()
@with_runtime
@click.argument("number", type=int)
@example("triage set-aside show 17 > message.eml")
def show(runtime: Runtime, number: int) -> None:
    """Write the raw bytes of the message with the id NUMBER to standard output."""
    with runtime.database.read() as session:
        found = find(session, number)
    if found is None:
        raise WrongUsage(f"no message {number} is set aside; `triage set-aside list` shows them")
    sys.stdout.buffer.write(found.raw)


@set_aside.command("retry")
@with_runtime
@click.argument("numbers", nargs=-1, type=int)
@click.option("--all", "everything", is_flag=True, help="All of them.")
@example("triage set-aside retry 17 18")
def retry_(runtime: Runtime, numbers: Sequence[int], *, everything: bool) -> None:
    """Try the messages with the ids NUMBERS again."""
    if not numbers and not everything:
        raise WrongUsage("name the messages' ids, or give --all")
    with runtime.database.write() as session:
        count = retry(session, None if everything else numbers, "command line", runtime.now())
    runtime.prepare()
    runtime.run_once({Job.WORK})
    click.echo(f"{count} tried again", err=True)
