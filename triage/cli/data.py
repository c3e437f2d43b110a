"""`triage ingest` and `triage db`: messages brought in by hand, and the database looked after."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from sqlmodel import func, select

from models.ticket import Ticket
from triage.cli.base import example, exit_with
from triage.cli.installed import with_runtime
from triage.cli.lazy import WrongUsage
from triage.desk.rebuild import rebuild
from triage.intake.ingest import ingest as bring_in
from triage.runtime import Job, Runtime


@click.command()
@with_runtime
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--source", help="The mailbox or Maildir whose agreement and addresses they get.")
@click.option(
    "--acknowledge",
    is_flag=True,
    help="Let them be acknowledged; else they become tickets and nobody is answered.",
)
@example("triage ingest --source support old-mail.mbox letter.eml Maildir/")
def ingest(
    runtime: Runtime, paths: Sequence[Path], source: str | None, *, acknowledge: bool
) -> None:
    """Make tickets of the mails in PATHS: .eml files, folders of them, mbox files, Maildirs."""
    runtime.prepare()
    names = [*runtime.settings.mailboxes, *runtime.settings.maildirs]
    source = source or next(iter(names), None)
    if source not in names:
        raise WrongUsage(
            f"--source {source}: there is none; there are {', '.join(names) or 'none'}"
        )
    report = bring_in(paths, runtime.database, source, runtime.now, may_answer=acknowledge)
    runtime.run_once({Job.WORK})
    click.echo(f"{report.read} read, {report.stored} new, {report.failed} unreadable", err=True)
    exit_with(1 if report.failed else 0)


@click.group("db")
def database_commands() -> None:
    """Look after the database."""


@database_commands.command()
@with_runtime
@example("triage db upgrade --config config.toml")
def upgrade(runtime: Runtime) -> None:
    """Bring the schema to the newest revision."""
    runtime.database.upgrade()
    click.echo("the schema is up to date", err=True)


@database_commands.command("rebuild-clocks")
@with_runtime
@example("triage db rebuild-clocks")
def rebuild_clocks(runtime: Runtime) -> None:
    """Compute every ticket's clock anew from its events and say what changed."""
    runtime.database.upgrade()
    with runtime.database.read() as session:
        count = session.exec(select(func.count()).select_from(Ticket)).one()
    with click.progressbar(length=count, label="clocks", file=sys.stderr) as bar:
        report = rebuild(runtime.database, runtime.policies, runtime.now(), bar.update)
    click.echo(f"{report.looked_at} looked at, {report.changed} changed", err=True)
    if report.unreadable:
        click.echo(f"{report.unreadable} have events that give no clock; see above", err=True)
        exit_with(1)
