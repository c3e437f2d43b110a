"""`triage doctor`: whether everything outside is as the configuration says."""

import json
from dataclasses import asdict

import click

from triage.cli.base import example, exit_with
from triage.cli.installed import with_runtime
from triage.doctor import examine
from triage.runtime import Runtime

_MARKS = {True: "ok", False: "MEND"}


@click.command()
@with_runtime
@click.option("--json", "as_json", is_flag=True, help="One JSON line per check.")
@example("triage doctor --config config.toml")
def doctor(runtime: Runtime, *, as_json: bool) -> None:
    """Check configuration, database, IMAP, SMTP, templates and monitors, and say what to mend."""
    is_well = True
    for finding in examine(runtime):
        is_well = is_well and finding.is_well
        if as_json:
            click.echo(json.dumps(asdict(finding)))
        else:
            click.echo(f"{_MARKS[finding.is_well]:<5}{finding.what}: {finding.says}")
    exit_with(0 if is_well else 1)
