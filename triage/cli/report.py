"""`triage report`: the manager's figures for machines."""

import csv
import json
import sys
from datetime import UTC, datetime

import click

from triage.cli.base import example
from triage.cli.installed import with_runtime
from triage.desk.reports import attainment
from triage.runtime import Runtime

_DAY = click.DateTime(formats=["%Y-%m-%d", "%Y-%m"])


@click.command()
@with_runtime
@click.option("--since", type=_DAY, default="2000-01", help="The first day or month (UTC).")
@click.option("--until", type=_DAY, default="2200-01", help="The first day or month left out.")
@click.option("--csv", "as_csv", is_flag=True, help="CSV instead of JSON Lines.")
@example("triage report --since 2026-03 --until 2026-04 --csv > march.csv")
def report(runtime: Runtime, since: datetime, until: datetime, *, as_csv: bool) -> None:
    """Print how well the first-response target is kept.

    One record per month, policy, channel, priority and category; times are calendar seconds.
    """
    runtime.database.upgrade()
    with runtime.database.read() as session:
        rows = attainment(
            session, runtime.policies, since.replace(tzinfo=UTC), until.replace(tzinfo=UTC)
        )
    if not as_csv:
        for row in rows:
            click.echo(json.dumps(row))
        return
    flat = [{**row, **row.pop("states")} for row in rows]  # type: ignore[dict-item]  # a mapping
    writer = csv.DictWriter(sys.stdout, flat[0].keys() if flat else ["month"])
    writer.writeheader()
    writer.writerows(flat)
