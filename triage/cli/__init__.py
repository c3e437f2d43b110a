"""The command line; every command has an example in its `--help`."""

import sys

import click

from triage.cli.lazy import LazyGroup

_COMMANDS = {
    "agent": "triage.cli.people:agent",
    "availability": "triage.cli.availability:availability",
    "bench": "triage.cli.model:bench",
    "claims": "triage.cli.claims:claims",
    "classify": "triage.cli.judge:classify",
    "clock": "triage.cli.agreement:clock",
    "credits": "triage.cli.agreement:credits_",
    "db": "triage.cli.data:database_commands",
    "demo": "triage.cli.serve:demo",
    "doctor": "triage.cli.checks:doctor",
    "duplicates": "triage.cli.judge:duplicates",
    "evaluate": "triage.cli.model:evaluate",
    "ingest": "triage.cli.data:ingest",
    "inspect": "triage.cli.inspection:inspect",
    "probe": "triage.cli.probe:probe",
    "policy": "triage.cli.policy:policy",
    "report": "triage.cli.report:report",
    "run": "triage.cli.serve:run",
    "set-aside": "triage.cli.shelf:set_aside",
    "top-ups": "triage.cli.topups:top_ups",
    "train": "triage.cli.model:train",
}


@click.group(
    cls=LazyGroup,
    commands_at=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="triage-desk")
def triage() -> None:
    """A support desk's first pair of hands."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A lone surrogate in a customer's JSON comes out as the escape it came in as.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def main() -> None:
    """Run the command line; the exit code is 0, 1 (some of it failed) or 2 (wrong usage)."""
    triage()
