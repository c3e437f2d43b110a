"""`triage train`, `triage evaluate`, `triage bench`: the model, and what things cost."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from classifiers.suite import SHIPPED_MODEL, Suite
from triage.cli.base import example

_CORPUS = SHIPPED_MODEL.parents[1] / "corpus"


@click.command()
@click.option(
    "--corpus",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=_CORPUS,
    help="The folder of hand-written messages; default: the one that is shipped.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=SHIPPED_MODEL,
    help="Where the model goes; default: where the shipped one is.",
)
@example("triage train --out var/triage.model")
def train(corpus: Path, out: Path) -> None:
    """Train the classifiers from the corpus; the same corpus gives the same bytes."""
    # Here and not above: training needs scikit-learn, and serving does not pay for it.
    from triage.learning.train import train as learn  # noqa: PLC0415 - see above

    click.echo(f"training from {corpus} …", err=True)
    version = learn(corpus, out)
    click.echo(json.dumps({"model": version, "file": str(out), "bytes": out.stat().st_size}))


@click.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--model",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The model that is measured; default: the shipped one.",
)
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Another model to compare it with (McNemar).",
)
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
@example("triage evaluate tickets.jsonl duplicates.jsonl --against var/new.model")
def evaluate(
    files: Sequence[Path], model: Path | None, against: Path | None, *, as_json: bool
) -> None:
    """Measure a model on the labelled lines of each FILE, with 95 % intervals.

    A file holds messages as `triage classify` reads them, or histories as `triage duplicates`
    does, each line with what a person would have answered.
    """
    from triage.learning.evaluate import evaluate as on_messages  # noqa: PLC0415 - as above
    from triage.learning.evaluate_duplicates import (  # noqa: PLC0415 - as above
        evaluate_duplicates,
        holds_duplicates,
    )
    from triage.learning.report_text import as_text  # noqa: PLC0415 - as above

    suite, other = Suite.load(model), Suite.load(against) if against else None
    for file in files:
        judge = evaluate_duplicates if holds_duplicates(file) else on_messages
        report = judge(file, suite, other)
        click.echo(json.dumps(report.to_json()) if as_json else as_text(report))


@click.command()
@click.option(
    "--messages",
    type=click.IntRange(1000, 10_000),
    default=4000,
    show_default=True,
    help="How many messages a measurement takes.",
)
@example("triage bench --messages 2000")
def bench(messages: int) -> None:
    """Measure the classifiers and the steps of a mail's way on this machine, beside baselines."""
    # As above: the other commands do not pay for the whole desk.
    from triage.bench import measure  # noqa: PLC0415 - see above

    for figure in measure(messages):
        click.echo(json.dumps(figure))
