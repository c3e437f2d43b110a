"""The command line; every command has an example in its `--help`."""

import sys

import click

from triage.cli.base import Group
from triage.cli.checks import doctor
from triage.cli.data import database_commands, ingest
from triage.cli.judge import classify, clock, credits_, duplicates
from triage.cli.model import bench, train
from triage.cli.people import agent
from triage.cli.report import report
from triage.cli.serve import demo, run
from triage.cli.shelf import set_aside


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="triage-desk")
def triage() -> None:
    """A support desk's first pair of hands."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A lone surrogate in a customer's JSON comes out as the escape it came in as.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


for command in (
    demo,
    run,
    ingest,
    classify,
    duplicates,
    clock,
    credits_,
    train,
    report,
    doctor,
    database_commands,
    agent,
    set_aside,
    bench,
):
    triage.add_command(command)


def main() -> None:
    """Run the command line; the exit code is 0, 1 (some of it failed) or 2 (wrong usage)."""
    triage()
