"""`triage run` and `triage demo`: the installation at work."""

import signal
from collections.abc import Collection
from pathlib import Path

import click
import structlog

from triage.cli.base import example
from triage.cli.installed import with_runtime
from triage.cli.lazy import WrongUsage
from triage.config.schema import Log
from triage.demo.past import DemoRuntime, live_through
from triage.demo.setting import demo_settings
from triage.demo.stage import Login, logins, seed
from triage.logs import configure
from triage.runtime import ALL_JOBS, Job, Runtime

_log = structlog.get_logger("run")


@click.command()
@with_runtime
@click.option(
    "--only",
    "jobs",
    multiple=True,
    type=click.Choice([job.value for job in Job]),
    help="Do this alone, so that several processes share the work; may be repeated.",
)
@click.option("--once", is_flag=True, help="Do all there is to do, and exit.")
@example("""
triage run --config config.toml
triage run --only poll --only work
""")
def run(runtime: Runtime, jobs: tuple[str, ...], *, once: bool) -> None:
    """Read the mailboxes, work, send and serve the pages, as config.toml says."""
    if not (runtime.settings.mailboxes or runtime.settings.maildirs or runtime.settings.webhooks):
        raise WrongUsage(
            "no source is configured; add [mailboxes.NAME], [maildirs.NAME] or [webhooks.NAME] "
            "to the configuration"
        )
    serve(runtime, frozenset(Job(job) for job in jobs) or ALL_JOBS, once=once)


@click.command()
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/demo"),
    show_default=True,
    help="Where everything is kept: inbox/, outbox/ and triage.db.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address of the pages.")
@click.option("--port", default=8080, show_default=True, help="Their port; 0 takes a free one.")
@click.option("--once", is_flag=True, help="Do all there is to do, and exit.")
@example("triage demo --dir var/demo --port 8080")
def demo(folder: Path, host: str, port: int, *, once: bool) -> None:
    """Run with sample mails: from a Maildir, to a Maildir, kept in SQLite.

    A mail that is dropped into DIR/inbox/new is acknowledged into DIR/outbox/new at once.
    """
    configure(Log(level="warning"))
    settings = demo_settings(folder, host, port)
    is_new = seed(folder)
    runtime = DemoRuntime(settings)
    runtime.prepare()
    if is_new:
        live_through(runtime)
    runtime.run_once()
    people = logins(runtime.database, runtime.now())
    if not once:
        _welcome(folder, people)
        serve(Runtime(settings), ALL_JOBS, once=False)


def serve(runtime: Runtime, jobs: Collection[Job], *, once: bool) -> None:
    """Run the jobs until a signal ends them; with `once` until there is nothing left to do."""
    runtime.prepare()
    if once:
        runtime.run_once(jobs)
        return
    runtime.start(jobs)
    try:
        if Job.WEB in jobs:
            # Here and not above: a process that only polls or works needs no web server.
            from triage.cli.pages import serve_pages  # noqa: PLC0415 - a quarter of the start

            serve_pages(runtime)
        else:
            _wait_for_signal(runtime)
    finally:
        runtime.stop()


def _wait_for_signal(runtime: Runtime) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: runtime.stop_event.set())
    runtime.stop_event.wait()


def _welcome(folder: Path, people: Collection[Login]) -> None:
    click.echo(f"\ntriage demo, everything is kept in {folder}/", err=True)
    click.echo(f"  drop a mail into   {folder}/inbox/new/", err=True)
    click.echo(f"  find its answer in {folder}/outbox/new/\n", err=True)
    for person in people:
        click.echo(f"  log in as {person.login:<8} password {person.password}", err=True)
    click.echo("", err=True)
