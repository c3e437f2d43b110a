"""`triage report`: the manager's figures for machines."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import click

from triage.cli.base import example
from triage.cli.installed import with_runtime
from triage.desk.reports import EVER, Span, read_cases
from triage.desk.reports_attainment import DIMENSIONS
from triage.desk.reports_csv import csv_text
from triage.desk.reports_records import Asked, Report, records
from triage.desk.reports_times import response_times
from triage.runtime import Runtime

_DAY = click.DateTime(formats=["%Y-%m-%d", "%Y-%m"])
_FIRST, _LAST = (f"{day:%Y-%m}" for day in EVER)


class _Reports(click.Group):
    """A group that takes `triage report --csv` for `triage report attainment --csv`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Name the first report where none is named."""
        if not args or args[0] not in {*self.commands, *ctx.help_option_names}:
            args = [Report.ATTAINMENT.value, *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Reports)
@example("""
triage report attainment --since 2026-03 --until 2026-04 --csv > march.csv
triage report breaches --since 2026-03 --policy smmpanelus
""")
def report() -> None:
    """Print the figures that managers sign for, of tickets received in a span of days.

    Days and months are those of each ticket's agreement. Without a name: attainment.
    """


def _spanned(function: Callable[..., None]) -> Callable[..., None]:
    """Give a report the options that say which tickets it is about, and how it is printed."""
    for option in (
        click.option("--csv", "as_csv", is_flag=True, help="CSV instead of JSON Lines."),
        click.option("--policy", help="Only tickets of this agreement."),
        click.option("--until", type=_DAY, default=_LAST, help="The first day or month left out."),
        click.option("--since", type=_DAY, default=_FIRST, help="The first day or month."),
    ):
        function = option(function)
    return function


@report.command("attainment")
@with_runtime
@_spanned
@click.option(
    "--by",
    multiple=True,
    type=click.Choice(DIMENSIONS),
    help="Group by this; may be repeated; default: by all of them.",
)
@example("triage report attainment --since 2026-03 --by month --by policy")
def attainment_(runtime: Runtime, by: Sequence[str], *, as_csv: bool, **span: Any) -> None:  # noqa: ANN401 - click's
    """Print how well the first-response target is kept.

    One record per month, policy, channel, priority and category, with 95 % intervals: by the
    contract (`attainment`), and had only people's answers counted (`human_attainment`). Times are
    calendar seconds.
    """
    _print(runtime, Report.ATTAINMENT, Asked(_span(**span), by or DIMENSIONS), as_csv=as_csv)


@report.command("breaches")
@with_runtime
@_spanned
@example("triage report breaches --since 2026-03 --until 2026-04")
def breaches_(runtime: Runtime, *, as_csv: bool, **span: Any) -> None:  # noqa: ANN401 - click's
    """Print every late first response with the ledger that proves it."""
    _print(runtime, Report.BREACHES, Asked(_span(**span)), as_csv=as_csv)


@report.command("response-times")
@with_runtime
@_spanned
@click.option("--svg", "as_svg", is_flag=True, help="The distribution as a picture.")
@example("triage report response-times --since 2026-03 --svg > march.svg")
def response_times_(runtime: Runtime, *, as_csv: bool, as_svg: bool, **span: Any) -> None:  # noqa: ANN401 - click's
    """Print how long customers waited: the contract's first response, and a person's."""
    if not as_svg:
        _print(runtime, Report.RESPONSE_TIMES, Asked(_span(**span)), as_csv=as_csv)
        return
    # Here and not above: the other reports do not pay for the charting library.
    from triage.desk.reports_chart import picture  # noqa: PLC0415 - see above

    runtime.database.upgrade()
    with runtime.database.read() as session:
        cases = read_cases(session, runtime.policies, _span(**span))
    click.echo(picture(response_times(cases)))


@report.command("suppressed")
@with_runtime
@_spanned
@example("triage report suppressed --since 2026-03")
def suppressed_(runtime: Runtime, *, as_csv: bool, **span: Any) -> None:  # noqa: ANN401 - click's
    """Print how many messages were not acknowledged, by code; null: those that were."""
    _print(runtime, Report.SUPPRESSED, Asked(_span(**span)), as_csv=as_csv)


def _span(since: datetime, until: datetime, policy: str | None) -> Span:
    return Span(since.date(), until.date(), policy)


def _print(runtime: Runtime, which: Report, asked: Asked, *, as_csv: bool) -> None:
    runtime.database.upgrade()
    with runtime.database.read() as session:
        found = records(session, runtime.policies, which, asked, runtime.now())
    if as_csv:
        click.echo(csv_text(found), nl=False)
        return
    for record in found:
        click.echo(json.dumps(record))
