"""`triage top-ups`: what customers added to their balances (rule S11)."""

from pathlib import Path

import click

from triage.cli.availability import policy_of, policy_option
from triage.cli.base import example, exit_with
from triage.cli.installed import with_runtime
from triage.intake.tables import TableError
from triage.intake.topups import ConflictError, keep
from triage.intake.topups_csv import read_top_ups
from triage.runtime import Runtime


@click.group("top-ups")
def top_ups() -> None:
    """Take what customers topped up, which downtime credits are a share of."""


@top_ups.command("import")
@with_runtime
@policy_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@example("triage top-ups import march.csv")
def import_(runtime: Runtime, name: str | None, file: Path) -> None:
    """Take top-ups from FILE, a CSV: id, customer, at, amount, currency, email, bonus.

    `email` and `bonus` may be left out. A file with a fault is not taken at all, a payment that was
    taken before is not counted again.
    """
    policy = policy_of(runtime, name)
    runtime.database.upgrade()
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = read_top_ups(lines, policy.name, "csv", runtime.now())
        with runtime.database.write() as session:
            new = keep(session, rows)
    except TableError as error:
        for fault in error.faults:
            click.echo(f"{file}: {fault}", err=True)
        exit_with(1)
    except (ConflictError, UnicodeDecodeError) as error:
        click.echo(f"{file}: {error}", err=True)
        exit_with(1)
    click.echo(f"{len(rows)} top-ups read, {new} new", err=True)
