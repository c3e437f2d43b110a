"""`triage availability`: what monitors saw, when work was done, and the figure of a month."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import click

from models.availability import MaintenanceWindow
from models.vocabulary import Maintenance
from triage.cli.base import example, exit_with
from triage.cli.installed import with_runtime
from triage.cli.instants import InstantType
from triage.cli.lazy import WrongUsage
from triage.desk.acting import ActionError
from triage.desk.availability import first_of, month_at, seen_month
from triage.desk.availability_works import Works, enter, windows, withdraw
from triage.intake.monitors_csv import read_outages
from triage.intake.monitors_store import record, refuse_impossible
from triage.intake.tables import TableError
from triage.runtime import Runtime
from triage.sla.instants import write_instant
from triage.sla.policy import Policy

_ACTOR = "command line"
F = TypeVar("F", bound=Callable[..., object])


def policy_option(function: F) -> F:
    """Add `--policy`, the agreement that a site is under."""
    option = click.option("--policy", "name", help="The agreement; default: the only one there is.")
    return option(function)


def policy_of(runtime: Runtime, name: str | None) -> Policy:
    """Return the agreement that is named, else the only one that promises availability.

    Raises:
        WrongUsage: There is none of that name, or there are several.
    """
    promising = {
        key: policy
        for key, policy in runtime.policies.items()
        if any(version.availability for version in policy.versions)
    }
    if name is None and len(promising) == 1:
        return next(iter(promising.values()))
    if name not in promising:
        raise WrongUsage(
            f"--policy {name}: name an agreement that promises availability: "
            f"{', '.join(promising) or 'there is none'}"
        )
    return promising[name]


@click.group()
def availability() -> None:
    """Measure the availability that was promised (rule S10)."""


@availability.command("import")
@with_runtime
@policy_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@example("triage availability import outages.csv")
def import_(runtime: Runtime, name: str | None, file: Path) -> None:
    """Take outages from FILE, a CSV with the columns monitor, location, from, to, watches.

    An empty `to` means that the outage goes on; `watches` is both (the default), home or panel. A
    file with a fault is not taken at all, one that was taken before changes nothing.
    """
    policy = policy_of(runtime, name)
    runtime.database.upgrade()
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            changes = read_outages(lines)
        refuse_impossible(changes, runtime.now())
    except TableError as error:
        for fault in error.faults:
            click.echo(f"{file}: {fault}", err=True)
        exit_with(1)
    except ValueError as error:
        click.echo(f"{file}: {error}", err=True)
        exit_with(1)
    with runtime.database.write() as session:
        new = record(session, policy.name, "csv", changes, runtime.now())
    click.echo(f"{len(changes)} changes read, {new} new", err=True)


@availability.command()
@with_runtime
@policy_option
@click.option("--month", help="Such as 2026-03; default: this month so far.")
@example("triage availability show --month 2026-03")
def show(runtime: Runtime, name: str | None, month: str | None) -> None:
    """Print a month's figure with the ledger that it rests on, as JSON."""
    policy = policy_of(runtime, name)
    runtime.database.upgrade()
    try:
        first = first_of(month) if month else month_at(policy, runtime.now())
        with runtime.database.read() as session:
            found = seen_month(session, policy, first, runtime.now())
    except ValueError as error:
        raise WrongUsage(f"--month {month}: {error}") from error
    click.echo(json.dumps({"policy": policy.name, **found.to_json()}, ensure_ascii=False))


@availability.group()
def maintenance() -> None:
    """Enter windows in which work was done; they are no downtime."""


@maintenance.command()
@with_runtime
@policy_option
@click.option("--from", "start", type=InstantType(), required=True, help="When it begins.")
@click.option("--to", "end", type=InstantType(), required=True, help="When it ends.")
@click.option("--kind", type=click.Choice([kind.value for kind in Maintenance]), required=True)
@click.option("--note", required=True, help="What is done.")
@example(
    "triage availability maintenance add --from 2026-03-02T22:00Z --to 2026-03-02T23:00Z"
    " --kind planned --note 'New disks'"
)
def add(  # noqa: PLR0913, PLR0917 - a window is all of these
    runtime: Runtime, name: str | None, start: datetime, end: datetime, kind: str, note: str
) -> None:
    """Enter a window, ours or upstream, planned or not."""
    policy = policy_of(runtime, name)
    runtime.database.upgrade()
    works = Works(policy.name, start, end, Maintenance(kind), note)
    try:
        with runtime.database.write() as session:
            number = enter(session, works, _ACTOR, runtime.now())
    except ActionError as error:
        raise WrongUsage(str(error)) from error
    click.echo(f"window {number} is entered", err=True)


@maintenance.command("list")
@with_runtime
@policy_option
@example("triage availability maintenance list")
def list_(runtime: Runtime, name: str | None) -> None:
    """Print one JSON line per window, the newest first, withdrawn ones too."""
    policy = policy_of(runtime, name)
    runtime.database.upgrade()
    with runtime.database.read() as session:
        for row in windows(session, policy.name):
            click.echo(json.dumps(_window(row), ensure_ascii=False))


@maintenance.command("withdraw")
@with_runtime
@click.argument("number", type=int)
@example("triage availability maintenance withdraw 3")
def withdraw_(runtime: Runtime, number: int) -> None:
    """Withdraw the window NUMBER, which was entered by mistake."""
    try:
        with runtime.database.write() as session:
            withdraw(session, number, _ACTOR, runtime.now())
    except ActionError as error:
        raise WrongUsage(str(error)) from error
    click.echo(f"window {number} is withdrawn", err=True)


def _window(row: MaintenanceWindow) -> dict[str, object]:
    return {
        "number": row.id,
        "from": write_instant(row.starts_at),
        "to": write_instant(row.ends_at),
        "kind": row.kind.value,
        "note": row.note,
        "entered_by": row.entered_by,
        "entered_at": write_instant(row.entered_at),
        "withdrawn_at": write_instant(row.withdrawn_at),
    }
