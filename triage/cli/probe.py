"""`triage probe`: our own monitor, in as many locations as it is run in (rule S10)."""

import signal
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

import click

from triage.cli.availability import policy_of, policy_option
from triage.cli.base import example, exit_with
from triage.cli.installed import with_runtime
from triage.cli.lazy import WrongUsage
from triage.intake.prober import Destination, Prober, ToDatabase, ToWebhook
from triage.runtime import Runtime


@click.command()
@with_runtime
@policy_option
@click.argument("addresses", nargs=-1, required=True)
@click.option("--location", required=True, help="Where it stands, for instance the city.")
@click.option("--interval", default=30.0, show_default=True, help="Seconds from look to look.")
@click.option("--timeout", default=10.0, show_default=True, help="Seconds to wait for a page.")
@click.option(
    "--server-errors/--no-server-errors",
    default=True,
    help="Whether an answer of 500 and above counts as unreachable; default: it does.",
)
@click.option("--post", help="Post changes to this door, …/webhooks/monitors/<source>.")
@click.option(
    "--secret-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The key of that source; without --post changes go to the database.",
)
@click.option("--once", is_flag=True, help="Look once; the exit code is 1 where the site is down.")
@example(
    "triage probe --location Oslo https://example.com https://panel.example.com"
    " --post https://triage.example.com/webhooks/monitors/oslo --secret-file oslo.key"
)
def probe(  # noqa: PLR0913, PLR0917 - one argument an option
    runtime: Runtime,
    name: str | None,
    addresses: Sequence[str],
    location: str,
    interval: float,
    timeout: float,
    post: str | None,
    secret_file: Path | None,
    *,
    server_errors: bool,
    once: bool,
) -> None:
    """Watch ADDRESSES, the home page and the panel, and tell when the site goes down or comes back.

    It is down when none of them can be reached. Only changes are told; what cannot be told at once
    is told as soon as that is possible.
    """
    for address in (*addresses, *([post] if post else [])):
        if urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).hostname:
            raise WrongUsage(f"{address} is no address; write it as https://example.com/")
    prober = Prober(
        location,
        tuple(addresses),
        _destination(runtime, name, post, secret_file),
        runtime.now,
        timeout=timeout,
        server_errors=server_errors,
    )
    if once:
        is_up = prober.look_once()
        click.echo("up" if is_up else "down")
        exit_with(0 if is_up and not prober.untold else 1)
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    prober.run(stop, interval)


def _destination(
    runtime: Runtime, name: str | None, post: str | None, secret_file: Path | None
) -> Destination:
    if post is None:
        runtime.database.upgrade()
        return ToDatabase(runtime.database, policy_of(runtime, name).name)
    if secret_file is None:
        raise WrongUsage("--post needs --secret-file, the file with the key of that source")
    return ToWebhook(post, secret_file.read_text("utf-8").strip())
